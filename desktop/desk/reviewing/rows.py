"""The list of changes beside the text: a line of words, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
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
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop import icons
from desktop.components import paint, parts
from desktop.desk.reviewing.words import blank, did
from desktop.theme import KINDS, theme

ROW = 44
_Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Decided:
    """A change that was decided a moment ago: what became of it, when, and with which others."""

    change: Any
    taken: bool
    at: str
    batch: int


class Rows(QAbstractListModel):
    """What waits, in reading order; below it what was decided here, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Any] = []
        self.decided: list[Decided] = []

    def show(self, waiting: list[Any], decided: list[Decided]) -> None:
        """Show other rows."""
        if waiting == self.waiting and decided == self.decided:
            return
        self.beginResetModel()
        self.waiting, self.decided = waiting, decided
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a change that waits, -1 if it is not here."""
        return next((n for n, change in enumerate(self.waiting) if change.key == key), -1)

    def rowCount(self, parent: _Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.waiting) + len(self.decided)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags if index.row() < len(self.waiting) else flags & ~Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        n = index.row()
        row = self.waiting[n] if n < len(self.waiting) else self.decided[n - len(self.waiting)]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            change = row.change if isinstance(row, Decided) else row
            said = f"{change.contributor} {did(change)}: {change.inserted or change.deleted}"
            return f"{_outcome(row)}: {said}" if isinstance(row, Decided) else said
        return None


def _outcome(row: Decided) -> str:
    return f"{'Accepted' if row.taken else 'Rejected'} {row.at}"


class RowPainter(QStyledItemDelegate):
    """44 px: words in serif, struck where they went; below them whose they are."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, max(ROW, theme.px(ROW)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is None:
            return
        done = row if isinstance(row, Decided) else None
        change = row.change if done is not None else row
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected and done is None:
            painter.fillRect(rect, theme.color("tint"))
            painter.fillRect(QRectF(rect.x(), rect.y(), 2, rect.height()), theme.color("accent"))
        left, middle = rect.x() + 20, rect.y() + rect.height() * 0.34
        paint.draw_mark(painter, left, middle, 16, change.kind)
        left, right = left + 26, rect.right() - (44 if done is not None else 20)
        text = change.inserted or change.deleted
        words = " ".join(text.split()) or blank(text)
        ink = "text3" if done is not None or not change.inserted else "text"
        wide = paint.draw_text(painter, left, middle, words, "change", ink, most=right - left)
        if not change.inserted:
            color = theme.author(change.kind if change.kind in KINDS else "reporter")
            painter.setPen(QPen(color, 1.5))
            painter.drawLine(QPointF(left, middle + 1), QPointF(left + wide, middle + 1))
        below = rect.y() + rect.height() * 0.74
        said = [_outcome(done)] if done is not None else [change.contributor, _about(change)]
        line = ", ".join(word for word in said if word)
        paint.draw_text(painter, left, below, line, "meta", "text2", most=right - left)
        if done is not None:
            icon, tone = ("check", "ok") if done.taken else ("x", "text3")
            icons.draw(painter, icon, rect.right() - 36, middle, tone, 14)
        painter.restore()


def _about(change: Any) -> str:
    """What a line should say besides who: where, and how it came in."""
    if change.part.startswith("image:"):
        return "new picture" if not change.deleted else "label of a picture"
    said = [] if change.part == "body" else [parts.name_of(change.part).lower()]
    if change.move:
        said.append("move")
    elif not change.inserted:
        said.append("deletion")
    if change.proposal:
        said.append("proposed")
    elif change.origin not in ("typed", "", "generated"):
        said.append(change.origin)
    return ", ".join(said)
