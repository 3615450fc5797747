"""Off the record: the mark goes with the words, wherever they go, and what is near stays in."""

from __future__ import annotations

import random

import pytest

from db import reading
from db.acts.deciding import accept
from db.acts.editing import EditingSession
from db.acts.moving import submit
from db.acts.withholding import mark_off_record
from db.acts.writing import new_article, restore, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.manuscript.store import load
from db.refusal import Refused
from db.rules.off_record import secret, texts_on_record

OPEN = "The minister resigned on Monday. "
HIDDEN = "Ismat of the harbour office told us so."
TEXT = f"{OPEN}{HIDDEN} Parliament meets on Friday."


def shown(room, article, part="body") -> str:
    with room.read() as session:
        return texts_on_record(session, load(session, article))[part]


@pytest.fixture
def article(room) -> str:
    made = str(new_article(room, "Rhea", "Minister").article)
    write_text(room, "Rhea", made, TEXT)
    mark_off_record(room, "Rhea", made, len(OPEN), len(HIDDEN))
    return made


def test_what_is_marked_is_left_out_and_nothing_else(room, article):
    assert shown(room, article) == f"{OPEN} Parliament meets on Friday."


def test_the_mark_survives_edits_and_words_written_inside_are_in_it(room, article):
    session = EditingSession.open(room, "Rhea", article)
    session.splice("body", 0, 0, "At last: ")
    at = session.text("body").index("harbour")
    session.splice("body", at, 0, "old and quiet ")
    session.close()
    assert shown(room, article) == f"At last: {OPEN} Parliament meets on Friday."


def test_a_copy_elsewhere_and_in_another_piece_is_off_the_record_too(room, article):
    session = EditingSession.open(room, "Rhea", article)
    clipboard = session.copy("body", len(OPEN), len(HIDDEN))
    session.paste("body", 0, 0, HIDDEN, clipboard)
    session.close()
    other = str(new_article(room, "Rhea", "Other").article)
    session = EditingSession.open(room, "Rhea", other)
    session.paste("body", 0, 0, HIDDEN, clipboard)
    session.splice("body", 0, 0, "Before. ")
    session.close()
    assert shown(room, article) == f"{OPEN} Parliament meets on Friday."
    assert shown(room, other) == "Before. "


def test_words_a_diff_moved_or_somebody_typed_again_stay_out(room, article):
    write_text(room, "Rhea", article, f"Parliament meets on Friday. {OPEN}{HIDDEN.upper()}")
    assert "harbour" not in shown(room, article).lower()
    write_text(room, "Rhea", article, "All is new.")
    assert shown(room, article) == "All is new."
    write_text(room, "Rhea", article, "All is new.\n\nIsmat of the\n harbour office told us so.")
    assert shown(room, article) == "All is new.\n\n."


def test_what_is_restored_or_taken_back_stays_out(room, article):
    with room.read() as session:
        before = reading.article(session, article).id, load(session, article).rows[-1][0]
    write_text(room, "Rhea", article, "All is new.")
    restore(room, "Rhea", *before)
    assert shown(room, article) == f"{OPEN} Parliament meets on Friday."


def test_it_is_lifted_by_name_of_its_words_only(room, article):
    at = len(OPEN)
    mark_off_record(room, "Rhea", article, at, len("Ismat"), off=False)
    assert shown(room, article) == f"{OPEN}Ismat Parliament meets on Friday."
    mark_off_record(room, "Rhea", article, at, len(HIDDEN), off=False)
    assert shown(room, article) == TEXT
    with room.read() as session:
        assert secret(session, load(session, article)).ranges == {}
    assert examine(room) == [] and verify(room, texts=True).ok


def test_a_moment_of_the_past_hides_it_too(room, article):
    with room.read() as session:
        past = load(session, article, load(session, article).rows[0][0])
        assert "Ismat" not in "".join(texts_on_record(session, past).values())


def test_the_index_does_not_know_it(room, article):
    def found(words: str) -> list[str]:
        with room.read() as session:
            return [card.id for card in reading.board_page(session, search=words).rows]

    assert found("parliament") == [article] and found("harbour") == []
    mark_off_record(room, "Rhea", article, len(OPEN), len(HIDDEN), off=False)
    assert found("harbour") == [article]


def test_only_who_may_change_the_piece_marks_it_and_never_a_headline(room, article):
    with pytest.raises(Refused, match="not Fay's own"):
        mark_off_record(room, "Fay", article, 0, 5, off=False)
    with pytest.raises(Refused, match="seen by everybody"):
        mark_off_record(room, "Rhea", article, 0, 3, part="headline")
    for start, length in ((0, 0), (-1, 3), (0, 999)):
        with pytest.raises(Refused, match="there are no"):
            mark_off_record(room, "Rhea", article, start, length)


def test_a_piece_with_it_cannot_be_published(room, article):
    submit(room, "Rhea", article)
    accept(room, "Edda", article)

    def check():
        with room.read() as session:
            return next(c for c in reading.checks(session, article) if c.check == "off-record")

    assert not check().met and "1 passage" in check().detail
    write_text(room, "Edda", article, f"{OPEN}Parliament meets on Friday.")
    assert check().met
    assert examine(room) == []


def test_random_edits_never_show_a_marked_character(room, share):
    """Letters of the marked alphabet stay out, whatever is inserted, removed, moved or undone."""
    for seed in range(share(200)):
        rng = random.Random(seed)
        made = str(new_article(room, "Rhea", f"Random {seed}").article)
        write_text(room, "Rhea", made, "aaaa bbbb cccc XXXX YYYY ZZZZ dddd eeee")
        mark_off_record(room, "Rhea", made, 15, 14)
        session = EditingSession.open(room, "Rhea", made)
        for _ in range(25):
            text = session.text("body")
            at = rng.randint(0, len(text))
            size = rng.randint(0, min(9, len(text) - at))
            act = rng.choice(("put", "gone", "move", "undo"))
            if act == "put":
                session.splice("body", at, 0, rng.choice((" kk ", "mm", "আমি ", "é́ ")))
            elif act == "gone" and rng.random() < 0.3:
                session.splice("body", at, size, "")
            elif act == "move" and size:
                clip, words = session.copy("body", at, size), text[at : at + size]
                session.splice("body", at, size, "")
                to = rng.randint(0, len(session.text("body")))
                session.paste("body", to, 0, words, clip)
            elif session.can_undo:
                session.undo()
        session.close()
        assert not set(shown(room, made)) & set("XYZ"), seed
    assert examine(room) == []
