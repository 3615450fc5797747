"""The register with what its people did, counted again straight from the touches."""

from __future__ import annotations

from collections import Counter

import pytest

from db import reading, working
from db.acts import deciding, moving, register, signing
from db.acts.publishing import publish
from db.acts.writing import new_article, write_text
from db.ledger.chain import told_all
from db.manuscript.store import load
from db.refusal import Refused


@pytest.fixture
def worked(room):
    """A piece that is out, of Rhea's and the AI's words, and a draft of Fay's."""
    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    write_text(room, "Rhea", article, "Rhea wrote this.")
    write_text(room, "Rhea", article, "Rhea wrote this. The model wrote that.", author="Lumen")
    moving.submit(room, "Rhea", article)
    deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip
    publish(room, "Edda", article)
    write_text(room, "Fay", str(new_article(room, "Fay", "Another").article), "Fay alone.")
    return room


def test_the_register_with_pieces_shares_and_last_touches(worked):
    with worked.read() as session:
        touches = list(told_all(session))
        ids = {p.name: p.id for p in reading.contributors(session)}
        page = working.register_page(session)
        card = next(c for c in reading.board_page(session).rows if c.state == "published")
    last = {touch.contributor: touch.at for touch in touches}
    pieces: dict[str, set[str]] = {}
    came: dict[str, str] = {}
    for touch in touches:
        if touch.payload.get("new"):
            author = touch.payload["new"]["contributor"]
            pieces.setdefault(author, set()).add(touch.subject)
            came[author] = touch.at
    found = {entry.name: entry for entry in page.entries}
    assert [e.name for e in page.entries] == ["Fay", "Rhea", "Edda", "Egon", "Cleo", "Lumen"]
    assert (page.people, page.ai, page.next) == (5, 1, None)
    for name, entry in found.items():
        assert entry.pieces == len(pieces.get(ids[name], ()))
        wanted = came if entry.kind == "ai" else last
        assert entry.last == wanted.get(ids[name])
    assert found["Rhea"].ai_share == pytest.approx(card.ai_share)
    assert found["Fay"].ai_share == 0.0 and found["Lumen"].ai_share is None
    assert found["Edda"].answers_for == ("Lumen",) and found["Lumen"].answers_to == "Edda"


def test_pages_searches_and_segments(worked):
    for n in range(25):
        register.add_contributor(worked, "Cleo", f"Stringer {n:02}", "freelancer")
    with worked.read() as session:
        names, after = [], None
        while True:
            page = working.register_page(session, limit=10, after=after)
            names += [entry.name for entry in page.entries]
            after = page.next
            if after is None:
                break
        assert len(names) == len(set(names)) == 31
        found = working.register_page(session, search="STRINGER 1")
        assert len(found.entries) == 12 and (found.people, found.ai) == (12, 0)
        assert [e.name for e in working.register_page(session, search="northlight").entries] == [
            "Lumen"
        ]
        assert [e.kind for e in working.register_page(session, which="ai").entries] == ["ai"]
        with pytest.raises(Refused):
            working.register_page(session, limit=0)


def test_an_ai_nobody_answers_for_is_paused(worked):
    with worked.read() as session:
        assert not any(entry.paused for entry in working.register_page(session).entries)
    register.end_contributor(worked, "Cleo", "Edda")
    with worked.read() as session:
        found = {entry.name: entry for entry in working.register_page(session).entries}
    assert found["Lumen"].paused
    assert list(found)[-1] == "Edda" and not found["Edda"].active


def test_work_is_what_the_touches_say(worked):
    with worked.read() as session:
        touches = list(told_all(session))
        for person in reading.contributors(session):
            work = working.work_of(session, person.id)
            assert work.did == Counter(t.kind for t in touches if t.contributor == person.id)
            every: Counter = Counter()
            for article in work.pieces:
                every.update(working.characters_in(session, article, person.id))
            again: Counter = Counter()
            for article in {t.subject for t in touches if t.kind == "article.made"}:
                text = load(session, article, cached=False)
                for part in text.parts():
                    for run in text.authors(part):
                        if run.contributor == person.id:
                            again[run.origin] += run.length
            assert every == again
