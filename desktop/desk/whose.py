"""Who wrote this? A small answer beside the chosen words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import times
from desktop.components import paint
from desktop.components.button import Button
from desktop.components.label import Ground, Label, Line
from desktop.components.people import Mark
from desktop.desk.asking import quoted
from desktop.desk.panel.who import ORIGIN_LINES, clear
from desktop.theme import KIND_WORDS, theme

if TYPE_CHECKING:
    from desktop.desk.view import Desk

WIDE, HIGH = 380, 420


def how(passage: Any) -> str:
    """How some words came in, through whom, and when."""
    icon_words = ORIGIN_LINES.get(passage.origin, ("", passage.origin))[1]
    words = "Typed" if passage.origin == "typed" else icon_words
    if passage.source and passage.origin == "pasted":
        known = {"own": "own words", "unknown": "no source named"}
        words += f" ({known.get(passage.source, f'from {passage.source}')})"
    if passage.by:
        words += f", brought in by {passage.by}"
    when = times.moment(passage.at)
    until = times.moment(passage.until)
    return f"{words}; {when}" if until == when else f"{words}; {when} to {until}"


def touches(passage: Any) -> str:
    """The touches that words came in with."""
    if passage.seq == passage.last_seq:
        return f"touch {passage.seq}"
    return f"touches {passage.seq} to {passage.last_seq}"


def signed_words(signed: Any) -> str:
    """What a sign-off was, and what became of it."""
    words = f"Signed off by {signed.by}, {times.moment(signed.at)}"
    if signed.version is not None:
        return f"{words}; published as version {signed.version}"
    return words if signed.valid else f"{words}; no longer valid"


class Whose(QWidget):
    """Lies over the page; Esc, or a click elsewhere, takes it away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.setObjectName("whose")
        self.setAccessibleName("Who wrote this")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        body = Ground("raised")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 4)
        inner.addLayout(self._rows)
        inner.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(body)
        self.title = Label("Who wrote this", "bold", lines=1, name="whose-title")
        close = Button("", "quiet", icon="x", name="whose-close", tip="Close")
        close.clicked.connect(self._leave)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 6, 6)
        head.addWidget(self.title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 13, 13, 17)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.hide()

    # Asking

    def ask(self) -> None:
        """Ask about the chosen words."""
        commenting = self.desk.commenting
        chosen, field = commenting.chosen(), commenting.chosen_field()
        if chosen is None or field is None:
            return
        _part, words, spans = chosen
        article = self.desk.article
        box = field.cursorRect()
        place = field.viewport().mapTo(self.desk, box.bottomLeft())

        def work(session: Any) -> Any:
            from db.provenance import who_wrote_of

            return who_wrote_of(session, article, spans)

        def done(found: Any) -> None:
            if article == self.desk.article and self.desk.mode == "write":
                self.tell(found, words, place)

        self.desk.window_.context.read(
            work, done, self.desk.window_.tell_error, piece=self.desk.article
        )

    def tell(self, passages: list[Any], words: str, place: QPoint) -> None:
        """Show the answer near a place of the Desk."""
        clear(self._rows)
        for passage in passages:
            self._rows.addWidget(Line())
            self._rows.addWidget(
                _Passage(passage, words[passage.start : passage.start + passage.length])
            )
        self._rows.activate()
        wide = min(max(WIDE, theme.px(WIDE)), self.desk.width() - 24)
        body = self.area.widget()
        inside = sum(item.widget().heightForWidth(wide - 26) if item.widget().hasHeightForWidth()
                     else item.widget().sizeHint().height() for item in self._items())  # fmt: skip
        high = min(inside + 30 + 56, max(HIGH, theme.px(HIGH)), self.desk.height() - 24)
        if body is not None:
            body.setMinimumWidth(0)
        x = max(12, min(place.x() - 24, self.desk.width() - wide - 12))
        y = place.y() + 6
        if y + high > self.desk.height() - 12:
            y = max(12, self.desk.height() - 12 - high)
        self.setGeometry(x, y, wide, high)
        self.show()
        self.raise_()
        self.setFocus()

    def _items(self) -> list[Any]:
        found = [self._rows.itemAt(n) for n in range(self._rows.count())]
        return [item for item in found if item is not None and item.widget() is not None]

    # Qt

    def _leave(self) -> None:
        self.hide()
        self.desk.writing.focus_again()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and now is not self and not self.isAncestorOf(now):
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(12, 12, -12, -12)
        paint.draw_shadow(painter, box, 8)
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()


class _Passage(QWidget):
    """One author's words: how, when, and which sign-offs they stood under."""

    def __init__(self, passage: Any, words: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Mark(passage.kind))
        row.addWidget(Label(passage.author, "strong", lines=1), 1)
        kind = KIND_WORDS.get(passage.kind, passage.kind)
        row.addWidget(Label(kind, "meta", "text3", lines=1))
        column.addLayout(row)
        column.addWidget(Label(quoted(words, 90), "quote", "text2", lines=2))
        column.addWidget(Label(f"{how(passage)} ({touches(passage)})", "meta", "text2"))
        if passage.accepted_by:
            column.addWidget(Label(f"Accepted by {' and '.join(passage.accepted_by)}", "meta",
                                   "text2", icon="check", icon_color="ok"))  # fmt: skip
        for signed in passage.signed:
            token = "ok" if signed.valid or signed.version is not None else "text3"
            column.addWidget(Label(signed_words(signed), "meta", "text2", icon="shield-check",
                                   icon_color=token))  # fmt: skip
        if not passage.signed:
            column.addWidget(Label("Under no sign-off yet", "meta", "text2", icon="circle-dashed",
                                   icon_color="text3"))  # fmt: skip
