"""The CEO's place: tabs over its pages, each made when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop.components.choice import Choice
from desktop.components.label import Ground, Label
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

TABS = (
    ("contributors", "Contributors", ""), ("escalations", "Escalations", ""),
    ("record", "The record", ""),
)  # fmt: skip


class CeoTop(Ground):
    """52 px: the tabs, and who can read what is under them."""

    def __init__(self) -> None:
        super().__init__("surface", "b", "ceo-top")
        self.tabs = Choice(TABS, look="tab", prefix="ceo", spoken="The CEO's pages")
        layout = self.tabs.layout()
        assert layout is not None
        layout.setSpacing(24)
        self.locked = Label("Only you can read this", "meta", "text2", lines=1, icon="lock",
                            name="ceo-locked")  # fmt: skip
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.locked)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        high = max(52, theme.px(48))
        self.setFixedHeight(high)
        for option in self.tabs.options.values():
            option.setFixedHeight(high)


class CeoPlace(Ground):
    """What only the CEO sees; the alternate sees its escalations."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("surface", name="ceo")
        self.window_ = window
        self.context = window.context
        self.top = CeoTop()
        self.tabs = self.top.tabs
        self.stack = QStackedWidget()
        self._pages: dict[str, Any] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.stack, 1)
        self.tabs.chosen.connect(self.show_tab)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(600)
        self._later.timeout.connect(self._count)
        self.context.changed.connect(lambda _changes: self._later.start())
        self.context.acting_changed.connect(self._acting)

    @property
    def error(self) -> Any:
        """Where the page that is shown tells what went wrong."""
        return getattr(self.stack.currentWidget(), "error", None)

    @property
    def tab(self) -> str:
        """Which tab is shown: `contributors`, `escalations` or `record`."""
        return self.tabs.current

    def enter(self) -> None:
        """Called when the place is opened."""
        self._offer()
        self._count()
        self.show_tab(self.tab)
        self.window_.status_ready()

    def leave(self) -> None:
        """Called when another place is opened."""
        leave = getattr(self.stack.currentWidget(), "leave", None)
        if leave is not None:
            leave()

    def _acting(self) -> None:
        if self.isVisible():
            self.enter()

    def _offer(self) -> None:
        every = self.window_.ceo_sees() == "all"
        for key, option in self.tabs.options.items():
            option.setVisible(every or key == "escalations")
        if not every:
            self.tabs.show_as("escalations")

    def show_tab(self, key: str) -> None:
        """Show a page, made when it is first shown."""
        sees = self.window_.ceo_sees()
        if not sees or (sees != "all" and key != "escalations"):
            return
        self.tabs.show_as(key)
        page = self._page(key)
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        if self.stack.currentWidget() is not page:
            self.leave()
        self.stack.setCurrentWidget(page)
        page.enter()
        self.window_.commands.refresh()

    def _page(self, key: str) -> Any:
        if key not in self._pages:
            self._pages[key] = _make(key, self.window_)
        return self._pages[key]

    def choose(self, key: str) -> None:
        """Let the place open at a tab."""
        self.tabs.show_as(key)

    def page(self, key: str) -> Any:
        """A page, None where it is not for who acts."""
        return self._pages.get(key)

    def _count(self) -> None:
        if not self.isVisible() or not self.window_.ceo_sees():
            return
        acting = self.context.acting

        def work(session: Any) -> int:
            from db import counting_matters

            return counting_matters.open_number(session, acting)

        self.context.read(work, lambda number: self.tabs.set_count("escalations", number))


def _make(key: str, window: MainWindow) -> Any:
    if key == "contributors":
        from desktop.ceo.contributors.view import Contributors

        return Contributors(window)
    if key == "escalations":
        from desktop.ceo.escalations.view import Escalations

        return Escalations(window)
    from desktop.ceo.record.view import Record

    return Record(window)
