"""A bar chart: people's figures as bars, an AI's as dotted columns; pointing at one reads it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ceo.record.figures import Bar, Figure, said, top_of
from desktop.components import paint
from desktop.theme import theme

WIDE = 14  # of a bar, where there is room
DOT = 2.6  # a dot's radius


class Chart(QWidget):
    """One figure drawn; `read` tells which bar is pointed at, or None."""

    read = Signal(object)

    def __init__(self, name: str, spoken: str, dotted: bool = False) -> None:
        super().__init__()
        self.figure = Figure()
        self.dotted, self.spoken = dotted, spoken
        self.at = -1
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", True)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(360, max(148, theme.px(148)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, max(120, theme.px(120)))

    def show_figure(self, figure: Figure) -> None:
        """Draw other numbers."""
        self.figure = figure
        self._point(-1)
        self.update()

    # Reading a bar

    def _point(self, at: int) -> None:
        at = at if 0 <= at < len(self.figure.bars) else -1
        bar = self.figure.bars[at] if at >= 0 else None
        told = bar or self.figure.read
        words = f"{told.label} {told.big} {told.under}".strip() if told is not None else ""
        self.setAccessibleDescription(words)
        if at != self.at:
            self.at = at
            self.update()
        self.read.emit(bar)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        room = self._room()
        inside = room.left() <= place.x() <= room.right() and self.figure.bars
        at = int((place.x() - room.left()) / self._step(room)) if inside else -1
        if at != self.at:
            self._point(at)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point(-1)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.figure.bars) - 1
        here = self.at if self.at >= 0 else last + 1
        keys = Qt.Key
        to = {
            keys.Key_Left: max(0, here - 1), keys.Key_Right: min(last, self.at + 1),
            keys.Key_Home: 0, keys.Key_End: last, keys.Key_Escape: -1,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if to is None or (to == -1 and self.at < 0):
            super().keyPressEvent(event)
            return
        self._point(to)

    # Drawing

    def _room(self) -> QRectF:
        """Where bars stand: letters below, the scale's numbers to the right."""
        scale = max(44.0, theme.px(44))
        below = max(26.0, theme.px(26))
        return QRectF(0, 8, max(20.0, self.width() - scale), max(20.0, self.height() - below - 8))

    def _step(self, room: QRectF) -> float:
        return room.width() / max(1, len(self.figure.bars))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._room()
        figure = self.figure
        most = max((bar.value for bar in figure.bars), default=0.0)
        top = top_of(max(most, figure.least), figure.whole)
        for share in (0.0, 0.5, 1.0):
            y = round(room.bottom() - share * room.height())
            token = "line2" if share == 0 else "line"
            painter.fillRect(QRectF(room.left(), y, room.width(), 1), theme.color(token))
            if figure.something or share == 0:
                paint.draw_text(painter, self.width() - 4, y, said(top * share, figure.unit), "small",
                                "text3", right=True)  # fmt: skip
        step = self._step(room)
        for n, bar in enumerate(figure.bars):
            middle = room.left() + (n + 0.5) * step
            if n == self.at:
                painter.fillRect(QRectF(middle - step / 2, room.top(), step, room.height()),
                                 theme.color("hover"))  # fmt: skip
            high = room.height() * bar.value / top
            self._bar(painter, bar, n == self.at, middle, room.bottom(), high, step)
            self._letter(painter, bar, n == self.at, middle, step)
        painter.end()

    def _bar(
        self, painter: QPainter, bar: Bar, read: bool, middle: float, ground: float, high: float,
        step: float,
    ) -> None:  # fmt: skip
        if high <= 0:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        if self.dotted:
            radius = min(max(DOT, DOT * theme.scale), step * 0.42)
            painter.setBrush(theme.color("ai"))
            count = max(1, round(high / (radius * 2.6)))
            for n in range(count):
                painter.drawEllipse(
                    QPointF(middle, ground - radius - 1 - n * radius * 2.6), radius, radius
                )
            return
        wide = min(max(float(WIDE), theme.px(WIDE)), max(1.5, step * 0.56))
        if len(self.figure.bars) <= 6:
            wide = min(max(28.0, theme.px(28)), step * 0.4)
        ink = theme.color("accent" if bar.now or read else "field")
        hollow = high * bar.hollow / bar.value if bar.value else 0.0
        box = QRectF(middle - wide / 2, ground - high, wide, max(1.0, high - hollow))
        box.moveTop(ground - high + hollow)
        painter.setBrush(ink)
        corner = min(1.5, wide / 4)
        if high - hollow > 0.5:
            painter.drawRoundedRect(box, corner, corner)
        if hollow > 0.5 and wide < 6:  # too narrow for an edge
            painter.setBrush(theme.color("line2"))
            painter.drawRect(QRectF(middle - wide / 2, ground - high, wide, hollow))
        elif hollow > 0.5:
            painter.setPen(QPen(ink, 1))
            painter.setBrush(theme.color("surface"))
            edge = QRectF(middle - wide / 2 + 0.5, ground - high + 0.5, wide - 1, hollow - 0.5)
            painter.drawRoundedRect(edge, corner, corner)

    def _letter(self, painter: QPainter, bar: Bar, read: bool, middle: float, step: float) -> None:
        if not bar.label:
            return
        wide = paint.width(bar.label, "small")
        x = min(max(0.0, middle - wide / 2), self.width() - wide)
        y = self._room().bottom() + max(14, theme.px(14))
        ink = "text" if bar.now or read else "text3"
        paint.draw_text(painter, x, y, bar.label, "small", ink)
