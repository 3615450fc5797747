"""A table as the Board and the register have one: quiet names above, each row painted whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.components import paint
from desktop.components.keys import is_letter
from desktop.theme import theme

#: How far the first and the last column keep from the table's edges, in pixels.
EDGE = 24
HEAD = 33


@dataclass(frozen=True)
class Columns:
    """How a table is divided; the first column takes what room is left.

    `wide` says how wide the others are, `needs` how wide the table must be for one to be shown,
    `right` which stand at their right, `pad` the room beside each; all in pixels.
    """

    names: tuple[str, ...]
    wide: Mapping[int, int]
    needs: Mapping[int, int]
    right: frozenset[int]
    pad: int

    def sides(self, rect: QRect, column: int) -> tuple[int, int]:
        """Where a cell's words begin and end."""
        last = column == len(self.names) - 1
        return (rect.x() + (self.pad if column else EDGE),
                rect.right() + 1 - (EDGE if last else self.pad))  # fmt: skip


class RowHead(QHeaderView):
    """Quiet column names."""

    def __init__(self, columns: Columns) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.columns = columns
        self.setMinimumSectionSize(40)
        self.setHighlightSections(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("surface"))
        painter.end()
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        left, right = self.columns.sides(rect, logical)
        self.draw_name(painter, logical, left, right, rect.center().y() + 0.5)
        painter.restore()

    def draw_name(
        self, painter: QPainter, column: int, left: float, right: float, middle: float
    ) -> None:
        """Draw one column's name."""
        at_right = column in self.columns.right
        paint.draw_text(painter, right if at_right else left, middle, self.columns.names[column],
                        "meta", "text2", right=at_right)  # fmt: skip


class RowTable(QTableView):
    """Rows `high` pixels high; J and K move. `draw` paints a cell of what a row holds under `role`:
    it gets the painter, the column, that, where the words begin and end, and their middle."""

    def __init__(
        self, name: str, spoken: str, model: QAbstractItemModel, head: RowHead, high: int,
        role: int, draw: Callable[[QPainter, int, Any, float, float, float], object],
    ) -> None:  # fmt: skip
        super().__init__()
        #: the row under the mouse
        self.over = -1
        self.head, self._high = head, high
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(self, role, draw))
        self.setHorizontalHeader(head)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.verticalHeader().setDefaultSectionSize(max(self._high, theme.px(self._high)))
        self.head.setFixedHeight(max(HEAD, theme.px(HEAD)))
        self.head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, wide in self.head.columns.wide.items():
            self.head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.head.resizeSection(column, theme.px(wide))
        self.head.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, least in self.head.columns.needs.items():  # the first keeps its room
            self.setColumnHidden(column, self.width() < theme.px(least))

    def go(self, row: int) -> None:
        """Turn to a row."""
        self.selectRow(row)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys here, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        count = self.model().rowCount()
        if step is not None and not event.modifiers() and count:
            self.go(min(max(self.currentIndex().row() + step, 0), count - 1))
        elif is_letter(event):
            event.ignore()  # the page's own keys, such as /
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: Any) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    def _hover(self, place: QPoint) -> None:
        row = self.indexAt(place).row()
        if row != self.over:
            self.over = row
            self.viewport().update()


class _RowDelegate(QStyledItemDelegate):
    """Paints one cell."""

    def __init__(
        self, table: RowTable, role: int,
        draw: Callable[[QPainter, int, Any, float, float, float], object],
    ) -> None:  # fmt: skip
        super().__init__(table)
        self._table, self._role, self._draw = table, role, draw

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        shown, table = index.data(self._role), self._table
        if shown is None:
            return
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("tint"))
        elif table.over == index.row():
            painter.fillRect(rect, theme.color("hover"))
        if table.currentIndex().row() == index.row() and index.column() == 0:
            painter.fillRect(QRectF(rect.x(), rect.y(), 2, rect.height()), theme.color("accent"))
        left, right = table.head.columns.sides(rect, index.column())
        self._draw(painter, index.column(), shown, left, right, rect.center().y() + 0.5)
        painter.restore()
