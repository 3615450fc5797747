"""Comments of the open article on the page: what is commented, and the line one comments in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from desktop.components.button import Button
from desktop.components.label import Ground, Label
from desktop.components.mentions import MentionEdit
from desktop.desk.asking import quoted
from desktop.editor.editor import PartField
from desktop.editor.tints import tint
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.desk.view import Desk


class CommentLine(Ground):
    """A line under the page: what there is to say about the chosen words."""

    said = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("raised", "t", "comment-line")
        self.about = Label("", "strong", lines=1, name="comment-about")
        self.words = MentionEdit("comment-words", "Say it; @ calls somebody by name")
        self.go = Button("Comment", "primary", name="comment-go", keys="Return")
        stop = Button("Not now", "quiet", name="comment-stop")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.addWidget(self.about)
        row.addWidget(self.words, 1)
        row.addWidget(self.go)
        row.addWidget(stop)
        self.words.returnPressed.connect(self._say)
        self.words.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.go.clicked.connect(self._say)
        stop.clicked.connect(self._leave)
        self.hide()

    def ask(self, words: str, names: Sequence[str]) -> None:
        """Ask about some words; `said` when it is said."""
        self.about.set_text(f"On {quoted(words, 30)}")
        self.words.set_names(names)
        self.words.clear()
        self.go.setEnabled(False)
        self.show()
        self.words.setFocus()

    def _say(self) -> None:
        if self.words.text().strip():
            self.said.emit(self.words.text().strip())

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)


class Commenting(QObject):
    """Reads the comments when they may have changed, and marks their words on the page."""

    changed = Signal()
    pointed = Signal(int)  # the cursor came into the words of this comment

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.found: list[Any] = []
        self.current = 0
        self._places: dict[int, tuple[str, int, int]] = {}
        self._asked: tuple[str, Any] | None = None
        self._newest: Any = None
        self.line = CommentLine()
        under = desk.writing.layout()
        if under is not None:
            under.addWidget(self.line)
        self.line.said.connect(self._say)
        self.line.left.connect(desk.writing.focus_again)
        self._read = QTimer(self)
        self._read.setSingleShot(True)
        self._read.setInterval(60)
        self._read.timeout.connect(self.read)
        desk.window_.context.changed.connect(self._may_differ)
        desk.writing.opened.connect(self._opened)
        desk.writing.saved.connect(self._saved)
        desk.writing.page.cursor_moved.connect(self._moved)
        theme.changed.connect(self._mark)

    # Reading

    def _opened(self) -> None:
        self.found, self.current, self._places, self._newest = [], 0, {}, None
        self.line.hide()
        self.changed.emit()
        self.read()

    def _may_differ(self, changes: Any) -> None:
        article = getattr(changes, "article", None)
        if self.desk.article and article in (None, self.desk.article):
            self._read.start()

    def _saved(self) -> None:
        if self.found:
            self._read.start()

    def read(self) -> None:
        """Read the comments, beside the window."""
        article = self.desk.article
        if not article:
            return

        known = self._newest

        def work(session: Any) -> tuple[Any, Any]:
            from db.comments import comments, newest

            now = newest(session, article)
            # A text that moves on moves no comment that the page does not know of.
            return now, None if now == known else comments(session, article)

        def done(answer: tuple[Any, Any]) -> None:
            if article != self.desk.article or self.desk.writing.session is None:
                return
            now, found = answer
            if found is not None:
                self.found, self._newest = found, now
            elif not self.found:
                return
            self._mark()
            self.changed.emit()

        self.desk.window_.context.read(work, done, piece=self.desk.article)

    @property
    def open_ones(self) -> list[Any]:
        """The threads that wait."""
        return [one for one in self.found if one.resolved is None]

    def place(self, one: Any) -> tuple[str, int]:
        """The part a thread is beside, and where in it: for its order among others."""
        part, start, _length = self._places.get(one.n, (one.part, one.start, 0))
        return part, start

    def is_orphaned(self, one: Any) -> bool:
        """Whether the words of a thread are gone, as the page stands."""
        return one.n not in self._places

    # On the page

    def _mark(self) -> None:
        session, page = self.desk.writing.session, self.desk.writing.page
        if session is None:
            return
        anchors = {one.n: one.anchor for one in self.found}
        self._places = session.places(anchors) if anchors else {}
        for field in page.sheet.fields:
            field.tints = []
        for one in self.found:
            if one.n in self._places and (one.resolved is None or one.n == self.current):
                part, start, length = self._places[one.n]
                token = "tint2" if one.n == self.current else "tint"
                if part in page.fields:
                    field = page.fields[part]
                    field.tints.append(tint(field.document(), one.n, start, length, token))
        page.each(lambda field: field.viewport().update())

    def _moved(self) -> None:
        field = self.desk.writing.page.current()
        if not isinstance(field, PartField) or not field.tints or not field.hasFocus():
            return
        at = field.textCursor().position()
        found = [one for one in field.tints if one.holds(at)]
        if found and all(one.n != self.current for one in found):
            self.choose(found[-1].n)
            self.pointed.emit(self.current)

    def choose(self, n: int) -> None:
        """Make a thread the current one; its words stand out."""
        if n != self.current:
            self.current = n
            self._mark()

    def go_to(self, n: int) -> None:
        """Turn the page to the words of a thread."""
        self.choose(n)
        place, page = self._places.get(n), self.desk.writing.page
        field = page.fields.get(place[0]) if place is not None else None
        if place is not None and field is not None:
            field.show()
            field.go_to(place[1], place[2])
            page.show_cursor()

    # Saying

    @property
    def names(self) -> list[str]:
        """Whom a comment can call."""
        people = self.desk.window_.context.people
        return [person.name for person in people if person.active and person.kind != "ai"]

    def why_not(self) -> str:
        """Why no comment can be begun now."""
        field = self.chosen_field()
        if field is None or not field.textCursor().hasSelection():
            return "choose some words first"
        return ""

    def chosen_field(self) -> PartField | None:
        """The field in which words are chosen."""
        page = self.desk.writing.page
        return page.last if page.last in page.sheet.fields else page.current()

    def chosen(self) -> tuple[str, str, Any] | None:
        """The chosen words: their part, what they are, and who their characters are."""
        field, session = self.chosen_field(), self.desk.writing.session
        if field is None or session is None or not field.textCursor().hasSelection():
            return None
        if not self.desk.writing.save():
            return None
        cursor = field.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        words = cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")
        return field.part, words, session.characters(field.part, start, end - start)

    def begin(self) -> None:
        """Ask what there is to say about the chosen words."""
        chosen = self.chosen()
        if chosen is not None:
            part, words, spans = chosen
            self._asked = (part, spans)
            self.line.ask(words, self.names)

    def _say(self, text: str) -> None:
        from db.acts.commenting import comment_on

        if self._asked is None:
            return
        part, spans = self._asked
        before = {one.n for one in self.found}
        self._asked = None
        self.line.hide()
        self.desk.writing.focus_again()

        def then() -> None:
            self.current = max(before, default=0) + 1
            self.desk.panel.open_tab("comments")

        self.desk.do(comment_on, part, spans, text, then=then)

    def reply(self, n: int, text: str) -> None:
        """Answer in a thread."""
        from db.acts.commenting import reply

        self.desk.do(reply, n, text)

    def resolve(self, n: int) -> None:
        """Say that a thread is dealt with."""
        from db.acts.commenting import resolve

        self.desk.do(resolve, n, said="Comment resolved")
