"""The field's menu: take back, cut, copy, paste, and other spellings of a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu

from desktop import icons

if TYPE_CHECKING:
    from desktop.commands import Command
    from desktop.editor.editor import PartField
    from desktop.editor.spelling import Dictionary


def menu_for(
    field: PartField, place: QPoint, can_undo: bool, can_redo: bool, words: Dictionary | None,
    asked: Sequence[Command] = (),
) -> QMenu:  # fmt: skip
    """The menu at a place of the field; `asked` is what can be asked and said of chosen words."""
    menu = QMenu(field)
    if words is not None and not field.isReadOnly():
        _spellings(menu, field, place, words)
    may = not field.isReadOnly()
    chosen = field.textCursor().hasSelection()
    mime = QApplication.clipboard().mimeData()
    rows = (
        ("Undo", "undo-2", "Undo", may and can_undo, field.undo_asked.emit),
        ("Redo", "redo-2", "Redo", may and can_redo, field.redo_asked.emit),
        ("", "", "", False, field.update),
        ("Cut", "", "Cut", may and chosen, field.cut),
        ("Copy", "copy", "Copy", chosen, field.copy),
        ("Paste", "clipboard-paste", "Paste", may and mime is not None and mime.hasText(), field.paste),
        ("", "", "", False, field.update),
        ("Select all", "", "SelectAll", not field.document().isEmpty(), field.selectAll),
    )  # fmt: skip
    for text, icon, keys, on, do in rows:
        if not text:
            menu.addSeparator()
            continue
        action = menu.addAction(text)
        if icon:
            action.setIcon(icons.icon(icon))
        action.setShortcut(QKeySequence(getattr(QKeySequence.StandardKey, keys)))
        action.setEnabled(bool(on))
        action.triggered.connect(lambda _on=False, do=do: do())
    if asked:
        menu.addSeparator()
    for command in asked:
        action = menu.addAction(icons.icon(command.icon), command.text)
        action.setShortcut(QKeySequence(command.keys))
        action.setEnabled(chosen)
        action.triggered.connect(lambda _on=False, command=command: command.run())
    return menu


def _spellings(menu: QMenu, field: PartField, place: QPoint, words: Dictionary) -> None:
    cursor = field.cursorForPosition(place)
    cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    word = cursor.selectedText()
    if not word or words.knows(word):
        return
    found = words.suggestions(word)
    for other in found:
        menu.addAction(icons.icon("spell-check"), other).triggered.connect(
            lambda _on=False, other=other: cursor.insertText(other)
        )
    if not found:
        menu.addAction("No other spelling known").setEnabled(False)
    menu.addSeparator()
