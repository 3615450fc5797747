"""The history of a piece told touch by touch; two moments compared; and who wrote some words."""

from __future__ import annotations

import random

import pytest

from db import reading
from db.account import Account, account
from db.acts import commenting, deciding, moving, signing
from db.acts.asking import Edit, keep_answer
from db.acts.editing import EditingSession
from db.acts.publishing import publish
from db.acts.sourcing import name_source
from db.acts.writing import new_article, restore, write_text
from db.comparing import compare
from db.pastes import pastes
from db.provenance import who_wrote, who_wrote_of
from db.refusal import Refused
from desktop.exporters import history_html
from desktop.exporters.history_content import content

HOSTILE = '<script>alert(1)</script> & “q” {{title}} #read("/etc/passwd") \u202e\x07 শিরোনাম'


@pytest.fixture
def article(room) -> str:
    """A published piece by a reporter, an AI and an editor."""
    made = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", made, "Here – ", part="dateline")
    write_text(room, "Rhea", made, "One sentence. Another one.")
    write_text(room, "Rhea", made, "One sentence. Another one. The AI wrote this.", author="Lumen")
    moving.submit(room, "Rhea", made)
    write_text(room, "Edda", made, "A sentence. Another one. The AI wrote this.")
    deciding.accept(room, "Egon", made)
    signing.sign_off(room, "Egon", made, examined="all", facts="none", responsible="Egon",
                     ticked="all")  # fmt: skip
    commenting.comment(room, "Fay", made, "body", 0, 4, "Zyzzyvas, internally")
    publish(room, "Egon", made)
    return made


def told(room, article: str, **more: bool) -> Account:
    with room.read() as session:
        return account(session, article, **more)


def test_every_touch_is_told_with_its_words(room, article):
    found = told(room, article)
    with room.read() as session:
        touches = reading.history(session, article)
    shown = [t.seq for t in touches if not t.kind.startswith("comment.")]
    assert [entry.seq for entry in found.entries] == shown and found.left_out == 1
    by_touch = {entry.did: entry for entry in found.entries}
    texts = [entry for entry in found.entries if entry.did == "wrote"]
    assert [w.text for w in texts[2].put] == ["One sentence. Another one."]
    (ai,) = texts[3].put
    assert (ai.text, ai.author, ai.kind, ai.origin) == (
        " The AI wrote this.",
        "Lumen",
        "ai",
        "generated",
    )
    assert [(w.text, w.author) for w in texts[4].taken] == [("One", "Rhea")]
    assert [(w.text, w.author) for w in texts[4].put] == [("A", "Edda")]
    assert {w.author for w in by_touch["accepted changes"].put} == {"Rhea", "Lumen", "Edda"}
    details = dict(by_touch["published it"].details)
    with room.read() as session:
        assert details["Text, SHA-256"] == reading.article(session, article).text_sha256
    assert details["Version"] == "1" and details["Signature"] and details["Reader note"]
    assert dict(by_touch["signed off"].details)["Responsible"] == "Egon"
    lumen = next(party for party in found.parties if party.name == "Lumen")
    assert lumen.answers_to == "Edda" and 0 < lumen.share < 1
    assert sum(party.share for party in found.parties) == pytest.approx(1)


def test_comments_and_prompts_are_internal(room, article):
    draft = str(new_article(room, "Rhea", "Asked").article)
    at = write_text(room, "Rhea", draft, "Some words.")[0].seq
    commenting.comment(room, "Fay", draft, "body", 0, 4, "Zyzzyvas, internally")
    keep_answer(room, "Rhea", draft, model="Lumen", at=at,
                edits=[Edit("body", 0, 4, "Few")],
                said={"task": "shorten", "prompt": "Quokka, make it short"})  # fmt: skip
    for words in ("Zyzzyva", "Quokka"):
        assert words not in str(told(room, draft)) and words in str(
            told(room, draft, internal=True)
        )
    (asked,) = [e for e in told(room, draft).entries if e.did == "asked an AI"]
    assert dict(asked.details)["Model"] == "Lumen" and [w.text for w in asked.about] == ["Few"]


def test_decisions_are_told_with_their_reasons(room, article):
    moving.correct(room, "Edda", article)
    write_text(room, "Edda", article, "A sentence. Another one. The AI wrote this. More.")
    deciding.reject(room, "Egon", article, reason="Not this <b>")
    entries = told(room, article).entries
    rejected = next(e for e in entries if e.did == "rejected changes")
    assert dict(rejected.details)["Reason"] == "Not this <b>"
    assert [w.text for w in rejected.taken] == [" More."]
    signed = next(e for e in entries if e.did == "signed off")
    assert dict(signed.details)["Made void by"].startswith("touch ")


def test_typing_with_corrections_is_told_as_what_it_came_to(room):
    made = str(new_article(room, "Rhea").article)
    session = EditingSession.open(room, "Rhea", made)
    session.splice("body", 0, 0, "Helo")
    session.splice("body", 3, 1, "")
    session.splice("body", 3, 0, "lo there")
    session.splice("body", 0, 1, "J")
    session.flush()
    session.splice("body", 0, 2, "")
    session.undo()
    session.flush()
    entries = [e for e in told(room, made).entries if e.did == "wrote"]
    assert "".join(w.text for w in entries[0].put) == "Jello there"
    assert [(w.text, w.author) for w in entries[1].put] == [("Je", "Rhea")]


def told_words(room, article: str) -> list[list[tuple[str, str]]]:
    """What each touch of the text did to which words, as the document lists it."""
    entries = content(told(room, article))["entries"]
    return [[(w["way"], w["text"]) for w in e["words"]] for e in entries if e["did"] == "wrote"]


