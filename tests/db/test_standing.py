"""The record's end, its checkpoints and its erasures, as the CEO is told of them."""

from __future__ import annotations

from db import standing
from db.acts import moving, register
from db.acts.erasing import erase
from db.acts.matters.opening import Complaint, open_matter
from db.acts.proving import make_checkpoint
from db.acts.redacting import redact
from db.acts.settings import change_setting
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify


def test_the_end_is_what_a_check_finds(room):
    found = verify(room)
    with room.read() as session:
        assert standing.end(session) == standing.End(found.touches, found.head, found.root)


def test_checkpoints_are_told_newest_first(room):
    first = make_checkpoint(room, "Cleo")
    second = make_checkpoint(room, "Edda")
    with room.read() as session:
        told = standing.checkpoints(session)
    assert [(c.seq, c.by, c.text) for c in told] == [
        (second.seq, "Edda", second.text), (first.seq, "Cleo", first.text),
    ]  # fmt: skip
    assert [c.touches for c in told] == [second.found.touches, first.found.touches]


def test_erasures_say_what_is_clear_and_no_more(room):
    article = str(new_article(room, "Rhea", "The headline").article)
    write_text(room, "Rhea", article, "A name that must go.")
    moving.spike(room, "Edda", article, "thin")
    redact(room, "Cleo", article, "body", 2, 4, "a court's order")
    register.change_contributor(room, "Cleo", "Fay", email="fay@example.org")
    erase(room, "Cleo", "Fay", ["email"], "she asked")
    change_setting(room, "Cleo", "alternate", "Edda")
    for about in ((), ("Cleo",)):
        open_matter(room, "Rhea", Complaint("legal", "Words", by="Secret Name", about=about))
    erase(room, "Cleo", "E-0001", ["name"], "sealed reason")
    erase(room, "Edda", "E-0002", ["name"], "sealed reason")
    with room.read() as session:
        told = standing.erasures(session, "Cleo")
        assert standing.erasures(session, "Edda") == []
    assert [(e.by, e.kind, e.of, e.what, e.reason) for e in reversed(told)] == [
        ("Cleo", "redacted", "The headline", "4 characters of body", "a court's order"),
        ("Cleo", "erased", "Fay", "email", "she asked"),
        ("Cleo", "erased", "E-0001", "name", ""),
        ("Edda", "erased", "An escalation", "name", ""),
    ]
