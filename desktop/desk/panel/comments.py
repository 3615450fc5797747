"""Threads beside the words: what is said about them, answered, resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import times
from desktop.components.button import Button
from desktop.components.label import Ground, Label, Line
from desktop.components.mentions import MentionEdit
from desktop.components.people import Mark
from desktop.desk.panel.who import clear
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.desk.commenting import Commenting


def by_line(name: str, kind: str, at: str) -> QHBoxLayout:
    """Who said it, and when."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Mark(kind))
    row.addWidget(Label(name, "strong", lines=1), 1)
    row.addWidget(Label(times.moment(at), "meta", "text3", lines=1))
    return row


class Thread(QWidget):
    """One thread; the current one can be answered and resolved."""

    chosen = Signal(int)
    replied = Signal(int, str)
    resolved = Signal(int)

    def __init__(self, one: Any, orphaned: bool, current: bool, names: list[str]) -> None:
        super().__init__()
        self.one, self.current = one, current
        self.setObjectName(f"comment-{one.n}")
        self.setAccessibleName(f"Comment by {one.by}: {one.text}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(4)
        column.addWidget(Label(f"“{' '.join(one.words.split())}”", "quote", "text2", lines=2,
                               name=f"comment-quote-{one.n}"))  # fmt: skip
        if orphaned:
            column.addWidget(Label("These words are no longer in the text", "meta", "warn",
                                   icon="circle-alert", icon_color="warn"))  # fmt: skip
        column.addSpacing(2)
        for said in (one, *one.replies):
            column.addLayout(by_line(said.by, said.kind, said.at))
            words = Label(said.text, "body", "text")
            column.addWidget(words)
            column.addSpacing(4)
        if one.resolved is not None:
            said = f"Resolved by {one.resolved_by}, {times.moment(one.resolved)}"
            column.addWidget(Label(said, "meta", "text2", icon="check", icon_color="ok"))
        self.answer: MentionEdit | None = None
        if current:
            self._add_answer(column, names)

    def _add_answer(self, column: QVBoxLayout, names: list[str]) -> None:
        n = self.one.n
        hint = "Answer" if self.one.resolved is None else "Answer, and open it again"
        self.answer = MentionEdit(f"comment-answer-{n}", hint)
        self.answer.set_names(names)
        self.answer.returnPressed.connect(self._reply)
        reply = Button("Answer", name=f"comment-reply-{n}")
        reply.setEnabled(False)
        self.answer.textChanged.connect(lambda text: reply.setEnabled(bool(text.strip())))
        reply.clicked.connect(self._reply)
        column.addSpacing(2)
        column.addWidget(self.answer)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(reply)
        if self.one.resolved is None:
            resolve = Button("Resolve", icon="check", name=f"comment-resolve-{n}")
            resolve.clicked.connect(lambda: self.resolved.emit(n))
            row.addWidget(resolve)
        row.addStretch(1)
        column.addLayout(row)

    def _reply(self) -> None:
        if self.answer is not None and self.answer.text().strip():
            self.replied.emit(self.one.n, self.answer.text().strip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.current:
            painter = QPainter(self)
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(QRectF(0, 0, 2, self.height()), theme.color("accent"))
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.one.n)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.one.n)
            return
        super().keyPressEvent(event)


class Comments(QWidget):
    """The panel's tab, in the order of the text; resolved threads on demand."""

    def __init__(self, commenting: Commenting) -> None:
        super().__init__()
        self.commenting = commenting
        self._shown: Any = None
        self._resolved_too = False
        self.title = Label("", "meta", "text3", lines=1, name="comments-count")
        self.more = Button("", "link", name="comments-resolved")
        self.more.clicked.connect(self._turn)
        self.empty = Label("No comments yet. Choose some words and press Ctrl+Alt+M.", "meta",
                           "text2", name="comments-empty")  # fmt: skip
        head = QHBoxLayout()
        head.setContentsMargins(20, 18, 20, 8)
        head.addWidget(self.title, 1)
        head.addWidget(self.more)
        room = QVBoxLayout()
        room.setContentsMargins(20, 0, 20, 8)
        room.addWidget(self.empty)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        body = Ground("bg")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(room)
        column.addLayout(self._rows)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("Comments")
        self.area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        commenting.changed.connect(self.refresh)
        commenting.pointed.connect(self._pointed)

    def _turn(self) -> None:
        self._resolved_too = not self._resolved_too
        self.refresh()

    def _pointed(self, n: int) -> None:
        self.refresh()
        self._show_thread(n)

    def _choose(self, n: int) -> None:
        self.commenting.go_to(n)
        self.refresh()
        self._show_thread(n)

    def _show_thread(self, n: int) -> None:
        found = self.findChild(Thread, f"comment-{n}")
        if found is not None and self.isVisible():
            self._rows.activate()
            self.area.ensureWidgetVisible(found, 0, 8)

    def refresh(self) -> None:
        """Show the threads as they stand."""
        if not self.isVisible():
            return
        commenting = self.commenting
        waiting, done = commenting.open_ones, len(commenting.found) - len(commenting.open_ones)
        shown = [one for one in commenting.found if one.resolved is None or self._resolved_too]
        shown.sort(
            key=lambda one: (_order(commenting.place(one)[0]), commenting.place(one)[1], one.n)
        )
        orphaned = [commenting.is_orphaned(one) for one in shown]
        state = (shown, orphaned, commenting.current, done, commenting.names)
        if state == self._shown:
            return
        self._shown = state
        count = len(waiting)
        self.title.set_text(f"{count} open" if commenting.found else "Comments")
        self.more.setText("Hide the resolved" if self._resolved_too else f"Show {done} resolved")
        self.more.setVisible(bool(done))
        self.empty.setVisible(not commenting.found)
        kept = self._typed()
        clear(self._rows)
        for one, gone in zip(shown, orphaned, strict=True):
            self._rows.addWidget(Line())
            thread = Thread(one, gone, one.n == commenting.current, commenting.names)
            thread.chosen.connect(self._choose)
            thread.replied.connect(commenting.reply)
            thread.resolved.connect(commenting.resolve)
            self._rows.addWidget(thread)
            if thread.answer is not None and kept[0] == (one.n, len(one.replies)):
                thread.answer.setText(kept[1])
                if kept[2]:
                    thread.answer.setFocus()
        if shown:
            self._rows.addWidget(Line())

    def _typed(self) -> tuple[tuple[int, int], str, bool]:
        """In which thread what answer was begun, and whether it is being typed."""
        for n in range(self._rows.count()):
            item = self._rows.itemAt(n)
            thread = item.widget() if item is not None else None
            if isinstance(thread, Thread) and thread.answer is not None:
                place = thread.one.n, len(thread.one.replies)
                return place, thread.answer.text(), thread.answer.hasFocus()
        return (0, 0), "", False


def _order(part: str) -> tuple[int, str]:
    from db.terms import PARTS

    return (PARTS.index(part), "") if part in PARTS else (len(PARTS), part)
