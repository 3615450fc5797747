"""The register's rows, fetched a page at a time."""

from __future__ import annotations

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
from desktop.context import Context
from desktop.shares import percent
from desktop.theme import KIND_WORDS

if TYPE_CHECKING:
    from db.working import Entry, RegisterPage

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ENTRY_ROLE = Qt.ItemDataRole.UserRole
COLUMNS = ("Name", "Kind", "Answers for / answered by", "Pieces", "AI in their pieces",
           "AI declaration", "Last touch")  # fmt: skip
PAGE = 60


class RegisterModel(QAbstractTableModel):
    """Entries of one search and segment; `filled` with each page that came."""

    filled = Signal(object)  # db.working.RegisterPage

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.rows: list[Entry] = []
        self.wanted: dict[str, Any] = {}
        #: by when each one's declaration on AI use is renewed, by id
        self.declared: dict[str, str] = {}
        self._next: str | None = None
        self._asked = 0
        self._waiting = False

    def show(self, **wanted: Any) -> None:
        """Show the entries of a search, from the first page."""
        self.wanted = wanted
        self._load(PAGE)

    def refresh(self) -> None:
        """Read again what is shown."""
        self._load(max(PAGE, min(len(self.rows), 600)))

    def _load(self, limit: int) -> None:
        self._asked += 1
        self._ask(self._asked, None, limit, self._fill)

    def _ask(self, asked: int, after: str | None, limit: int, take: Any) -> None:
        self._waiting = True
        wanted, actor = dict(self.wanted), self.context.acting

        def work(session: Any) -> Any:
            from db import private_records, working
            from db.refusal import Refused

            page = working.register_page(session, **wanted, after=after, limit=limit)
            try:
                ids = [entry.id for entry in page.entries]
                return page, private_records.declarations(session, actor, ids)
            except Refused:  # without the key the register is there all the same
                return page, {}

        def done(found: tuple[RegisterPage, dict[str, str]]) -> None:
            page, declared = found
            if asked == self._asked:
                self.declared |= declared
                self._waiting = False
                self._next = page.next
                take(page)
                self.filled.emit(page)

        self.context.read(work, done, here=False)

    def _fill(self, page: RegisterPage) -> None:
        rows = list(page.entries)
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _append(self, page: RegisterPage) -> None:
        if page.entries:
            first = len(self.rows)
            self.beginInsertRows(NOWHERE, first, first + len(page.entries) - 1)
            self.rows.extend(page.entries)
            self.endInsertRows()

    def canFetchMore(self, _parent: Index = NOWHERE) -> bool:
        return self._next is not None and not self._waiting

    def fetchMore(self, _parent: Index = NOWHERE) -> None:
        if self.canFetchMore():
            self._ask(self._asked, self._next, PAGE, self._append)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def entry(self, row: int) -> Entry | None:
        """The entry of a row."""
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def row_of(self, identity: str) -> int:
        """The row of a contributor, -1 if it is not among those fetched."""
        return next((n for n, row in enumerate(self.rows) if row.id == identity), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said(entry)
        return None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None


def kind_of(entry: Entry) -> str:
    """`Editor`, or `AI, Northlight`."""
    word = KIND_WORDS.get(entry.kind, entry.kind)
    return f"{word}, {entry.provider}" if entry.kind == "ai" and entry.provider else word


def answers(entry: Entry) -> str:
    """Whom an AI is answered for by, or which AIs a person answers for."""
    if entry.kind == "ai":
        return "Nobody answers" if entry.paused and entry.active else entry.answers_to or ""
    return ", ".join(entry.answers_for) if entry.active else ""


def last(entry: Entry) -> str:
    """When they last touched anything; of who is ended or paused, that they are."""
    if not entry.active:
        return "Ended"
    return "Paused" if entry.paused else times.moment(entry.last) or "–"


def said(entry: Entry) -> str:
    """An entry in words, for screen readers."""
    share = "" if entry.ai_share is None else f"{percent(entry.ai_share)} AI in them"
    parts = (entry.name, kind_of(entry), answers(entry), f"{entry.pieces:,} pieces", share,
             last(entry))  # fmt: skip
    return ", ".join(part for part in parts if part)
