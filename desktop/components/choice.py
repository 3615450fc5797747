"""One of a few: segments switch views, tabs switch what a panel shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from desktop import icons
from desktop.components import paint
from desktop.components.keys import presses
from desktop.theme import theme


class Option(QAbstractButton):
    """One choice; `count` stands beside its words."""

    def __init__(self, key: str, text: str, icon: str, name: str, look: str) -> None:
        super().__init__()
        self.key, self.look, self.icon_name, self.count = key, look, icon, ""
        self.setText(text if not icon else "")
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setToolTip(text if icon else "")
        self.setCheckable(True)
        self.setProperty("ring", True)
        self.setProperty("ringtrim", 9 if look == "tab" else 0)
        self._tab_stop(False)
        self.toggled.connect(self._tab_stop)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        wide = QSizePolicy.Policy.Preferred if look == "segment" else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    def _tab_stop(self, on: bool) -> None:
        """Tab comes to the option that is on; the arrow keys go to the others."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)

    def sizeHint(self) -> QSize:
        wide = paint.width(self.text(), "strong") if self.text() else 16
        if self.count:
            wide += (
                6 + paint.width(self.count, "metastrong") + (12 if self.look == "segment" else 0)
            )
        side = (13 if self.text() else 9) if self.look == "segment" else 0
        high = max(28, theme.px(28)) if self.look == "segment" else max(43, theme.px(36))
        return QSize(round(wide + 2 * side), high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, middle = self.isChecked(), self.height() / 2
        if self.look == "segment" and on:
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.setBrush(theme.color("seg"))
            painter.drawRoundedRect(box, 5, 5)
        ink = "text" if on else ("text2" if self.isEnabled() else "text3")
        if self.icon_name:
            icons.draw(painter, self.icon_name, (self.width() - 16) / 2, middle, ink)
        room = self.sizeHint().width()
        x = (self.width() - room) / 2 + (13 if self.look == "segment" else 0)
        if self.text():
            style = "strong" if self.look == "segment" or on else "body"
            x += paint.draw_text(painter, x, middle, self.text(), style, ink)
        if self.count:
            self._count(painter, x + 6, middle)
        if self.look == "tab" and on:
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), theme.color("accent"))
        painter.end()

    def _count(self, painter: QPainter, x: float, middle: float) -> None:
        if self.look == "tab":
            paint.draw_text(painter, x, middle, self.count, "meta", "text3")
            return
        wide = paint.width(self.count, "small") + 12
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("tint2"))
        painter.drawRoundedRect(QRectF(x, middle - 8, wide, 16), 8, 8)
        paint.draw_text(painter, x + 6, middle, self.count, "small", "accent")


class Choice(QWidget):
    """A row of options of which one is on; `chosen` when the user, or `choose`, turned to it."""

    chosen = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str, str]], *, look: str, prefix: str, spoken: str
    ) -> None:
        """`options` are (key, words, icon or ""); objectNames are `prefix-key`."""
        super().__init__()
        self.look = look
        self.setAccessibleName(spoken)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        edge = 2 if look == "segment" else 0
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(0 if look == "segment" else 18)
        self.options: dict[str, Option] = {}
        for key, text, icon in options:
            option = Option(key, text, icon, f"{prefix}-{key}", look)
            self.options[key] = option
            self._group.addButton(option)
            row.addWidget(option)
        if look == "tab":
            row.addStretch(1)
        self._group.buttonClicked.connect(self._clicked)
        first = next(iter(self.options.values()))
        first.setChecked(True)
        fixed = QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Maximum if look == "segment" else fixed, fixed)

    def _clicked(self, option: QAbstractButton) -> None:
        if isinstance(option, Option):
            self.chosen.emit(option.key)

    @property
    def current(self) -> str:
        """The key of the option that is on."""
        return next((key for key, option in self.options.items() if option.isChecked()), "")

    def choose(self, key: str) -> None:
        """Turn to an option, and say so."""
        self.show_as(key)
        self.chosen.emit(key)

    def show_as(self, key: str) -> None:
        """Show an option as on without saying so."""
        self.options[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """The number beside an option; nothing for 0."""
        option = self.options[key]
        option.count = f"{count:,}" if count else ""
        option.setAccessibleName(f"{option.text()} {option.count}".strip())
        option.updateGeometry()
        option.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.look != "segment":
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        painter.end()
