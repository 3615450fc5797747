"""The window: the bar of places, the page that is open, the status line, the palette."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop import errors, jobs
from desktop.board import PAGE, SHOWN
from desktop.commands import Command, Commands
from desktop.components.feedback import FocusRing, Toast
from desktop.components.frame import Note, Place, Sign, StatusLine
from desktop.components.label import Ground
from desktop.components.people import Avatar
from desktop.context import Context
from desktop.settings.preferences import Preferences
from desktop.theme import ARTICLE_FONTS, load_fonts, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from db.first_look import FirstLook
    from desktop.board.view import Board
    from desktop.ceo.view import CeoPlace
    from desktop.desk.view import Desk
    from desktop.palette import Palette
    from desktop.settings.page import SettingsPage


class MainWindow(QMainWindow):
    """Shown before anything is read; pages are made when they are first needed."""

    def __init__(self, path: Path | str, acting: str | None, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences
        self.context = Context(path, acting or preferences.text("acting"))
        self.commands = Commands(self)
        self.board: Board | None = None
        self.desk: Desk | None = None
        self.ceo: CeoPlace | None = None
        self.settings_page: SettingsPage | None = None
        self._palette: Palette | None = None
        self._wanted: tuple[str, str] | None = None
        self.setWindowTitle("Colophon")
        self.setObjectName("main-window")
        self.setMinimumSize(900, 560)
        self.resize(1280, 800)
        self.setAcceptDrops(True)
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(2000)
        self._remember.timeout.connect(self._look_back)
        self._root = QStackedWidget()
        self._root.addWidget(self._frame())
        self.setCentralWidget(self._root)
        self.toast = Toast(self._root)
        self.ring = FocusRing()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.context.glimpsed.connect(self._glimpsed)
        self.context.opened.connect(self._opened)
        self.context.acting_changed.connect(self._show_actor)
        self.context.refused.connect(self.tell_error)
        theme.changed.connect(self._restyle)
        geometry = preferences.geometry()
        if geometry is not None:
            self.restoreGeometry(geometry)

    def _frame(self) -> QWidget:
        frame = Ground("bg", name="frame")
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        bar = Ground("bg", "r", "places")
        bar.setFixedWidth(max(64, theme.px(64)))
        column = QVBoxLayout(bar)
        column.setContentsMargins(0, 4, 0, 18)
        column.setSpacing(8)
        column.addWidget(Sign())
        self.places = {
            "board": Place("Board", "square-kanban", "place-board"),
            "desk": Place("Desk", "pencil-line", "place-desk"),
            "ceo": Place("CEO", "scale", "place-ceo"),
            "settings": Place("Settings", "settings", "place-settings"),
        }
        self.avatar = Avatar("", "reporter", 28)
        self.avatar.setObjectName("place-actor")
        self.avatar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.avatar.clicked.connect(self._choose_actor)
        self.avatar.setCursor(Qt.CursorShape.PointingHandCursor)
        middle = Qt.AlignmentFlag.AlignHCenter
        for name, place in self.places.items():
            if name == "settings":
                column.addStretch(1)
            column.addWidget(place, 0, middle)
            place.clicked.connect(lambda _on=False, name=name: self.go(name))
        column.addSpacing(8)
        column.addWidget(self.avatar, 0, middle)
        self.pages = QStackedWidget()
        self.status = StatusLine()
        self.page_column = QVBoxLayout()
        self.page_column.setSpacing(0)
        self.page_column.addWidget(self.pages, 1)
        self.page_column.addWidget(self.status)
        row.addWidget(bar)
        row.addLayout(self.page_column, 1)
        self.bar = bar
        self.places["board"].setChecked(True)
        self.places["ceo"].hide()
        for name in ("desk", "ceo", "settings"):
            self.places[name].setEnabled(False)
        return frame

    def start(self) -> None:
        """Called once the window is on the screen: open the newsroom, or ask for one."""
        from desktop.opening import begin

        table = self.preferences.text("board-view", "cards") == "table"
        begin(self, (None,) if table else SHOWN, PAGE)

    def show_first(self, page: QWidget) -> None:
        """Show a page in place of the frame, until a newsroom opens."""
        while self._root.count() > 1:
            before = self._root.widget(1)
            if before is None:
                break
            self._root.removeWidget(before)
            before.deleteLater()
        self._root.addWidget(page)
        self._root.setCurrentWidget(page)

    def _glimpsed(self, look: FirstLook) -> None:
        self._show_newsroom()
        if self.board is not None:
            self.board.show_first(look)
        # Now, before loading what opens a newsroom takes the time.
        self.repaint()

    def _show_newsroom(self) -> None:
        from desktop import actions
        from desktop.line import add_commands

        load_fonts(ARTICLE_FONTS)
        actions.add_all(self)
        add_commands(self)
        self._show_page("board")
        self.setWindowTitle(f"{self.context.name} – Colophon")

    def _opened(self) -> None:
        from desktop.line import watch_line

        if self.board is None:
            self._show_newsroom()
        first = self._root.widget(1) if self._root.count() > 1 else None
        self._root.setCurrentIndex(0)
        if first is not None:
            self._root.removeWidget(first)
            first.deleteLater()
        watch_line(self)
        self._look_back()
        self.context.changed.connect(lambda _changes: self._remember.start())
        for name in ("desk", "ceo", "settings"):
            self.places[name].setEnabled(True)
        self.status_ready()
        # The Desk opens without a pause when its modules are there before it is asked for.
        jobs.run(lambda _job: import_module("desktop.desk.view"), failed=self.tell_error)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.open_article(*wanted)

    def _look_back(self) -> None:
        from desktop.remembering import look_back

        # A courier looks at each exchange whether a shared newsroom is the one it was.
        if self.context.newsroom is not None and not self.context.shared:
            look_back(self)

    # Pages

    def go(self, name: str) -> None:
        """Open a place."""
        if self.context.newsroom is None:
            self.places["board"].setChecked(True)
            return
        if name == "ceo" and not self.ceo_sees():
            return
        if name == "desk" and self.desk is None:
            article = self.preferences.text("last-article")
            if article:
                self.open_article(article)
                return
        self._show_page(name)

    def _show_page(self, name: str) -> None:
        page = self._page(name)
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        before = self.pages.currentWidget()
        if before is not page and isinstance(before, QWidget) and hasattr(before, "leave"):
            before.leave()
        self.pages.setCurrentWidget(page)
        for key, place in self.places.items():
            place.setChecked(key == name)
        page.enter()
        self.places["ceo"].setVisible(bool(self.ceo_sees()))
        self.commands.refresh()

    def _page(self, name: str) -> Any:
        if name == "board":
            if self.board is None:
                from desktop.board.view import Board

                self.board = Board(self)
            return self.board
        if name == "desk":
            if self.desk is None:
                from desktop.desk.view import Desk

                self.desk = Desk(self)
            return self.desk
        if name == "ceo":
            if self.ceo is None:
                from desktop.ceo.view import CeoPlace

                self.ceo = CeoPlace(self)
            return self.ceo
        if self.settings_page is None:
            from desktop.settings.page import SettingsPage

            self.settings_page = SettingsPage(self)
        return self.settings_page

    @property
    def place(self) -> str:
        """Which place is open: `board`, `desk`, `ceo` or `settings`."""
        return next((name for name, place in self.places.items() if place.isChecked()), "board")

    def open_article(self, article: str, mode: str = "") -> None:
        """Open an article on the Desk, once the newsroom is open."""
        if self.context.newsroom is None:
            self._wanted = (article, mode)
            return
        self._show_page("desk")
        if self.desk is not None:
            self.desk.open(article, mode)
        self.commands.refresh()

    def ceo_sees(self) -> str:
        """What of the CEO's place is there for who acts: `all`, `escalations`, or nothing."""
        actor = self.context.actor
        if actor.kind == "ceo":
            return "all"
        alternate = self.context.settings.get("alternate")
        return "escalations" if alternate and alternate == actor.name else ""

    def open_ceo(self, tab: str, then: Callable[[Any], object] | None = None) -> None:
        """Open a page of the CEO's place, where it is theirs who acts; `then` is done with it."""
        if self.context.newsroom is None or not self.ceo_sees():
            return
        ceo = self._page("ceo")
        page = ceo.page(tab)
        if self.place != "ceo":
            ceo.choose(tab, then)
            self._show_page("ceo")
        elif page is None or page is not ceo.stack.currentWidget():
            ceo.show_tab(tab, then)
        elif then is not None:
            then(page)

    # Saying things

    def tell_error(
        self, error: BaseException, safe: str = "Nothing was changed.",
        again: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        """Say what went wrong, where the work is."""
        told = errors.tell(error)
        page = self._root.currentWidget()
        if page is self._root.widget(0) and self.context.newsroom is None and self.board is None:
            page = self._show_not_opened()
        fail = getattr(page, "fail", None)
        if fail is not None:
            fail(told.title, told.fix, told.rule)
            return
        if told.rule == "offline" and self.context.lost is not None:
            self.commands.run("lost-history")  # which is why, and says more
            return
        bar = getattr(self.pages.currentWidget(), "error", None)
        if bar is not None:
            bar.tell(told.title, told.fix, safe, do=again, rule=told.rule)
        else:
            self.toast.say(told.title)

    def _show_not_opened(self) -> QWidget:
        """There is nothing to show but why, and the way on."""
        from desktop.not_opened import NotOpened
        from desktop.opening import unlock

        load_fonts(ARTICLE_FONTS)
        page = NotOpened()
        page.asked.connect(self.context.open)
        page.code_given.connect(lambda code: unlock(self, code))
        page.left.connect(self.close)
        self.show_first(page)
        return page

    def status_ready(self) -> None:
        """The quiet state of the status line."""
        ready = [] if self.context.shared else [Note("Ready", "Newsroom on this computer", "check")]
        self.status.show_notes(ready, [Note(quiet="every command", keys=("Ctrl", "K"))])

    # Who acts

    def _show_actor(self) -> None:
        from desktop.settings.acting import tip

        actor = self.context.actor
        self.avatar.show_person(actor.name, actor.kind)
        self.avatar.setToolTip(tip(self))
        self.preferences.keep("acting", actor.name)
        self.places["ceo"].setVisible(bool(self.ceo_sees()))
        if self.place == "ceo" and not self.ceo_sees():
            self.go("board")
        self.commands.refresh()

    def _choose_actor(self) -> None:
        from desktop.settings.acting import acting_menu

        menu = acting_menu(self)
        corner = self.avatar.mapToGlobal(self.avatar.rect().bottomRight())
        menu.popup(corner - QPoint(-12, menu.sizeHint().height()))

    # The palette

    def open_palette(self) -> None:
        """Show every command."""
        if self._palette is None:
            from desktop.actions import look_up
            from desktop.palette import Palette

            self._palette = Palette(self._root, self.commands)
            self._palette.name_of = self._group_name
            self._palette.look_up = lambda wanted, done: look_up(self, wanted, done)
        self._palette.open()

    def _group_name(self, group: str) -> str:
        if group == "This article" and self.desk is not None and self.desk.standing is not None:
            return f"{group}: {self.desk.standing.article.headline or 'Untitled'}"
        return group

    def add_command(self, name: str, text: str, run: Callable[[], object], **more: Any) -> Command:
        """Make a command of this window."""
        return self.commands.add(Command(name, text, run, **more))

    # Qt

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self.ring):  # it went with the page it lay on
            self.ring = FocusRing()
        if now is None or self.isAncestorOf(now):
            self.ring.follow(old, now)

    def _restyle(self) -> None:
        self.bar.setFixedWidth(max(64, theme.px(64)))
        for widget in self.findChildren(QWidget):
            restyle = getattr(widget, "restyle", None)
            if restyle is not None:
                restyle()
            widget.updateGeometry()
            widget.update()
        for layout in self.findChildren(QLayout):
            layout.invalidate()  # hidden widgets tell their layouts nothing

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.context.newsroom is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from desktop.actions import import_files

        files = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        if files:
            event.acceptProposedAction()
            QTimer.singleShot(0, lambda: import_files(self, files))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.desk is not None and not self.desk.close_article():
            event.ignore()
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)
        self.preferences.keep("geometry", self.saveGeometry())
        self.context.close()
        event.accept()
