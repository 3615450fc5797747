"""How a card is drawn: its slots stand in the same places down a whole column."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop import icons, times
from desktop.board.model import CARD_ROLE, status
from desktop.components import paint
from desktop.components.label import balanced_width
from desktop.shares import percent
from desktop.theme import language_name, theme

PAD, GAP, BAR = 16, 8, 52
MOST_LINES = 3


@lru_cache(maxsize=600)
def _headline(text: str, wide: int, high: int, font_key: str) -> tuple[QTextLayout, int]:
    font = QFont()
    font.fromString(font_key)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    count = 0
    while count < MOST_LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(wide)
        line.setPosition(QPointF(0, count * high + (high - line.height()) / 2))
        count += 1
    layout.endLayout()
    whole = count == 0 or layout.lineAt(count - 1).textStart() + layout.lineAt(
        count - 1
    ).textLength() >= len(text)
    if count > 1 and whole:
        balanced_width(layout, wide, high, count)
    return layout, max(1, count)


def headline(text: str, wide: int) -> tuple[QTextLayout, int]:
    """A headline laid out in balanced lines, and how many they are."""
    return _headline(text, wide, theme.line("card"), theme.font("card").toString())


class CardDelegate(QStyledItemDelegate):
    """Paints one article as a card."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        card = index.data(CARD_ROLE)
        wide = paint.viewport_width(option.widget) - 2 * PAD
        if card is None or wide < 40:
            return QSize(100, 100)
        _, lines = headline(card.headline or "Untitled", wide)
        return QSize(100, lines * theme.line("card") + 26 + theme.px(60) + GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        card = index.data(CARD_ROLE)
        if card is None:
            return
        painter.save()
        state = option.state
        box = QRectF(option.rect).adjusted(2, 2, -2, -GAP + 2)
        current = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        self._ground(painter, box, current, over)
        self._top(painter, box, card)
        text = card.headline or "Untitled"
        layout, lines = headline(text, paint.viewport_width(option.widget) - 2 * PAD)
        painter.setPen(theme.color("text" if card.headline else "text3"))
        layout.draw(painter, QPointF(box.x() + PAD - 2, box.y() + 15 + theme.px(20)))
        middle = box.y() + 15 + theme.px(20) + lines * theme.line("card") + 3 + theme.px(20)
        self._foot(painter, box, card, middle)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, current: bool, over: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not theme.dark:
            painter.setPen(Qt.PenStyle.NoPen)
            shade = theme.color("line")
            painter.setBrush(shade)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, 1), 8, 8)
        edge = 2.0 if current else 1.0
        token = "accent" if current else ("line2" if over else "line")
        painter.setPen(QPen(theme.color(token), edge))
        painter.setBrush(theme.color("surface"))
        half = edge / 2
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), 8, 8)

    def _top(self, painter: QPainter, box: QRectF, card: Any) -> None:
        middle = box.y() + 10 + theme.px(10)
        left, right = box.x() + PAD - 2, box.right() - PAD + 2
        said, color = _when(card)
        style = "metastrong" if color in ("warn", "danger") else "meta"
        wide = paint.draw_text(painter, right, middle, said, style, color, right=True)
        room = right - wide - 12
        if color in ("warn", "danger"):
            name = "clock-alert" if color == "danger" else "clock"
            icons.draw(painter, name, right - wide - 19, middle, color, 14)
            room -= 20
        x = left
        desk = card.desk or "No desk"
        x += paint.draw_text(painter, x, middle, desk, "metastrong",
                             "text2" if card.desk else "text3", most=room - x)  # fmt: skip
        language = language_name(card.language)
        if card.language != "en" and room - x > 50:
            paint.draw_text(painter, x + 8, middle, language, "meta", "text3", most=room - x - 8)

    def _foot(self, painter: QPainter, box: QRectF, card: Any, middle: float) -> None:
        left, right = box.x() + PAD - 2, box.right() - PAD + 2
        name = card.assigned_to or ""
        narrow = box.width() < theme.px(330)
        bar = right - BAR - theme.px(68 if narrow else 146)
        size = theme.px(22)
        if name:
            paint.draw_avatar(
                painter, QRectF(left, middle - size / 2, size, size), name, card.assigned_kind
            )
            paint.draw_text(painter, left + size + 8, middle, name, "meta", "text2",
                            most=bar - left - size - 18)  # fmt: skip
        else:
            paint.draw_text(painter, left, middle, "Nobody yet", "meta", "text3",
                            most=bar - left - 10)  # fmt: skip
        words, icon, color = status(card)
        if not narrow:
            ai = right - theme.px(88)
            self._shares(painter, card, bar, ai, middle)
            strong = "metastrong" if color != "text3" else "meta"
            wide = paint.draw_text(painter, right, middle, words, strong, color, right=True)
            if icon:
                token = color if color != "text2" else "text3"
                icons.draw(painter, icon, right - wide - 18, middle, token, 14)
        else:
            self._shares(painter, card, bar, right, middle)

    def _shares(
        self, painter: QPainter, card: Any, bar: float, right: float, middle: float
    ) -> None:
        paint.draw_shares(painter, QRectF(bar, middle - 2, BAR, 4), card.shares)
        share = ai_words(card.ai_share)
        tone = "text2" if card.ai_share else "text3"
        paint.draw_text(painter, right, middle, share, "meta", tone, right=True)


def _when(card: Any) -> tuple[str, str]:
    """The deadline; without one when the piece was touched last, or came out."""
    due = times.due(card.due, card.state)
    if due.text:
        return due.text, due.color
    said = times.moment(card.updated)
    if card.state == "published" or not said:
        return said, "text2"
    near = said.startswith(("Today", "Yesterday"))
    return f"Touched {said[0].lower() + said[1:] if near else said}", "text3"


def ai_words(share: float) -> str:
    """How much of a piece is an AI's."""
    return f"{percent(share)} AI" if share > 0 else "No AI"


__all__ = ["CardDelegate", "ai_words", "headline"]
