"""Settings: who acts, how it looks, the newsroom, its note and label, AI, its contributors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.actions import set_size, use_theme
from desktop.components.choice import Choice
from desktop.components.feedback import ErrorBar
from desktop.components.label import Ground, Label, Line
from desktop.components.recovery_code import RecoveryCode
from desktop.components.scroll import scrolled
from desktop.settings.ai import AiCard
from desktop.settings.fonts import FontsCard
from desktop.settings.kept import KeptCard
from desktop.settings.newsroom import NewsroomCard
from desktop.settings.notes import NotesCard
from desktop.settings.preferences import TEXT_SIZES
from desktop.settings.register import RegisterCard
from desktop.settings.you import YouCard
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

WIDE = 760


class LookCard(QWidget):
    """Theme and text size."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.theme = Choice(
            [("system", "As the system", ""), ("light", "Light", ""), ("dark", "Dark", "")],
            look="segment", prefix="theme", spoken="Theme",
        )  # fmt: skip
        self.theme.chosen.connect(lambda mode: use_theme(window, mode))
        sizes = [(str(size), f"{size} %", "") for size in TEXT_SIZES]
        self.sizes = Choice(sizes, look="segment", prefix="text-size", spoken="Text size")
        self.sizes.chosen.connect(lambda size: set_size(window, int(size)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(_row("Theme", self.theme))
        column.addLayout(_row("Text size", self.sizes))
        self.refresh()

    def refresh(self) -> None:
        """Show what is in use."""
        self.theme.show_as(theme.mode)
        self.sizes.show_as(str(round(self.window_.preferences.scale * 100)))


def _row(text: str, widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Label(text, "body", lines=1))
    row.addStretch(1)
    row.addWidget(widget)
    return row


class SettingsPage(Ground):
    """One page of cards."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("bg", name="settings")
        self.window_ = window
        self.error = ErrorBar("settings-error")
        self.ai_card = AiCard(window)
        self.cards: list[tuple[str, str, Any]] = [
            ("You", "Who the record names for what you do in this window.", YouCard(window)),
            (
                "Kept about you",
                "Your private record, which the CEO keeps and you can read, and the matters you "
                "raised.",
                KeptCard(window),
            ),
            ("Look", "", LookCard(window)),
            ("Newsroom", "", NewsroomCard(window)),
            (
                "Reader note and AI label",
                "Every piece leaves with the note; a piece AI made also with the label. "
                "Only the CEO issues new words; published pieces keep theirs.",
                NotesCard(window),
            ),
            (
                "Fonts",
                "Letters of most scripts are there. Add a font file for those that are not.",
                FontsCard(window),
            ),
            (
                "AI",
                "A contributor that writes only when asked, and off until it is set up here. "
                "What it answers is offered, never put into a text by itself.",
                self.ai_card,
            ),
            (
                "Contributors",
                "Whoever can touch an article. Who has ended stays in the record.",
                RegisterCard(window),
            ),
        ]
        body = QWidget()
        body.setMaximumWidth(WIDE)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 32)
        column.setSpacing(0)
        for n, (title, sentence, card) in enumerate(self.cards):
            if n:
                column.addSpacing(24)
                column.addWidget(Line())
                column.addSpacing(22)
            column.addWidget(Label(title, "heading", lines=1))
            if sentence:
                column.addSpacing(2)
                column.addWidget(Label(sentence, "body", "text2"))
            column.addSpacing(14)
            column.addWidget(card)
        column.addStretch(1)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(24, 8, 24, 0)
        row.addWidget(body, 100)
        row.addStretch(1)
        self.area = scrolled(holder)
        self.area.setAccessibleName("Settings")
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(24, 18, 24, 10)
        top.addWidget(Label("Settings", "title", lines=1))
        top.addStretch(1)
        around.addLayout(top)
        errors = QVBoxLayout()
        errors.setContentsMargins(24, 0, 24, 8)
        errors.addWidget(self.error)
        around.addLayout(errors)
        around.addWidget(self.area, 1)
        window.context.acting_changed.connect(self._acting)

    def enter(self) -> None:
        """Called when Settings are opened."""
        self.window_.context.reload(self.refresh)
        self.window_.status_ready()

    def leave(self) -> None:
        """Called when another place is opened: no recovery code stays in sight."""
        for code in self.findChildren(RecoveryCode):
            code.forget()

    def _acting(self) -> None:
        self.leave()
        self.refresh()

    def refresh(self) -> None:
        """Show what is so now; a code that somebody is writing down stays."""
        for _title, _sentence, card in self.cards:
            card.refresh()
