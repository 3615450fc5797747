"""The pastes in the text, and where each is from; those nobody named stand in the way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.label import Label, Line
from desktop.desk.asking import quoted

if TYPE_CHECKING:
    from db.pastes import Paste

OWN = "own"


class Pastes(QWidget):
    """A line for each paste; `asked` when its source is to be named."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Paste] = []
        self.count = Label("", "meta", "text3", lines=1, name="pastes-count")
        head = QHBoxLayout()
        head.addWidget(Label("Pastes", "meta", "text3", lines=1), 1)
        head.addWidget(self.count)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Line())
        column.addSpacing(6)
        column.addLayout(head)
        column.addLayout(self._rows)
        self.hide()

    def show_pastes(self, pastes: list[Paste]) -> None:
        """Show the pastes of the text; nothing where there are none."""
        if pastes == self._shown:
            return
        self._shown = pastes
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for paste in pastes:
            self._rows.addWidget(self._row(paste))
        self.count.set_text(f"{len(pastes)}")
        self.setVisible(bool(pastes))

    def first_unnamed(self) -> Paste | None:
        """The first paste without a source, None where all have one."""
        return next((paste for paste in self._shown if paste.source is None), None)

    def _row(self, paste: Paste) -> QWidget:
        named = paste.source is not None
        said = "Own words" if paste.source == OWN else paste.source or quoted(paste.words, 26)
        icon, color = ("check", "ok") if named else ("circle-dashed", "warn")
        button = Button("Change" if named else "Name the source", "link",
                        name=f"paste-{paste.number}", tip=quoted(paste.words, 120))  # fmt: skip
        button.clicked.connect(partial(self.asked.emit, paste))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Label(said, "metastrong", icon=icon, icon_color=color, lines=1), 1)
        line.addWidget(button)
        return row
