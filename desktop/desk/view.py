"""The Desk: one article, to write, to review, to publish; with a panel beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.feedback import Empty, ErrorBar
from desktop.components.label import Ground
from desktop.desk import commands
from desktop.desk.ai.asking import AskingAi
from desktop.desk.ai.off_record import OffRecord
from desktop.desk.asking import ReasonLine
from desktop.desk.commenting import Commenting
from desktop.desk.comparing import Compare
from desktop.desk.keeping import Keeping
from desktop.desk.moment import Moment, read_past
from desktop.desk.panel.panel import Panel
from desktop.desk.pictures import Pictures
from desktop.desk.presence import Presence
from desktop.desk.publishing import Publishing
from desktop.desk.raising import RaisesMatters
from desktop.desk.reviewing.view import Review
from desktop.desk.state import Standing, look
from desktop.desk.top import Top
from desktop.desk.whose import Whose
from desktop.desk.writing import Writing
from desktop.editor.spelling import dictionary

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


class Desk(Pictures):
    """Shows one article; reads where it stands whenever something of it changed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.article = ""
        self.standing: Standing | None = None
        self.mode = "write"
        self._wanted_mode = ""
        self._unturned = False
        self._focused = False
        self._wanted_part = ""
        self._pictures_of = {}
        self.error = ErrorBar()
        self.reason = ReasonLine()
        self.top = Top()
        self.writing = Writing(self)
        self.review = Review(self)
        self.publishing = Publishing(self)
        self.moment = Moment()
        self.compare = Compare(self)
        self.commenting = Commenting(self)
        self.commenting.changed.connect(self.review.comments_changed)
        self.panel = Panel(self)
        self.whose = Whose(self)
        self.raising = RaisesMatters(self)
        commands.add_all(self)
        self._next = Button(
            "Submit for edit", "primary", keys="Ctrl+Return", name="next-step-button"
        )
        self._back_button = window.commands.button("send-back", keys=False)
        self._back_button.icon_name = ""
        self.top.buttons.addWidget(self._back_button)
        self.top.buttons.addWidget(self._next)
        self.top.order_tabs(self._back_button, self._next)
        self._build()
        self.off_record = OffRecord(self)
        self.asking_ai = AskingAi(self)
        self.presence = Presence(self)
        self.keeping = Keeping(self)
        self.beside.addWidget(self.asking_ai.panel)
        self._next.clicked.connect(self.next_step)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(30)
        self._look.timeout.connect(self._read)
        window.context.changed.connect(self._changed)
        window.context.touched.connect(self.writing.refresh)
        window.context.acting_changed.connect(self._acting)
        window.context.line_changed.connect(self._line_changed)
        self.writing.opened.connect(self._opened)
        self.writing.saved.connect(self._look.start)
        self.writing.authors_changed.connect(self.panel.who.refresh)
        self.panel.who.switch.toggled.connect(self._authorship)

    def _build(self) -> None:
        window = self.window_
        nothing = Empty(
            "No piece is open", "Pick one on the Board, or begin a new one.",
            window.commands.button("new-article", "primary"),
            window.commands.button("go-board", "plain", "Open the Board", keys=False),
        )  # fmt: skip
        ground = Ground("surface")
        inner = QVBoxLayout(ground)
        inner.addWidget(nothing)
        self.pages = QStackedWidget()
        for page in (ground, self.writing, self.review, self.publishing, self.moment, self.compare):
            self.pages.addWidget(page)
        self._error_room = QWidget()
        room = QVBoxLayout(self._error_room)
        room.setContentsMargins(16, 12, 16, 12)
        room.addWidget(self.error)
        self.error.installEventFilter(self)
        self._error_room.hide()
        self.beside = row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.pages, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.top, self._error_room, self.reason):
            column.addWidget(widget)
        column.addLayout(row, 1)
        self.top.modes.chosen.connect(self.turn)
        self.top.back_asked.connect(self.back)
        self.top.panel_asked.connect(self._toggle_panel)
        self.top.more.clicked.connect(self._more)
        self._show_nothing()

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if watched is self.error and event.type() in (
            event.Type.ShowToParent,
            event.Type.HideToParent,
        ):
            self._error_room.setVisible(not self.error.isHidden())
        return False

    def _show_nothing(self) -> None:
        self.pages.setCurrentIndex(0)
        self.panel.hide()
        for widget in (self.top.modes, self.top.more, self.top.panel, self.top.state):
            widget.setVisible(False)
        self.top.name.set_text("")
        self._show_next()

    # Opening

    def open(self, article: str, mode: str = "") -> None:
        """Open an article; `mode` is `write`, `review`, `publish`, or empty for what is next."""
        if article == self.article and self.writing.session is not None:
            if mode:
                self.top.modes.choose(mode)
            return
        if not self.close_article():
            return
        self.article, self._wanted_mode, self._unturned = article, mode, False
        self.window_.context.watch(article)
        if self.window_.context.lost is None:  # that concerns every piece
            self.error.hide()
        for widget in (self.top.modes, self.top.more, self.top.panel, self.top.state):
            widget.setVisible(True)
        self.writing.open(article)
        self._read()

    def close_article(self) -> bool:
        """Save and let go of what is open. False if something could not be saved."""
        if not self.writing.close_session():
            return False
        self.presence.leave()
        self.article, self.standing = "", None
        self.window_.context.watch("")
        self.reason.hide()
        self._show_nothing()
        if self.window_.place == "desk":
            self.window_.status_ready()
        return True

    def enter(self) -> None:
        """The Desk is shown again."""
        if self.article:
            self.writing.refresh()
            self.writing.show_status()
            self._look.start()
        else:
            self.window_.status_ready()

    def leave(self) -> None:
        """Another place is shown."""
        self.writing.save()
        if self._focused:
            self.toggle_focus()

    def _first_mode(self) -> str:
        """Who is to decide on changes opens them; everybody else opens the page."""
        standing = self.standing
        if standing is None or standing.article.state != "edit" or standing.why_not("decide"):
            return "write"
        return "review" if standing.undecided else "write"

    def _opened(self) -> None:
        if not self._wanted_mode and self.standing is None:
            self._unturned = True  # once it is known where the piece stands
            return
        self._wanted_mode = self._wanted_mode or self._first_mode()
        self.turn(self._wanted_mode)
        self.top.modes.show_as(self._wanted_mode)
        self._banner()
        part, self._wanted_part = self._wanted_part, ""
        if self._wanted_mode == "write":
            if part:
                self._focus_part(part)
            else:
                self.writing.focus_first()
        self._pictures_of = {}
        self._read_pictures()
        if not self.window_.context.encrypted:  # an id has words of the headline
            self.window_.preferences.keep("last-article", self.article)

    def _line_changed(self) -> None:
        context = self.window_.context
        if self.article and self.writing.waits and not context.away:
            self.writing.open(self.article)
            self._read()
        self.writing.close_or_open(context.lost is not None)
        self._show_next()
        self._banner()

    def _acting(self) -> None:
        if self.article:
            article, self._wanted_mode = self.article, self.mode
            if self.writing.close_session():
                self.article = article
                self.writing.open(article)
                self._read()

    # Reading

    def _changed(self, changes: Any) -> None:
        if not self.article:
            return
        article = getattr(changes, "article", None)
        if changes is None or article in (None, self.article):
            self.writing.refresh()
            self._look.start()

    def _read(self) -> None:
        article, actor = self.article, self.window_.context.acting
        if article:
            self.window_.context.read(
                lambda session: look(session, actor, article),
                self._stand,
                self._lost,
                piece=article,
            )

    def _lost(self, error: Exception) -> None:
        if self._unturned:
            self._unturned, self._wanted_mode = False, "write"
            self._opened()
        self.window_.tell_error(error)

    def _stand(self, standing: Standing) -> None:
        if standing.article.id != self.article:
            return
        before, self.standing = self.standing, standing
        view = standing.article
        self.top.name.set_text(view.id)
        self.top.state.set_state(view.state)
        self.top.modes.set_count("review", len(standing.undecided))
        if self._unturned:
            self._unturned = False
            self._opened()
        moved = before is not None and before.article.state != view.state
        if moved and self.writing.session is not None:
            self._wanted_mode = self.mode
            self._reopen()
        self._show_next()
        self._banner()
        self._read_pictures()
        self.writing.page.spell(dictionary(str(view.language)))
        self.refresh_page()
        self.window_.commands.refresh()

    def refresh_page(self) -> None:
        """Bring what is shown up to date."""
        if self.mode == "review":
            self.review.refresh()
        elif self.mode == "publish":
            self.publishing.refresh()
        else:
            self.writing.show_status()
        if self.panel.isVisible():
            self.panel.refresh()
        elif self.standing is not None:
            self.panel.tabs.set_count("checks", len(self.standing.unmet))

    def read_statements(self, done: Callable[[list[Any]], object]) -> None:
        """The checkable statements of the text."""
        session = self.writing.session
        text = session.text("body") if session is not None else ""

        def work(_session: Any) -> list[Any]:
            from db import reading

            return list(reading.statements_in(text))

        self.window_.context.read(work, done, piece=self.article)

    # Looking

    def turn(self, mode: str) -> None:
        """Write, review or publish."""
        if not self.article:
            return
        self.writing.save()
        if mode != self.mode:
            self.reason.leave()  # it asked about what one has left
        self.mode = self._wanted_mode = mode
        self.panel.history.rest()
        pages = {"write": self.writing, "review": self.review, "publish": self.publishing}
        self.pages.setCurrentWidget(pages[mode])
        self.panel.setVisible(mode == "write" and self._panel_wanted and not self._focused)
        self.top.panel.setVisible(mode == "write")
        self._show_next()
        self.refresh_page()
        self.writing.show_status()
        if mode == "review":
            self.review.list.setFocus()
        elif mode == "publish":
            self.publishing.paper_area.setFocus()
        elif self.isVisible():
            self.writing.focus_again()
        self.window_.commands.refresh()

    _panel_wanted = True

    def _toggle_panel(self) -> None:
        self._panel_wanted = not self.panel.isVisible()
        self.panel.setVisible(self._panel_wanted)
        self.panel.refresh()

    def toggle_focus(self) -> None:
        """Only the page and the words on it, or everything again."""
        window = self.window_
        self._focused = not self._focused
        for widget in (self.top, window.bar, window.status):
            widget.setVisible(not self._focused)
        self.panel.setVisible(not self._focused and self._panel_wanted and self.mode == "write")
        self.writing.page.sheet.labels = not self._focused
        self.writing.page.sheet.lay()
        if self._focused:
            window.toast.say("Focus mode. F11 brings everything back.")

    def toggle_authorship(self) -> None:
        """Underlines on or off."""
        self.panel.who.switch.toggle()

    def _authorship(self, on: bool) -> None:
        self.writing.page.set_authorship(on)
        self.moment.page.set_authorship(on)

    def _more(self) -> None:
        menu = commands.menu(self)
        corner = self.top.more.mapToGlobal(self.top.more.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), -4))

    def back(self) -> None:
        """Back to the Board; the article stays open here."""
        self.window_.go("board")

    # History

    def show_moment(self, seq: int) -> None:
        """Show the text as it was after a touch."""
        session = self.writing.session
        if session is None:
            return
        self.writing.save()
        article, parts = self.article, list(session.parts)
        authorship = self.panel.who.switch.isChecked()

        def done(past: Any) -> None:
            if self.panel.tabs.current == "history" and self.mode == "write":
                self.moment.show_past(past, parts, authorship)
                self.pages.setCurrentWidget(self.moment)

        self.window_.context.read(lambda s: read_past(s, article, parts, seq), done, piece=article)

    def show_compare(self, moments: list[tuple[int, str]], earlier: int, later: int) -> None:
        """Show two moments (touches) beside each other."""
        self.writing.save()
        self.compare.offer(moments, earlier, later)
        self.pages.setCurrentWidget(self.compare)
        self.compare.setFocus()

    def compare_moments(self) -> None:
        """Open the history, and compare the last moment that was let pass with now."""
        self.panel.history.compare_when_read()
        self.panel.open_tab("history")

    def show_now(self) -> None:
        """Show the text as it stands."""
        if self.pages.currentWidget() in (self.moment, self.compare):
            self.pages.setCurrentWidget(self.writing)
