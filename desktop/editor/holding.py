"""Others' words come in while one writes: the cursor stays between its words, and the line one is
at stays where it was on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QScrollArea, QTextEdit, QWidget

from desktop.editor.binding import units
from desktop.editor.editor import PartField


def moved(place: int, edits: Iterable[Any]) -> int:
    """Where a place of a part is after its edits; what is put in just there comes after it."""
    for edit in edits:
        put = units(edit.inserted)
        if place > edit.position and place >= edit.position + edit.removed:
            place += put - edit.removed
        elif place > edit.position:
            place = min(place, edit.position + put)
    return place


@contextmanager
def held_cursor(field: PartField, edits: Iterable[Any]) -> Iterator[None]:
    """Keep the cursor of a field, what it selects, and what an input method composes at it, where
    they are among its words."""
    edits = list(edits)
    cursor = field.textCursor()
    anchor, place = moved(cursor.anchor(), edits), moved(cursor.position(), edits)
    composed = cursor.block().layout().preeditAreaText()
    if composed:
        _compose(field, "")
    yield
    cursor = field.textCursor()
    if (cursor.anchor(), cursor.position()) != (anchor, place):
        most = field.document().characterCount() - 1
        cursor.setPosition(min(anchor, most))
        cursor.setPosition(min(place, most), QTextCursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)
    if composed:
        _compose(field, composed)


def _compose(field: PartField, words: str) -> None:
    """Show at the cursor what an input method composes. Qt leaves it in the paragraph that it was
    begun in, also once the cursor is in another."""
    cursor = field.textCursor()
    block, binding = cursor.block(), field.binding
    if binding is None:
        return
    binding.busy = True
    cursor.beginEditBlock()
    block.layout().setPreeditArea(cursor.position() - block.position() if words else -1, words)
    cursor.endEditBlock()
    binding.busy = False


@contextmanager
def held_line(page: QScrollArea, sheet: QWidget) -> Iterator[None]:
    """Keep the line with the cursor at its height on the screen, if it is to be seen."""
    field = QApplication.focusWidget()
    if not isinstance(field, QTextEdit) or not sheet.isAncestorOf(field):
        yield
        return

    def height() -> int:
        return field.mapTo(sheet, QPoint(0, field.cursorRect().center().y())).y()

    bar, before = page.verticalScrollBar(), height()
    seen = bar.value() <= before <= bar.value() + page.viewport().height()
    yield
    if seen and (lower := height() - before):
        bar.setMaximum(max(bar.maximum(), sheet.minimumHeight() - page.viewport().height()))
        bar.setValue(bar.value() + lower)
