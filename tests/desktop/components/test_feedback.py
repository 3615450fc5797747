"""What an error says, and what it left as it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.components.feedback import ErrorBar, kept_safe
from desktop.not_opened import NotOpened


@pytest.mark.parametrize(
    ("safe", "said"),
    [
        ("Nothing was changed.", "Nothing was changed."),
        ("nothing on this computer was changed", "Nothing on this computer was changed"),
        ("Every word is here", "Kept safe: every word is here"),
    ],
)
def test_that_nothing_was_changed_is_said_by_itself(safe, said):
    assert kept_safe(safe) == said


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("button", ["error-action", "error-close"])
def test_a_click_on_a_message_leaves_the_keyboard_where_one_works(qtbot, button):
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    field, bar, after = QLineEdit(), ErrorBar(), QLineEdit()
    for widget in (field, bar, after):
        column.addWidget(widget)
    page.show()
    field.setFocus()
    bar.tell("It is full", "Make room", do=lambda: None)
    qtbot.mouseClick(bar.findChild(QWidget, button), Qt.MouseButton.LeftButton)
    assert not bar.isVisible() and page.focusWidget() is field


def test_a_newsroom_that_is_away_says_once_to_try_again(qtbot):
    page = NotOpened()
    qtbot.addWidget(page)
    page.fail("The newsroom’s server is away.", "Try again later.", "offline")
    assert page.title.text() == "This newsroom is away" and page.fix.text() == "Try again later."
    page.fail("It is full.", "Make room.", "")
    assert page.fix.text() == "Make room, then try again."
