"""Which module has which command, so that a start loads only what its own command needs."""

from __future__ import annotations

from collections.abc import Sequence

#: In the order in which help lists them. `contributor` has commands in three modules.
COMMANDS = {
    "newsroom": ("init", "settings", "contributor"),
    "articles": ("new", "import", "list", "show", "text", "who", "history", "assign", "image", "set"),
    "editing": ("write", "submit", "spike", "revive", "withdraw", "correct", "changes", "accept",
                "reject", "return", "drop-correction"),
    "comments": ("comment", "comments", "resolve"),
    "publishing": ("sign-off", "agree", "checks", "statements", "publish", "note", "label"),
    "finished": ("export", "verify", "font", "demo"),
    "records": ("ledger", "backup", "restore", "doctor", "erase", "redact"),
    "ai": ("ai", "off-record"),
    "escalation": ("escalation",),
    "private": ("contributor", "key"),
    "encryption": ("newsroom-key",),
    "handing": ("handover", "take"),
    "logins": ("login", "contributor", "move"),
}  # fmt: skip


def modules_of(words: Sequence[str]) -> list[str]:
    """The modules that have the command with which the words begin; all of them where they begin
    with none: for help, and to say that there is no such command."""
    begins = words[0] if words else ""
    found = [module for module, commands in COMMANDS.items() if begins in commands]
    return found or list(COMMANDS)
