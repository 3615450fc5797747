"""A forged row is left out by every reader, and reported."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from db import reading
from db.acts import acting
from db.acts.editing import EditingSession
from db.acts.writing import assign, new_article, write_text
from db.ledger.audit import verify
from db.ledger.chain import append
from db.ledger.doctor import examine
from db.manuscript.store import load

sys.path.insert(0, str(Path(__file__).parent))
from forging import Forged, Forger


def _article(room) -> str:
    article = new_article(room, "Rhea", "Headline").article
    write_text(room, "Rhea", article, "The reporter's own words. ")
    write_text(room, "Edda", article, "The reporter's own words. Then the editor's. ")
    assign(room, "Edda", article, "Rhea")
    return article


def _forger(room, article: str) -> Forger:
    with room.read() as session:
        manuscript = load(session, article)
        rhea = acting.contributor(session, "Rhea").id
        owners = {b.contributor: peer for peer, b in manuscript.known.peers.items()}
        edda = acting.contributor(session, "Edda").id
        return Forger(manuscript, rhea, owners[rhea], owners[edda], random.Random(1))


def _write(room, article: str, forged: Forged) -> int:
    """What a hostile client does: it appends the touch itself."""
    with room.write() as session:
        rhea = acting.contributor(session, "Rhea").id
        return append(session, rhea, article, "text", forged.payload, update_bytes=forged.update)


def _state(room, article: str, cached: bool) -> tuple:
    with room.read() as session:
        manuscript = load(session, article, cached=cached)
        texts = manuscript.texts()
        authors = [
            [(r.length, r.contributor, r.origin) for r in manuscript.authors(part)]
            for part in manuscript.parts()
        ]
        return texts, authors, [seq for seq, _ in manuscript.refused]


def test_a_hundred_kinds_of_forgery_are_left_out_and_reported(room):
    article = _article(room)
    forger = _forger(room, article)
    watching = EditingSession.open(room, "Edda", article)
    before = _state(room, article, cached=False)[:2]
    kinds = list(forger.all())
    assert len({forged.name for forged in kinds}) >= 100
    written = {}
    for forged in kinds:
        seq = _write(room, article, forged)
        written[seq] = forged.name
    for cached in (True, False):
        *now, refused = _state(room, article, cached)
        assert tuple(now) == before
        missed = {name for seq, name in written.items() if seq not in refused}
        assert not missed
    watching.refresh()
    assert watching.text("body") == before[0]["body"]
    found = verify(room, texts=True)
    assert not found.ok
    assert found.first_bad == min(written)
    assert len([p for p in examine(room) if "every reader leaves out" in p]) == len(written)


def test_honest_words_go_on_after_a_forgery(room):
    article = _article(room)
    forger = _forger(room, article)
    writing = EditingSession.open(room, "Rhea", article)
    writing.splice("body", 0, 0, "Unsaved. ")
    for forged in list(forger.all())[::9]:
        _write(room, article, forged)
    writing.refresh()
    writing.flush()
    with room.read() as session:
        assert reading.text_at(session, article).startswith("Unsaved. The reporter")
        runs = reading.who(session, article)
    assert [run.contributor for run in runs] == ["Rhea", "Edda"]
    other = EditingSession.open(room, "Edda", article)
    assert other.text("body").startswith("Unsaved. ")


def test_an_honest_row_of_the_forger_is_taken(room):
    article = _article(room)
    forged = _forger(room, article).honest(name="honest")
    _write(room, article, forged)
    texts, _, refused = _state(room, article, cached=False)
    assert refused == []
    assert texts["body"].startswith("honest")
