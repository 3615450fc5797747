"""What all tests share: keys that are thrown away, and how long the long ones run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.acts.founding import make_newsroom
from db.acts.register import add_contributor
from db.ledger import keys
from db.newsroom import Newsroom, open_newsroom

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


@pytest.fixture(scope="session")
def _made() -> dict[Callable[[Path], Newsroom], tuple[Path, dict[str, str]]]:
    return {}


@pytest.fixture
def copy_of(tmp_path, tmp_path_factory, monkeypatch, _made) -> Callable[..., Path]:
    """`copy_of(make)` is where a newsroom lies that `make` made, its keys in memory: it is made once
    in a run, and copied for each test."""

    def copied(make: Callable[[Path], Newsroom]) -> Path:
        if make not in _made:
            folder = tmp_path_factory.mktemp("made")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(keys, "_memory", {})
                make(folder / "newsroom.colophon").close()
                _made[make] = folder, keys._memory
        folder, secrets = _made[make]
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        monkeypatch.setattr(keys, "_memory", {**keys._memory, **secrets})
        return tmp_path / "newsroom.colophon"

    return copied


@pytest.fixture
def room(copy_of) -> Iterator[Newsroom]:
    """An open newsroom: Cleo (CEO), Edda and Egon (editors), Rhea, Fay, and the AI Lumen."""
    newsroom = open_newsroom(copy_of(staffed))
    yield newsroom
    newsroom.close()
