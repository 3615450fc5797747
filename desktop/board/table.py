"""The Board as a table: one line an article, over the same lazy model."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView

from desktop import icons, times
from desktop.board.model import CARD_ROLE, COLUMNS, CardModel, status
from desktop.components import paint
from desktop.components.table import Columns, RowHead, RowTable
from desktop.shares import percent
from desktop.theme import STATE_WORDS, language_name

DUE = 7
DIVIDED = Columns(
    names=COLUMNS,
    wide={1: 110, 2: 84, 3: 164, 4: 112, 5: 78, 6: 56, DUE: 126},
    needs={6: 1040, 5: 980, 4: 900, 2: 760},
    right=frozenset({5, 6, DUE}),
    pad=10,
)


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


def _draw(
    painter: QPainter, column: int, card: Any, left: float, right: float, middle: float
) -> None:
    _CELLS[column](painter, card, left, right, middle)


class Head(RowHead):
    """The deadline's name says which way it is sorted."""

    def __init__(self) -> None:
        super().__init__(DIVIDED)
        self.order = "updated"
        self.setSectionsClickable(True)

    def draw_name(
        self, painter: QPainter, column: int, left: float, right: float, middle: float
    ) -> None:
        if column != DUE or self.order != "due":
            super().draw_name(painter, column, left, right, middle)
            return
        icons.draw(painter, "chevron-up", right - 14, middle, "text", 14)
        paint.draw_text(
            painter, right - 18, middle, COLUMNS[column], "metastrong", "text", right=True
        )


class CardTable(RowTable):
    """A line of 32 px an article; Enter opens, X picks."""

    opened = Signal(str)
    head: Head

    def __init__(self, model: CardModel) -> None:
        super().__init__("board-table", "All articles", model, Head(), 32, CARD_ROLE, _draw)
        self.picking = False
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.doubleClicked.connect(self._open)

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

    def go(self, row: int) -> None:
        """Turn to a row; while one picks, what is picked stays."""
        flags = QItemSelectionModel.SelectionFlag
        how = flags.NoUpdate if self.picking else flags.Rows | flags.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), how)
        self.viewport().update()

    def _pick_no_more(self) -> None:
        self.picking = False
        if self.currentIndex().isValid():
            self.go(self.currentIndex().row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.picking = False
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_X and not event.modifiers():
            self.pick()
        elif event.key() == Qt.Key.Key_Escape and self.picking:
            self._pick_no_more()
        else:
            super().keyPressEvent(event)
