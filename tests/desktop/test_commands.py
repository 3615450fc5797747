"""A command feeds its button, its keys and the palette, and says why it cannot be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.commands import Command, Commands
from desktop.palette import Palette, found


def test_a_command_that_cannot_be_done_greys_its_button_and_says_why(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    done, why = [], ["write something first"]
    commands = Commands(window)
    commands.add(Command("send", "Send", lambda: done.append(1), why_not=lambda: why[0]))
    button = commands.button("send")
    assert not button.isEnabled()
    assert button.toolTip() == "write something first"
    assert not commands.run("send")
    why[0] = ""
    commands.refresh()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]
    button.deleteLater()


def test_the_palette_shows_the_reason_and_does_not_run(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    done = []
    commands = Commands(window)
    commands.add(Command("publish", "Publish", lambda: done.append("p"), why_not=lambda: "3 left"))
    commands.add(Command("print", "Print", lambda: done.append("q")))
    palette = Palette(window, commands)
    window.show()
    palette.open()
    palette.field.setText("publ")
    assert [(e.text, e.hint, e.enabled) for e in palette.entries] == [("Publish", "3 left", False)]
    palette.run_current()
    assert done == []
    palette.field.setText("pri")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["q"]
    assert not palette.isVisible()


def test_words_are_found_anywhere_and_all_of_them():
    assert found("Export published pieces", "pub ex") == [(0, 2), (7, 10)]
    assert found("Export", "pub") is None
    assert found("anything", "") == []
