"""Who wrote each character of a field, kept in step with typing, and drawn under the words.

Positions count UTF-16 units, as Qt does. Runs after the last edit carry one common shift, so a
key costs the distance from the key before, not the length of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QTextBlock, QTextLine

from desktop.theme import KINDS, theme

BELOW = 5.0
THICK = 1.5
DOT = 1.9
STEP = 4.0
STRIP = 1024.0  # longer than any line of text


class Author(NamedTuple):
    """Whose words a run is."""

    contributor: str
    kind: str
    origin: str


class Authorship:
    """Runs that cover a text without a gap: where each starts, and whose it is."""

    def __init__(self) -> None:
        self._starts: list[int] = [0]
        self._authors: list[Author | None] = [None]
        self._length = 0
        self._from = 1  # runs from here on start `_shift` later than written
        self._shift = 0

    def reset(self, runs: Iterable[tuple[int, int, Author]], length: int) -> None:
        """Take runs of (start, length, author) for a text of `length`; gaps are nobody's."""
        self._starts, self._authors, self._length, self._shift = [], [], length, 0
        at = 0
        for start, long, author in runs:
            if start > at:
                self._add(at, None)
            if long > 0:
                self._add(start, author)
                at = start + long
        if at < length or not self._starts:
            self._add(at, None)
        self._from = len(self._starts)

    def _add(self, start: int, author: Author | None) -> None:
        if self._authors and self._authors[-1] == author:
            return
        self._starts.append(start)
        self._authors.append(author)

    def _settle(self, index: int) -> None:
        """Make the common shift begin at run `index`."""
        shift = self._shift
        if shift:
            starts = self._starts
            if index > self._from:
                for n in range(self._from, index):
                    starts[n] += shift
            else:
                for n in range(index, self._from):
                    starts[n] -= shift
        self._from = index

    def _start(self, index: int) -> int:
        return self._starts[index] + (self._shift if index >= self._from else 0)

    def _find(self, position: int) -> int:
        """The run that holds the character at `position`; the last one at the end."""
        before = bisect_right(self._starts, position, 0, self._from)
        if before == self._from and self._from < len(self._starts):
            before = bisect_right(
                self._starts, position - self._shift, self._from, len(self._starts)
            )
        return max(0, before - 1)

    def splice(self, position: int, removed: int, added: int, author: Author | None) -> None:
        """The text changed: `added` characters by `author` took the place of `removed` ones."""
        if removed:
            self._remove(position, removed)
        if added:
            self._insert(position, added, author)

    def _remove(self, position: int, removed: int) -> None:
        end = position + removed
        first, last = self._find(position), self._find(max(position, end - 1))
        self._settle(last + 1)
        starts, authors = self._starts, self._authors
        tail_end = self._start(last + 1) if last + 1 < len(starts) else self._length
        keep_tail = tail_end > end
        tail_author = authors[last]
        keep_head = starts[first] < position
        new_starts: list[int] = []
        new_authors: list[Author | None] = []
        if keep_head:
            new_starts.append(starts[first])
            new_authors.append(authors[first])
        if keep_tail and not (keep_head and authors[first] == tail_author):
            new_starts.append(position)
            new_authors.append(tail_author)
        starts[first : last + 1] = new_starts
        authors[first : last + 1] = new_authors
        self._from = first + len(new_starts)
        self._shift -= removed
        self._length -= removed
        self._merge_at(self._from)
        if not starts:
            starts.append(0)
            authors.append(None)
            self._from = 1

    def _merge_at(self, index: int) -> None:
        """Join run `index` with the one before if one author wrote both."""
        if 0 < index < len(self._starts) and self._authors[index - 1] == self._authors[index]:
            del self._starts[index], self._authors[index]

    def _insert(self, position: int, added: int, author: Author | None) -> None:
        index = self._find(position)
        if not self._length:
            self._starts, self._authors, self._from = [0], [author], 1
            self._shift, self._length = 0, added
            return
        if position == self._start(index) and index and self._authors[index - 1] == author:
            index -= 1
        self._settle(index + 1)
        if self._authors[index] == author:
            pass
        elif position == self._starts[index]:
            self._starts.insert(index, position)
            self._authors.insert(index, author)
            self._starts[index + 1] -= self._shift
            self._from = index + 1
        else:
            end = self._start(index + 1) if index + 1 < len(self._starts) else self._length
            new: list[int] = [position]
            who: list[Author | None] = [author]
            if position < end:
                new.append(position - self._shift)
                who.append(self._authors[index])
            self._starts[index + 1 : index + 1] = new
            self._authors[index + 1 : index + 1] = who
            self._from = index + 2
        self._shift += added
        self._length += added

    def between(self, start: int, end: int) -> list[tuple[int, int, Author | None]]:
        """The runs inside `start` to `end`, cut to it, as (from, to, author)."""
        out = []
        index = self._find(start)
        while index < len(self._starts):
            begin = self._start(index)
            if begin >= end:
                break
            stop = self._start(index + 1) if index + 1 < len(self._starts) else self._length
            low, high = max(begin, start), min(stop, end)
            if low < high:
                out.append((low, high, self._authors[index]))
            index += 1
        return out

    def at(self, position: int) -> Author | None:
        """Who wrote the character before `position`."""
        found = self.between(max(0, position - 1), max(1, position))
        return found[0][2] if found else None

    @property
    def length(self) -> int:
        """How long the text is."""
        return self._length


