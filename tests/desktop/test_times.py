"""Deadlines and moments as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop import times

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC).astimezone()


def stamp(**later: float) -> str:
    then = NOW.astimezone(UTC) + timedelta(**later)
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_overdue_pieces_say_by_how_much():
    assert times.due(stamp(minutes=-20), "draft", NOW) == ("20 min overdue", "danger")
    assert times.due(stamp(hours=-3), "edit", NOW) == ("3 h overdue", "danger")
    assert times.due(stamp(days=-2), "edit", NOW) == ("2 d overdue", "danger")


def test_a_published_piece_is_never_overdue():
    assert times.due(stamp(days=-2), "published", NOW).color == "text2"


def test_nothing_is_said_without_a_deadline():
    assert times.due(None) == ("", "text2")


def test_near_days_have_names():
    assert times.moment(stamp(hours=0), NOW).startswith("Today ")
    assert times.day(NOW + timedelta(days=1), NOW) == "Tomorrow"
    assert times.day(NOW - timedelta(days=1), NOW) == "Yesterday"
