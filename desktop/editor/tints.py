"""A light ground under words that somebody commented on; it moves along with the text."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTextBlock, QTextCursor, QTextDocument

from desktop.editor.underlines import x_of
from desktop.theme import theme


class Tint(NamedTuple):
    """Words between the ends of `cursor`, and the colour token of the ground under them."""

    n: int
    cursor: QTextCursor
    token: str

    def holds(self, position: int) -> bool:
        """Whether a place of the text is inside."""
        return self.cursor.selectionStart() <= position <= self.cursor.selectionEnd()


def tint(document: QTextDocument, n: int, start: int, length: int, token: str) -> Tint:
    """A tint that follows its words while the text around them changes."""
    cursor = QTextCursor(document)
    most = document.characterCount() - 1
    cursor.setPosition(min(start, most))
    cursor.setPosition(min(start + length, most), QTextCursor.MoveMode.KeepAnchor)
    cursor.setKeepPositionOnInsert(False)
    return Tint(n, cursor, token)


def draw(painter: QPainter, document: QTextDocument, tints: list[Tint], shown: QRectF) -> None:
    """Draw what is seen of the tints, before the words."""
    for one in tints:
        start, end = one.cursor.selectionStart(), one.cursor.selectionEnd()
        block = document.findBlock(start)
        while block.isValid() and block.position() < end:
            if block.layout().lineCount() and block.layout().position().y() > shown.bottom():
                break
            _draw_block(painter, block, start, end, shown, one.token)
            block = block.next()


def _draw_block(
    painter: QPainter, block: QTextBlock, start: int, end: int, shown: QRectF, token: str
) -> None:
    layout, corner = block.layout(), block.layout().position()
    if corner.y() + layout.boundingRect().height() < shown.top():
        return
    low = max(0, start - block.position())
    high = min(block.length() - 1, end - block.position())
    for n in range(layout.lineCount()):
        line = layout.lineAt(n)
        first, last = line.textStart(), line.textStart() + line.textLength()
        left, right = max(low, first), min(high, last)
        if left >= right:
            continue
        x, stop = x_of(line.cursorToX(left)), x_of(line.cursorToX(right))
        stop = min(stop, line.x() + line.naturalTextWidth()) if stop > x else stop
        box = QRectF(corner.x() + min(x, stop), corner.y() + line.y() + 1, abs(stop - x),
                     line.height() - 2)  # fmt: skip
        painter.fillRect(box.adjusted(-1, 0, 1, 0), theme.color(token))
