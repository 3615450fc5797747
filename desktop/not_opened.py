"""The page of a newsroom that did not open: what happened, that nothing was changed, the way on.

An encrypted one whose key is not on this computer opens by its recovery code.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.fields import FormLine, form_edit
from desktop.components.label import Ground, Label

#: What it is called, by the rule that it did not open for.
TITLES = {"no-key": "This newsroom is locked", "offline": "This newsroom is away"}
#: Room for all of a code.
WIDE = 640


class NotOpened(Ground):
    """Stays until the newsroom opens; a second failure only changes its words."""

    asked = Signal()
    code_given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("bg", name="not-opened")
        self.title = Label("This newsroom did not open", "empty", centred=True)
        self.message = Label("", "body", centred=True, name="not-opened-why")
        self.fix = Label("", "body", "text2", centred=True, name="not-opened-fix")
        self.safe = Label("Nothing was changed.", "meta", "text2", lines=1,
                          icon="shield-check", icon_color="ok", name="not-opened-safe")  # fmt: skip
        again = Button("Try again", "primary", icon="refresh-cw", name="not-opened-again")
        leave = Button("Close Colophon", name="not-opened-close")
        again.clicked.connect(self.asked)
        leave.clicked.connect(self.left)
        self.again = again
        self.code = form_edit("not-opened-code", "ABCD-EFGH-…")
        self.code_line = FormLine(
            "Recovery code", self.code,
            "All 14 groups of four. Capitals, dashes and spaces do not matter.",
        )  # fmt: skip
        self.wrong = Label("", "body", "danger", name="not-opened-wrong")
        self.typing = QWidget()
        self.typing.setFixedWidth(WIDE)
        lines = QVBoxLayout(self.typing)
        lines.setContentsMargins(0, 16, 0, 10)
        lines.setSpacing(6)
        lines.addWidget(self.code_line)
        lines.addWidget(self.wrong)
        self.unlock = Button(
            "Open the newsroom", "primary", keys="Return", name="not-opened-unlock"
        )
        self.unlock.clicked.connect(self._unlock)
        self._show_code(False)
        safe, buttons, typing = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        buttons.setSpacing(8)
        for row, widgets in (
            (typing, [self.typing]), (safe, [self.safe]), (buttons, [self.unlock, again, leave]),
        ):  # fmt: skip
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
        column.addLayout(typing)
        column.addSpacing(4)
        column.addLayout(safe)
        column.addSpacing(14)
        column.addLayout(buttons)
        column.addStretch(1)

    def fail(self, message: str, fix: str, rule: str = "") -> None:
        """Say what happened, and what to do."""
        self.unlock.setEnabled(True)
        if self.typing.isVisibleTo(self) and rule == "bad-input":
            self.wrong.set_text(f"{message} {fix}")
            self.wrong.show()
            self.code.setFocus()
            self.code.selectAll()
            return
        if self.typing.isVisibleTo(self) and rule == "no-key":
            return  # that is told already, and one types the code, or reads why it was none
        locked = rule == "no-key"
        self._show_code(locked)
        self.title.set_text(TITLES.get(rule, "This newsroom did not open"))
        self.message.set_text(message)
        then = "" if locked or "try again" in fix.lower() else ", then try again"
        self.fix.set_text(f"{fix.rstrip('.')}{then}." if fix else "")
        self.fix.setVisible(bool(fix))
        self.setAccessibleName(f"{self.title.text()}. {message} {self.fix.text()}")
        (self.code if locked else self.again).setFocus()

    def _show_code(self, on: bool) -> None:
        """One types the code, and the button for that is the first."""
        self.typing.setVisible(on)
        self.unlock.setVisible(on)
        self.wrong.hide()
        self.again.look = "plain" if on else "primary"

    def _unlock(self) -> None:
        self.unlock.setEnabled(False)
        self.wrong.hide()
        self.code_given.emit(self.code.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and self.unlock.isVisible() and self.unlock.isEnabled():
            self._unlock()
        else:
            super().keyPressEvent(event)
