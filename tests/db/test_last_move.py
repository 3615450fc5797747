"""The last step of a piece is told with who took it and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.acts.founding import make_newsroom
from db.acts.moving import send_back, submit
from db.acts.register import add_contributor
from db.acts.writing import new_article, write_text
from db.last_move import LastMove, last_move


def test_a_reason_stays_with_its_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLOPHON_KEYS", "memory")
    newsroom = make_newsroom(tmp_path / "n.colophon", name="Test", ceo="Cleo")
    add_contributor(newsroom, "Cleo", "Rhea", "reporter")
    article = new_article(newsroom, "Rhea", "A headline").article
    write_text(newsroom, "Rhea", article, "Words.")
    with newsroom.read() as session:
        assert last_move(session, article) is None
    submit(newsroom, "Rhea", article)
    send_back(newsroom, "Cleo", article, "Who said so?")
    with newsroom.read() as session:
        assert last_move(session, article) == LastMove("moved.return", "Cleo", "Who said so?")
    newsroom.close()
