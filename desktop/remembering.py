"""Each desktop remembers the last touch it saw; a newsroom that no longer has it was rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


class Rewritten(Exception):
    """The newsroom's record is not the one that was seen here before."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"touch {seq} is gone or another")
        from db.refusal import Refusal

        self.refusal = Refusal(
            "append-only",
            f"the record was rewritten: touch {seq}, which this computer saw, is gone or another",
            "stop, keep this file, and compare it with a backup: colophon ledger verify",
        )


def look_back(window: MainWindow) -> None:
    """Say loudly if the newsroom no longer contains what this computer saw; then remember anew."""
    key = f"seen-{window.context.settings.get('id', '')}"
    seen = window.preferences.text(key).split()

    def work(session: Any) -> tuple[bool, tuple[int, str]]:
        from db.newsroom import contains, newest

        known = len(seen) != 2 or contains(session, int(seen[0]), seen[1])
        return known, newest(session)

    def done(found: tuple[bool, tuple[int, str]]) -> None:
        known, (seq, hashed) = found
        if known:
            window.preferences.keep(key, f"{seq} {hashed}")
        else:
            window.tell_error(Rewritten(int(seen[0])), "your words of today are safe in this file")

    window.context.read(work, done)
