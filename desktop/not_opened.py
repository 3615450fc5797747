"""The page of a newsroom that did not open: what happened, that nothing was changed, the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.components.button import Button
from desktop.components.label import Ground, Label


class NotOpened(Ground):
    """Stays until the newsroom opens; a second failure only changes its words."""

    asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("bg", name="not-opened")
        self.title = Label("This newsroom did not open", "empty", centred=True)
        self.message = Label("", "body", centred=True, name="not-opened-why")
        self.fix = Label("", "body", "text2", centred=True, name="not-opened-fix")
        self.safe = Label("Kept safe: nothing was changed.", "meta", "text2", lines=1,
                          icon="shield-check", icon_color="ok", name="not-opened-safe")  # fmt: skip
        again = Button("Try again", "primary", icon="refresh-cw", name="not-opened-again")
        leave = Button("Close Colophon", name="not-opened-close")
        again.clicked.connect(self.asked)
        leave.clicked.connect(self.left)
        self.again = again
        safe, buttons = QHBoxLayout(), QHBoxLayout()
        buttons.setSpacing(8)
        for row, widgets in ((safe, [self.safe]), (buttons, [again, leave])):
            row.addStretch(1)
            for widget in widgets:
                row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 40, 60, 40)
        column.setSpacing(6)
        column.addStretch(1)
        for label in (self.title, self.message, self.fix):
            column.addWidget(label)
        column.addSpacing(4)
        column.addLayout(safe)
        column.addSpacing(14)
        column.addLayout(buttons)
        column.addStretch(1)

    def fail(self, message: str, fix: str, _rule: str = "") -> None:
        """Say what happened, and what to do."""
        self.message.set_text(message)
        self.fix.set_text(f"{fix.rstrip('.')}, then try again." if fix else "")
        self.fix.setVisible(bool(fix))
        self.setAccessibleName(f"{self.title.text()}. {message} {self.fix.text()}")
        self.again.setFocus()
