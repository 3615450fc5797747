"""What a key press is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def is_letter(event: QKeyEvent) -> bool:
    """Whether a key types something, Space apart, with nothing but Shift held."""
    held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    plain = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return plain and event.text().isprintable() and bool(event.text().strip())


def presses(event: QKeyEvent) -> bool:
    """Whether a key presses the button that has the keyboard, as Space does."""
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return enter and held == Qt.KeyboardModifier.NoModifier and not event.isAutoRepeat()
