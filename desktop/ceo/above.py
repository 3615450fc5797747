"""An error above a page: with air around it while it is there, and no room taken while it is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.components.feedback import ErrorBar


class _Above(QWidget):
    def __init__(self, error: ErrorBar) -> None:
        super().__init__()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.addWidget(error)
        self.hide()
        error.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShowToParent:
            self.show()
        elif event.type() == QEvent.Type.HideToParent:
            self.hide()
        return False


def above(error: ErrorBar) -> QWidget:
    """A holder for a page's error bar."""
    return _Above(error)
