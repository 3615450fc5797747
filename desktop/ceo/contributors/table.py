"""The register as a table: 44 px for each contributor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView

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
from desktop.components.table import Columns, RowHead, RowTable
from desktop.private_words import short_due
from desktop.shares import percent
from desktop.theme import theme

if TYPE_CHECKING:
    from db.working import Entry

DECLARED, LAST = 5, 6
DIVIDED = Columns(
    names=COLUMNS,
    wide={1: 128, 2: 172, 3: 60, 4: 132, DECLARED: 120, LAST: 136},
    needs={1: 420, 2: 980, 3: 520, 4: 820, DECLARED: 700, LAST: 560},
    right=frozenset({3, 4, DECLARED, LAST}),
    pad=8,
)


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


class RegisterTable(RowTable):
    """`turned` when another contributor is current."""

    turned = Signal(object)  # db.working.Entry or None

    def __init__(self, model: RegisterModel) -> None:
        self.entries = model
        super().__init__(
            "register-table", "The register", model, RowHead(DIVIDED), 44, ENTRY_ROLE, self._draw
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def _draw(
        self, painter: QPainter, column: int, entry: Entry, left: float, right: float, middle: float
    ) -> None:
        if column == DECLARED:
            words, ink = short_due(self.entries.declared.get(entry.id))
            paint.draw_text(painter, right, middle, words, "body", ink, right=True)
        else:
            _CELLS[column](painter, entry, left, right, middle)

    def currentChanged(self, now: Any, before: Any) -> None:
        super().currentChanged(now, before)
        self.viewport().update()
        self.turned.emit(self.entries.entry(now.row()) if now.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the page closes what is beside the table
        else:
            super().keyPressEvent(event)
