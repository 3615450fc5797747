"""The Board's rows, fetched a page at a time: as fast at a million articles as at ten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop import times
from desktop.board import PAGE
from desktop.context import Context
from desktop.shares import percent
from desktop.theme import KIND_WORDS, STATE_WORDS, language_name

if TYPE_CHECKING:
    from db.reading import Card

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Headline", "State", "Desk", "With", "AI share", "Checks", "Words", "Deadline")
NOWHERE = QModelIndex()
CARD_ROLE = Qt.ItemDataRole.UserRole


class CardModel(QAbstractTableModel):
    """Cards of one filter, in one order. Pages come beside the window; `filled` after each."""

    filled = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.rows: list[Card] = []
        self.wanted: dict[str, Any] = {}
        self.more = False
        self._next: Any = None
        self._asked = 0
        self._waiting = False

    def show(self, **wanted: Any) -> None:
        """Show the cards of a filter, from the first page."""
        self.wanted = wanted
        self._load(PAGE)

    def show_first(self, cards: tuple[Card, ...]) -> None:
        """Show cards that were read beforehand, until those asked for are there."""
        if cards:
            self._put(list(cards))
            self.filled.emit()

    def refresh(self) -> None:
        """Read again what is shown."""
        self._load(max(PAGE, min(len(self.rows), 600)))

    def _load(self, limit: int) -> None:
        self._asked += 1
        self._waiting = True
        asked = self._asked
        self.context.read(_page(self._asks(), None, limit), lambda page: self._fill(asked, page))

    def _asks(self) -> dict[str, Any]:
        return {**self.wanted, "me": self.context.acting}

    def _fill(self, asked: int, page: Any) -> None:
        if asked != self._asked:
            return
        self._waiting = False
        self._put(list(page.rows))
        self._next = page.next
        self.more = page.next is not None
        self.filled.emit()

    def _put(self, rows: list[Card]) -> None:
        if [r.id for r in rows] == [r.id for r in self.rows]:
            changed = [n for n, row in enumerate(rows) if row != self.rows[n]]
            self.rows = rows
            for n in changed:
                self.dataChanged.emit(self.index(n, 0), self.index(n, len(COLUMNS) - 1))
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def canFetchMore(self, _parent: Index = NOWHERE) -> bool:
        return self.more and not self._waiting

    def fetchMore(self, _parent: Index = NOWHERE) -> None:
        if not self.canFetchMore():
            return
        self._waiting = True
        asked = self._asked
        self.context.read(
            _page(self._asks(), self._next, PAGE), lambda page: self._append(asked, page)
        )

    def _append(self, asked: int, page: Any) -> None:
        if asked != self._asked:
            return
        self._waiting = False
        self._next = page.next
        self.more = page.next is not None
        if page.rows:
            first = len(self.rows)
            self.beginInsertRows(NOWHERE, first, first + len(page.rows) - 1)
            self.rows.extend(page.rows)
            self.endInsertRows()
        self.filled.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def card(self, index: Index) -> Card | None:
        """The card of a row."""
        return self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None

    def row_of(self, article: str) -> int:
        """The row of an article, -1 if it is not among those fetched."""
        return next((n for n, row in enumerate(self.rows) if row.id == article), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self.card(index)
        if card is None:
            return None
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said(card)
        if role == Qt.ItemDataRole.DisplayRole:
            return card.headline or "Untitled"
        return None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None


def _page(wanted: dict[str, Any], after: Any, limit: int) -> Callable[[Any], Any]:
    def work(session: Any) -> Any:
        from db import reading

        return reading.board_page(session, **wanted, after=after, limit=limit)

    return work


def said(card: Card) -> str:
    """A card in words, for screen readers."""
    who = f"with {card.assigned_to}" if card.assigned_to else "with nobody"
    due = times.due(card.due, card.state).text
    parts = [
        card.headline or "Untitled", STATE_WORDS.get(card.state, card.state), card.desk or "",
        language_name(card.language), who, f"{card.words} words",
        f"{percent(card.ai_share)} AI" if card.ai_share else "no AI", status(card)[0],
        f"due {due}" if due else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)


def status(card: Card) -> tuple[str, str, str]:
    """The word at a card's end: words, icon, colour."""
    if card.held:
        return "Held", "lock", "danger"
    if card.called:
        return "Asks you", "message-square", "accent"
    if card.state == "published":
        if card.version > 1:
            return "Corrected", "history", "text2"
        return (f"Note {card.note_issue}", "", "text2") if card.note_issue else ("", "", "text2")
    if card.state == "edit":
        if card.to_agree:
            return "To agree", "users", "warn"
        if card.signed_off:
            return "Ready", "check", "ok"
        if card.undecided:
            return "To review", "circle-dashed", "text2"
        return "To sign", "circle-dashed", "text2"
    if card.state == "draft":
        return f"{card.words:,} word{'' if card.words == 1 else 's'}", "", "text3"
    return STATE_WORDS.get(card.state, ""), "", "text3"


def kind_words(kind: str | None) -> str:
    """What a contributor's kind is called."""
    return KIND_WORDS.get(str(kind or ""), "")
