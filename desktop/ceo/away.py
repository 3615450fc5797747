"""In the place of the CEO's pages while a shared newsroom is away: it alone keeps what they show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from desktop.ceo.above import above
from desktop.components.button import Button
from desktop.components.feedback import Empty, ErrorBar
from desktop.components.label import Ground


class AwayPage(Ground):
    """Says so; `again` looks whether it is back."""

    def __init__(self, again: Callable[[], object]) -> None:
        super().__init__("surface", name="ceo-away")
        self.error = ErrorBar("ceo-away-error")
        self.again = Button("Try again", icon="refresh-cw", name="ceo-away-again")
        self.again.clicked.connect(again)
        self._empty = Empty("", "", self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(above(self.error))
        column.addWidget(self._empty, 1)

    def tell(self, lost: bool) -> None:
        """Whether it is away, or `lost` history and nothing is read from it until that is decided."""
        self.again.setVisible(not lost)
        title = "Nothing is read from the newsroom now" if lost else "The newsroom is away"
        until = "it is decided how to go on" if lost else "it is back"
        self._empty.title.set_text(title)
        self._empty.sentence.set_text(
            "The register, matters and the record are kept by the newsroom alone. They are here as "
            f"soon as {until}."
        )
