"""Who reads confidential words: the CEO; the alternate about the CEO; and who comes after them."""

from __future__ import annotations

import pytest

from db.acts.matters import claims, moving
from db.acts.matters.opening import Complaint, open_matter
from db.acts.register import add_contributor, change_contributor, end_contributor
from db.acts.settings import change_setting
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.matters import reading
from db.refusal import Refused


def raised(room, by="Rhea", **more) -> str:
    return open_matter(room, by, Complaint("staff", "Secret words.", **more))[1]


def complaint(room, who, ref) -> str | None:
    with room.read() as session:
        return getattr(reading.show(session, who, ref), "complaint", None) or None


def readers(room, ref) -> set[str]:
    return {who for who in ("Cleo", "Edda", "Egon", "Rhea", "Fay") if complaint(room, who, ref)}


def rule(act, *args, **named) -> str:
    with pytest.raises(Refused) as found:
        act(*args, **named)
    return found.value.refusal.rule


@pytest.fixture(autouse=True)
def _record_holds(room):
    yield
    assert examine(room) == [] and verify(room).ok


def test_only_the_ceo_reads_and_whoever_raised_it_sees_number_and_state(room):
    ref = raised(room)
    assert readers(room, ref) == {"Cleo"}
    with room.read() as session:
        line = reading.show(session, "Rhea", ref)
        assert (line.ref, line.state, line.received, line.complaint) == (ref, "received", "", "")
        assert rule(reading.whole, session, "Rhea", ref) == "confidential"
        for who, count in (("Rhea", 1), ("Cleo", 1), ("Edda", 0)):
            assert len(reading.page(session, who).lines) == count


def test_about_the_ceo_only_the_alternate_reads(room):
    assert rule(raised, room, about=["Cleo"]) == "who-may"
    change_setting(room, "Cleo", "alternate", "Egon")
    ref = raised(room, about=["Cleo"])
    assert readers(room, ref) == {"Egon"}
    assert rule(moving.move_matter, room, "Cleo", ref, "acknowledged") == "who-may"
    moving.move_matter(room, "Egon", ref, "acknowledged")
    claims.confirm(room, "Egon", ref, "ai", "The model did.")
    assert rule(raised, room, about=["Cleo", "Egon"]) == "who-may"
    assert rule(end_contributor, room, "Cleo", "Egon") == "conflict"
    change_setting(room, "Cleo", "alternate", "Edda")
    moving.recuse(room, "Egon", ref, "I am leaving.")
    assert readers(room, ref) == {"Edda"}
    end_contributor(room, "Cleo", "Egon")


def test_the_author_of_the_words_does_not_decide_about_them(room):
    change_setting(room, "Cleo", "alternate", "Egon")
    article = str(new_article(room, "Cleo", "Bridge").article)
    write_text(room, "Cleo", article, "The bridge stayed closed.")
    ref = raised(room, article=article, words=(0, 10))
    assert readers(room, ref) == {"Egon"}


def test_a_ceo_who_finds_it_is_about_themselves_hands_it_on(room):
    ref = raised(room)
    assert rule(moving.recuse, room, "Cleo", ref, "It is about me.") == "who-may"
    change_setting(room, "Cleo", "alternate", "Egon")
    moving.recuse(room, "Cleo", ref, "It is about me.")
    assert readers(room, ref) == {"Egon"}
    assert rule(claims.confirm, room, "Cleo", ref, "ai", "x") == "who-may"


def test_the_office_is_handed_on_and_sealed_anew(room):
    change_setting(room, "Cleo", "alternate", "Egon")
    ref, about_edda, about_cleo = (
        raised(room),
        raised(room, about=["Edda"]),
        raised(room, about=["Cleo"]),
    )
    change_contributor(room, "Cleo", "Edda", kind="ceo")
    assert readers(room, ref) == {"Cleo", "Edda"}
    assert readers(room, about_edda) == {"Cleo", "Egon"}
    assert readers(room, about_cleo) == {"Egon"}
    change_contributor(room, "Cleo", "Cleo", kind="editor")
    assert readers(room, ref) == {"Edda"}
    assert readers(room, about_edda) == {"Egon"}
    later = raised(room)
    assert readers(room, later) == {"Edda"}
    moving.move_matter(room, "Edda", ref, "acknowledged")
    assert rule(moving.move_matter, room, "Cleo", ref, "assessed") == "who-may"


def test_nobody_leaves_the_office_with_the_only_key(room):
    add_contributor(room, "Cleo", "Second", "ceo")
    ref = raised(room, about=["Second"])
    assert readers(room, ref) == {"Cleo"}
    assert rule(end_contributor, room, "Second", "Cleo") == "conflict"
    assert rule(change_contributor, room, "Cleo", "Cleo", kind="editor") == "conflict"
    change_setting(room, "Cleo", "alternate", "Egon")
    change_contributor(room, "Cleo", "Cleo", kind="editor")
    assert readers(room, ref) == {"Egon"}
