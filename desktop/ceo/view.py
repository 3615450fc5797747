"""The CEO's place: tabs over its pages, each made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop import jobs
from desktop.ceo.away import AwayPage
from desktop.components.button import Button
from desktop.components.choice import Choice
from desktop.components.label import Ground, Label
from desktop.reaching import is_away
from desktop.recovery import ask_if_owed
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
        self.recovery = Button("Write down your recovery code", "link", name="ceo-recovery",
                               tip="Without it a lost computer takes all that is sealed with it")  # fmt: skip
        self.recovery.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(18)
        row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.recovery)
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
        #: the pages that were entered while the newsroom was there
        self._read: set[str] = set()
        self.away = AwayPage(self.context.try_again)
        self.stack.addWidget(self.away)
        #: what is to be done with a page once it is there
        self._waits: dict[str, Callable[[Any], object]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.stack, 1)
        self.tabs.chosen.connect(self.show_tab)
        self.top.recovery.clicked.connect(lambda: window.go("settings"))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(600)
        self._later.timeout.connect(self._count)
        self.context.changed.connect(lambda _changes: self._later.start())
        self.context.acting_changed.connect(self._acting)
        self.context.line_changed.connect(self._line_changed)

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
        ask_if_owed(self.context, self.top.recovery.setVisible)
        self.window_.status_ready()
        self.show_tab(self.tab)

    def leave(self) -> None:
        """Called when another place is opened."""
        self._waits.clear()
        leave = getattr(self.stack.currentWidget(), "leave", None)
        if leave is not None:
            leave()

    def _acting(self) -> None:
        if self.isVisible():
            self.enter()

    @property
    def _gone(self) -> bool:
        """Whether it is known that a shared newsroom is away."""
        return self.context.line is not None and self.context.away

    def _line_changed(self) -> None:
        if self.isVisible() and self.tab not in self._read:
            self.show_tab(self.tab)

    def _offer(self) -> None:
        every = self.window_.ceo_sees() == "all"
        for key, option in self.tabs.options.items():
            option.setVisible(every or key == "escalations")
        if not every:
            self.tabs.show_as("escalations")

    def show_tab(self, key: str, then: Callable[[Any], object] | None = None) -> None:
        """Show a page; `then` is done with it. Its modules are loaded beside the window first."""
        if not self._may(key):
            return
        if then is not None:
            self._waits[key] = then
        self.tabs.show_as(key)
        # The register and the ledger are no secret, and others read them elsewhere.
        secret = key == "escalations"
        self.top.locked.set_text("Only you can read this" if secret else "Only you see this page")
        if key in self._pages:
            self._turn_to(key)
            return

        def loaded(_nothing: object) -> None:
            if self.tab == key and self._may(key):
                self._turn_to(key)

        jobs.run(lambda _job: _load(key), loaded, self.window_.tell_error)

    def _may(self, key: str) -> bool:
        sees = self.window_.ceo_sees()
        return sees == "all" or (sees == "escalations" and key == sees)

    def _turn_to(self, key: str) -> None:
        if self._gone and key not in self._read:
            self._show_away()
            return
        then = self._waits.pop(key, None)
        if self.context.line is not None or not self.context.shared:
            self._read.add(key)
        if key not in self._pages:
            self._pages[key] = _make(key, self.window_)
            self.stack.addWidget(self._pages[key])
        page = self._pages[key]
        if self.stack.currentWidget() is not page:
            self.leave()
        self.stack.setCurrentWidget(page)
        if self.isVisible():
            page.enter()
        self.window_.commands.refresh()
        if then is not None:
            then(page)

    def _show_away(self) -> None:
        """There is nothing to show yet."""
        lost = self.context.lost is not None
        self.away.tell(lost)
        self.stack.setCurrentWidget(self.away)
        self.window_.status_ready()
        if lost:
            self.window_.commands.run("lost-history")

    def choose(self, key: str, then: Callable[[Any], object] | None = None) -> None:
        """Let the place open at a tab, and do `then` with its page."""
        self.tabs.show_as(key)
        if then is not None:
            self._waits[key] = then

    def page(self, key: str) -> Any:
        """A page, None while it was not shown yet."""
        return self._pages.get(key)

    def _count(self) -> None:
        if not self.isVisible() or not self.window_.ceo_sees():
            return
        acting = self.context.acting

        def work(session: Any) -> int:
            from db import counting_matters

            return counting_matters.open_number(session, acting)

        def failed(error: Exception) -> None:
            if not is_away(error):  # the page below says that itself
                self.window_.tell_error(error)

        self.context.read(
            work, lambda number: self.tabs.set_count("escalations", number), failed, here=False
        )


_CLASSES = {
    "contributors": ("desktop.ceo.contributors.view", "Contributors"),
    "escalations": ("desktop.ceo.escalations.view", "Escalations"),
    "record": ("desktop.ceo.record.view", "Record"),
}


def _load(key: str) -> None:
    import_module(_CLASSES[key][0])
    if key == "record":
        import_module("db.counting")  # it says which months there are


def _make(key: str, window: MainWindow) -> Any:
    module, name = _CLASSES[key]
    return getattr(import_module(module), name)(window)
