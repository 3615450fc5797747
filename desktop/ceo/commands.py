"""The CEO's commands; known from the start, their pages loaded when they are first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


def add_all(window: MainWindow) -> None:
    """Make the CEO's commands known; they are there only for whom they are."""
    add = window.add_command

    def sees() -> bool:
        return bool(window.ceo_sees())

    def ceo() -> bool:
        return window.ceo_sees() == "all"

    def ask(what: str) -> None:
        window.open_ceo("record", lambda page: getattr(page.ledger, what)())

    add("go-ceo", "Go to the CEO’s place", lambda: window.go("ceo"), icon="scale", keys="Alt+3",
        shown=sees)  # fmt: skip

    def begin_adding() -> None:
        window.open_ceo("contributors", lambda page: page.begin_adding())

    add("open-contributors", "Open the contributors", lambda: window.open_ceo("contributors"),
        group="CEO", icon="users", words="register people ai staff", shown=ceo)  # fmt: skip
    add("add-contributor", "Add a contributor", begin_adding, group="CEO", icon="plus",
        words="register person ai new", shown=ceo)  # fmt: skip
    add("open-escalations", "Open the escalations", lambda: window.open_ceo("escalations"),
        group="CEO", icon="scale", words="matters complaints hearings", shown=sees)  # fmt: skip
    add("open-record", "Open the record", lambda: window.open_ceo("record"), group="CEO",
        icon="history", words="ledger charts figures erasures", shown=ceo)  # fmt: skip
    add("verify-ledger", "Verify the ledger", lambda: ask("verify"), group="CEO",
        icon="shield-check", words="check record tamper", shown=ceo)  # fmt: skip
    add("make-checkpoint", "Make a checkpoint", lambda: ask("attest"), group="CEO",
        icon="shield-check", words="sign ledger record", shown=ceo)  # fmt: skip
