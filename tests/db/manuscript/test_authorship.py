"""`who` is right about every character, whatever was done to the text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from db.ledger.audit import verify
from db.ledger.doctor import examine

sys.path.insert(0, str(Path(__file__).parent))
from writers import Round, same_from_a_later_snapshot

ROUNDS = 1000
SHARES = 10


@pytest.mark.parametrize("first", range(SHARES))
def test_random_sessions_agree_with_who(room, share, first):
    rounds = range(first, share(ROUNDS), SHARES)
    for seed in rounds:
        one = Round(room, seed)
        one.open_all()
        for _ in range(one.random.randint(20, 90)):
            one.step()
        one.finish()
        one.agrees(room)
    assert verify(room, texts=True).ok
    assert examine(room) == []


def test_an_earlier_moment_is_the_same_from_a_later_snapshot(room):
    found = 0
    for seed in range(3):
        one = Round(room, 7000 + seed)
        one.open_all()
        for _ in range(60):
            one.step()
        one.finish()
        found += same_from_a_later_snapshot(room, one.article)
    assert found
