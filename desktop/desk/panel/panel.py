"""The panel beside the page: Who, Checks, Comments, History, Details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop.components.choice import Choice
from desktop.components.label import Ground, Line
from desktop.desk.panel.checks import Checks
from desktop.desk.panel.comments import Comments
from desktop.desk.panel.details import Details
from desktop.desk.panel.history import History
from desktop.desk.panel.who import Who
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.desk.view import Desk

TABS = (("who", "Who", ""), ("checks", "Checks", ""), ("comments", "Comments", ""),
        ("history", "History", ""), ("details", "Details", ""))  # fmt: skip


class Panel(Ground):
    """344 px; only the tab that is shown keeps itself up to date."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("bg", "l", "panel")
        self.desk = desk
        self.tabs = Choice(TABS, look="tab", prefix="tab", spoken="What the panel shows")
        self.restyle()
        self.who = Who(desk.writing)
        self.checks = Checks(desk)
        self.comments = Comments(desk.commenting)
        desk.commenting.changed.connect(self._count_comments)
        self.history = History(desk)
        self.details = Details(desk)
        self.pages = QStackedWidget()
        for page in (self.who, self.checks, self.comments, self.history, self.details):
            self.pages.addWidget(page)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 8, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Line())
        column.addWidget(self.pages, 1)
        self.tabs.chosen.connect(self._turn)

    def restyle(self) -> None:
        """Take the theme's sizes: wider for larger letters, but the text needs its room too."""
        self.setFixedWidth((344 + max(344, theme.px(344))) // 2)
        between = self.tabs.layout()
        if between is not None:
            between.setSpacing(12 if theme.scale <= 1.1 else 8)

    def _turn(self, key: str) -> None:
        before = self.pages.currentWidget()
        if before is self.history and key != "history":
            self.history.to_now()
        self.pages.setCurrentIndex([k for k, _t, _i in TABS].index(key))
        self.refresh()

    def _count_comments(self) -> None:
        self._count("comments", len(self.desk.commenting.open_ones))

    def _count(self, key: str, count: int) -> None:
        """Five tabs in larger letters have no room for counts."""
        self.tabs.set_count(key, count if theme.scale <= 1.2 else 0)

    def open_tab(self, key: str) -> None:
        """Turn to a tab; beside the text under review, or the paper, there is no panel."""
        if self.desk.mode == "write":
            self.show()
        self.tabs.choose(key)

    def refresh(self) -> None:
        """Bring the tab that is shown up to date."""
        standing = self.desk.standing
        if standing is not None:
            self._count("checks", len(standing.unmet))
        page = self.pages.currentWidget()
        if isinstance(page, (Who, Checks, Comments, History, Details)):
            page.refresh()
