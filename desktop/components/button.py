"""Push buttons with an icon in front and their shortcut's keycaps inside."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from desktop import icons
from desktop.components import paint
from desktop.components.keys import presses
from desktop.theme import theme


class Button(QPushButton):
    """A button 32 high; `look` is `plain`, `primary`, `quiet` (no edge) or `link`."""

    def __init__(
        self, text: str = "", look: str = "plain", *, icon: str = "", keys: str = "",
        name: str = "", tip: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(text, parent)
        self.look, self.icon_name, self.keys = look, icon, keys
        self.end_icon = ""
        self._short = False
        self.setObjectName(name)
        self.setAccessibleName(text or tip)
        self.setProperty("ring", True)
        self.setToolTip(tip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def setText(self, text: str) -> None:
        """The words, for eyes and for screen readers."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def setEnabled(self, on: bool) -> None:
        """A button that is turned off lets go of the keyboard, rather than hand it on."""
        if not on and self.hasFocus():
            self.clearFocus()
        super().setEnabled(on)

    def show_short(self, short: bool) -> None:
        """Show the icon alone, the words as the tooltip, or both again."""
        if short != self._short:
            self._short = short
            self.setToolTip(self.text() if short else "")
            self.updateGeometry()

    def _words(self) -> str:
        return "" if self._short else self.text()

    def _style(self) -> str:
        return "strong"

    def sizeHint(self) -> QSize:
        side = 0 if self.look == "link" else (8 if not self._words() else 12)
        wide = 2.0 * side
        parts = []
        if self.icon_name:
            parts.append(16.0)
        if self._words():
            parts.append(paint.width(self._words(), self._style()))
        if self.keys:
            parts.append(sum(paint.keycap_width(k) for k in self._caps()))
        if self.end_icon:
            parts.append(14.0)
        wide += sum(parts) + 8 * max(0, len(parts) - 1)
        high = theme.px(20) if self.look == "link" else max(32, theme.px(32))
        return QSize(round(wide + 0.5), high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _caps(self) -> list[str]:
        keys = paint.keys_of(self.keys)
        return [" ".join(keys)] if keys else []

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self.underMouse() and self.isEnabled()
        ink = self._ground(painter, over)
        self._content(painter, ink)
        painter.end()

    def _ground(self, painter: QPainter, over: bool) -> str:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isEnabled()
        if self.look == "primary":
            painter.setPen(Qt.PenStyle.NoPen)
            token = ("fillhover" if over or self.isDown() else "fill") if on else "sunken"
            painter.setBrush(theme.color(token))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
            return "onfill" if on else "text3"
        if self.look == "plain":
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.setBrush(theme.color("hover" if over or self.isDown() else "surface"))
            painter.drawRoundedRect(box, 6, 6)
            return "text" if on else "text3"
        if self.look == "quiet":
            if over or self.isDown() or self.isChecked():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("sunken"))
                painter.drawRoundedRect(box, 6, 6)
            return "text2" if on else "text3"
        return "accent" if on else "text3"

    def _content(self, painter: QPainter, ink: str) -> None:
        middle = self.height() / 2
        content = self.sizeHint().width()
        side = 0 if self.look == "link" else (8 if not self._words() else 12)
        x = (self.width() - content) / 2 + side
        if self.icon_name:
            icons.draw(painter, self.icon_name, x, middle, ink if ink != "text" else "text2")
            x += 24
        if self._words():
            x += paint.draw_text(painter, x, middle, self._words(), self._style(), ink) + 8
        if self.keys:
            edge = QColor(255, 255, 255, 110) if ink == "onfill" else None
            for cap in self._caps():
                x += paint.draw_keycap(painter, x, middle, cap, ink, edge) + 4
        if self.end_icon:
            icons.draw(painter, self.end_icon, x, middle, ink, 14)
        if self.look == "link" and self.underMouse() and self.isEnabled():
            y = middle + paint.metrics("strong").capHeight() / 2 + 2.5
            painter.fillRect(QRectF(0, y, self.width(), 1), theme.color("accent"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class Chip(Button):
    """A filter: its name, the value it is set to, and a way to clear it."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, "plain", name=name)
        self.value = ""
        self.end_icon = "chevron-down"

    def set_value(self, value: str) -> None:
        """Show what it filters by; empty for nothing."""
        self.value = value
        self.end_icon = "x" if value else "chevron-down"
        self.setAccessibleName(f"{self.text()}: {value or 'any'}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        more = paint.width(self.value, "strong") + 6 if self.value else 0
        return QSize(round(size.width() + more - 4), max(28, theme.px(28)))

    def on_clear(self, x: float) -> bool:
        """Whether a click at `x` is on the cross."""
        return bool(self.value) and x > self.width() - 28

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.color("tint2" if self.value else "line2"), 1))
        ground = "tint" if self.value else ("hover" if self.underMouse() else "surface")
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(box, 6, 6)
        middle = self.height() / 2
        x = 10.0
        x += paint.draw_text(painter, x, middle, self.text(), "metastrong", "text2") + 6
        if self.value:
            paint.draw_text(painter, x, middle, self.value, "metastrong", "accent")
        icons.draw(painter, self.end_icon, self.width() - 24, middle, "text3", 14)
        painter.end()


class Switch(QAbstractButton):
    """On or off."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setCheckable(True)
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(30, 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("fill" if self.isChecked() else "field"))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawEllipse(QRectF(14 if self.isChecked() else 2, 2, 14, 14))
        painter.end()


class CheckBox(QAbstractButton):
    """A check box of the house with words beside it."""

    def __init__(
        self, text: str, name: str = "", note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.note = note
        self.setObjectName(name)
        self.setAccessibleName(f"{text}. {note}" if note else text)
        self.setCheckable(True)
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(26 + paint.width(self.text(), "body") + 8), max(26, theme.px(26)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        box = QRectF(0.5, round(middle) - 7.5, 15, 15)
        on = self.isChecked()
        painter.setPen(QPen(theme.color("fill" if on else "field"), 1))
        painter.setBrush(theme.color("fill" if on else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            icons.draw(painter, "check", 2, middle, "onfill", 12)
        ink = "text" if self.isEnabled() else "text3"
        room: float = self.width() - 26
        if self.note:
            room -= paint.draw_text(painter, self.width(), middle, self.note, "meta", "text2",
                                    right=True) + 10  # fmt: skip
        paint.draw_text(painter, 26, middle, self.text(), "body", ink, most=room)
        painter.end()
