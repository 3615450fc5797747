"""An encrypted newsroom, and where its key is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.ledger import keys
from db.newsroom import Newsroom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """Encrypted and open: Cleo (CEO), Edda and Egon (editors), Rhea, Fay, and the AI Lumen."""
    from tests.conftest import staffed

    made = staffed(tmp_path / "newsroom.colophon", encrypted=True)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _own_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that are thrown away with the test."""
    monkeypatch.setattr(keys, "_memory", {})


@pytest.fixture
def key_file(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys in a file elsewhere, for tests with processes of their own; ask for it before `room`."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    monkeypatch.setenv("COLOPHON_KEYS", f"file:{path}")
    return path
