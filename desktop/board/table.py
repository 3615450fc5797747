"""The Board as a table: one line an article, over the same lazy model."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
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
)  # fmt: skip

from desktop import icons, times
from desktop.board.model import CARD_ROLE, COLUMNS, CardModel, status
from desktop.components import paint
from desktop.components.keys import is_letter
from desktop.shares import percent
from desktop.theme import STATE_WORDS, language_name, theme

WIDTHS = {1: 110, 2: 84, 3: 164, 4: 112, 5: 78, 6: 56, 7: 126}
#: How wide the table must be for a column to be shown.
NEEDS = {6: 1040, 5: 980, 4: 900, 2: 760}
RIGHT = frozenset({5, 6, 7})
PAD = 10


class RowDelegate(QStyledItemDelegate):
    """Paints one cell of the table."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        card = index.data(CARD_ROLE)
        if card is None:
            return
        rect: QRect = option.rect
        painter.save()
        view = option.widget
        over = isinstance(view, CardTable) and view.over == index.row()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("tint"))
        elif over:
            painter.fillRect(rect, theme.color("hover"))
        here = isinstance(view, CardTable) and view.currentIndex().row() == index.row()
        if here and index.column() == 0:
            painter.fillRect(QRectF(rect.x(), rect.y(), 2, rect.height()), theme.color("accent"))
        left, right = rect.x() + (24 if index.column() == 0 else PAD), rect.right() - PAD + 1
        if index.column() == 7:
            right -= 14
        _CELLS[index.column()](painter, card, left, right, rect.center().y() + 0.5)
        painter.restore()


def _headline(painter: QPainter, card: Any, left: float, right: float, middle: float) -> None:
    language = language_name(card.language) if card.language != "en" else ""
    room = right - left - (paint.width(language, "meta") + 10 if language else 0)
    tone = "text" if card.headline else "text3"
    long = paint.draw_text(painter, left, middle, card.headline or "Untitled", "row", tone,
                           most=room)  # fmt: skip
    if language:
        paint.draw_text(painter, left + long + 9, middle, language, "meta", "text3")


def _state(painter: QPainter, card: Any, left: float, right: float, middle: float) -> None:
    paint.draw_state(painter, left, middle, card.state)
    paint.draw_text(painter, left + 16, middle, STATE_WORDS.get(card.state, card.state), "body",
                    "text2", most=right - left - 16)  # fmt: skip


def _desk(painter: QPainter, card: Any, left: float, right: float, middle: float) -> None:
    paint.draw_text(painter, left, middle, card.desk or "–", "body",
                    "text2" if card.desk else "text3", most=right - left)  # fmt: skip


def _with(painter: QPainter, card: Any, left: float, right: float, middle: float) -> None:
    if not card.assigned_to:
        paint.draw_text(painter, left, middle, "Nobody yet", "body", "text3", most=right - left)
        return
    paint.draw_mark(painter, left, middle, 14, card.assigned_kind)
    paint.draw_text(painter, left + 24, middle, card.assigned_to, "body", "text2",
                    most=right - left - 24)  # fmt: skip


def _ai(painter: QPainter, card: Any, left: float, right: float, middle: float) -> None:
    paint.draw_shares(painter, QRectF(left, middle - 2, 52, 4), card.shares)
    said = percent(card.ai_share) if card.ai_share else "–"
    tone = "text2" if card.ai_share else "text3"
    paint.draw_text(painter, right, middle, said, "body", tone, right=True)


def _status(painter: QPainter, card: Any, _left: float, right: float, middle: float) -> None:
    words, _icon, color = status(card)
    if card.state in ("draft", "spiked", "withdrawn") and not card.held:
        words = "–"  # the state says it
    style = "metastrong" if color in ("ok", "danger") else "meta"
    paint.draw_text(painter, right, middle, words, style, color, right=True)


def _words(painter: QPainter, card: Any, _left: float, right: float, middle: float) -> None:
    paint.draw_text(painter, right, middle, f"{card.words:,}", "body", "text2", right=True)


def _due(painter: QPainter, card: Any, _left: float, right: float, middle: float) -> None:
    due = times.due(card.due, card.state)
    out = times.moment(card.updated) if card.state == "published" else "–"
    said = due.text or out
    style = "strong" if due.color in ("warn", "danger") else "body"
    tone = due.color if said != "–" else "text3"
    paint.draw_text(painter, right, middle, said, style, tone, right=True)


_CELLS = (_headline, _state, _desk, _with, _ai, _status, _words, _due)


class Head(QHeaderView):
    """Quiet column names; the deadline's says which way it is sorted."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.order = "updated"
        self.setMinimumSectionSize(40)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(max(33, theme.px(33)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("surface"))
        painter.end()
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        middle = rect.center().y() + 0.5
        text = COLUMNS[logical]
        if logical in RIGHT:
            right = rect.right() - PAD + 1 - (14 if logical == 7 else 0)
            sorted_by = logical == 7 and self.order == "due"
            if sorted_by:
                icons.draw(painter, "chevron-up",
                           right - 14, middle, "text", 14)  # fmt: skip
                right -= 18
            tone = "text" if sorted_by else "text2"
            style = "metastrong" if sorted_by else "meta"
            paint.draw_text(painter, right, middle, text, style, tone, right=True)
        else:
            x = rect.x() + (24 if logical == 0 else PAD)
            paint.draw_text(painter, x, middle, text, "meta", "text2")
        painter.restore()


class CardTable(QTableView):
    """A line of 32 px an article; J and K move, Enter opens."""

    opened = Signal(str)

    def __init__(self, model: CardModel) -> None:
        super().__init__()
        self.over = -1
        self.picking = False
        self.setObjectName("board-table")
        self.setAccessibleName("All articles")
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.head = Head()
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
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.doubleClicked.connect(self._open)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.verticalHeader().setDefaultSectionSize(max(32, theme.px(32)))
        head = self.head
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, wide in WIDTHS.items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, theme.px(wide))
        head.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, least in NEEDS.items():  # the headline keeps its room
            self.setColumnHidden(column, self.width() < theme.px(least))

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        model = self.model()
        card = model.card(index) if isinstance(model, CardModel) else None
        if card is not None:
            self.opened.emit(card.id)

    def chosen(self) -> list[str]:
        """The ids of the selected articles."""
        model = self.model()
        if not isinstance(model, CardModel):
            return []
        cards = [model.card(index) for index in self.selectionModel().selectedRows()]
        return [card.id for card in cards if card is not None]

    def pick(self) -> None:
        """Select the current row besides those that are, or no longer; J and K then leave them."""
        flags = QItemSelectionModel.SelectionFlag
        index, selection = self.currentIndex(), self.selectionModel()
        if not index.isValid():
            return
        if self.picking:
            selection.select(index, flags.Rows | flags.Toggle)
        else:
            self.picking = True
            selection.select(index, flags.Rows | flags.Select)
        self.viewport().update()

    def _go(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        how = flags.NoUpdate if self.picking else flags.Rows | flags.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), how)
        self.viewport().update()

    def _pick_no_more(self) -> None:
        self.picking = False
        if self.currentIndex().isValid():
            self._go(self.currentIndex().row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.picking = False
        super().mousePressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys here, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        count = self.model().rowCount()
        if step is not None and not event.modifiers() and count:
            row = min(max(self.currentIndex().row() + step, 0), count - 1)
            self._go(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_X and not event.modifiers():
            self.pick()
        elif event.key() == Qt.Key.Key_Escape and self.picking:
            self._pick_no_more()
        elif is_letter(event):
            event.ignore()  # the Board's own keys, such as /
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
