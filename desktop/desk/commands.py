"""The commands of an article: its buttons, its menu, its shortcuts and the palette share them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop import icons

if TYPE_CHECKING:
    from desktop.desk.view import Desk

GROUP = "This article"


def add_all(desk: Desk) -> None:
    """Make every command of the Desk known to its window."""
    _modes(desk)
    _text(desk)
    _moves(desk)


def _shown(desk: Desk) -> bool:
    return bool(desk.article) and desk.window_.place == "desk"


def _add(
    desk: Desk, name: str, text: str, run: Callable[[], object], *, icon: str, keys: str = "",
    why_not: Callable[[], str] = lambda: "", words: str = "",
    shown: Callable[[], bool] = lambda: True,
) -> None:  # fmt: skip
    desk.window_.add_command(
        name, text, run, group=GROUP, icon=icon, keys=keys, why_not=why_not, words=words,
        shown=lambda: _shown(desk) and shown(),
    )  # fmt: skip


def _modes(desk: Desk) -> None:
    for n, (mode, text, icon) in enumerate((
        ("write", "Open the writing page", "pencil-line"),
        ("review", "Review the changes", "list"),
        ("publish", "Open the publishing page", "eye"),
    ), 1):  # fmt: skip
        _add(desk, f"desk-{mode}", text, partial(desk.top.modes.choose, mode),
             icon=icon, keys=f"Ctrl+{n}", words="page mode")  # fmt: skip
    _add(desk, "next-step", "Do the next step", desk.next_by_key, icon="send", keys="Ctrl+Return",
         why_not=desk.next_why, words="submit sign publish")  # fmt: skip
    _add(desk, "close-article", "Back to the Board", desk.back, icon="chevron-left", keys="Ctrl+W",
         words="close")  # fmt: skip


def _text(desk: Desk) -> None:
    writing = desk.writing

    def on_page() -> bool:
        return desk.mode == "write"

    _add(desk, "find", "Find in the text", lambda: writing.open_find(False), icon="search",
         keys="Ctrl+F", shown=on_page)  # fmt: skip
    _add(desk, "replace", "Find and replace", lambda: writing.open_find(True), icon="replace",
         keys="Ctrl+H", shown=on_page)  # fmt: skip
    _add(desk, "save", "Save now", writing.save, icon="check", keys="Ctrl+S", shown=on_page)
    _add(desk, "undo", "Undo", writing.page.undo, icon="undo-2", keys="", shown=on_page,
         why_not=lambda: "" if desk.can("can_undo") else "nothing to take back")  # fmt: skip
    _add(desk, "redo", "Redo", writing.page.redo, icon="redo-2", keys="", shown=on_page,
         why_not=lambda: "" if desk.can("can_redo") else "nothing was taken back")  # fmt: skip
    _add(desk, "authorship", "Show or hide who wrote what", desk.toggle_authorship,
         icon="users", keys="Ctrl+U", shown=on_page, words="underline authors")  # fmt: skip
    _add(desk, "focus", "Focus mode", desk.toggle_focus, icon="maximize", keys="F11",
         words="full screen calm", shown=on_page)  # fmt: skip
    _add(desk, "add-picture", "Add a picture", desk.choose_pictures, icon="image",
         shown=on_page, why_not=lambda: desk.why_not("image"), words="image photo")  # fmt: skip


def _moves(desk: Desk) -> None:
    def why(act: str) -> Callable[[], str]:
        return lambda: desk.why_not(act)

    def state(*states: str) -> Callable[[], bool]:
        return lambda: desk.standing is not None and desk.standing.article.state in states

    _add(desk, "submit", "Submit for edit", desk.submit, icon="send", why_not=why("submit"),
         shown=state("draft"))  # fmt: skip
    _add(desk, "send-back", "Send back", desk.send_back, icon="undo-2",
         why_not=why("return"), shown=lambda: state("edit")() and desk.version == 0)  # fmt: skip
    _add(desk, "correct", "Start a correction", desk.correct, icon="pencil-line",
         why_not=why("correct"), shown=state("published"))  # fmt: skip
    _add(desk, "drop-correction", "Drop the correction", desk.drop_correction, icon="undo-2",
         why_not=why("drop-correction"), shown=lambda: state("edit")() and desk.version > 0)  # fmt: skip
    _add(desk, "spike", "Spike…", desk.spike, icon="trash-2", why_not=why("spike"),
         shown=lambda: state("draft", "edit")() and desk.version == 0, words="kill delete")  # fmt: skip
    _add(desk, "withdraw", "Withdraw…", desk.withdraw, icon="file-down", why_not=why("withdraw"),
         shown=lambda: desk.version > 0 and state("published", "edit")())  # fmt: skip
    _add(desk, "revive", "Bring back", desk.revive, icon="refresh-cw", why_not=why("revive"),
         shown=state("spiked", "withdrawn"))  # fmt: skip


MENU = (
    "send-back", "correct", "drop-correction", "revive", "", "add-picture", "find", "replace",
    "authorship", "focus", "", "spike", "withdraw",
)  # fmt: skip


def menu(desk: Desk) -> QMenu:
    """What else can be done with the piece; what cannot be says why."""
    shown = QMenu(desk)
    shown.setToolTipsVisible(True)
    commands = desk.window_.commands
    for name in MENU:
        if not name:
            shown.addSeparator()
            continue
        command = commands.get(name)
        if not command.shown():
            continue
        why = command.why_not()
        action = shown.addAction(icons.icon(command.icon), command.text)
        action.setEnabled(not why)
        action.setToolTip(why)
        if command.keys:
            action.setText(f"{command.text}\t{command.keys}")
        action.triggered.connect(lambda _on=False, name=name: commands.run(name))
    return shown
