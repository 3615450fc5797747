"""The card beside the current change: who made it, how, and the three things to do with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.label import Label
from desktop.components.people import Avatar
from desktop.desk.reviewing.words import did, said_when
from desktop.theme import KIND_WORDS, theme


class ChangeCard(QWidget):
    """Its buttons are those of the whole review: A, R, W and E do the same."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("change-card")
        self.avatar = Avatar("", "reporter", 28)
        self.name = Label("", "bold", lines=1, name="change-by")
        self.how = Label("", "meta", "text2", name="change-how")
        self.quote = Label("", "quote", "text2", name="change-quote")
        self.accept = Button("Accept", "primary", keys="A", name="change-accept")
        self.reject = Button("Reject", keys="R", name="change-reject")
        self.edit = Button("Edit", keys="E", name="change-edit")
        self.why = Button("Reject with a reason…", "link", keys="W", name="change-reason")
        head = QHBoxLayout()
        head.setSpacing(10)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self.name)
        who.addWidget(self.how)
        head.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(who, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.accept, self.reject, self.edit):
            buttons.addWidget(button)
        buttons.addStretch(1)
        more = QHBoxLayout()
        more.addWidget(self.why)
        more.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 13, 11, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.quote)
        column.addLayout(buttons)
        column.addLayout(more)
        self.hide()

    def show_change(self, change: Any, why_not: str) -> None:
        """Show a change; `why_not` says why it cannot be decided here."""
        self.avatar.show_person(change.contributor, change.kind)
        self.name.set_text(change.contributor)
        kind = KIND_WORDS.get(change.kind, change.kind)
        if change.by:
            kind += f", asked by {change.by}" if change.kind == "ai" else f", by {change.by}"
        words = did(change)
        when = f", {said_when(change.at)}" if change.at else ""
        self.how.set_text(f"{kind}\n{words[:1].upper()}{words[1:]}{when}")
        self.quote.setVisible(False)
        for button in (self.accept, self.reject, self.why):
            button.setEnabled(not why_not)
            button.setToolTip(why_not)
        self.setAccessibleName(f"{change.contributor} {did(change)}")

    def say(self, words: str) -> None:
        """What a comment says of these words."""
        self.quote.set_text(words)
        self.quote.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()
