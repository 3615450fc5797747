"""Lists of the record page: checkpoints made, and what was taken out of the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import icons, times
from desktop.components import paint
from desktop.components.button import Button
from desktop.components.label import Label
from desktop.components.parts import name_of
from desktop.theme import theme

if TYPE_CHECKING:
    from db.standing import Checkpoint, Erasure

#: So many lines are shown before one asks for all.
FEW = 4


class Line(QWidget):
    """Two lines of words with an icon in front, a time behind, and a button where there is one."""

    def __init__(
        self, icon: str, first: str, second: str, when: str, button: Button | None = None
    ) -> None:
        super().__init__()
        self.icon, self.first, self.second, self.when = icon, first, second, when
        self.button = button
        self.setAccessibleName(f"{first}. {second}. {when}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        if button is not None:
            row.addWidget(button)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedHeight(max(44, theme.px(44)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle, apart = self.height() / 2, theme.px(9)
        right = self.width() - (self.button.width() + 8 if self.button is not None else 0)
        icons.draw(painter, self.icon, 0, middle, "text3")
        wide = paint.draw_text(
            painter, right, middle - apart, self.when, "meta", "text2", right=True
        )
        room = right - 28
        paint.draw_text(painter, 28, middle - apart, self.first, "strong", most=room - wide - 12)
        paint.draw_text(painter, 28, middle + apart, self.second, "meta", "text2", most=room)
        painter.end()


class Lines(QWidget):
    """The newest few lines, and the rest when asked for."""

    def __init__(self, name: str, empty: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.empty = Label(empty, "body", "text2", name=f"{name}-empty")
        self.more = Button("", "link", name=f"{name}-more")
        self.more.clicked.connect(self._all)
        self.lines: list[Line] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.empty)
        column.addLayout(self._column)
        column.addWidget(self.more)
        self._open = False
        self._make: list[Callable[[], Line]] = []
        self.more.hide()

    def show_lines(self, make: Sequence[Callable[[], Line]]) -> None:
        """Show other lines; each is made only when it is shown."""
        self._make = list(make)
        self._fill()

    def _all(self) -> None:
        self._open = True
        self._fill()

    def _fill(self) -> None:
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        shown = self._make if self._open else self._make[:FEW]
        self.lines = [make() for make in shown]
        for line in self.lines:
            self._column.addWidget(line)
        self.empty.setVisible(not self._make)
        hidden = len(self._make) - len(shown)
        self.more.setVisible(hidden > 0)
        self.more.setText(f"{hidden:,} more")


def checkpoint_line(found: Checkpoint, copied: Callable[[], object]) -> Callable[[], Line]:
    """A checkpoint, with a button that copies its note."""

    def copy() -> None:
        QGuiApplication.clipboard().setText(found.text)
        copied()

    def make() -> Line:
        button = Button("", "quiet", icon="copy", name=f"copy-{found.seq}",
                        tip=f"Copy the checkpoint of {found.touches:,} touches")  # fmt: skip
        button.clicked.connect(copy)
        return Line("shield-check", f"{found.touches:,} touches", f"Signed by {found.by}",
                    times.moment(found.at), button)  # fmt: skip

    return make


def erasure_line(found: Erasure) -> Callable[[], Line]:
    """What was erased or redacted, of what, by whom, and why where that is not sealed."""
    why = found.reason or "why is sealed with the escalation"
    if found.kind == "redacted":
        number, _, part = found.what.rpartition(" of ")
        first = f"Redacted: {number} of the {name_of(part).lower()} of “{found.of}”"
    else:
        first = f"Erased: {found.what}, of {found.of}"

    return lambda: Line("trash-2", first, f"By {found.by}: {why}", times.moment(found.at))
