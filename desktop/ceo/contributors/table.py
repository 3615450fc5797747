"""The register as a table: 44 px for each contributor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
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

from desktop import icons
from desktop.ceo.contributors.model import (
    COLUMNS,
    ENTRY_ROLE,
    RegisterModel,
    answers,
    kind_of,
    last,
)
from desktop.components import paint
from desktop.components.keys import is_letter
from desktop.private_words import short_due
from desktop.shares import percent
from desktop.theme import theme

if TYPE_CHECKING:
    from db.working import Entry

WIDTHS = {1: 128, 2: 172, 3: 60, 4: 132, 5: 120, 6: 136}
#: How wide the table must be for a column to be shown.
NEEDS = {1: 420, 2: 980, 3: 520, 4: 820, 5: 700, 6: 560}
DECLARED, LAST = 5, 6
RIGHT = frozenset({3, 4, 5, 6})
PAD = 8


class EntryDelegate(QStyledItemDelegate):
    """Paints one cell."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        entry = index.data(ENTRY_ROLE)
        view = option.widget
        if entry is None or not isinstance(view, RegisterTable):
            return
        rect: QRect = option.rect
        painter.save()
        here = view.currentIndex().row() == index.row()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("tint"))
        elif view.over == index.row():
            painter.fillRect(rect, theme.color("hover"))
        if here and index.column() == 0:
            painter.fillRect(QRectF(rect.x(), rect.y(), 2, rect.height()), theme.color("accent"))
        left = rect.x() + (24 if index.column() == 0 else PAD)
        right = rect.right() + 1 - (24 if index.column() == LAST else PAD)
        middle = rect.center().y() + 0.5
        if index.column() == DECLARED:
            words, ink = short_due(view.entries.declared.get(entry.id))
            paint.draw_text(painter, right, middle, words, "body", ink, right=True)
        else:
            _CELLS[index.column()](painter, entry, left, right, middle)
        painter.restore()


def _name(painter: QPainter, entry: Entry, left: float, right: float, middle: float) -> None:
    size = max(24, theme.px(24))
    painter.setOpacity(1.0 if entry.active else 0.55)
    ring = QRectF(left, middle - size / 2, size, size)
    paint.draw_avatar(painter, ring, entry.name, entry.kind)
    painter.setOpacity(1.0)
    ink = "text" if entry.active else "text3"
    x = left + size + 12
    paint.draw_text(painter, x, middle, entry.name, "strong", ink, most=right - x)


def _kind(painter: QPainter, entry: Entry, left: float, right: float, middle: float) -> None:
    paint.draw_text(painter, left, middle, kind_of(entry), "body", "text2", most=right - left)


def _answers(painter: QPainter, entry: Entry, left: float, right: float, middle: float) -> None:
    words = answers(entry)
    if entry.kind == "ai" and entry.paused and entry.active:
        icons.draw(painter, "triangle-alert", left, middle, "danger", 14)
        paint.draw_text(painter, left + 20, middle, words, "strong", "danger", right - left - 20)
        return
    paint.draw_text(painter, left, middle, words or "–", "body", "text2" if words else "text3",
                    most=right - left)  # fmt: skip


def _pieces(painter: QPainter, entry: Entry, _left: float, right: float, middle: float) -> None:
    ink = "text2" if entry.pieces else "text3"
    paint.draw_text(painter, right, middle, f"{entry.pieces:,}", "body", ink, right=True)


def _share(painter: QPainter, entry: Entry, _left: float, right: float, middle: float) -> None:
    if entry.ai_share is None or not entry.pieces:
        paint.draw_text(painter, right, middle, "–", "body", "text3", right=True)
        return
    bar = QRectF(right - theme.px(48) - 52, middle - 2, 52, 4)
    paint.draw_shares(painter, bar, {entry.kind: 1 - entry.ai_share, "ai": entry.ai_share})
    ink = "text2" if entry.ai_share else "text3"
    paint.draw_text(painter, right, middle, percent(entry.ai_share), "body", ink, right=True)


def _last(painter: QPainter, entry: Entry, left: float, right: float, middle: float) -> None:
    words = last(entry)
    ink = "text3" if words in ("Ended", "Paused", "–") else "text2"
    paint.draw_text(painter, right, middle, words, "body", ink, right=True)


_CELLS = {0: _name, 1: _kind, 2: _answers, 3: _pieces, 4: _share, LAST: _last}


class RegisterHead(QHeaderView):
    """Quiet column names."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
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
        middle, text = rect.center().y() + 0.5, COLUMNS[logical]
        if logical in RIGHT:
            right = rect.right() + 1 - (24 if logical == LAST else PAD)
            paint.draw_text(painter, right, middle, text, "meta", "text2", right=True)
        else:
            paint.draw_text(painter, rect.x() + (24 if logical == 0 else PAD), middle, text, "meta",
                            "text2")  # fmt: skip
        painter.restore()


class RegisterTable(QTableView):
    """J and K move; `turned` when another contributor is current, `opened` on Enter or a click."""

    turned = Signal(object)  # db.working.Entry or None

    def __init__(self, model: RegisterModel) -> None:
        super().__init__()
        self.over = -1
        self.entries = model
        self.setObjectName("register-table")
        self.setAccessibleName("The register")
        self.setModel(model)
        self.setItemDelegate(EntryDelegate(self))
        self.head = RegisterHead()
        self.setHorizontalHeader(self.head)
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
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.verticalHeader().setDefaultSectionSize(max(44, theme.px(44)))
        head = self.head
        head.setFixedHeight(max(33, theme.px(33)))
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, wide in WIDTHS.items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, theme.px(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, least in NEEDS.items():  # names keep their room
            self.setColumnHidden(column, self.width() < theme.px(least))

    def currentChanged(self, now: Any, before: Any) -> None:
        super().currentChanged(now, before)
        self.viewport().update()
        self.turned.emit(self.entries.entry(now.row()) if now.isValid() else None)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys here, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        count = self.entries.rowCount()
        if step is not None and not event.modifiers() and count:
            self.selectRow(min(max(self.currentIndex().row() + step, 0), count - 1))
        elif is_letter(event) or event.key() == Qt.Key.Key_Escape:
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