def test_the_words_of_one_touch_are_told_as_they_are_read_and_halves_together(room):
    made = str(new_article(room, "Rhea").article)
    write_text(room, "Rhea", made, "One ship came. Two ships went. Three stayed.")
    write_text(room, "Edda", made, "One boat came. Two boats went. Four stayed here.")
    assert told_words(room, made)[1] == [
        ("out", "ship"), ("in", "boat"), ("out", "ships"), ("in", "boats"), ("out", "Three"),
        ("in", "Four"), ("in", " here"),
    ]  # fmt: skip


def test_what_is_typed_in_one_go_is_told_in_reading_order_too(room):
    made = str(new_article(room, "Rhea").article)
    write_text(room, "Rhea", made, "abcdef ghi")
    session = EditingSession.open(room, "Edda", made)
    session.splice("body", 10, 0, "!")
    for at in (9, 8, 7):
        session.splice("body", at, 1, "")  # backwards, as Backspace does
    session.splice("body", 7, 0, "xyz")
    session.splice("body", 0, 3, "")
    session.splice("body", 0, 0, "A")
    session.flush()
    assert told_words(room, made)[1] == [
        ("out", "abc"), ("in", "A"), ("out", "ghi"), ("in", "xyz!")]  # fmt: skip


def test_the_document_lets_nothing_out_of_its_place(room):
    made = str(new_article(room, "Rhea", "x").article)
    write_text(room, "Rhea", made, HOSTILE)
    write_text(room, "Rhea", made, HOSTILE.replace(" ", "  "), part="headline")
    session = EditingSession.open(room, "Rhea", made)
    session.paste("body", 0, 0, "pasted ", None)
    session.flush()
    with room.read() as reader:
        name_source(room, "Rhea", made, pastes(reader, made)[0].number, HOSTILE)
    page = history_html.render(told(room, made)).decode()
    assert "<script" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page and "[U+202E]" in page and "[U+0007]" in page
    assert "{{title}}" in page and "শিরোনাম" in page


def test_two_moments_are_compared_with_their_authors(room, article):
    with room.read() as session:
        touches = [t for t in reading.history(session, article) if t.kind == "text"]
        found = compare(session, article, touches[-1].seq, touches[2].seq)
    assert (found.earlier, found.later) == (touches[2].seq, touches[-1].seq)
    body = next(part for part in found.parts if part.part == "body")
    assert body.differs and not next(p for p in found.parts if p.part == "headline").differs
    pieces = [(p.what, p.text, p.author) for p in body.pieces]
    assert pieces == [
        ("out", "One", "Rhea"), ("in", "A", "Edda"), ("same", " sentence. Another one.", ""),
        ("in", " The AI wrote this.", "Lumen"),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_what_is_compared_is_both_texts_exactly(room, seed):
    rng = random.Random(seed)
    made = str(new_article(room, "Rhea").article)
    words = ["শ্রেণী", "😀", "one", "two", "three\n\n", "é"]
    for by in ("Rhea", "Edda", "Cleo", "Edda"):
        write_text(room, by, made, " ".join(rng.choice(words) for _ in range(rng.randint(0, 20))))
    with room.read() as session:
        seqs = [t.seq for t in reading.history(session, made)]
        one, other = sorted(rng.sample(seqs, 2))
        found = compare(session, made, one, other)
        body = next((part.pieces for part in found.parts if part.part == "body"), ())
        assert "".join(p.text for p in body if p.what != "in") == reading.text_at(
            session, made, at=one
        )
        assert "".join(p.text for p in body if p.what != "out") == reading.text_at(
            session, made, at=other
        )
        later = [p for p in body if p.what == "in"]
        runs = reading.who(session, made, at=other)
        assert {p.author for p in later} <= {run.contributor for run in runs}


def test_who_wrote_this(room, article):
    with room.read() as session:
        text = reading.text_at(session, article)
        found = who_wrote(session, article, "body", 0, len(text))
    assert [(p.author, p.origin, p.by) for p in found] == [
        ("Edda", "typed", None), ("Rhea", "typed", None), ("Lumen", "generated", "Rhea"),
    ]  # fmt: skip
    assert sum(p.length for p in found) == len(text)
    assert all(p.accepted_by == ("Egon",) and p.at for p in found)
    assert all([(s.by, s.valid, s.version) for s in p.signed] == [("Egon", True, 1)] for p in found)
    moving.correct(room, "Edda", article)
    write_text(room, "Edda", article, text + " Late words.")
    with room.read() as session:
        new = who_wrote(session, article, "body", len(text), 12)
        old = who_wrote(session, article, "body", 0, 1)
        with pytest.raises(Refused, match="no part"):
            who_wrote(session, article, "nowhere", 0, 1)
    assert [(p.author, p.signed, p.accepted_by) for p in new] == [("Edda", (), ())]
    assert [s.valid for s in old[0].signed] == [False]


def test_who_wrote_words_that_came_back_or_are_only_offered(room, article):
    moving.correct(room, "Edda", article)
    with room.read() as session:
        seq = reading.history(session, article)[-1].seq
        before = reading.text_at(session, article)
    write_text(room, "Edda", article, "")
    restore(room, "Edda", article, seq)
    with room.read() as session:
        found = who_wrote(session, article, "body", 0, len(before))
    assert [p.author for p in found] == ["Edda", "Rhea", "Lumen"] and all(p.signed for p in found)
    offered = EditingSession.open(room, "Rhea", article)
    offered.splice("body", 0, 0, "Offered. ")
    offered.flush()
    with room.read() as session:
        spans = offered._manuscript.spans("body")
        found = who_wrote_of(session, article, spans)
    assert (found[0].author, found[0].length, found[0].signed) == ("Rhea", 9, ())
