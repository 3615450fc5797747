"""An answer beside the text: its changes one by one, its doubts, or the piece it became."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.label import Ground, Label, Line
from desktop.desk.panel.who import clear
from desktop.theme import theme

PARTS = {"headline": "Headline", "dateline": "Dateline", "body": "", "date_line": "Date line"}


class InPlace(NamedTuple):
    """A change that is offered, with a few words before and after its place in the text."""

    change: Any
    before: str
    after: str


def in_place(change: Any, text: str, most: int = 36) -> InPlace:
    """A change with the words around it, whole ones; `text` is its part as it stands."""
    start, end = change.start, change.start + len(change.deleted)
    low = text.find(" ", max(0, start - most), start) + 1 if start > most else 0
    high = text.rfind(" ", end, end + most) if end + most < len(text) else len(text)
    before, after = text[max(low, start - most) : start], text[end : max(high, end)]
    return InPlace(change, before.rpartition("\n")[2], after.partition("\n")[0])


class Offered(QWidget):
    """One change that is offered; the current one has its two ways."""

    chosen = Signal(object)
    decided = Signal(object, bool)

    def __init__(self, offered: InPlace, current: bool, barred: str) -> None:
        super().__init__()
        change = offered.change
        self.change, self.current = change, current
        self.setObjectName(f"ai-change-{change.n}")
        said = f"{change.contributor} offers “{change.inserted}” for “{change.deleted}”"
        self.setAccessibleName(said)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 11, 20, 11)
        column.setSpacing(3)
        where = PARTS.get(change.part, change.part)
        if where:
            column.addWidget(Label(where, "meta", "text3", lines=1))
        most = 0 if current else 2
        if current and offered.before:
            column.addWidget(Label(f"…{_flat(offered.before)}", "change", "text3"))
        if change.deleted.strip():
            column.addWidget(Label(f"− {_flat(change.deleted)}", "change", "text3", lines=most))
        if change.inserted.strip():
            column.addWidget(Label(f"+ {_flat(change.inserted)}", "change", "text", lines=most))
        if not change.deleted.strip() and not change.inserted.strip():
            column.addWidget(Label("White space", "body", "text2"))
        if current:
            if offered.after:
                column.addWidget(Label(f"{_flat(offered.after)}…", "change", "text3"))
            row = QHBoxLayout()
            row.setContentsMargins(0, 6, 0, 0)
            row.setSpacing(8)
            for text, take, look, key in (("Take in", True, "primary", "A"),
                                          ("Set aside", False, "plain", "R")):  # fmt: skip
                name = "ai-take-in" if take else "ai-set-aside"
                button = Button(text, look, keys=key, name=name)
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                button.setEnabled(not barred)
                button.setToolTip(barred)
                button.clicked.connect(lambda _on=False, take=take: self.decided.emit(change, take))
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.current:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(QRectF(0, 0, 2, self.height()), theme.color("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ai"))
        at = 13.0
        while at < self.height() - 11:  # dots are AI
            painter.drawEllipse(QPointF(15, at), 0.95, 0.95)
            at += 4
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.change)


def _flat(words: str) -> str:
    return " ".join(words.split())


class Answer(QWidget):
    """J and K move, A takes in, R sets aside, as in Review."""

    again = Signal()
    decided = Signal(object, bool)
    pointed = Signal(object)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[InPlace] = []
        self._at = 0
        self._kept: Any = None
        self.barred = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What the AI offers")
        self.setProperty("ring", True)
        self.title = Label("", "strong", lines=1, name="ai-answer-title")
        self.note = Label("", "meta", "text2", name="ai-answer-note")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.open = Button("Open it", "primary", name="ai-open")
        self.open.clicked.connect(self._open)
        anew = Button("Ask anew", icon="refresh-cw", name="ai-again")
        anew.clicked.connect(self.again)
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 10)
        head.setSpacing(3)
        head.addWidget(self.title)
        head.addWidget(self.note)
        body = Ground("bg")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(self.rows)
        inner.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(body)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 16)
        foot.addWidget(self.open)
        foot.addWidget(anew)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        column.addLayout(foot)

    def _open(self) -> None:
        if self._kept is not None:
            self.opened.emit(str(self._kept.changes.article))

    def show_kept(self, kept: Any, ready: Any) -> None:
        """Show what an answer came to; its changes follow when they are read."""
        self._kept, self._at, self.changes = kept, 0, []
        clear(self.rows)
        who = ready.request.endpoint.contributor
        translated = ready.task.answer == "parts"
        self.open.setVisible(translated)
        if translated:
            self.title.set_text("The translation is a piece of its own")
            self.note.set_text(f"Linked to this one, every word of it {who}’s.")
        elif ready.task.answer == "doubts":
            count = len(kept.doubts)
            self.title.set_text(f"{count} doubt{'s'[: count != 1]}" if count else "No doubts")
            self.note.set_text(f"{who} may be wrong itself. Nothing in the text changed.")
            for n, doubt in enumerate(kept.doubts, 1):
                self.rows.addWidget(Line())
                self.rows.addWidget(_Doubt(n, doubt))
        self.setFocus()

    def show_changes(self, changes: list[InPlace]) -> None:
        """The changes that still wait, of whichever answer."""
        if self._kept is None or (not self._kept.proposals and not changes):
            if self._kept is not None and not self._kept.doubts and not self.open.isVisible():
                self.title.set_text("Nothing to change")
                self.note.set_text("The answer says the same as the text.")
            return
        if not self._kept.proposals:
            return
        self.changes = changes
        self._at = min(self._at, max(0, len(changes) - 1))
        count = len(changes)
        self.title.set_text(
            f"{count} change{'s'[: count != 1]} offered" if count else "All decided"
        )
        one_of = count > 1 and all(one.change.part == "headline" for one in changes)
        note = "Not in your text until you take it in."
        if self.barred:
            note = f"Not in the text. {self.barred[:1].upper()}{self.barred[1:]}."
        elif one_of:
            note = "Take one in, and the others are set aside."
        elif not count:
            note = "What you took in is that model’s text, and the record says so."
        self.note.set_text(note)
        self._lay()

    def _lay(self) -> None:
        clear(self.rows)
        for n, change in enumerate(self.changes):
            self.rows.addWidget(Line())
            row = Offered(change, n == self._at, self.barred)
            row.chosen.connect(self._choose)
            row.decided.connect(self.decided)
            self.rows.addWidget(row)
            if n == self._at:
                current = row
        if self.changes:
            self.rows.addWidget(Line())
            self.rows.activate()
            self.area.ensureWidgetVisible(current, 0, 8)
            self.pointed.emit(self.changes[self._at].change)

    def _choose(self, change: Any) -> None:
        self._at = next(n for n, one in enumerate(self.changes) if one.change == change)
        self._lay()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(key)
        )
        if step and self.changes:
            self._at = min(max(0, self._at + step), len(self.changes) - 1)
            self._lay()
        elif key in (Qt.Key.Key_A, Qt.Key.Key_R) and self.changes and not event.isAutoRepeat():
            if not self.barred:
                self.decided.emit(self.changes[self._at].change, key == Qt.Key.Key_A)
        else:
            super().keyPressEvent(event)


class _Doubt(QWidget):
    def __init__(self, n: int, words: str) -> None:
        super().__init__()
        row = QVBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 10)
        row.addWidget(Label(words, "body", "text", name=f"ai-doubt-{n}"))
