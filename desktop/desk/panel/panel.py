"""The panel beside the page: Who, Checks, History, Details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop.components.choice import Choice
from desktop.components.label import Ground, Line
from desktop.desk.panel.checks import Checks
from desktop.desk.panel.details import Details
from desktop.desk.panel.history import History
from desktop.desk.panel.who import Who
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.desk.view import Desk

TABS = (("who", "Who", ""), ("checks", "Checks", ""), ("history", "History", ""),
        ("details", "Details", ""))  # fmt: skip


class Panel(Ground):
    """344 px; only the tab that is shown keeps itself up to date."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("bg", "l", "panel")
        self.desk = desk
        self.restyle()
        self.tabs = Choice(TABS, look="tab", prefix="tab", spoken="What the panel shows")
        self.who = Who(desk.writing)
        self.checks = Checks(desk)
        self.history = History(desk)
        self.details = Details(desk)
        self.pages = QStackedWidget()
        for page in (self.who, self.checks, self.history, self.details):
            self.pages.addWidget(page)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 12, 0)
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

    def _turn(self, key: str) -> None:
        before = self.pages.currentWidget()
        if before is self.history and key != "history":
            self.history.to_now()
        self.pages.setCurrentIndex([k for k, _t, _i in TABS].index(key))
        self.refresh()

    def open_tab(self, key: str) -> None:
        """Turn to a tab."""
        self.show()
        self.tabs.choose(key)

    def refresh(self) -> None:
        """Bring the tab that is shown up to date."""
        standing = self.desk.standing
        if standing is not None:
            self.tabs.set_count("checks", len(standing.unmet))
        page = self.pages.currentWidget()
        if isinstance(page, (Who, Checks, History, Details)):
            page.refresh()
