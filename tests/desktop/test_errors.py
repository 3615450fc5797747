"""Errors as the screens say them."""

from __future__ import annotations

from db.refusal import Refused
from desktop.errors import tell


def test_a_refusal_is_said_with_capitals_full_stops_and_real_apostrophes():
    told = tell(Refused("offline", "the newsroom's server said 'no'", "ask Cleo's successor"))
    assert told == ("The newsroom’s server said 'no'.", "Ask Cleo’s successor.", "offline")


def test_a_fix_for_the_command_line_names_no_command_on_a_screen():
    told = tell(
        Refused("no-key", "this computer keeps no password", "come in first: colophon login")
    )
    assert told.fix == "Come in first."
