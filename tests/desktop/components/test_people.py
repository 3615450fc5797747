"""Who else has a piece open."""

from __future__ import annotations

import pytest

from desktop.components.people import avatars


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("Cleo", "ceo", "Cleo, CEO, has this piece open too"),
        ("Edda", "editor", "Edda, editor, has this piece open too"),
    ],
)
def test_who_has_it_open_is_said_by_name_and_kind(qtbot, name, kind, said):
    (avatar,) = avatars([(name, kind)])
    qtbot.addWidget(avatar)
    assert avatar.toolTip() == said
