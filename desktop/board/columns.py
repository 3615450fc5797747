"""Cards by state: a column for each, with its count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop.board import SHOWN
from desktop.board.card import CardDelegate
from desktop.board.model import CardModel
from desktop.components import paint
from desktop.components.keys import is_letter
from desktop.components.label import Label
from desktop.context import Context
from desktop.theme import STATE_WORDS, theme

GUTTER = 10  # beside the cards, where a column that is long has its scroll bar
HINTS = {
    "draft": "Pieces being written. Writers submit them for edit.",
    "edit": "Each change is accepted or rejected, then signed off.",
    "published": "Out, with the reader note. Corrections start here.",
    "spiked": "Pieces that were killed. They can be revived.",
    "withdrawn": "Pieces taken back after publication.",
}


class ColumnHead(QWidget):
    """A state's shape, its word, how many, and a remark on the right."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state, self.count, self.remark = state, "", ""
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedHeight(max(28, theme.px(28)))

    def tell(self, count: str, remark: str = "") -> None:
        """How many pieces are in the column."""
        self.count, self.remark = count, remark
        self.setAccessibleName(f"{STATE_WORDS[self.state]}: {count}. {remark}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() / 2
        paint.draw_state(painter, 1, middle, self.state)
        x = 16 + paint.draw_text(painter, 16, middle, STATE_WORDS[self.state], "strong")
        paint.draw_text(painter, x + 10, middle, self.count, "body", "text2")
        right = self.width() - GUTTER - 6
        paint.draw_text(painter, right, middle, self.remark, "meta", "text2", right=True)
        painter.end()


class CardList(QListView):
    """One column of cards; J and K move, Enter opens, left and right change the column."""

    opened = Signal(str)
    sideways = Signal(int)

    def __init__(self, model: CardModel, state: str) -> None:
        super().__init__()
        self.setObjectName(f"cards-{state}")
        self.setAccessibleName(f"{STATE_WORDS[state]} pieces")
        self.setModel(model)
        self.setItemDelegate(CardDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        self.verticalScrollBar().rangeChanged.connect(self._keep_gutter)
        self._keep_gutter(0, 0)

    def _keep_gutter(self, _least: int, most: int) -> None:
        """Cards are as wide in a column that scrolls as in one that does not."""
        self.setViewportMargins(0, 0, 0 if most > 0 else GUTTER, 0)

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        model = self.model()
        card = model.card(index) if isinstance(model, CardModel) else None
        if card is not None:
            self.opened.emit(card.id)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys here, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.go(self.currentIndex().row() + step)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif is_letter(event):
            event.ignore()  # the Board's own keys, such as /
        else:
            super().keyPressEvent(event)

    def go(self, row: int) -> None:
        """Make a row the current one."""
        count = self.model().rowCount()
        if count:
            self.setCurrentIndex(self.model().index(min(max(row, 0), count - 1), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class Columns(QWidget):
    """The columns side by side."""

    opened = Signal(str)
    filled = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.heads: dict[str, ColumnHead] = {}
        self.lists: dict[str, CardList] = {}
        self.models: dict[str, CardModel] = {}
        self.hints: dict[str, Label] = {}
        self._boxes: dict[str, QWidget] = {}
        self._counts: dict[str, int] = {}
        self._filtered = False
        self._read: set[str] = set()
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 12, 0)
        row.setSpacing(3)
        for state in SHOWN:
            row.addWidget(self._column(state), 1)

    def _column(self, state: str) -> QWidget:
        model = CardModel(self.context, self)
        head, cards = ColumnHead(state), CardList(model, state)
        hint = Label(HINTS[state], "meta", "text2")
        cards.opened.connect(self.opened)
        cards.sideways.connect(lambda way: self._sideways(state, way))
        model.filled.connect(lambda: self._filled(state))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(head)
        line = QHBoxLayout()
        line.setContentsMargins(2, 0, GUTTER + 4, 0)
        line.addWidget(hint)
        column.addLayout(line)
        column.addWidget(cards, 1)
        self.heads[state], self.lists[state], self.models[state] = head, cards, model
        self.hints[state], self._boxes[state] = hint, box
        return box

    def show_filter(self, wanted: dict[str, Any], states: tuple[str, ...], filtered: bool) -> None:
        """Show the cards of a filter, in the columns of some states."""
        self._filtered = filtered
        for state in states:
            if state not in self.models:
                layout = self.layout()
                assert isinstance(layout, QHBoxLayout)
                layout.addWidget(self._column(state), 1)
        for state, model in self.models.items():
            on = state in states
            self._boxes[state].setVisible(on)
            if on:
                model.show(**{**wanted, "state": state})

    def refresh(self) -> None:
        """Read again what is shown."""
        for state, model in self.models.items():
            if not self._boxes[state].isHidden():
                model.refresh()

    def tell_counts(self, counts: dict[str, int]) -> None:
        """How many pieces there are in each state."""
        self._counts = counts
        for state in self.models:
            self._tell(state)

    def _filled(self, state: str) -> None:
        self._tell(state)
        self._read.add(state)
        shown = [s for s, box in self._boxes.items() if not box.isHidden()]
        there = next((s for s in shown if self.lists[s].hasFocus()), None)
        if there in self._read and not self.models[there].rows:
            self.go_to_first(shown)  # in a column without cards the keyboard is of no use
        self.filled.emit()

    def _tell(self, state: str) -> None:
        model = self.models[state]
        shown = len(model.rows)
        if self._filtered:
            count = f"{shown:,}{'+' if model.more else ''}"
        else:
            count = f"{self._counts.get(state, shown):,}"
        remark = ""
        if state == "edit":
            waiting = sum(1 for card in model.rows if card.undecided)
            remark = f"{waiting} to review" if waiting else ""
        elif state == "draft":
            late = sum(1 for card in model.rows if _today(card))
            remark = f"{late} due today" if late else ""
        self.heads[state].tell(count, remark)
        self.hints[state].setVisible(not shown)
        self.hints[state].set_text("Nothing here matches." if self._filtered else HINTS[state])

    def _sideways(self, state: str, way: int) -> None:
        shown = [s for s, box in self._boxes.items() if not box.isHidden()]
        at = shown.index(state)
        others = shown[at + 1 :] if way > 0 else shown[:at][::-1]
        there = next((s for s in others if self.models[s].rows), None)
        if there is not None:
            self.go_to(there)

    def go_to(self, state: str) -> None:
        """Put the keyboard into a column, on a card where there is one."""
        cards = self.lists[state]
        cards.setFocus()
        if not cards.currentIndex().isValid():
            cards.go(0)

    def go_to_first(self, states: Sequence[str]) -> None:
        """Put the keyboard into the first of these columns that has a card."""
        self.go_to(next((s for s in states if self.models[s].rows), states[0]))

    def shown_models(self) -> list[CardModel]:
        """The models of the columns that are shown."""
        return [m for s, m in self.models.items() if not self._boxes[s].isHidden()]

    def restyle(self) -> None:
        """Lay the cards out again."""
        for cards in self.lists.values():
            cards.scheduleDelayedItemsLayout()

    @property
    def empty(self) -> bool:
        """Whether no column has a card."""
        return not any(m.rows for s, m in self.models.items() if not self._boxes[s].isHidden())


def _today(card: Any) -> bool:
    from desktop import times

    return times.due(card.due, card.state).color in ("warn", "danger")
