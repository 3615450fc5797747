"""Writing: the page, what is saved of it, and the quiet lines around it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import jobs
from desktop.components.frame import Note
from desktop.components.label import Ground, Label
from desktop.desk.asking import PasteLine
from desktop.desk.page import Page
from desktop.editor.find import FindBar
from desktop.editor.keys import ends_word
from desktop.editor.underlines import Author
from desktop.reaching import is_away
from desktop.theme import language_name

if TYPE_CHECKING:
    from desktop.desk.view import Desk

SAVE_MS = 1000
#: In a shared newsroom a word is saved as it ends, for whoever reads along; so often at most.
WORD_MS = 500
COUNT_MS = 400
READ_A_MINUTE = 230


class Banner(Ground):
    """Says why one cannot write here, or why the piece came back."""

    def __init__(self) -> None:
        super().__init__("bg", "b", "writing-banner")
        self.words = Label("", "body", "text2", icon="lock", name="banner-words")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 24, 10)
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, words: str, icon: str = "lock") -> None:
        """Say it, or nothing."""
        self.words.icon_name = icon
        self.words.set_text(words)
        self.setVisible(bool(words))


class Writing(QWidget):
    """One article open for one person; saves by itself, and takes in what others save."""

    opened = Signal()
    saved = Signal()
    took_in = Signal()  # others' words
    authors_changed = Signal()
    pastes_found = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.window_ = desk, desk.window_
        self.session: Any = None
        self.article = ""
        self._opening: jobs.Job | None = None
        self._missed = False
        #: whether the article opens once the newsroom is back
        self.waits = False
        self.finding = FindBar()
        self.banner = Banner()
        self.page = Page()
        self.paste_line = PasteLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.finding, self.banner):
            column.addWidget(widget)
        column.addWidget(self.page, 1)
        column.addWidget(self.paste_line)
        self._save = self._timer(SAVE_MS, self.save)
        self._since_save = QElapsedTimer()
        self._since_save.start()
        self._count = self._timer(COUNT_MS, self._counted)
        self._look = self._timer(120, self.authors_changed.emit)
        self.words = 0
        self._saved_at = ""
        self._problem = ""
        self.page.edited.connect(self._edited)
        self.page.pasted.connect(self._pasted)
        self.page.left.connect(self._save_soon)
        self.saved.connect(self._pastes_may_differ)
        self.page.cursor_moved.connect(self._look.start)
        self.page.images_dropped.connect(self._images)
        self.paste_line.done.connect(self.focus_again)

    def _timer(self, milliseconds: int, do: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(do)
        return timer

    # Opening and closing

    def open(self, article: str) -> None:
        """Open an article for whoever acts, beside the window."""
        self.close_session()
        if self.window_.context.newsroom is None:
            return
        self.article, self._missed = article, False
        work = self.window_.context.opening(article)
        self._opening = jobs.run(work, self._opened, self._not_opened)

    def _not_opened(self, error: Exception) -> None:
        self._opening, self.waits = None, is_away(error)
        self.window_.tell_error(error)

    def _opened(self, session: Any) -> None:
        self._opening = None
        actor = self.window_.context.actor
        self.session = session
        may_write = bool(session.may_write or session.proposing)
        exact = self.page.bind(
            session, Author(actor.name, actor.kind, "typed"), session.parts, may_write
        )
        if not exact:
            self.page.each(lambda field: field.setReadOnly(True))
            self.desk.error.tell(
                "This text has signs the page cannot show exactly",
                "Export it, mend the line ends, and import it again.",
                "the text is untouched, and locked here so that it stays so",
            )
        self._saved_at, self._problem = "", ""
        if self._missed:
            self.refresh()
        self._counted()
        self.pastes_found.emit([])
        self._pastes_may_differ()
        self.opened.emit()

    def focus_first(self) -> None:
        """The keyboard goes to the headline of an empty piece, else to the text."""
        headline = self.page.fields.get("headline")
        body = self.page.fields.get("body")
        target = headline if headline is not None and headline.document().isEmpty() else body
        if target is not None:
            target.setFocus()

    def close_session(self) -> bool:
        """Save, and let go of the article. False if something could not be saved."""
        self.waits = False
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        if self.session is None:
            return True
        if not self.save():
            return False
        self._save.stop()
        self.finding.forget()
        self.paste_line.forget()
        self.page.release()
        session, self.session = self.session, None
        session.close()
        return True

    # Saving

    def _edited(self) -> None:
        if not self._save.isActive():
            self._save.start(SAVE_MS)
        field = self.page.last
        shared = self.window_.context.shared and not self._problem
        if shared and field is not None and ends_word(field.textCursor()):
            soon = max(0, WORD_MS - self._since_save.elapsed())
            self._save.start(min(soon, self._save.remainingTime()))
        self._count.start()
        self._look.start()
        if not self._problem:
            self.show_status(saving=True)

    def _save_soon(self) -> None:
        if self._save.isActive():
            self._save.start(0)

    def save(self) -> bool:
        """Write what waits into the newsroom. False if it could not be."""
        self._save.stop()
        self._since_save.start()
        if self.session is None:
            return True
        try:
            wrote = self.session.flush()
            # What others saved came in with it: show it before the next key.
            self._show(self.session.refresh())
        except Exception as error:
            self._problem = "Not saved yet"
            self.show_status()
            self.window_.tell_error(error, "your words are on this page; keep it open", self.save)
            return False
        if self._problem:
            self._problem = ""
            self.desk.error.hide()
        if wrote:
            self._saved_at = datetime.now().strftime("%H:%M:%S")
            self.saved.emit()
        self.show_status()
        return True

    def close_or_open(self, closed: bool) -> None:
        """Let nobody write on while the newsroom's history is in doubt."""
        may = self.session is not None and bool(self.session.may_write or self.session.proposing)
        self.page.each(lambda field: field.setReadOnly(closed or not may))

    def refresh(self) -> None:
        """Take in what others saved."""
        if self.session is None:
            self._missed = self._opening is not None
            return
        try:
            edits = self.session.refresh()
        except Exception as error:
            self.window_.tell_error(error, "your words are on this page")
            return
        self._show(edits)

    def _show(self, edits: list[Any]) -> None:
        if edits:
            self.page.take_in(edits)
            self.took_in.emit()
            self._count.start()
            self.authors_changed.emit()
        self.page.follow(self.session.parts)

    # Pastes

    def _pasted(self, _part: str, number: object, words: str) -> None:
        if isinstance(number, int) and self.session is not None:
            self.ask_source(number, words)

    def focus_again(self) -> None:
        """The keyboard goes back to the field that had it last."""
        field = self.page.last or self.page.fields.get("body")
        if field is not None:
            field.setFocus()

    def ask_source(self, number: int, words: str) -> None:
        """Ask lightly where a paste is from."""
        ais = [p.name for p in self.window_.context.people if p.kind == "ai" and p.active]
        self.paste_line.ask(number, words, self.name_source, ais)

    def name_source(self, number: int, source: str) -> None:
        """Say where a paste is from; `ai:NAME` makes it that AI's."""
        if self.session is None:
            return
        try:
            self.session.name_source(number, source)
            self._show(self.session.refresh())
        except Exception as error:
            self.window_.tell_error(error, "the words stay; their source is still unknown")
            return
        self.page.authors_changed()
        self._edited()
        self.read_pastes()
        self.authors_changed.emit()

    def _pastes_may_differ(self) -> None:
        if self.page.has_pastes():
            self.read_pastes()

    def read_pastes(self) -> None:
        """Ask the newsroom, beside the window, which pastes stand in the text."""
        article = self.article

        def work(session: Any) -> Any:
            from db.pastes import pastes

            return pastes(session, article)

        def done(found: Any) -> None:
            if article == self.article:
                self.pastes_found.emit(found)

        self.window_.context.read(work, done, piece=article)

    # Pictures

    def _images(self, files: list[Any]) -> None:
        self.desk.add_pictures(files)

    # What is shown around

    def _counted(self) -> None:
        if self.session is None:
            return
        from db.manuscript.content import count_words

        body = self.page.fields.get("body")
        self.words = count_words(body.document().toRawText()) if body is not None else 0
        self.show_status()
        self.authors_changed.emit()

    def show_status(self, saving: bool = False) -> None:
        """The status line: what is saved, how long the piece is."""
        if self.window_.place != "desk" or self.session is None:
            return
        if self._problem:
            left = Note(self._problem, "kept on this page", "circle-alert", "danger")
        elif saving:
            left = Note("", "Saving…")
        elif self._saved_at:
            left = Note(f"Saved {self._saved_at}", "on this computer", "check")
        else:
            left = Note("Saved", "on this computer", "check")
        self.window_.status.show_notes([left], self._right_notes())

    def _right_notes(self) -> list[Note]:
        standing = self.desk.standing
        if self.desk.mode == "review":
            if standing is None or not standing.undecided:
                return []
            return [Note(quiet="next", keys=("J",)), Note(quiet="previous", keys=("K",))]
        if self.desk.mode == "publish":
            return [Note(quiet="Set from the finished parts, in this order, in every format")]
        minutes = max(1, round(self.words / READ_A_MINUTE))
        right = [Note(quiet=f"{self.words:,} word{'' if self.words == 1 else 's'}")]
        if self.words:
            right.append(Note(quiet=f"about {minutes} min to read"))
        if standing is not None:
            right.append(Note(quiet=language_name(standing.article.language)))
        right.append(Note(quiet="focus", keys=("F11",)))
        return right

    def open_find(self, replace: bool) -> None:
        """Find in the field the cursor is in, or in the text."""
        field = self.page.current()
        if field is not None:
            self.finding.open_for(field, replace)

    def restyle(self) -> None:
        """Take a new theme or text size."""
        self.page.restyle()
