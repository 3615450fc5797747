"""The whole text under review, every change in its place: new words underlined, old ones struck.

Only changes are marked here; who made one stands in the margin, and the card of the current change
lies over it. An update touches only the stretches that changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop.components import paint
from desktop.desk.reviewing.pictures import Shown, number_of
from desktop.desk.reviewing.stretches import (
    ADDED,
    GONE,
    LEAVING,
    OFFERED,
    SAME,
    Stretch,
)
from desktop.desk.reviewing.words import did
from desktop.editor.binding import common, units
from desktop.editor.editor import GAP
from desktop.editor.underlines import Strokes, inks, trimmed, x_of
from desktop.theme import KINDS, theme

LEFT, COLUMN, NOTE = 36, 520, 292
STYLES = {"headline": "page", "date_line": "meta", "dateline": "dateline", "body": "review",
          "notice": "review", "share_line": "review"}  # fmt: skip
STRUCK = frozenset({GONE, LEAVING})
NEW = frozenset({ADDED, OFFERED})


class _Note(NamedTuple):
    """What stands in the margin: where, who (a name), of which kind, and what they did."""

    top: float
    who: str
    kind: str
    said: str


class ReviewPaper(QTextEdit):
    """Reads `show_text`; `chosen` is emitted with a change's key when one is clicked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("review-paper")
        self.setAccessibleName("The text with its changes")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.document().setDocumentMargin(0)
        self.stretches: list[Stretch] = []
        self.changes: dict[str, Any] = {}
        self.current = ""
        self.card: QWidget | None = None
        self.pictures: dict[int, Shown] = {}
        self._busy = False
        self._starts: list[int] = [0]
        self._places: dict[str, list[int]] = {}
        self._order: list[tuple[int, str]] = []
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.place_card())
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's letters and colours."""
        self._inks = inks()
        self.setViewportMargins(LEFT, 0, 0, 0)
        self.setLineWrapColumnOrWidth(self._column())
        before, self.stretches, self._starts = self.stretches, [], [0]
        self._places, self._order = {}, []
        self._busy = True
        self.document().clear()
        frame = self.document().rootFrame().frameFormat()
        frame.setTopMargin(24)
        frame.setBottomMargin(60)
        self.document().rootFrame().setFrameFormat(frame)
        self._show(before)
        self._tint()
        self.place_card()

    def _column(self) -> int:
        room = self.width() - LEFT - (40 if self._docked() else NOTE + 30)
        return max(280, min(theme.px(COLUMN), room))

    def _docked(self) -> bool:
        """Whether there is no room for a margin: then the card lies along the bottom."""
        return self.width() < LEFT + 380 + NOTE + 40

    # The text

    def show_text(self, shown: list[Stretch], changes: Sequence[Any]) -> None:
        """Show a text and its changes."""
        self.changes = {change.key: change for change in changes}
        self._show(_with_breaks(shown))
        if self.current not in self.changes:
            self.current = ""
        self._tint()
        self.place_card()
        self.viewport().update()

    def show_pictures(self, pictures: dict[int, Shown]) -> None:
        """The article's pictures; each stands over its words."""
        if pictures != self.pictures:
            self.pictures = pictures
            self._shape(0, self._starts[-1])
            self.place_card()

    def _show(self, with_breaks: list[Stretch]) -> None:
        start, end = common(self.stretches, with_breaks)
        low = self._starts[start]
        old_high = self._starts[len(self.stretches) - end]
        self.stretches = with_breaks
        self._starts = [0]
        for one in with_breaks:
            self._starts.append(self._starts[-1] + units(one.text))
        # The scroll bar moves while the text changes; what stands where is not known until then.
        self._busy = True
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(low)
        cursor.setPosition(old_high, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        for one in with_breaks[start : len(with_breaks) - end]:
            cursor.insertText(one.text, _letters(one))
        cursor.endEditBlock()
        self._shape(low, self._starts[len(with_breaks) - end])
        self._index()
        self._busy = False

    def _index(self) -> None:
        self._places = {}
        for n, one in enumerate(self.stretches):
            if one.key:
                self._places.setdefault(one.key, []).append(n)
        self._order = sorted((self._begin(p[0]), key) for key, p in self._places.items())

    def _begin(self, n: int) -> int:
        """Where the words of a stretch begin, after the line ends before them."""
        text = self.stretches[n].text
        return self._starts[n] + (len(text) - len(text.lstrip("\n")) if text.strip("\n") else 0)

    def _shape(self, low: int, high: int) -> None:
        """Give the lines of some blocks their height; an empty one only parts two paragraphs."""
        block = self.document().findBlock(low)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        while block.isValid() and block.position() <= high:
            stretch = self._at(block.position())
            style = STYLES.get(stretch.part, "body") if stretch is not None else "body"
            shape = QTextBlockFormat()
            parts = block.length() == 1 and block.next().isValid() and block.blockNumber() > 0
            tall = theme.px(GAP) if parts else theme.line(style)
            shape.setLineHeight(tall, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            picture = self._picture_over(block)
            if picture is not None:
                shape.setTopMargin(picture.above(self._column()))
            elif self._first_of_part(block):
                shape.setTopMargin(theme.px(10))
            cursor.setPosition(block.position())
            cursor.setBlockFormat(shape)
            block = block.next()
        cursor.endEditBlock()

    def _first_of_part(self, block: QTextBlock) -> bool:
        here, before = self._at(block.position()), self._at(block.position() - 2)
        return here is not None and before is not None and here.part != before.part

    def _picture_over(self, block: QTextBlock) -> Shown | None:
        """The picture whose first words a block is."""
        here, before = self._at(block.position()), self._at(block.position() - 2)
        n = number_of(here.part) if here is not None else 0
        first = before is None or number_of(before.part) != n
        return self.pictures.get(n) if n and first and self._first_of_part(block) else None

    def _at(self, position: int) -> Stretch | None:
        n = bisect_right(self._starts, position) - 1
        return self.stretches[n] if 0 <= n < len(self.stretches) else None

    # The current change

    def order(self) -> list[tuple[int, str]]:
        """Where each change begins, and its key, in reading order."""
        return self._order

    def choose(self, key: str) -> None:
        """Make a change the current one, and show it."""
        self.current = key if key in self._places else ""
        self._tint()
        if self.current:
            top = self._top(self._begin(self._places[key][0]))
            bar, room = self.verticalScrollBar(), self.viewport().height()
            if not 40 < top < room - 200:
                bar.setValue(round(bar.value() + top - room / 3))
        self.place_card()
        self.viewport().update()

    def _tint(self) -> None:
        marks = []
        for n in self._places.get(self.current, ()):
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._begin(n))
            cursor.setPosition(self._starts[n + 1], QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            letters = QTextCharFormat()
            letters.setBackground(theme.color("tint"))
            mark.format = letters
            marks.append(mark)
        self.setExtraSelections(marks)

    def _top(self, position: int) -> float:
        """Where the line of a position is in the viewport."""
        block = self.document().findBlock(position)
        # Asking the layout for the block's place lays out what is above it.
        top = self.document().documentLayout().blockBoundingRect(block).y()
        line = block.layout().lineForTextPosition(position - block.position())
        return top + (line.y() if line.isValid() else 0.0) - self.verticalScrollBar().value()

    def place_card(self) -> None:
        """Put the card beside the current change."""
        if self.card is None or self._busy:
            return
        shown = self.current in self._places
        self.card.setVisible(shown)
        if not shown:
            return
        wide = max(NOTE, self.card.minimumSizeHint().width())
        if self._docked():
            wide = min(wide + 60, self.viewport().width() - 16)
        high = self.card.heightForWidth(wide)
        self.card.setFixedSize(wide, high)
        lowest = self.viewport().height() - high - 8
        if self._docked():
            self.card.move(0, lowest)
            return
        top = round(self._top(self._begin(self._places[self.current][0])))
        # Beside words that are seen the whole card is seen, its buttons too.
        seen = -theme.line("review") < top < self.viewport().height()
        self.card.move(self._column() + 18, max(8, min(top - 10, lowest)) if seen else top - 10)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = QRectF(self.viewport().rect())
        offset = self.verticalScrollBar().value()
        strokes = Strokes(shown.top(), shown.bottom(), theme.px(5), 2)
        struck: list[tuple[QLineF, str]] = []
        first = last = -1
        block = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        while block.isValid() and block.layout().lineCount():
            corner = block.layout().position() - QPointF(0, offset)
            picture = self._picture_over(block)
            if corner.y() - block.blockFormat().topMargin() > shown.bottom():
                break
            if picture is not None:
                top = corner.y() - block.blockFormat().topMargin()
                picture.draw(painter, top, self._column())
            first = block.position() if first < 0 else first
            last = block.position() + block.length()
            self._marks(block, corner, strokes, struck)
            block = block.next()
        strokes.draw(painter, self._inks)
        for line, kind in struck:
            painter.setPen(QPen(self._inks.get(kind, theme.color("text3")), 1.5))
            painter.drawLine(line)
        self._notes(painter, first, last)
        painter.end()

    def _marks(
        self, block: QTextBlock, corner: QPointF, strokes: Strokes,
        struck: list[tuple[QLineF, str]],
    ) -> None:  # fmt: skip
        low, high = block.position(), block.position() + block.length() - 1
        text = block.text()
        spans = []
        n = max(0, bisect_right(self._starts, low) - 1)
        while n < len(self.stretches) and self._starts[n] < high:
            one = self.stretches[n]
            start, end = max(self._starts[n], low) - low, min(self._starts[n + 1], high) - low
            n += 1
            if not one.key or start >= end:
                continue
            kind = one.kind if one.kind in KINDS else "reporter"
            if one.role in NEW:
                spans.append((*trimmed(text, start, end), kind))
            else:
                self._strike(block, corner, text, (start, end, kind), struck)
        if spans:
            strokes.add_spans(block, corner, spans)

    def _strike(
        self, block: QTextBlock, corner: QPointF, text: str, span: tuple[int, int, str],
        struck: list[tuple[QLineF, str]],
    ) -> None:  # fmt: skip
        layout = block.layout()
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            low = max(span[0], line.textStart())
            high = min(span[1], line.textStart() + line.textLength())
            low, high = trimmed(text, low, high)
            if low >= high:
                continue
            y = corner.y() + line.y() + line.ascent() - line.ascent() * 0.28
            x, end = corner.x() + x_of(line.cursorToX(low)), corner.x() + x_of(line.cursorToX(high))
            struck.append((QLineF(x, y, end, y), span[2]))

    def _notes(self, painter: QPainter, first: int, last: int) -> None:
        """Who made each change that is seen, in the margin; the current change has its card."""
        if self._docked():
            return
        notes = []
        for start, key in self._order[bisect_left(self._order, (first, "")) :]:
            if start > last:
                break
            change = self.changes.get(key)
            if change is not None and key != self.current:
                notes.append(_Note(self._top(start), change.contributor, change.kind, did(change)))
        left = self._column() + 24
        room = self.viewport().width() - left - 36
        card = self.card.geometry() if self.card is not None and self.card.isVisible() else None
        free = -1e9
        for note in sorted(notes):
            top = max(note.top, free)
            if card is not None and top + 48 > card.top() and top < card.bottom() + 8:
                continue
            middle = top + theme.line("review") / 2 - 1
            paint.draw_mark(painter, left, middle, 16, note.kind)
            paint.draw_text(painter, left + 24, middle, note.who, "metastrong", most=room)
            paint.draw_text(painter, left + 24, middle + 17, note.said, "meta", "text2", most=room)
            free = top + 44

    # Qt

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            found = self._at(self.cursorForPosition(event.position().toPoint()).position())
            if found is not None and found.key:
                self.chosen.emit(found.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setLineWrapColumnOrWidth(self._column())
        self.place_card()


def _with_breaks(shown: list[Stretch]) -> list[Stretch]:
    """The stretches with a line end between parts."""
    out: list[Stretch] = []
    for one in shown:
        if out and out[-1].part != one.part:
            out.append(Stretch(out[-1].part, "\n", SAME, "", ""))
        if one.text:
            out.append(one)
    return out


def _letters(one: Stretch) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setFont(theme.font(STYLES.get(one.part, "body")))
    struck = one.role in STRUCK
    quiet = struck or one.part == "date_line"
    letters.setForeground(theme.color("text3" if struck else "text2" if quiet else "text"))
    if one.role == OFFERED:
        letters.setBackground(theme.color("sunken"))
    return letters
