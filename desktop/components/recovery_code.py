"""A recovery code to write down."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.label import Label
from desktop.theme import theme


class Groups(QLabel):
    """Groups of letters on a ground of their own, large enough to copy by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recovery-code")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setContentsMargins(20, 14, 20, 14)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def restyle(self) -> None:
        """Take the theme's sizes."""
        font = QFont(theme.font("bold"))
        font.setFamilies(["monospace"])
        font.setPixelSize(theme.px(17))
        self.setFont(font)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.end()
        super().paintEvent(event)


class RecoveryCode(QWidget):
    """A code to write down; `written` when it was."""

    written = Signal()

    def __init__(self, sentence: str, look: str = "plain") -> None:
        super().__init__()
        self.code = Groups()
        self.done = Button("I wrote it down", look, name="recovery-done")
        self.done.clicked.connect(self.written)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(8)
        column.addWidget(Label(sentence, "body", "text"))
        column.addWidget(self.code)
        row = QHBoxLayout()
        row.addWidget(self.done)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_code(self, code: str) -> None:
        """Show it, in lines of four groups."""
        groups = code.split("-")
        lines = ["   ".join(groups[n : n + 4]) for n in range(0, len(groups), 4)]
        self.code.setText("\n".join(lines))
        self.code.setAccessibleName(f"Recovery code: {' '.join(groups)}")
        self.code.restyle()
        self.show()
        self.done.setFocus()

    def forget(self) -> None:
        """Show it no more."""
        self.code.clear()
        self.code.setAccessibleName("")
        self.hide()
