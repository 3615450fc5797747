"""Acting as somebody else in this window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.theme import KIND_WORDS

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


def act_as(window: MainWindow, name: str) -> None:
    """Act as somebody else; what is being written is saved first, as who wrote it."""
    if window.desk is not None and not window.desk.writing.save():
        return
    window.context.act_as(name)
    window.toast.say(f"Acting as {name}")


def tip(window: MainWindow) -> str:
    """What a click on who acts is for."""
    name = window.context.actor.name
    if window.context.shared:
        return f"You are {name} here, by the login you came in with"
    return f"Acting as {name}. Click to act as somebody else."


def acting_menu(window: MainWindow) -> QMenu:
    """A menu of everybody active; of a shared newsroom of oneself alone."""
    menu = QMenu(window)
    menu.setObjectName("acting-menu")
    if window.context.shared:
        menu.addAction(tip(window)).setEnabled(False)
    else:
        _add_everybody(window, menu)
    menu.addSeparator()
    more = menu.addAction("Add a contributor…")
    more.setObjectName("act-add")
    more.triggered.connect(lambda: window.go("settings"))
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add_everybody(window: MainWindow, menu: QMenu) -> None:
    menu.addAction("Acting as").setEnabled(False)  # a section's words are not drawn in this style
    for person in window.context.people:
        if not person.active or person.kind == "ai":
            continue
        action = QAction(f"{person.name}  –  {KIND_WORDS.get(person.kind, person.kind)}", menu)
        action.setObjectName(f"act-as-{person.name}")
        action.setCheckable(True)
        action.setChecked(person.name == window.context.acting)
        action.triggered.connect(lambda _on=False, name=person.name: act_as(window, name))
        menu.addAction(action)
