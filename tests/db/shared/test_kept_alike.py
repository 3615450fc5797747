"""What is kept of a piece tells all that the newsroom tells of it: the Desk reads either."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from db import reading
from db.acts.fonts import add_font
from db.acts.matters.holding import set_hold
from db.acts.matters.opening import Complaint, open_matter
from db.acts.register import end_contributor
from db.bureau.bureau import Bureau
from db.comments import comments
from db.ledger.transferring import transfer
from db.models.article import Article
from db.pastes import pastes
from desktop.desk.state import look
from desktop.sample import add_sample

FONT = Path(__file__).parents[3] / "resources" / "fonts" / "Inter_400Regular.ttf"


def told(session, actor: str, article: str) -> dict[str, object]:
    """All that the Desk asks about a piece."""
    return {
        "standing": look(session, actor, article),
        "changes": reading.changes(session, article),
        "who": reading.who(session, article),
        "history": reading.history(session, article),
        "comments": comments(session, article),
        "pastes": pastes(session, article),
    }


def alike(newsroom, bureau, article: str) -> None:
    for actor in ("Cleo", "Edda", "Rhea"):
        with newsroom.read() as there, bureau.read() as here:
            assert told(here, actor, article) == told(there, actor, article), (actor, article)


def _in_edit(newsroom) -> set[str]:
    with newsroom.read() as session:
        return set(session.scalars(select(Article.id).where(Article.state == "edit")))


def test_each_piece_of_the_sample_is_told_alike(room, database, tmp_path):
    add_sample(room)
    made, _, _ = transfer(room, database)
    bureau = Bureau(tmp_path / "kept")
    bureau.come_in(made)
    with made.read() as session:
        articles = list(session.scalars(select(Article.id)))
    for article in articles:
        bureau.keep(made, article)
    add_font(made, "Cleo", FONT.name, FONT.read_bytes())
    end_contributor(made, "Cleo", "Fay")
    bureau.exchange(made)
    for article in articles:
        alike(made, bureau, article)
    # A matter that holds a piece is no touch of the piece.
    edited = next(card for card in articles if card in _in_edit(made))
    _, ref = open_matter(made, "Cleo", Complaint("legal", "Not so.", article=edited))
    bureau.exchange(made)
    alike(made, bureau, edited)
    for on in (True, False):
        set_hold(made, "Cleo", ref, on)
        bureau.exchange(made)
        alike(made, bureau, edited)
    bureau.close()
    made.close()
