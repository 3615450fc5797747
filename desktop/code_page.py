"""The page after an encrypted newsroom was made: its recovery code, to write down."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.feedback import ErrorBar
from desktop.components.label import Ground, Label
from desktop.components.recovery_code import RecoveryCode


class CodePage(Ground):
    """Stays until one says that it is written down: `written`."""

    written = Signal()

    def __init__(self, code: str) -> None:
        super().__init__("surface", name="code-page")
        self.code = RecoveryCode(
            "If this computer’s keyring is ever lost, this code opens your newsroom again, and "
            "nothing else does. Write it on paper, and keep it away from this computer.",
            "primary",
        )  # fmt: skip
        self.code.column.setSpacing(20)
        self.code.written.connect(self._go)
        page = QWidget()
        page.setMaximumWidth(480)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(Label("Your recovery code", "start", lines=1))
        column.addWidget(self.code)
        column.addSpacing(2)
        column.addWidget(
            Label(
                "It has letters O and I, and no zero or one. Settings show it again while this "
                "computer holds the key.",
                "meta",
                "text2",
            )
        )
        self.error = ErrorBar("code-error")
        column.addWidget(self.error)
        column.addStretch(2)
        around = QHBoxLayout(self)
        around.addStretch(1)
        around.addWidget(page, 100)
        around.addStretch(1)
        self.code.show_code(code)
        # Whoever pressed Return to come here, and once more, would not have seen the code.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _go(self) -> None:
        self.code.done.setEnabled(False)
        self.written.emit()

    def fail(self, message: str, fix: str, _rule: str = "") -> None:
        """Say why the newsroom did not open after all."""
        self.code.done.setEnabled(True)
        self.error.tell(message, fix, "Nothing was changed.")
