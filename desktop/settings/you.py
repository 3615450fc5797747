"""Who acts in this window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.fields import FormLine, Select
from desktop.components.label import Label
from desktop.components.people import Avatar
from desktop.settings.acting import act_as
from desktop.theme import KIND_WORDS

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


HERE = ("On this computer’s own newsroom, acting as somebody prevents mistakes, not attackers: "
        "whoever has the file has everything.")  # fmt: skip
SHARED = "In a shared newsroom you act as whoever’s login you came in with."


class YouCard(QWidget):
    """Acting as…"""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.avatar = Avatar("", "reporter", 36)
        self.people = Select()
        self.people.setObjectName("acting-as")
        self.people.activated.connect(self._chosen)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(
            FormLine("You act as" if window.context.shared else "Acting as…", self.people), 1
        )
        self.note = Label("", "meta", "text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.note)
        self.refresh()

    def refresh(self) -> None:
        """Show who acts, and who else could."""
        context = self.window_.context
        self.people.blockSignals(True)
        self.people.clear()
        for person in context.people:
            if person.active and person.kind != "ai":
                words = f"{person.name} – {KIND_WORDS.get(person.kind, person.kind)}"
                self.people.addItem(words, person.name)
        self.people.setCurrentIndex(self.people.findData(context.acting))
        self.people.setEnabled(not context.shared)
        self.note.set_text(SHARED if context.shared else HERE)
        self.people.blockSignals(False)
        actor = context.actor
        self.avatar.show_person(actor.name, actor.kind)

    def _chosen(self, index: int) -> None:
        name = str(self.people.itemData(index))
        if name != self.window_.context.acting:
            act_as(self.window_, name)
        self.refresh()
