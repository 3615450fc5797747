"""The list of matters: fetched a page at a time, opened with the reader's key as they are shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop import times
from desktop.components import paint
from desktop.context import Context
from desktop.theme import theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole
PAGE = 60
STATES = {
    "received": "Received", "acknowledged": "Acknowledged", "assessed": "Assessed",
    "investigation": "Looked into", "hearing": "Hearing", "decided": "Decided",
    "remedy": "Remedy", "appeal": "Appeal", "closed": "Closed",
}  # fmt: skip


class MatterModel(QAbstractListModel):
    """Open or closed matters, newest first; `filled` after each page."""

    filled = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.rows: list[Any] = []
        self.closed = False
        self._next: str | None = None
        self._asked = 0
        self._waiting = False

    def show(self, closed: bool) -> None:
        """Show the open matters, or the closed ones, from the first page."""
        self.closed = closed
        self._load(PAGE, None)

    def refresh(self) -> None:
        """Read again what is shown."""
        self._load(max(PAGE, len(self.rows)), None)

    def _load(self, limit: int, after: str | None) -> None:
        self._asked += 1
        self._waiting = True
        asked, actor, closed = self._asked, self.context.acting, self.closed

        def work(session: Any) -> Any:
            from db.matters import reading

            state = "closed" if closed else None
            return reading.page(
                session, actor, state=state, open_only=not closed, limit=limit, after=after
            )

        self.context.read(work, lambda page: self._fill(asked, page, after is not None), here=False)

    def _fill(self, asked: int, page: Any, more: bool) -> None:
        if asked != self._asked:
            return
        self._waiting = False
        self._next = page.next
        if more:
            first = len(self.rows)
            self.beginInsertRows(NOWHERE, first, first + len(page.lines) - 1)
            self.rows.extend(page.lines)
            self.endInsertRows()
        elif list(page.lines) != self.rows:
            self.beginResetModel()
            self.rows = list(page.lines)
            self.endResetModel()
        self.filled.emit()

    def canFetchMore(self, _parent: Index = NOWHERE) -> bool:
        return self._next is not None and not self._waiting

    def fetchMore(self, _parent: Index = NOWHERE) -> None:
        if self.canFetchMore():
            self._load(PAGE, self._next)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def row_of(self, ref: str) -> int:
        """The row of a matter, -1 if it is not among those fetched."""
        return next((n for n, line in enumerate(self.rows) if line.ref == ref), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        line = self.rows[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.ref}, {STATES.get(line.state, line.state)}: {title(line.complaint)}"
        return None


def title(complaint: str, most: int = 110) -> str:
    """A complaint's first sentence, short enough for a headline."""
    flat = " ".join(complaint.split())
    for end in (". ", "? ", "! ", "। "):
        at = flat.find(end)
        if 12 < at < most:
            flat = flat[: at + 1]
    return flat if len(flat) <= most else f"{flat[:most].rsplit(' ', 1)[0]} …"


class MatterDelegate(QStyledItemDelegate):
    """Paints one matter of the list."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, theme.px(104))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        line = index.data(LINE_ROLE)
        if line is None:
            return
        painter.save()
        box = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("tint"))
            painter.fillRect(QRectF(box.x(), box.y(), 2, box.height()), theme.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("hover"))
        left, right = box.x() + 24, box.right() - 20
        top = box.y() + theme.px(22)
        paint.draw_text(painter, left, top, line.ref, "metastrong", "text2")
        words, color = when(line)
        paint.draw_text(painter, right, top, words, "metastrong", color, right=True)
        from desktop.board.card import headline

        layout, _ = headline(title(line.complaint, 70) or "Sealed", int(right - left))
        painter.setPen(theme.color("text"))
        painter.setClipRect(QRectF(left, box.y(), right - left, theme.px(76)))
        layout.draw(painter, box.topLeft() + QRectF(24, theme.px(34), 0, 0).topLeft())
        painter.setClipping(False)
        said = ", ".join(
            filter(None, [line.kind.capitalize(), line.article or "", _received(line)])
        )
        paint.draw_text(painter, left, box.bottom() - theme.px(14), said, "meta", "text2",
                        most=right - left)  # fmt: skip
        painter.fillRect(QRectF(left, box.bottom(), right - left, 1), theme.color("line"))
        painter.restore()


def _received(line: Any) -> str:
    return f"since {times.moment(line.received)}" if line.received else ""


def when(line: Any) -> tuple[str, str]:
    """The word at a matter's end: what holds, what is due, or its state."""
    if line.hold:
        return "Holds its piece", "danger"
    if line.due and line.state != "closed":
        due = times.due(line.due, "draft")
        if due.color in ("warn", "danger"):
            return f"{STATES.get(line.state, line.state)}, {due.text}", due.color
    return STATES.get(line.state, line.state), "text2"
