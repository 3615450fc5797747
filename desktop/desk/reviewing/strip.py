"""A thin strip beside the text: where in it the changes are, and which part is seen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme import KINDS, theme


class Strip(QWidget):
    """Marks at their share of the text's length; a click goes to the nearest change."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("review-strip")
        self.setFixedWidth(14)
        self.setAccessibleName("Where the changes are")
        self.setToolTip("Where the changes are")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._marks: list[tuple[float, str, str]] = []
        self._current = ""

    def show_marks(self, marks: list[tuple[float, str, str]], current: str) -> None:
        """Show marks of (share of the text before it, key, kind)."""
        self._marks, self._current = marks, current
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = self.height() - 16
        for share, key, kind in self._marks:
            y = 8 + share * room
            if key == self._current:
                painter.setBrush(theme.color("accent"))
                painter.drawRoundedRect(QRectF(2, y - 2.5, 10, 5), 2, 2)
            else:
                painter.setBrush(theme.color(kind if kind in KINDS else "text3"))
                painter.drawRoundedRect(QRectF(4, y - 1.25, 7, 2.5), 1, 1)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        share = (event.position().y() - 8) / max(1, self.height() - 16)
        if self._marks:
            self.asked.emit(min(self._marks, key=lambda mark: abs(mark[0] - share))[1])
