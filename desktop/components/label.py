"""Words on a screen: one line, or wrapped with an exact line height."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop import icons
from desktop.components import paint
from desktop.theme import theme


class Label(QWidget):
    """Text in one of the house's styles; wraps, its lines exactly as high as the style says."""

    def __init__(
        self, text: str = "", style: str = "body", color: str = "text", *, name: str = "",
        lines: int = 0, balanced: bool = False, centred: bool = False, icon: str = "", icon_color: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._text, self.letters, self.color = "", style, color
        self.lines, self.balanced, self.centred, self.icon_name = lines, balanced, centred, icon
        self.icon_color = icon_color
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    def text(self) -> str:
        """The words shown."""
        return self._text

    def set_text(self, text: str, color: str | None = None) -> None:
        """Show other words."""
        if color is not None:
            self.color = color
        elif text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _indent(self) -> int:
        return 22 if self.icon_name else 0

    def _layout(self, wide: float) -> tuple[QTextLayout, int]:
        return _laid_out(self._text, self.letters, wide, self.lines)

    def hasHeightForWidth(self) -> bool:
        return self.lines != 1

    def heightForWidth(self, wide: int) -> int:
        if not self._text:
            return theme.line(self.letters)
        room = max(20, wide - self._indent())
        count = _count(self._text, self.letters, room, self.lines, theme.scale)
        return count * theme.line(self.letters)

    def sizeHint(self) -> QSize:
        longest = max((paint.width(t, self.letters) for t in self._text.split("\n")), default=0)
        wide = round(longest + self._indent() + 1.5)
        if self.lines != 1:
            wide = min(wide, 360)
            return QSize(wide, self.heightForWidth(max(wide, 1)))
        return QSize(wide, theme.line(self.letters))

    def minimumSizeHint(self) -> QSize:
        if self.lines == 1:
            return QSize(min(24, self.sizeHint().width()), theme.line(self.letters))
        return QSize(40, theme.line(self.letters))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        high, left = theme.line(self.letters), self._indent()
        if self.icon_name:
            middle = self.height() / 2 if self.lines == 1 else high / 2
            icons.draw(painter, self.icon_name, 0, middle, self.icon_color or self.color, 14)
        if self.lines == 1:
            room = self.width() - left
            x: float = left
            if self.centred:
                x += max(0.0, (room - paint.width(self._text, self.letters)) / 2)
            paint.draw_text(painter, x, self.height() / 2, self._text, self.letters, self.color,
                            most=room)  # fmt: skip
            painter.end()
            return
        wide: float = max(20, self.width() - left)
        layout, count = self._layout(int(wide))
        if self.balanced and count > 1:
            wide = balanced_width(layout, wide, high, count)
        painter.setPen(theme.color(self.color))
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            shift = (self.width() - left - line.naturalTextWidth()) / 2 if self.centred else 0.0
            line.draw(painter, QPointF(left + shift, 0))
        painter.end()


def _laid_out(text: str, letters: str, wide: float, most: int) -> tuple[QTextLayout, int]:
    layout = QTextLayout(text.replace("\n", "\u2028"), theme.font(letters))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    return layout, _lay(layout, wide, theme.line(letters), most)


@lru_cache(maxsize=4096)
def _count(text: str, letters: str, wide: int, most: int, _scale: float) -> int:
    """How many lines a text takes; layouts ask this again and again."""
    return _laid_out(text, letters, wide, most)[1]


def _lay(layout: QTextLayout, wide: float, high: float, most: int = 0) -> int:
    layout.beginLayout()
    count = 0
    while True:
        line = layout.createLine()
        if not line.isValid() or (most and count == most):
            break
        line.setLineWidth(wide)
        line.setPosition(QPointF(0, count * high + (high - line.height()) / 2))
        count += 1
    layout.endLayout()
    return count


def balanced_width(layout: QTextLayout, wide: float, high: float, count: int) -> float:
    """The smallest width with as many lines; the layout is left laid out in it."""
    low, best = wide / count * 0.8, wide
    while best - low > 4:
        middle = (low + best) / 2
        if _lay(layout, middle, high) <= count:
            best = middle
        else:
            low = middle
    _lay(layout, best, high)
    return best


def balanced_lines(text: str, letters: str, wide: float) -> int:
    """How wide a text needs to be to take no more lines than in `wide`."""
    layout, count = _laid_out(text, letters, wide, 0)
    if count < 2:
        return round(wide)
    return ceil(balanced_width(layout, wide, theme.line(letters), count)) + 2


class Line(QFrame):
    """A hairline across."""

    def __init__(self, upright: bool = False) -> None:
        super().__init__()
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("line"))
        painter.end()


class Badge(Label):
    """A word with a 14 px icon, in a status colour."""

    def __init__(self, text: str, icon: str, color: str = "text2", name: str = "") -> None:
        super().__init__(text, "metastrong", color, name=name, lines=1, icon=icon)


class Ground(QWidget):
    """A plain surface in a token's colour, with hairlines where asked (`l t r b`)."""

    def __init__(self, token: str = "bg", edges: str = "", name: str = "") -> None:
        super().__init__()
        self.token, self.edges = token, edges
        self.setObjectName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(self.token))
        line, wide, high = theme.color("line"), self.width(), self.height()
        for edge, box in (
            ("l", (0, 0, 1, high)), ("t", (0, 0, wide, 1)),
            ("r", (wide - 1, 0, 1, high)), ("b", (0, high - 1, wide, 1)),
        ):  # fmt: skip
            if edge in self.edges:
                painter.fillRect(QRectF(*box), line)
        painter.end()


class StateShape(QWidget):
    """A state's shape and word."""

    def __init__(self, state: str = "draft") -> None:
        super().__init__()
        self.state = state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, state: str) -> None:
        """Show another state."""
        self.state = state
        self.setAccessibleName(f"State: {state}")
        self.updateGeometry()
        self.update()

    def _word(self) -> str:
        from desktop.theme import STATE_WORDS

        return STATE_WORDS.get(self.state, self.state)

    def sizeHint(self) -> QSize:
        return QSize(round(18 + paint.width(self._word(), "meta")), 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.draw_state(painter, 0, self.height() / 2, self.state)
        paint.draw_text(painter, 16, self.height() / 2, self._word(), "meta", "text2")
        painter.end()


def column(*widgets: QWidget, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:  # fmt: skip
    """A vertical layout of widgets."""
    layout = QVBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


__all__ = [
    "Badge",
    "Ground",
    "Label",
    "Line",
    "StateShape",
    "balanced_lines",
    "balanced_width",
    "column",
]
