"""Everything one can do, said once: a command feeds its button, its shortcut and the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.components.button import Button


def _always() -> str:
    return ""


@dataclass
class Command:
    """One thing to do. `why_not` says why it cannot be done now, empty when it can.

    `shown` is whether it is there at all now; `listed` whether the palette offers it;
    `global_keys` whether its keys work anywhere.
    """

    id: str
    text: str
    run: Callable[[], object]
    group: str = "Colophon"
    icon: str = "chevron-right"
    keys: str = ""
    why_not: Callable[[], str] = _always
    shown: Callable[[], bool] = field(default=lambda: True)
    words: str = ""
    global_keys: bool = True
    listed: bool = True


class Commands(QObject):
    """All commands of a window."""

    refreshed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._all: dict[str, Command] = {}
        self._buttons: list[tuple[str, Button]] = []

    def add(self, command: Command) -> Command:
        """Make a command known and its keys work."""
        self._all[command.id] = command
        if command.keys and command.global_keys:
            shortcut = QShortcut(QKeySequence(command.keys), self._window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda: self.run(command.id))
        return command

    def get(self, name: str) -> Command:
        """The command of that id."""
        return self._all[name]

    def all(self) -> list[Command]:
        """Every command offered now, in the order they were added."""
        return [command for command in self._all.values() if command.listed and command.shown()]

    def run(self, name: str) -> bool:
        """Do it, if it can be done now."""
        command = self._all[name]
        if not command.shown() or command.why_not():
            return False
        command.run()
        return True

    def button(self, name: str, look: str = "plain", text: str = "", keys: bool = True) -> Button:
        """A button for a command, named after it; greyed with its reason as the tooltip."""
        command = self._all[name]
        button = Button(
            text or command.text, look, icon=command.icon if look != "link" else "",
            keys=command.keys if keys else "", name=name,
        )  # fmt: skip
        button.clicked.connect(lambda: self.run(name))
        self._buttons.append((name, button))
        button.destroyed.connect(lambda: self._drop(button))
        self._show(name, button)
        return button

    def _drop(self, button: Button) -> None:
        self._buttons = [(n, b) for n, b in self._buttons if b is not button]

    def _show(self, name: str, button: Button) -> None:
        why = self._all[name].why_not()
        button.setEnabled(not why)
        button.setToolTip(why)
        button.setAccessibleDescription(why)

    def refresh(self) -> None:
        """Ask again which commands can be done."""
        for name, button in self._buttons:
            self._show(name, button)
        self.refreshed.emit()
