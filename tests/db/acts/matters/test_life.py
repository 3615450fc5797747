"""The life of a matter: raised, claimed, heard, confirmed, decided, appealed, closed."""

from __future__ import annotations

import pytest

from db.acts.matters import claims, hearings, moving
from db.acts.matters.handling import Document, tell
from db.acts.matters.handling import matter as row_of
from db.acts.matters.opening import Complaint, open_matter
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.models.contributor import Contributor
from db.refusal import Refused

TEXT = "The mayor took the money. The bridge stayed closed for a year."
PAST, FUTURE = "2026-01-05T10:00Z", "2096-01-05T10:00Z"
MINUTES = Document("minutes.txt", b"They met, and spoke.")


def told(room, ref, who="Cleo"):
    from sqlalchemy import select

    with room.read() as session:
        person = session.scalars(select(Contributor).where(Contributor.name == who)).one()
        return tell(session, person, row_of(session, ref))


def refused(rule, act, *args, **named) -> str:
    with pytest.raises(Refused) as found:
        act(*args, **named)
    assert found.value.refusal.rule == rule, found.value
    assert found.value.refusal.fix
    return str(found.value)


@pytest.fixture
def article(room) -> str:
    made = str(new_article(room, "Rhea", "Bridge").article)
    write_text(room, "Rhea", made, TEXT)
    return made


@pytest.fixture
def ref(room, article) -> str:
    start = TEXT.index("took the money")
    asked = Complaint(
        "legal", "I never took any money.", article=article, words=(start, len("took the money")),
        by="Sample Reader", contact="reader@example.org", files=[Document("a.txt", b"a receipt")],
    )  # fmt: skip
    return open_matter(room, "Edda", asked)[1]


def test_a_matter_from_its_first_letter_to_its_end(room, article, ref):
    assert ref == "E-0001"
    matter = told(room, ref)
    assert (matter.kind, matter.state, matter.complaint) == (
        "legal", "received", "I never took any money."
    )  # fmt: skip
    assert matter.words and matter.words.text == "took the money"
    assert matter.complainant == {"name": "Sample Reader", "contact": "reader@example.org"}
    assert [file.name for file in matter.evidence] == ["a.txt"] and matter.due
    moving.move_matter(room, "Cleo", ref, "acknowledged")
    moving.move_matter(room, "Cleo", ref, "assessed")
    _, reply = claims.make_claim(room, "Cleo", ref, "person", "Sample Reader", "A person did it.")
    assert reply and "before the first hearing" in reply
    refused("first-hearing", claims.confirm, room, "Cleo", ref, "both", "So it seems.")
    hearings.plan_hearing(room, "Cleo", ref, FUTURE, "Room 1")
    assert told(room, ref).state == "hearing"
    refused("first-hearing", hearings.hold_hearing, room, "Cleo", ref, 1, ["Cleo"], MINUTES)
    hearings.adjourn(room, "Cleo", ref, 1, PAST, "Earlier.")
    refused("first-hearing", claims.confirm, room, "Cleo", ref, "person", "So it seems.")
    hearings.hold_hearing(room, "Cleo", ref, 1, ["Cleo", "Sample Reader"], MINUTES)
    _, reply = claims.make_claim(room, "Cleo", ref, "person", "Sample Reader", "Again: a person.")
    assert reply is None
    claims.confirm(room, "Cleo", ref, "both", "A reporter wrote it, a model shortened it.")
    moving.decide_matter(room, "Cleo", ref, "upheld", "The record shows it.", "correction")
    moving.move_matter(room, "Cleo", ref, "remedy")
    moving.appeal_matter(room, "Cleo", ref, "Not enough.")
    moving.close_matter(room, "Cleo", ref)
    matter = told(room, ref)
    assert matter.state == "closed" and matter.confirmation.made_by == "both"
    assert [claim.premature for claim in matter.claims] == [True, False]
    assert matter.hearings[0].held and matter.hearings[0].minutes.name == "minutes.txt"
    assert matter.outcome["finding"] == "upheld" and matter.appeals[0]["reason"] == "Not enough."
    assert matter.due is None and not matter.doubts
    assert verify(room).ok and examine(room) == []
