"""Small things painted alike wherever they stand: text, keycaps, marks, shares, avatars, states."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.theme import KINDS, theme

KEY_SIGNS = {"Return": "↵", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


def metrics(style: str) -> QFontMetricsF:
    """The measures of a text style."""
    return QFontMetricsF(theme.font(style))


def width(text: str, style: str) -> float:
    """How wide `draw_text` draws `text` on one line."""
    font = theme.font(style, figures=text[:1].isdigit() and "-" not in text)
    return QFontMetricsF(font).horizontalAdvance(text)


def draw_text(
    painter: QPainter, x: float, middle: float, text: str, style: str,
    color: str | QColor = "text", most: float = 0, right: bool = False,
) -> float:  # fmt: skip
    """One line of text whose capitals are centred on `middle`; the width it took.

    `most` shortens it with an ellipsis; `right` makes `x` its right edge.
    """
    figures = (right or text[:1].isdigit()) and "-" not in text  # figures' hyphens are wide
    measure = QFontMetricsF(theme.font(style, figures=figures))
    if most > 0:
        text = measure.elidedText(text, Qt.TextElideMode.ElideRight, most)
    wide = measure.horizontalAdvance(text)
    painter.setFont(theme.font(style, figures=figures))
    painter.setPen(color if isinstance(color, QColor) else theme.color(color))
    painter.drawText(QPointF(x - wide if right else x, middle + measure.capHeight() / 2), text)
    return wide


def keys_of(shortcut: str) -> list[str]:
    """`Ctrl+Return` as the signs on its keys."""
    return [KEY_SIGNS.get(key, key) for key in shortcut.replace("++", "+Plus").split("+")]


def keycap_width(text: str) -> float:
    """How wide a keycap is drawn."""
    return max(18.0, width(text, "small") + 10)


def draw_keycap(
    painter: QPainter, x: float, middle: float, text: str,
    color: str = "text2", edge: QColor | None = None,
) -> float:  # fmt: skip
    """A keycap with its left edge at `x`; the width it took."""
    wide = keycap_width(text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge or theme.color("line2"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(x + 0.5, round(middle) - 8.5, wide - 1, 17), 4, 4)
    draw_text(painter, x + (wide - width(text, "small")) / 2, middle, text, "small", color)
    return wide


def draw_mark(painter: QPainter, x: float, y: float, wide: float, kind: str) -> None:
    """A legend's mark: a line for a person, three dots for AI."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(kind if kind in KINDS else "text3"))
    if kind == "ai":
        for n in range(3):
            painter.drawEllipse(QPointF(x + 1.5 + n * (wide - 3) / 2, y), 1.2, 1.2)
    else:
        painter.drawRoundedRect(QRectF(x, y - 1, wide, 2), 1, 1)


@lru_cache(maxsize=4096)
def _parts(shares: tuple[tuple[str, float], ...], wide: float, high: float) -> tuple[
    tuple[str, float, float], ...
]:  # fmt: skip
    """Where each kind's part of a bar of `wide` begins and how long it is."""
    gap = 3.0 if high > 5 else 2.0
    step = high * 1.9
    least = {kind: (2 * step if kind == "ai" else 2 * high) for kind, _ in shares}
    room = wide - gap * (len(shares) - 1)
    total = sum(share for _, share in shares) or 1.0
    sizes = {kind: max(least[kind], room * share / total) for kind, share in shares}
    over = sum(sizes.values()) - room
    if over > 0:
        widest = max(sizes, key=lambda kind: sizes[kind])
        sizes[widest] = max(least[widest], sizes[widest] - over)
    out, x = [], 0.0
    for kind, _ in shares:
        out.append((kind, x, sizes[kind]))
        x += sizes[kind] + gap
    return tuple(out)


def draw_shares(painter: QPainter, bar: QRectF, shares: Mapping[str, float]) -> None:
    """Who wrote how much: lines for people, dots for AI, always in the same order."""
    present = tuple((k, round(shares[k], 4)) for k in KINDS if shares.get(k, 0) > 0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    high = bar.height()
    if not present:
        painter.setBrush(theme.color("line2"))
        painter.drawRoundedRect(bar, high / 2, high / 2)
        return
    for kind, x, long in _parts(present, bar.width(), high):
        painter.setBrush(theme.color(kind))
        if kind == "ai":
            step = high * 1.9
            count = max(2, int((long + step - high) // step))
            for n in range(count):
                middle = QPointF(bar.x() + x + high / 2 + n * step, bar.center().y())
                painter.drawEllipse(middle, high / 2, high / 2)
        else:
            part = QRectF(bar.x() + x, bar.y(), long, high)
            painter.drawRoundedRect(part, high / 2, high / 2)


def initials(name: str) -> str:
    """Two letters for a name: of its first two words, or its first and a number."""
    words = [word for word in name.replace(",", " ").split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def draw_avatar(painter: QPainter, box: QRectF, name: str, kind: str) -> None:
    """A ring in the kind's colour, dotted for AI, around the initials."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("surface"))
    painter.drawEllipse(box)
    pen = QPen(theme.color(kind if kind in KINDS else "text3"), 1.8 if kind == "ai" else 1.75)
    if kind == "ai":
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        round_ = 3.14159 * (box.width() - 2)
        dots = max(12, round(round_ / 4.2))
        pen.setDashPattern([0.001, round_ / dots / 1.8 - 0.001])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    letters = initials(name)
    style = "small" if box.width() >= 27 else "tiny"
    x = box.center().x() - width(letters, style) / 2
    draw_text(painter, x, box.center().y(), letters, style, "text2")


def draw_state(painter: QPainter, x: float, middle: float, state: str) -> None:
    """A state's shape, 10 px wide: ring, half, full; crossed when it is no longer going anywhere."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = theme.color("text2")
    box = QRectF(x + 0.75, middle - 4.25, 8.5, 8.5)
    painter.setPen(QPen(color, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state == "published":
        painter.setBrush(color)
    painter.drawEllipse(box)
    if state == "edit":
        half = QPainterPath()
        half.moveTo(box.center().x(), box.top())
        half.arcTo(box, 90, 180)
        painter.fillPath(half, color)
    elif state in ("spiked", "withdrawn"):
        painter.drawLine(box.bottomLeft(), box.topRight())


def draw_shadow(painter: QPainter, box: QRectF, radius: float, depth: int = 12) -> None:
    """A soft shadow of a few translucent rounded rectangles."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 7 if not theme.dark else 16))
    for n in range(depth, 0, -2):
        painter.drawRoundedRect(box.adjusted(-n, -n + 3, n, n + 3), radius + n, radius + n)


def viewport_width(view: QWidget) -> int:
    """How wide the rows of a list are."""
    return int(view.viewport().width() if isinstance(view, QAbstractItemView) else view.width())
