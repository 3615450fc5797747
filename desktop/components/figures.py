"""Names with their numbers or words, one under the other."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.label import Label


class Figures(QWidget):
    """Names with their numbers, one under the other."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.rows: list[tuple[str, str]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Show other numbers."""
        if rows == self.rows:
            return
        self.rows = rows
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name, number in rows:
            line = QWidget()
            line.setAccessibleName(f"{name}: {number}")
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(Label(name, "body", "text2", lines=1))
            row.addStretch(1)
            told = Label(number, "body", "text", lines=1)
            told.setToolTip(number if len(number) > 24 else "")
            row.addWidget(told)
            self._column.addWidget(line)
