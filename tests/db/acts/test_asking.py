"""What an AI answers is kept apart from the text; which AI can be asked, and where."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from db import reading
from db.acts.answering import set_up_ai
from db.acts.asking import Edit, keep_answer, keep_translation
from db.acts.deciding import accept
from db.acts.moving import submit
from db.acts.register import add_contributor, end_contributor
from db.acts.settings import change_setting
from db.acts.writing import new_article, write_text
from db.endpoints import endpoint, endpoints
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.refusal import Refused

TEXT = "He came on Saturday with dozens of ships."
IDEAS = ("Ships", "A fleet arrives", "Dozens of ships on Saturday")


@pytest.fixture
def article(room) -> tuple[str, int]:
    """Rhea's draft, and the touch after which its text stands so."""
    made = str(new_article(room, "Rhea", "Fleet").article)
    return made, write_text(room, "Rhea", made, TEXT)[0].seq


def offered(room, article):
    with room.read() as session:
        return [c for c in reading.changes(session, article).changes if c.proposal]


def ideas(room, article, at, who="Rhea"):
    edits = [Edit("headline", 0, len("Fleet"), idea) for idea in IDEAS]
    return keep_answer(room, who, article, model="Lumen", at=at, edits=edits,
                       said={"task": "headlines"}, alternatives=True)  # fmt: skip


def headline(room, article) -> str:
    with room.read() as session:
        return reading.text_at(session, article, "headline")


def test_of_headline_ideas_one_is_taken_in_and_the_others_are_set_aside(room, article):
    made, at = article
    ideas(room, made, at)
    found = {c.inserted: c.n for c in offered(room, made)}
    assert len(offered(room, made)) == 3
    with pytest.raises(Refused, match="only one of these"):
        accept(room, "Rhea", made, list(found.values()))
    accept(room, "Rhea", made, [found[IDEAS[1]]])
    assert headline(room, made) == IDEAS[1]
    assert offered(room, made) == []
    assert examine(room) == [] and verify(room, texts=True).ok


def test_an_editor_accepts_one_of_them_in_edit(room, article):
    made, at = article
    submit(room, "Rhea", made)
    ideas(room, made, at, "Edda")
    with pytest.raises(Refused, match="only one of these"):
        accept(room, "Edda", made)
    wanted = next(c.n for c in offered(room, made) if c.inserted == IDEAS[2])
    accept(room, "Edda", made, [wanted])
    assert headline(room, made) == IDEAS[2] and offered(room, made) == []
    assert examine(room) == []


def test_words_that_are_not_there_and_odd_words_are_refused_whole(room, article):
    made, at = article
    for edit in (Edit("body", 30, 99, "x"), Edit("body", -1, 1, "x"), Edit("nowhere", 0, 0, "x"),
                 Edit("body", 0, 0, "\x00"), Edit("headline", 0, 0, "two\nlines")):  # fmt: skip
        with pytest.raises(Refused):
            keep_answer(room, "Rhea", made, model="Lumen", at=at, said={},
                        edits=[Edit("body", 0, 2, "She"), edit])  # fmt: skip
    assert offered(room, made) == []
    with pytest.raises(Refused, match="is no AI"):
        keep_answer(room, "Rhea", made, model="Edda", at=at, said={}, edits=[])
    with pytest.raises(Refused, match="not Fay's own"):
        keep_answer(room, "Fay", made, model="Lumen", at=at, said={}, edits=[])


def test_a_translation_is_a_new_linked_piece_of_the_models_words(room, article):
    made, at = article
    done = keep_translation(
        room, "Rhea", made, model="Lumen", at=at, language="de", said={"task": "translate"},
        parts={"headline": "Flotte", "body": "Er kam am Samstag."},
    )  # fmt: skip
    with room.read() as session:
        view = reading.article(session, done.article)
        assert (view.translation_of, view.language, view.headline) == (made, "de", "Flotte")
        runs = reading.who(session, done.article)
        assert [(r.contributor, r.origin) for r in runs] == [("Lumen", "generated")]
        assert view.writers == ("Rhea",)
        asked = [t for t in reading.history(session, made) if t.kind == "ai.asked"]
    assert asked[0].payload["translation"] == done.article
    assert examine(room) == [] and verify(room, texts=True).ok


def test_an_editor_or_the_ceo_sets_up_where_an_ai_answers(room):
    set_up_ai(room, "Edda", "Lumen", url="http://localhost:11434/v1/")
    with room.read() as session:
        found = endpoint(session, "Lumen")
        assert (found.url, found.model, found.local) == ("http://localhost:11434/v1", "lumen", True)
        assert [e.answers_to for e in endpoints(session)] == ["Edda"]
    set_up_ai(room, "Cleo", "Lumen", on=False)
    with room.read() as session, pytest.raises(Refused, match="switched off"):
        endpoint(session, "Lumen")
    with pytest.raises(Refused, match="only an editor or the CEO"):
        set_up_ai(room, "Rhea", "Lumen", url="https://example.org/v1")
    with pytest.raises(Refused, match="no setting"):
        change_setting(room, "Cleo", "ai", "{}")
    assert examine(room) == []
    new_article(room, "Rhea", "Another touch")
    with room.write() as session, pytest.raises(DatabaseError, match="who-may"):
        session.execute(text("UPDATE setting SET value = '{}' WHERE key = 'ai'"))


def test_an_ai_nobody_answers_for_is_paused(room):
    add_contributor(room, "Cleo", "Nemo", "editor")
    add_contributor(room, "Cleo", "Umbra", "ai", provider="N", model="u", answers_to="Nemo")
    set_up_ai(room, "Edda", "Umbra", url="https://example.org/v1")
    end_contributor(room, "Cleo", "Nemo")
    with room.read() as session:
        assert "nobody answers" in endpoints(session)[0].why_not
        with pytest.raises(Refused, match="nobody answers for Umbra"):
            endpoint(session, "Umbra")


@pytest.mark.parametrize("url", [
    "http://example.org/v1", "http://192.168.1.9:11434/v1", "ftp://localhost/v1", "localhost:11434",
    "https://name:secret@example.org/v1", "https://example.org/v1?key=secret", "", "https://",
    "http://127.0.0.1.example.org/v1", "http://localhost.example.org", "http://[::1", "https://a b/",
])  # fmt: skip
def test_an_address_is_safe_or_refused(room, url):
    with pytest.raises(Refused) as refused:
        set_up_ai(room, "Edda", "Lumen", url=url)
    assert refused.value.refusal.rule == "bad-input"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://[::1]:8080/v1",
                                 "https://example.org/v1"])  # fmt: skip
def test_an_address_of_this_computer_or_of_https_is_taken(room, url):
    set_up_ai(room, "Edda", "Lumen", url=url)


def test_a_model_in_one_version_is_one_contributor(room):
    with pytest.raises(Refused, match="Lumen is this model"):
        add_contributor(
            room, "Cleo", "Lux", "ai", provider="Northlight", model="lumen", answers_to="Egon"
        )
    add_contributor(room, "Cleo", "Lux", "ai", provider="Northlight", model="lumen",
                    model_version="2", answers_to="Egon")  # fmt: skip
