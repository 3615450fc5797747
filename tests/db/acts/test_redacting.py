"""Redaction by a court's order: the words are gone from every stored form, all else stays."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db import reading
from db.acts import commenting, deciding, moving, signing
from db.acts.editing import EditingSession
from db.acts.matters import holding
from db.acts.matters.opening import Complaint, open_matter
from db.acts.publishing import publish
from db.acts.redacting import redact
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.manuscript.store import load
from db.newsroom import scrub
from db.refusal import Refused
from db.terms import BLANK

SECRET = "Zebulon Quarrystone of Nine Elms took a bribe"
BEFORE = "On Monday the court sat. "
AFTER = ", said the clerk. The bridge stayed closed.\n\nNobody was hurt."


def rule(act, *args) -> str:
    with pytest.raises(Refused) as found:
        act(*args)
    return found.value.refusal.rule


def body(room, article, at=None) -> str:
    with room.read() as session:
        return reading.text_at(session, article, at=at)


def on_disk(room, *words: str) -> list[str]:
    """Which of the words stand in any of the newsroom's files, as UTF-8 or UTF-16."""
    files = [room.path, *room.path.parent.glob(f"{room.path.name}-*")]
    stored = b"".join(file.read_bytes() for file in files)
    return [w for w in words if w.encode() in stored or w.encode("utf-16-le") in stored]


@pytest.fixture
def article(room) -> str:
    """Published once with the secret in it, commented on, corrected, and withdrawn."""
    made = str(new_article(room, "Rhea", "Court").article)
    write_text(room, "Rhea", made, "Town – ", part="dateline")
    write_text(room, "Rhea", made, BEFORE + SECRET + AFTER)
    commenting.comment(
        room, "Edda", made, "body", len(BEFORE), len(SECRET), f"Is it true that {SECRET}?"
    )
    moving.submit(room, "Rhea", made)
    write_text(room, "Egon", made, BEFORE + SECRET + AFTER.replace("Nobody", "No one"))
    deciding.accept(room, "Edda", made)
    signing.sign_off(room, "Edda", made, examined=f"Also whether {SECRET}", facts="asked",
                     responsible="Edda", ticked="all")  # fmt: skip
    publish(room, "Edda", made)
    moving.withdraw(room, "Edda", made, "The court said so.")
    return made


def test_ten_words_go_from_every_stored_form(room, article):
    assert on_disk(room, "Zebulon", "Quarrystone")
    with room.read() as session:
        before = reading.who(session, article)
    redact(room, "Cleo", article, "body", len(BEFORE), len(SECRET), "Order 7 of the court")
    text = body(room, article)
    assert text == BEFORE + BLANK * len(SECRET) + AFTER.replace("Nobody", "No one")
    with room.read() as session:
        assert reading.who(session, article) == before
        assert reading.board_page(session, search="Quarrystone").rows == ()
        assert reading.board_page(session, search="bridge").rows
        assert load(session, article, cached=False).refused == []
    assert scrub(room)
    assert on_disk(room, "Zebulon", "Quarrystone", "Nine Elms", "took a bribe") == []
    assert verify(room, texts=True).ok and examine(room) == []


def test_later_rows_still_apply_and_the_piece_can_be_published_again(room, article):
    redact(room, "Cleo", article, "body", len(BEFORE), len(SECRET), "Order 7")
    moving.revive(room, "Cleo", article)
    text = body(room, article)
    write_text(room, "Edda", article, text.replace(BLANK * len(SECRET), "A man was accused"))
    assert body(room, article).startswith(BEFORE + "A man was accused, said")
    assert verify(room, texts=True).ok and examine(room) == []


def test_copies_in_the_piece_go_too_and_in_other_pieces_stay(room, article):
    moving.revive(room, "Cleo", article)
    here = EditingSession.open(room, "Edda", article)
    clip = here.copy("body", len(BEFORE), len(SECRET))
    here.paste("share_line", 0, 0, SECRET, clip)
    here.splice("body", len(BEFORE), 10, "")
    here.undo()
    here.close()
    other = str(new_article(room, "Rhea", "Other").article)
    there = EditingSession.open(room, "Rhea", other)
    there.paste("body", 0, 0, SECRET, clip)
    there.close()
    moving.withdraw(room, "Edda", article, "Again.")
    redact(room, "Cleo", article, "body", len(BEFORE), len(SECRET), "Order 7")
    with room.read() as session:
        assert reading.text_at(session, article, "share_line") == BLANK * len(SECRET)
        assert {run.contributor for run in reading.who(session, other)} == {"Rhea"}
    assert body(room, other) == SECRET
    assert verify(room, texts=True).ok and examine(room) == []


def test_who_may_and_when(room, article):
    place = ("body", len(BEFORE), len(SECRET), "Order 7")
    assert rule(redact, room, "Edda", article, *place) == "who-may"
    assert rule(redact, room, "Cleo", article, "body", 0, 5, " ") == "bad-input"
    assert rule(redact, room, "Cleo", article, "body", 9999, 5, "x") == "bad-input"
    assert rule(redact, room, "Cleo", article, "nothing", 0, 5, "x") == "bad-input"
    draft = str(new_article(room, "Rhea", "Draft").article)
    write_text(room, "Rhea", draft, "Some words.")
    assert rule(redact, room, "Cleo", draft, "body", 0, 4, "x") == "states"
    ref = open_matter(room, "Edda", Complaint("legal", "Not so.", article=article))[1]
    holding.set_hold(room, "Cleo", ref, True, stops_publication=False)
    assert rule(redact, room, "Cleo", article, *place) == "append-only"
    holding.set_hold(room, "Cleo", ref, False)
    redact(room, "Cleo", article, *place)


def test_a_rewriting_that_no_touch_ordered_is_found(room, article):
    redact(room, "Cleo", article, "body", len(BEFORE), len(SECRET), "Order 7")
    with sqlite3.connect(room.path) as raw:
        raw.execute("DROP TRIGGER content_erase_only")
        (seq,) = raw.execute(
            "SELECT seq FROM content WHERE erased_by IS NOT NULL ORDER BY seq LIMIT 1"
        ).fetchone()
        raw.execute("UPDATE content SET payload = x'7b7d' WHERE seq = ?", (seq,))
    found = verify(room)
    assert not found.ok and found.first_bad == seq


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.data())
def test_any_words_of_any_text_written_by_many(room, data):
    words = st.text(st.sampled_from("ab কি😀\n."), min_size=1, max_size=12)
    article = str(new_article(room, "Rhea", "Any").article)
    text = ""
    for who in ("Rhea", "Edda", "Egon", "Rhea"):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, min(4, len(text) - at)))
        new = text[:at] + data.draw(words) + text[at + gone :]
        if new != text:
            write_text(room, who, article, new)
        text = new
    moving.spike(room, "Edda", article, "x")
    start = data.draw(st.integers(0, len(text) - 1)) if text else 0
    length = data.draw(st.integers(1, len(text) - start)) if text else 0
    if not length:
        return
    with room.read() as session:
        before = reading.who(session, article)
    redact(room, "Cleo", article, "body", start, length, "Order")
    now = body(room, article)
    assert len(now) == len(text)
    assert all(c in (BLANK, "\n") for c in now[start : start + length])
    with room.read() as session:
        assert reading.who(session, article) == before
    assert verify(room, texts=True).ok
    assert examine(room) == []
