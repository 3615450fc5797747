"""The pastes that stand in a text are listed with their words and their sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.acts.editing import EditingSession
from db.acts.founding import make_newsroom
from db.acts.writing import new_article
from db.newsroom import Newsroom
from db.pastes import pastes


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    monkeypatch.setenv("COLOPHON_KEYS", "memory")
    made = make_newsroom(tmp_path / "n.colophon", name="Test", ceo="Cleo")
    yield made
    made.close()


def test_each_paste_stands_once_with_what_is_left_of_it(newsroom: Newsroom) -> None:
    article = new_article(newsroom, "Cleo").article
    session = EditingSession.open(newsroom, "Cleo", article)
    session.splice("body", 0, 0, "Typed. ")
    first = session.paste("body", 7, 0, "ঢাকা said so 😀.", None)
    second = session.paste("headline", 0, 0, "A headline", None)
    session.splice("body", 9, 0, " and ")  # the first paste is in two pieces now
    session.flush()
    session.name_source(second, "An agency")
    with newsroom.read() as reading:
        found = {paste.number: paste for paste in pastes(reading, article)}
    assert found[first].words == "ঢাকা said so 😀."
    assert (found[first].part, found[first].start, found[first].source) == ("body", 7, None)
    assert found[second].source == "An agency"
    session.close()
