"""What all tests share: keys that are thrown away, and how long the long ones run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.acts.founding import make_newsroom
from db.acts.register import add_contributor
from db.newsroom import Newsroom

#: The plain run takes a seeded twentieth of the long tests.
SOAK = bool(os.environ.get("COLOPHON_SOAK"))


@pytest.fixture
def share():
    """How many of `n` rounds to run."""
    return lambda n: n if SOAK else max(1, n // 20)


@pytest.fixture(autouse=True)
def _thrown_away_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLOPHON_KEYS", "memory")
    for name in ("COLOPHON_NEWSROOM", "COLOPHON_AS"):
        monkeypatch.delenv(name, raising=False)


def staffed(path: Path, encrypted: bool = False) -> Newsroom:
    """A newsroom with every kind of contributor."""
    newsroom = make_newsroom(path, name="Test", ceo="Cleo", encrypted=encrypted)
    for name, kind in (
        ("Edda", "editor"), ("Egon", "editor"), ("Rhea", "reporter"), ("Fay", "freelancer"),
    ):  # fmt: skip
        add_contributor(newsroom, "Cleo", name, kind)
    add_contributor(
        newsroom, "Cleo", "Lumen", "ai", provider="Northlight", model="lumen", answers_to="Edda"
    )
    return newsroom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """An open newsroom: Cleo (CEO), Edda and Egon (editors), Rhea, Fay, and the AI Lumen."""
    newsroom = staffed(tmp_path / "newsroom.colophon")
    yield newsroom
    newsroom.close()
