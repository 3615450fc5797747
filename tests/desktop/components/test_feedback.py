"""What an error says, and what it left as it was."""

from __future__ import annotations

import pytest

from desktop.components.feedback import kept_safe
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


def test_a_newsroom_that_is_away_says_once_to_try_again(qtbot):
    page = NotOpened()
    qtbot.addWidget(page)
    page.fail("The newsroom’s server is away.", "Try again later.", "offline")
    assert page.title.text() == "This newsroom is away" and page.fix.text() == "Try again later."
    page.fail("It is full.", "Make room.", "")
    assert page.fix.text() == "Make room, then try again."
