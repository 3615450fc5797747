"""Handing the open piece over in a file: for whom, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog, QMenu

from db.handover import ENDING
from desktop.theme import KIND_WORDS

if TYPE_CHECKING:
    from desktop.desk.view import Desk


def hand_over(desk: Desk) -> None:
    """Ask for whom; a piece that came in a file goes back where it came from."""
    window = desk.window_
    article = desk.article

    def came(session: Any) -> bool:
        from db.acts.handing_over import came_from

        return came_from(session, article) is not None

    def asked(is_back: bool) -> None:
        if article != desk.article:
            return
        if is_back:
            write(desk, None)
            return
        menu = QMenu(desk)
        menu.setObjectName("hand-over-menu")
        menu.addAction("Who writes in it elsewhere?").setEnabled(False)
        people = [p for p in window.context.people if p.active and p.kind != "ai"]
        for person in people:
            words = f"{person.name}, {KIND_WORDS.get(person.kind, person.kind)}"
            menu.addAction(words).triggered.connect(
                lambda _on=False, name=person.name: write(desk, name)
            )
        place = window.mapToGlobal(window.rect().center())
        menu.popup(place if not window.underMouse() else QCursor.pos())

    window.context.read(came, asked, window.tell_error, piece=article)


def write(desk: Desk, for_whom: str | None) -> None:
    """Ask where to, and write the file."""
    window, article = desk.window_, desk.article
    target, _ = QFileDialog.getSaveFileName(
        desk, "Hand over", f"{article}{ENDING}", f"Handed-over pieces (*{ENDING})"
    )
    if not target or not desk.writing.save():
        return

    def act(newsroom: Any, actor: str) -> Any:
        from db.acts.handing_over import hand_over as made
        from desktop.history_file import write_whole

        changes, data = made(newsroom, actor, article, for_whom)
        write_whole(Path(target), data, mode=0o600)
        return changes

    said = f"Handed over for {for_whom}" if for_whom else "Handed back"
    window.context.run(act, done=lambda _c: window.toast.say(f"{said}: {Path(target).name}"),
                       failed=window.tell_error)  # fmt: skip