def inks() -> dict[str, QColor]:
    """The colour of each kind's underline."""
    return {kind: theme.author(kind) for kind in KINDS}


@lru_cache(maxsize=8)
def _dotted(color: str, ratio: float) -> QPixmap:
    """A long line of round dots, drawn once: stroking it anew costs more than a key may take."""
    strip = QPixmap(round(STRIP * ratio), round(STEP * ratio))
    strip.setDevicePixelRatio(ratio)
    strip.fill(Qt.GlobalColor.transparent)
    painter = QPainter(strip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    for n in range(round(STRIP / STEP)):
        painter.drawEllipse(QPointF(STEP / 2 + n * STEP, STEP / 2), DOT / 2, DOT / 2)
    painter.end()
    return strip


class Strokes:
    """Underlines of what is seen, gathered by kind and drawn at once."""

    def __init__(
        self, top: float, bottom: float, below: float = BELOW, thick: float = THICK
    ) -> None:
        self.top, self.bottom, self.below, self.thick = top, bottom, below, thick
        self.bars: dict[str, list[QRectF]] = {}
        self.dots: list[tuple[float, float, float]] = []  # from, to, middle

    def add_block(self, block: QTextBlock, corner: QPointF, authorship: Authorship) -> None:
        """Gather the underlines of one block whose layout stands at `corner`."""
        text = block.text()
        if not text:
            return
        start = block.position()
        runs = authorship.between(start, start + block.length() - 1)
        layout = block.layout()
        preedit = len(layout.preeditAreaText())
        at = layout.preeditAreaPosition() if preedit else 1 << 30
        spans = []
        for low, high, author in runs:
            if author is None or author.kind not in KINDS:
                continue
            low, high = low - start, high - start
            if len(text) == block.length() - 1:
                low, high = trimmed(text, low, high)
            low += preedit if low >= at else 0
            high += preedit if high > at else 0
            spans.append((low, high, author.kind))
        self.add_spans(block, corner, spans)

    def add_spans(
        self, block: QTextBlock, corner: QPointF, spans: list[tuple[int, int, str]]
    ) -> None:
        """Gather underlines of (from, to, kind) inside a block, positions counted in it."""
        layout = block.layout()
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            y = round(corner.y() + line.y() + line.ascent() + self.below)
            if y > self.bottom + 2:
                break
            if y >= self.top - 2:
                self._add_line(line, corner.x(), y, spans)

    def _add_line(
        self, line: QTextLine, left: float, y: float, spans: list[tuple[int, int, str]]
    ) -> None:
        first = line.textStart()
        last = first + line.textLength()
        most = left + line.x() + line.naturalTextWidth()
        for low, high, kind in spans:
            low, high = max(low, first), min(high, last)
            if low >= high:
                continue
            x, end = left + x_of(line.cursorToX(low)), left + x_of(line.cursorToX(high))
            if x > end:
                x, end = end, x
            end = min(end, most)
            if kind == "ai":
                self.dots.append((x, end, y + 0.5))
            else:
                self.bars.setdefault(kind, []).append(QRectF(x, y - 0.5, end - x, self.thick))

    def draw(self, painter: QPainter, colors: dict[str, QColor]) -> None:
        """Draw all of them."""
        painter.setPen(Qt.PenStyle.NoPen)
        for kind, bars in self.bars.items():
            painter.setBrush(colors[kind])
            painter.drawRects(bars)
        if self.dots:
            ratio = painter.device().devicePixelRatio()
            strip = _dotted(colors["ai"].name(QColor.NameFormat.HexArgb), ratio)
            for x, end, middle in self.dots:
                # Whole dots only: a cut one looks like dirt.
                wide = STEP * min(STRIP // STEP, max(1, (end - x) // STEP))
                box = QRectF(round(x), middle - STEP / 2, wide, STEP)
                painter.drawPixmap(box, strip, QRectF(0, 0, wide * ratio, STEP * ratio))


def trimmed(text: str, low: int, high: int) -> tuple[int, int]:
    """A run without the blanks at its ends."""
    while low < high and text[low] == " ":
        low += 1
    while high > low and text[high - 1] == " ":
        high -= 1
    return low, high


def x_of(found: object) -> float:
    """`QTextLine.cursorToX` answers a number or a pair, as the binding likes."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # type: ignore[arg-type]
