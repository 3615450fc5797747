"""The command palette: every command and every article, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)  # fmt: skip
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import icons
from desktop.commands import Command, Commands
from desktop.components import paint
from desktop.theme import theme

WIDE, ROW, HEAD, FOOT, FIELD, MOST = 680, 40, 30, 40, 56, 9


FIRST = "This article"


@dataclass
class Entry:
    """One line of the palette."""

    text: str
    group: str
    run: Callable[[], object]
    icon: str = ""
    state: str = ""
    hint: str = ""
    keys: str = ""
    enabled: bool = True


def found(text: str, wanted: str) -> list[tuple[int, int]] | None:
    """Where the words of `wanted` stand in `text`, or None if one is missing."""
    low = text.lower()
    places = []
    for word in wanted.lower().split():
        at = low.find(word)
        if at < 0:
            return None
        places.append((at, at + len(word)))
    return sorted(places)


class Palette(QWidget):
    """Lies over the window while open; Esc or a click beside it closes it."""

    closed = Signal()

    def __init__(self, window: QWidget, commands: Commands) -> None:
        super().__init__(window)
        self.commands = commands
        self.look_up: Callable[[str, Callable[[list[Entry]], None]], Any] | None = None
        self.setObjectName("palette")
        self.setAccessibleName("Commands")
        self.name_of: Callable[[str], str] = lambda group: group
        self.entries: list[Entry] = []
        self._articles: list[Entry] = []
        self._current, self._first, self._asked = 0, 0, ""
        self.field = QLineEdit(self)
        self.field.setObjectName("palette-field")
        self.field.setAccessibleName("Find a command or an article")
        self.field.setPlaceholderText("Do something, or open an article")
        self.field.setFrame(False)
        self.field.setStyleSheet("background: transparent; border: none;")
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(120)
        self._timer.timeout.connect(self._ask)
        self._back: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def _cover(self) -> None:
        """Lie over the whole window."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def open(self) -> None:
        """Show it, with the keyboard in its field."""
        self._back = self.window().focusWidget()
        self._cover()
        self.field.setFont(theme.font("palette"))
        self.field.clear()
        self._articles = []
        self._look("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def close_palette(self) -> None:
        """Go back to where one was."""
        self.hide()
        if self._back is not None:
            self._back.setFocus()
        self.closed.emit()

    def _box(self) -> QRectF:
        wide = min(WIDE, self.width() - 40)
        return QRectF((self.width() - wide) / 2, min(104, self.height() * 0.13), wide, self._high())

    def _high(self) -> float:
        rows = self._shown()
        heads = len({entry.group for entry in rows})
        return FIELD + max(1, len(rows)) * ROW + heads * HEAD + 12 + FOOT

    def _shown(self) -> list[Entry]:
        return self.entries[self._first : self._first + MOST]

    def _place(self) -> None:
        box = self._box()
        left, top, wide = round(box.x()), round(box.y()), round(box.width())
        self.field.setGeometry(left + 52, top + 12, wide - 120, 32)

    def _look(self, wanted: str) -> None:
        out = []
        for command in self.commands.all():
            text = f"{command.text} {command.words}"
            if found(text, wanted) is not None:
                out.append(self._of(command))
        groups = list(dict.fromkeys(entry.group for entry in out))
        groups.sort(key=lambda group: group != FIRST)
        out.sort(key=lambda entry: groups.index(entry.group))
        if wanted.strip():  # names before what is only said of a command, inside its group
            out.sort(key=lambda e: (groups.index(e.group), found(e.text, wanted) is None))
        keep = [entry for entry in self._articles if found(entry.text, wanted) is not None]
        self._articles = keep
        self.entries = out + keep
        self._current = self._first = 0
        self._place()
        self.update()
        if wanted.strip() and self.look_up is not None:
            self._timer.start()

    def _of(self, command: Command) -> Entry:
        why = command.why_not()
        return Entry(
            command.text, command.group, lambda: self.commands.run(command.id), command.icon,
            hint=why, keys=command.keys, enabled=not why,
        )  # fmt: skip

    def _ask(self) -> None:
        wanted = self.field.text().strip()
        self._asked = wanted
        if self.look_up is not None and wanted:
            self.look_up(wanted, lambda entries: self._answered(wanted, entries))

    def _answered(self, wanted: str, entries: list[Entry]) -> None:
        if wanted != self._asked or not self.isVisible():
            return
        self.entries = [entry for entry in self.entries if entry.group != "Articles"] + entries
        self._articles = entries
        self._current = min(self._current, max(0, len(self.entries) - 1))
        self._place()
        self.update()

    def _move(self, way: int) -> None:
        if not self.entries:
            return
        self._current = (self._current + way) % len(self.entries)
        if self._current < self._first:
            self._first = self._current
        elif self._current >= self._first + MOST:
            self._first = self._current - MOST + 1
        self.field.setAccessibleDescription(self.entries[self._current].text)
        self.update()

    def run_current(self) -> None:
        """Do what the current line says, if it can be done."""
        if not self.entries:
            return
        entry = self.entries[self._current]
        if entry.enabled:
            self.close_palette()
            entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget():
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._cover()
                self._place()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.close_palette()
            elif key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
                self._move(1)
            elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
                self._move(-1)
            elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run_current()
            else:
                return False
            return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if not self._box().contains(place):
            self.close_palette()
            return
        for n, (_entry, _head, y) in enumerate(self._lines()):
            if y <= place.y() < y + ROW:
                self._current = self._first + n
                self.update()
                self.run_current()
                return

    def _lines(self) -> list[tuple[Entry, bool, float]]:
        out, y, group = [], self._box().y() + FIELD + 4, ""
        for entry in self._shown():
            head = entry.group != group
            if head:
                y += HEAD
                group = entry.group
            out.append((entry, head, y))
            y += ROW
        return out

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 46 if not theme.dark else 110))
        box = self._box()
        paint.draw_shadow(painter, box, 12, 28)
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        icons.draw(painter, "search", box.x() + 24, box.y() + 28, "text2")
        wide = paint.keycap_width("Esc")
        paint.draw_keycap(painter, box.right() - 24 - wide, box.y() + 28, "Esc")
        line = theme.color("line")
        painter.fillRect(QRectF(box.x(), box.y() + FIELD, box.width(), 1), line)
        self._draw_rows(painter, box)
        top = box.bottom() - FOOT
        painter.fillRect(QRectF(box.x(), top, box.width(), 1), line)
        self._draw_foot(painter, box, top + FOOT / 2)
        painter.end()

    def _draw_rows(self, painter: QPainter, box: QRectF) -> None:
        if not self.entries:
            paint.draw_text(painter, box.x() + 24, box.y() + FIELD + 26,
                            "Nothing is called that. Try another word.", "body", "text2")  # fmt: skip
        for n, (entry, head, y) in enumerate(self._lines()):
            if head:
                name = self.name_of(entry.group)
                paint.draw_text(painter, box.x() + 24, y - 11, name, "metastrong", "text2",
                                most=box.width() - 48)  # fmt: skip
            if self._first + n == self._current:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("tint"))
                painter.drawRoundedRect(QRectF(box.x() + 8, y, box.width() - 16, ROW), 6, 6)
            self._draw_row(painter, box, entry, y + ROW / 2, self._first + n == self._current)

    def _draw_row(
        self, painter: QPainter, box: QRectF, entry: Entry, middle: float, current: bool
    ) -> None:
        ink = "text" if entry.enabled else "text3"
        if entry.state:
            paint.draw_state(painter, box.x() + 27, middle, entry.state)
        else:
            token = "accent" if current and entry.enabled else "text2"
            icons.draw(painter, entry.icon, box.x() + 24, middle, token)
        right = box.right() - 24
        for key in reversed(paint.keys_of(entry.keys) if entry.keys else []):
            right -= paint.keycap_width(key)
            paint.draw_keycap(painter, right, middle, key)
            right -= 4
        x = box.x() + 54
        style = "row" if entry.state else "palette"
        x += self._draw_found(painter, x, middle, entry.text, style, ink, right - x - 8)
        if entry.hint and right - x > 60:
            paint.draw_text(
                painter, x + 10, middle, entry.hint, "meta", "text2", most=right - x - 18
            )

    def _draw_found(
        self, painter: QPainter, x: float, middle: float, text: str, style: str, ink: str,
        most: float,
    ) -> float:  # fmt: skip
        """A line with the letters that were typed in bold; how wide it was."""
        places = found(text, self.field.text()) or []
        if not places or paint.width(text, style) + 8 > most:
            return paint.draw_text(painter, x, middle, text, style, ink, most=most)
        start, at = x, 0
        base = middle + paint.metrics(style).capHeight() / 2
        painter.setPen(theme.color(ink))
        for low, high in [*places, (len(text), len(text))]:
            for words, heavy in ((text[at:low], False), (text[max(at, low) : high], True)):
                font = QFont(theme.font(style))
                if heavy:
                    font.setWeight(QFont.Weight.Bold)
                painter.setFont(font)
                painter.drawText(QPointF(x, base), words)
                x += QFontMetricsF(font).horizontalAdvance(words)
            at = max(at, high)
        return x - start

    def _draw_foot(self, painter: QPainter, box: QRectF, middle: float) -> None:
        x = box.x() + 24
        for keys, words in ((("↑", "↓"), "move"), (("↵",), "run")):
            for key in keys:
                x += paint.draw_keycap(painter, x, middle, key) + 6
            x += paint.draw_text(painter, x, middle, words, "meta", "text2") + 16
        said = f"{len(self.entries)} found"
        paint.draw_text(painter, box.right() - 24, middle, said, "meta", "text2", right=True)
