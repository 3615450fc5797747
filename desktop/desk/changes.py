"""The list of changes since the last approval: words in place of words, and whose they are."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.components import paint, parts
from desktop.theme import KINDS, theme

LINES = 5
SIDE = 36
_Index = QModelIndex | QPersistentModelIndex


def _flat(words: str | None) -> str:
    """Words with each paragraph on a line of its own."""
    return re.sub(r"\n+", "\u2028", str(words or "").strip("\n"))


class Changes(QAbstractListModel):
    """Changes by number; those decided a moment ago stay, with what was decided."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Any] = []

    def show(self, rows: list[Any]) -> None:
        """Show other changes."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        change = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return change
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{change.contributor} {did(change)}: {change.deleted} {change.inserted}"
        return None


def did(change: Any) -> str:
    """What a change did, counted in words."""
    gone, new = len(str(change.deleted).split()), len(str(change.inserted).split())
    if not gone and not new:
        return "added a line break" if change.inserted else "deleted a line break"
    if change.deleted and change.inserted:
        return f"replaced {gone} word{'' if gone == 1 else 's'}"
    if change.deleted:
        return f"deleted {gone} word{'' if gone == 1 else 's'}"
    if "\n\n" in str(change.inserted).strip():
        return "added paragraphs"
    return f"added {new} word{'' if new == 1 else 's'}"


class ChangeRows(QStyledItemDelegate):
    """Draws a change: deleted words struck, new ones underlined, both in the author's colour."""

    def _layout(self, change: Any, wide: float) -> tuple[QTextLayout, int, int]:
        deleted, inserted = _flat(change.deleted), _flat(change.inserted)
        gap = " " if deleted and inserted and not deleted[-1:].isspace() else ""
        text = deleted + gap + inserted or "¶"
        long = QTextLayout(text, theme.font("review"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        long.setTextOption(option)
        long.beginLayout()
        count, high = 0, theme.line("review")
        while count < LINES:
            line = long.createLine()
            if not line.isValid():
                break
            line.setLineWidth(wide)
            line.setPosition(QPointF(0, count * high + (high - line.height()) / 2))
            count += 1
        long.endLayout()
        return long, count, len(deleted.encode("utf-16-le")) // 2

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        change = index.data(Qt.ItemDataRole.UserRole)
        wide = max(200, paint.viewport_width(option.widget) - 2 * SIDE)
        _layout, count, _cut = self._layout(change, wide)
        return QSize(wide, 48 + max(1, count) * theme.line("review") + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        change = index.data(Qt.ItemDataRole.UserRole)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("tint"))
            painter.fillRect(QRectF(rect.x(), rect.y(), 2, rect.height()), theme.color("accent"))
        middle = rect.y() + 24
        x = rect.x() + SIDE
        paint.draw_mark(painter, x, middle, 18, change.kind)
        x += 26 + paint.draw_text(painter, x + 26, middle, change.contributor, "strong")
        x += 8 + paint.draw_text(painter, x + 8, middle, did(change), "meta", "text2")
        where = parts.name_of(str(change.part))
        origin = str(change.origin or "")
        said = where if origin in ("", "typed") else f"{where}, {origin}"
        paint.draw_text(painter, rect.right() - SIDE, middle, said, "meta", "text3", right=True)
        self._draw_words(painter, change, rect)
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        painter.restore()

    def _draw_words(self, painter: QPainter, change: Any, rect: QRectF) -> None:
        layout, _count, cut = self._layout(change, rect.width() - 2 * SIDE)
        left, top = rect.x() + SIDE, rect.y() + 44
        color = theme.author(change.kind if change.kind in KINDS else "reporter")
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            first, last = line.textStart(), line.textStart() + line.textLength()
            base = top + line.y() + line.ascent()
            border = left + _x(line, min(max(cut, first), last))
            box = QRectF(rect.x(), top + line.y(), rect.width(), line.height())
            for old, ink in ((True, "text3"), (False, "text")):
                part = QRectF(box)
                part.setRight(border) if old else part.setLeft(border)
                painter.save()
                painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
                painter.setPen(theme.color(ink))
                line.draw(painter, QPointF(left, top))
                painter.restore()
            if first < cut:
                end = _x(line, min(cut, last))
                pen = QPen(color, 1.5)
                painter.setPen(pen)
                y = base - paint.metrics("review").xHeight() / 2
                painter.drawLine(QPointF(left + _x(line, first), y), QPointF(left + end, y))
            if last > cut:
                start, end = _x(line, max(cut, first)), line.naturalTextWidth()
                self._underline(painter, change.kind, left + start, left + end, base + 5, color)

    def _underline(
        self, painter: QPainter, kind: str, x: float, end: float, y: float, color: Any
    ) -> None:
        pen = QPen(color, 2)
        if kind == "ai":
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setDashPattern([0.001, 2.0])
        painter.setPen(pen)
        if end > x:
            painter.drawLine(QPointF(x, y), QPointF(end, y))


def _x(line: Any, position: int) -> float:
    found = line.cursorToX(position)
    return float(found[0]) if isinstance(found, tuple) else float(found)
