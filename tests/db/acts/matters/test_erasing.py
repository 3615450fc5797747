"""A complainant's data goes without a byte left, the matter and the ledger stay."""

from __future__ import annotations

import pytest

from db.acts.erasing import erase
from db.acts.matters import claims, hearings, holding, moving
from db.acts.matters.handling import Document
from db.acts.matters.opening import Complaint, open_matter
from db.acts.register import change_contributor
from db.acts.writing import new_article
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.matters import reading
from db.newsroom import scrub
from db.refusal import Refused

NAME, CONTACT = "Zebulon Quarrystone", "zebulon@example.org"


@pytest.fixture
def ref(room) -> str:
    article = str(new_article(room, "Rhea", "Bridge").article)
    asked = Complaint(
        "legal", f"I am {NAME}, and this is wrong.", article=article, by=NAME, contact=CONTACT,
        files=[Document("mail.eml", b"From: " + CONTACT.encode()), Document("b.txt", b"plain")],
    )  # fmt: skip
    made = open_matter(room, "Edda", asked)[1]
    claims.make_claim(room, "Cleo", made, "person", NAME, f"{NAME} says so.")
    hearings.plan_hearing(room, "Cleo", made, "2026-01-05T10:00Z", f"At {NAME}'s")
    moving.write_to(room, "Cleo", made, "out", f"{NAME} <{CONTACT}>", "We have your letter.")
    return made


def rule(act, *args) -> str:
    with pytest.raises(Refused) as found:
        act(*args)
    return found.value.refusal.rule


def test_what_is_personal_goes_wherever_it_is_repeated(room, ref):
    erase(room, "Cleo", ref, ["name", "contact"], "They asked for it.")
    assert scrub(room)
    with room.read() as session:
        matter = reading.whole(session, "Cleo", ref)
        assert reading.document(session, "Cleo", ref, matter.evidence[0].seq, 0) is None
        assert reading.document(session, "Cleo", ref, matter.evidence[1].seq, 1) == b"plain"
    told = repr(matter)
    assert "Zebulon" not in told and "zebulon" not in told and "Quarry" not in told
    assert matter.complaint == "I am (erased), and this is wrong." and matter.complainant == {}
    assert matter.claims[0].premature and matter.hearings[0].place == "At (erased)'s"
    assert matter.timeline[-1].said == "contact, name: They asked for it."
    assert verify(room).ok and examine(room) == []
    claims.confirm(room, "Cleo", ref, "ai", "The model wrote it.")
    assert rule(erase, room, "Cleo", ref, ["name"], "Again.") == "conflict"


def test_who_erases_and_when(room, ref):
    assert rule(erase, room, "Edda", ref, ["name"], "x") == "who-may"
    assert rule(erase, room, "Cleo", ref, ["shoe size"], "x") == "bad-input"
    assert rule(erase, room, "Cleo", ref, [], "x") == "bad-input"
    assert rule(erase, room, "Cleo", ref, ["name"], " ") == "bad-input"
    holding.set_hold(room, "Cleo", ref, True)
    assert rule(erase, room, "Cleo", ref, ["name"], "x") == "append-only"
    holding.set_hold(room, "Cleo", ref, False)
    erase(room, "Cleo", ref, ["name"], "x")


def test_a_contributors_address_leaves_no_byte(room):
    change_contributor(room, "Cleo", "Fay", email="quarrystone@example.org")
    scrub(room)
    assert b"quarrystone" in room.path.read_bytes()
    erase(room, "Cleo", "Fay", ["email"], "They left.")
    assert scrub(room)
    files = [room.path, *room.path.parent.glob(f"{room.path.name}-*")]
    assert all(b"quarrystone" not in file.read_bytes() for file in files)
    assert verify(room).ok and examine(room) == []
    assert rule(erase, room, "Edda", "Fay", ["email"], "x") == "who-may"
