"""The window's own frame: the slim bar of places on the left, and the status line below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop import icons
from desktop.components import paint
from desktop.components.keys import presses
from desktop.theme import theme


class Place(QAbstractButton):
    """One place in the left bar: an icon over its word."""

    def __init__(self, text: str, icon: str, name: str) -> None:
        super().__init__()
        self.icon_name = icon
        self.setText(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(max(48, theme.px(48)), max(48, theme.px(48)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("tint" if on else "sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        ink = "accent" if on else "text2"
        middle, size = self.height() * 17 / 48, max(20, theme.px(20))
        icons.draw(painter, self.icon_name, (self.width() - size) / 2, middle, ink, size)
        wide = paint.width(self.text(), "small")
        paint.draw_text(
            painter, (self.width() - wide) / 2, self.height() * 37 / 48, self.text(), "small", ink
        )
        painter.end()


class Sign(QWidget):
    """The pilcrow at the top of the left bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(52)
        self.setAccessibleName("Colophon")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide = paint.width("¶", "mark")
        paint.draw_text(painter, (self.width() - wide) / 2, 29, "¶", "mark")
        painter.end()


@dataclass(frozen=True)
class Note:
    """Something in the status line: an icon, strong words, quiet words, or keys before words."""

    strong: str = ""
    quiet: str = ""
    icon: str = ""
    color: str = "ok"
    keys: tuple[str, ...] = ()

    def width(self) -> float:
        """How wide it is drawn."""
        wide = 20.0 if self.icon else 0.0
        wide += sum(paint.keycap_width(key) + 4 for key in self.keys) + (4 if self.keys else 0)
        if self.strong:
            wide += paint.width(self.strong, "metastrong")
        if self.quiet:
            wide += paint.width(self.quiet, "meta") + (6 if self.strong else 0)
        return wide

    def draw(self, painter: QPainter, x: float, middle: float) -> None:
        """Draw it with its left edge at `x`."""
        if self.icon:
            icons.draw(painter, self.icon, x, middle, self.color, 14)
            x += 20
        for key in self.keys:
            x += paint.draw_keycap(painter, x, middle, key) + 4
        x += 4 if self.keys else 0
        if self.strong:
            x += paint.draw_text(painter, x, middle, self.strong, "metastrong", "text2") + 6
        if self.quiet:
            paint.draw_text(painter, x, middle, self.quiet, "meta", "text2")


class StatusLine(QWidget):
    """30 px along the bottom: what was saved on the left, what one can do on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status-line")
        self.restyle()
        self._always: Sequence[Note] = ()
        self._left: Sequence[Note] = ()
        self._right: Sequence[Note] = ()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedHeight(max(30, theme.px(30)))

    def show_notes(
        self, left: Sequence[Note] | None = None, right: Sequence[Note] | None = None
    ) -> None:
        """Show notes; None leaves a side as it is."""
        self._left = self._left if left is None else left
        self._right = self._right if right is None else right
        self._say()

    def show_always(self, note: Note) -> None:
        """Show this first on the left, whatever else is shown."""
        self._always = [note]
        self._say()

    def _say(self) -> None:
        said = [f"{n.strong} {n.quiet}".strip() for n in (*self._always, *self._left, *self._right)]
        self.setAccessibleName(". ".join(said))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("line"))
        middle = self.height() / 2
        right = self.width() - 16.0
        for note in reversed(self._right):
            right -= note.width()
            note.draw(painter, right, middle)
            right -= 16
        x = 16.0
        for note in (*self._always, *self._left):
            if x + note.width() > right:
                break
            note.draw(painter, x, middle)
            x += note.width() + 20
        painter.end()


__all__ = ["Note", "Place", "Sign", "StatusLine"]
