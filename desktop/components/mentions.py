"""A line to type in that completes the names of people after an `@`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem

from desktop.theme import theme

MOST = 6


class MentionEdit(QLineEdit):
    """`@` and the beginning of a name offer the names; Return or Tab takes one, Esc none."""

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("form", True)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._names: list[str] = []
        # Not a window of its own: the keyboard stays in the line.
        self.offered = QListWidget(self)
        self.offered.setObjectName(f"{name}-names")
        self.offered.setAccessibleName("Names")
        self.offered.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offered.setFrameShape(QFrame.Shape.NoFrame)
        self.offered.itemClicked.connect(self._take)
        self.offered.hide()
        self.destroyed.connect(self.offered.deleteLater)  # by then it is the window's
        self.textEdited.connect(self._offer)

    def set_names(self, names: Sequence[str]) -> None:
        """Whom one can call."""
        self._names = list(names)

    def _begun(self) -> tuple[int, str] | None:
        """Where the name before the cursor begins, and what is there of it."""
        before = self.text()[: self.cursorPosition()]
        at = before.rfind("@")
        if at < 0 or (at > 0 and before[at - 1].isalnum()):
            return None
        return at + 1, before[at + 1 :]

    def _offer(self, _text: str = "") -> None:
        begun = self._begun()
        wanted = begun[1].casefold() if begun is not None else ""
        found = [
            name
            for name in self._names
            if begun is not None
            and (f" {name}".casefold().find(f" {wanted}") >= 0 and name.casefold() != wanted)
        ][:MOST]
        if not found:
            self.offered.hide()
            return
        self.offered.clear()
        self.offered.addItems(found)
        self.offered.setCurrentRow(0)
        self._place(len(found))

    def _place(self, count: int) -> None:
        """Over the line, or under it where there is no room over it."""
        self.offered.setParent(self.window())
        line = max(30, theme.px(30))
        self.offered.setStyleSheet(
            f"QListWidget {{ background: {theme.name('raised')}; padding: 4px;"
            f" border: 1px solid {theme.name('line2')}; border-radius: 6px; }}"
            f" QListWidget::item {{ height: {line}px; padding-left: 8px; }}"
        )
        high = count * line + 10
        corner = self.mapTo(self.window(), QPoint(0, 0))
        above = corner.y() - high - 4
        self.offered.setGeometry(
            corner.x(), above if above > 0 else corner.y() + self.height() + 4, 240, high
        )
        self.offered.show()
        self.offered.raise_()

    def _take(self, item: QListWidgetItem) -> None:
        begun, name = self._begun(), item.text()
        self.offered.hide()
        if begun is not None:
            text, at = self.text(), self.cursorPosition()
            self.setText(f"{text[: begun[0]]}{name} {text[at:].lstrip()}")
            self.setCursorPosition(begun[0] + len(name) + 1)

    def event(self, event: QEvent) -> bool:
        """Tab takes a name before it leaves the line."""
        tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and event.type() == QEvent.Type.KeyPress and self.offered.isVisible():
            self._take(self.offered.currentItem())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.offered.isVisible():
            row, key = self.offered.currentRow(), event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.offered.currentItem())
                return
            if key == Qt.Key.Key_Escape:
                self.offered.hide()
                return
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if key == Qt.Key.Key_Down else -1
                self.offered.setCurrentRow((row + step) % self.offered.count())
                return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.offered.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.offered.hide()
