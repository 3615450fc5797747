"""After a sign-off one character by anyone, in any part, closes the gate, which says whose it was."""

from __future__ import annotations

import pytest

from db import reading, review
from db.acts import deciding, moving, picturing, signing, sourcing
from db.acts.publishing import publish
from db.acts.writing import new_article, set_details, write_text
from db.refusal import Refused
from db.terms import PARTS
from tests.db.acts.test_corrections import picture


@pytest.fixture
def signed(room) -> str:
    """A piece with a picture and a paste, signed off, with an earlier version."""
    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    write_text(room, "Rhea", article, "Rhea wrote this.")
    write_text(room, "Rhea", article, "Rhea wrote this. Pasted.", origin="pasted", source="a book")
    picturing.add_image(room, "Rhea", article, picture(1))
    picturing.describe_image(room, "Rhea", article, 1, alt="One", credit="R", ai=False)
    moving.submit(room, "Rhea", article)
    sign(room, article)
    publish(room, "Edda", article)
    moving.correct(room, "Edda", article)
    write_text(room, "Egon", article, "A correction.", part="notice")
    sign(room, article)
    return article


def sign(room, article: str) -> None:
    deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip


def refusal(room, article: str) -> str:
    with pytest.raises(Refused) as caught:
        publish(room, "Edda", article)
    return str(caught.value)


def text(room, article: str, part: str) -> str:
    with room.read() as session:
        return reading.text_at(session, article, part)


def newest(room, article: str) -> int:
    with room.read() as session:
        return reading.history(session, article)[-1].seq


def test_one_character_in_any_part(room, signed):
    parts = ("body", "headline", "dateline", "date_line", "share_line", "notice", "alt:1",
             "caption:1", "credit:1")  # fmt: skip
    assert set(parts) >= set(PARTS)
    for part in parts:
        words = text(room, signed, part)
        write_text(room, "Egon", signed, f"{words},", part=part)
        said = refusal(room, signed)
        assert f"touch {newest(room, signed)} by Egon added “,” in {part}" in said, said
        deciding.reject(room, "Edda", signed)
        assert text(room, signed, part) == words
        assert "not decided" not in refusal(room, signed)
        sign_again(room, signed)
        if words:
            write_text(room, "Egon", signed, words[:-1], part=part)
            said = refusal(room, signed)  # words are put in and taken out whole
            assert f"{words[-1]}” in {part}" in said and "took out “" in said, said
            deciding.reject(room, "Edda", signed)
            sign_again(room, signed)


def sign_again(room, article: str) -> None:
    with room.read() as session:
        if review.changes(session, article).changes:  # a picture, too, is decided
            deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip


def test_a_writers_comma_is_named_too(room, signed):
    write_text(room, "Rhea", signed, text(room, signed, "body") + ",")
    assert f"touch {newest(room, signed)} by Rhea added “,” in body" in refusal(room, signed)


def test_what_is_no_word_is_named_as_well(room, signed):
    with room.read() as session:
        paste = next(r.peer for r in reading.who(session, signed) if r.origin == "pasted")
    for act, said in (
        (lambda: set_details(room, "Egon", signed, language="bn"), "set the language to bn"),
        (lambda: picturing.describe_image(room, "Egon", signed, 1, ai=True), "AI made image 1"),
        (lambda: picturing.add_image(room, "Egon", signed, picture(2)), "added image 2"),
        (lambda: sourcing.name_source(room, "Egon", signed, paste, "the wire"), "“the wire”"),
    ):
        act()
        message = refusal(room, signed)
        assert f"touch {newest(room, signed)} by Egon" in message and said in message, message
        sign_again(room, signed)


def test_a_source_that_says_nothing_is_unknown(room, signed):
    with room.read() as session:
        paste = next(r.peer for r in reading.who(session, signed) if r.origin == "pasted")
    sourcing.name_source(room, "Egon", signed, paste, " Unknown ")
    assert "paste-sources" in refusal(room, signed)
    write_text(room, "Egon", signed, text(room, signed, "body") + " X", origin="pasted", source="?")
    assert "10 pasted characters" in refusal(room, signed)
