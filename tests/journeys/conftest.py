"""Journeys go through the window alone: by objectName, waiting for what is to be seen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from db.acts.founding import make_newsroom
from db.acts.register import add_contributor
from db.newsroom import Newsroom

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("COLOPHON_KEYS", "memory")


class Hands:
    """A person at the keyboard and the mouse."""

    def __init__(self, bot, window) -> None:
        self.bot, self.window = bot, window

    def find(self, name: str) -> QWidget:
        """The widget of that name that is to be seen."""
        return next(w for w in self.window.findChildren(QWidget, name) if w.isVisible())

    def sees(self, name: str) -> bool:
        """Whether a widget of that name is to be seen."""
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def wait(self, what: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.bot.waitUntil(lambda: bool(what()), timeout=20_000)

    def click(self, name: str) -> None:
        """Click, once it is there and can be clicked."""
        self.wait(lambda: self.sees(name) and self.find(name).isEnabled())
        self.bot.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str) -> None:
        """Type into a field."""
        self.wait(lambda: self.sees(name))
        widget = self.find(name)
        widget.setFocus()
        for letter in text:
            if letter.isascii():
                self.bot.keyClicks(widget, letter)
            else:  # what no key has comes through an input method
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(widget, event)

    def key(self, name: str, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key in a widget."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.bot.keyClick(self.find(name), key, held)

    def text(self, name: str) -> str:
        """What a field of the page holds."""
        return self.find(name).document().toRawText().replace("\u2029", "\n")

    def act_as(self, person: str) -> None:
        """Act as somebody else, through the palette's own way."""
        from desktop.settings.acting import act_as

        act_as(self.window, person)
        self.wait(lambda: self.window.context.acting == person)


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The program, styled as it is started."""
    from desktop.app import make_application

    return make_application()


@pytest.fixture
def open_window(qtbot, app) -> Iterator[Callable[..., Hands]]:
    """Opens windows, and closes them at the end."""
    from desktop.app import open_window

    opened = []

    def make(path: Path, acting: str | None = None) -> Hands:
        window = open_window(path, acting)
        opened.append(window)
        return Hands(qtbot, window)

    yield make
    for window in opened:
        window.close()
        window.deleteLater()


def of_three(path: Path) -> Newsroom:
    """A newsroom of three: its CEO, an editor, a reporter; and an AI."""
    made = make_newsroom(path, name="Journey", ceo="Cleo")
    add_contributor(made, "Cleo", "Edda", "editor")
    add_contributor(made, "Cleo", "Rhea", "reporter")
    add_contributor(
        made, "Cleo", "Lumen 2", "ai", provider="Northlight", model="Lumen", answers_to="Cleo"
    )
    return made


@pytest.fixture
def newsroom(copy_of) -> Path:
    """Where a newsroom of three is: its CEO, an editor, a reporter; and an AI."""
    return copy_of(of_three)
