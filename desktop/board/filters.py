"""The row of filters over the Board; each is a chip with a menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop import times
from desktop.board import SHOWN
from desktop.components.button import Button, Chip
from desktop.context import Context
from desktop.theme import LANGUAGES, STATE_WORDS


@dataclass(frozen=True)
class Option:
    """One value of a filter: its words, and what it asks the newsroom for."""

    words: str
    asks: tuple[tuple[str, Any], ...]


class FilterChip(Chip):
    """A chip whose cross clears it."""

    cleared = Signal()
    asked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        clear = inside and self.on_clear(event.position().x())
        super().mouseReleaseEvent(event)
        if clear:
            self.cleared.emit()

    def on_click(self) -> None:
        """Ask for the menu."""
        self.asked.emit()


class Filters(QWidget):
    """What the Board is narrowed to; `changed` after each choice."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.values: dict[str, Option] = {}
        self.order = "updated"
        self._clearing = False
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        self.chips: dict[str, FilterChip] = {}
        for key, words in (
            ("state", "State"), ("desk", "Desk"), ("with", "With"), ("due", "Due"),
            ("language", "Language"), ("ai", "AI share"), ("called", "Mentions"), ("held", "Held"),
        ):  # fmt: skip
            chip = FilterChip(words, f"filter-{key}")
            chip.clicked.connect(lambda _on=False, key=key: self._clicked(key))
            chip.cleared.connect(lambda key=key: self.clear(key))
            self.chips[key] = chip
            row.addWidget(chip)
        self.clear_button = Button("Clear", "quiet", name="filter-clear")
        self.clear_button.clicked.connect(lambda: self.clear())
        row.addWidget(self.clear_button)
        row.addStretch(1)
        self.sort = Button("", "quiet", name="board-sort")
        self.sort.end_icon = "arrow-up-down"
        self.sort.clicked.connect(self.turn_order)
        row.addWidget(self.sort)
        self._show()

    def _options(self, key: str) -> list[Option]:
        context = self.context
        if key == "state":
            return [Option(words, (("state", state),)) for state, words in STATE_WORDS.items()]
        if key == "desk":
            return [Option(desk, (("desk", desk),)) for desk in context.desks]
        if key == "with":
            people = [p for p in context.people if p.kind != "ai" and p.active]
            return [Option(p.name, (("assigned_to", p.id),)) for p in people]
        if key == "due":
            return [
                Option("overdue", (("due_before", _now()),)),
                Option("today", (("due_before", times.end_of_day(0)),)),
                Option("by tomorrow", (("due_before", times.end_of_day(1)),)),
                Option("in 7 days", (("due_before", times.end_of_day(7)),)),
            ]
        if key == "language":
            return [Option(name, (("language", code),)) for code, name in LANGUAGES.items()]
        if key == "ai":
            return [
                Option("no AI", (("ai_max", 0.0),)),
                Option("some AI", (("ai_min", 0.000001),)),
                Option("25 % or more", (("ai_min", 0.25),)),
                Option("50 % or more", (("ai_min", 0.5),)),
            ]
        if key == "called":
            return [Option("of you", (("called", True),))]
        return [Option("only held", (("held", True),)), Option("not held", (("held", False),))]

    def _clicked(self, key: str) -> None:
        chip = self.chips[key]
        place = chip.mapFromGlobal(chip.cursor().pos())
        if chip.underMouse() and chip.on_clear(place.x()):
            return
        menu = QMenu(self)
        menu.setObjectName(f"menu-{key}")
        for option in self._options(key):
            action = QAction(option.words, menu)
            action.setCheckable(True)
            action.setChecked(self.values.get(key) == option)
            action.triggered.connect(lambda _on=False, o=option: self.set(key, o))
            menu.addAction(action)
        if not menu.actions():
            none = menu.addAction("No desks are set up yet")
            none.setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))

    def set(self, key: str, option: Option) -> None:
        """Narrow by one filter."""
        self.values[key] = option
        self._show()
        self.changed.emit()

    def clear(self, key: str = "") -> None:
        """Take one filter away, or all of them."""
        if key:
            self.values.pop(key, None)
        else:
            self.values.clear()
        self._show()
        self.changed.emit()

    def turn_order(self) -> None:
        """Sort by deadline, or by what was touched last."""
        self.order = "due" if self.order == "updated" else "updated"
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for key, chip in self.chips.items():
            option = self.values.get(key)
            chip.set_value(option.words if option else "")
        self.clear_button.setVisible(bool(self.values))
        by = "deadline" if self.order == "due" else "last touched"
        self.sort.setText(f"Sorted by {by}")

    def only(self, state: str) -> None:
        """Show only pieces of one state."""
        self.set("state", Option(STATE_WORDS[state], (("state", state),)))

    @property
    def states(self) -> tuple[str, ...]:
        """The states that are shown as columns."""
        option = self.values.get("state")
        return (str(option.asks[0][1]),) if option else SHOWN

    def asks(self) -> dict[str, Any]:
        """What to ask the newsroom for."""
        wanted: dict[str, Any] = {"order": self.order}
        for option in self.values.values():
            wanted |= dict(option.asks)
        return wanted


def _now() -> str:
    from db.terms import now

    return now()
