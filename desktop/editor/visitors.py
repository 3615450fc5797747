"""Where others are in the text: a bar in the colour of their kind, and, while they move, their name:
it lies over the words above, or below, or beside the only line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QTextCursor, QTextDocument

from desktop.components import paint
from desktop.editor.underlines import x_of
from desktop.theme import KINDS, theme

BAR = 2
HIGH = 18


class Visitor(NamedTuple):
    """Somebody else's cursor, which moves along with the text."""

    name: str
    kind: str
    cursor: QTextCursor
    named: bool  # whether the name is shown


def visitor(document: QTextDocument, name: str, kind: str, place: int, named: bool) -> Visitor:
    """Somebody at a place of the text."""
    cursor = QTextCursor(document)
    cursor.setPosition(min(place, document.characterCount() - 1))
    cursor.setKeepPositionOnInsert(True)  # what one types at their place comes after them
    return Visitor(name, kind, cursor, named)


def draw(painter: QPainter, visitors: Sequence[Visitor], field: QRectF, shown: QRectF) -> None:
    """Draw them over the words; names stay inside the field."""
    for one in visitors:
        block = one.cursor.block()
        layout = block.layout()
        line = layout.lineForTextPosition(one.cursor.position() - block.position())
        if not line.isValid():
            continue
        corner = layout.position()
        x = corner.x() + x_of(line.cursorToX(one.cursor.position() - block.position()))
        top = corner.y() + line.y()
        if top > shown.bottom() + HIGH or top + line.height() < shown.top() - HIGH:
            continue
        spot = QRectF(x, top, corner.x() + line.naturalTextWidth() - x, line.height())
        _draw_one(painter, one, spot, field)


def _draw_one(painter: QPainter, one: Visitor, spot: QRectF, field: QRectF) -> None:
    """At the left of `spot`, which reaches from there to the end of the line's words."""
    color = theme.color(one.kind if one.kind in KINDS else "text3")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, top = spot.x() - BAR / 2, spot.y() + 2
    painter.fillRect(QRectF(left, top, BAR, spot.height() - 4), color)
    painter.fillRect(QRectF(left, top, 3 * BAR, 2 * BAR), color)
    if not one.named:
        return
    tag = QRectF(0, 0, paint.width(one.name, "small") + 10, theme.px(HIGH))
    tag.moveLeft(left)
    tag.moveBottom(top + 1)
    if tag.top() < 0:  # there is no room above the first line
        tag.moveTop(spot.bottom() - 3)
    if tag.bottom() > field.bottom():  # nor below the only one
        tag.moveCenter(spot.center())
        tag.moveLeft(max(spot.right(), left) + 4 * BAR)
        if tag.right() > field.right():  # it would lie over the words that are being written
            return
    tag.moveLeft(min(max(0.0, tag.left()), field.width() - tag.width()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(tag, 4, 4)
    painter.setPen(color)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(tag.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    paint.draw_text(painter, tag.x() + 5, tag.center().y(), one.name, "small", "text")
