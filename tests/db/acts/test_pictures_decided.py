"""A picture, and whether AI made it, is a change: it waits, is decided, and the gate asks for it."""

from __future__ import annotations

import pytest

from db import reading, review
from db.acts import deciding, moving, picturing, signing
from db.acts.publishing import publish
from db.acts.taking_back import take_back
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.refusal import Refused
from tests.db.acts.test_corrections import picture


@pytest.fixture
def piece(room) -> str:
    """A piece in edit with two described pictures, nothing of it decided."""
    article = str(new_article(room, "Rhea", "A headline").article)
    for part, words in (("dateline", "Here – "), ("body", "Rhea wrote this.")):
        write_text(room, "Rhea", article, words, part=part)
    for n in (1, 2):
        picturing.add_image(room, "Rhea", article, picture(n))
        picturing.describe_image(
            room, "Rhea", article, n, alt=f"Alt {n}", credit="R", ai=bool(n - 1)
        )
    moving.submit(room, "Rhea", article)
    return article


def waiting(room, article: str) -> list[review.Change]:
    with room.read() as session:
        return list(review.changes(session, article).changes)


def shown(room, article: str) -> list[tuple[str, str, str, str]]:
    return [
        (c.part, c.deleted, c.inserted, c.contributor)
        for c in waiting(room, article) if c.part.startswith("image:")
    ]  # fmt: skip


def images(room, article: str) -> list[tuple[int, bool | None, str]]:
    with room.read() as session:
        return [(i.n, i.ai, i.alt) for i in reading.article(session, article).images]


def whole(room) -> None:
    assert verify(room, texts=True).ok
    assert examine(room) == []


def number(room, article: str, part: str) -> int:
    return next(c.n for c in waiting(room, article) if c.part == part)


def test_a_picture_waits_until_it_is_decided_and_so_does_its_flag(room, piece):
    assert shown(room, piece) == [
        ("image:1", "", "Picture 1, not made by AI", "Rhea"),
        ("image:2", "", "Picture 2, made or altered by AI", "Rhea"),
    ]
    words = [c.n for c in waiting(room, piece) if not c.part.startswith("image:")]
    deciding.accept(room, "Edda", piece, words)
    with pytest.raises(Refused, match=r"2 changes of .* not decided"):
        signing.sign_off(room, "Edda", piece, examined="a", facts="b", responsible="Edda")
    deciding.accept(room, "Edda", piece)
    assert waiting(room, piece) == []
    picturing.describe_image(room, "Egon", piece, 1, ai=True)
    assert shown(room, piece) == [
        ("image:1", "Picture 1, not made by AI", "Picture 1, made or altered by AI", "Egon")
    ]
    with pytest.raises(Refused, match="1 change of"):
        signing.sign_off(room, "Edda", piece, examined="a", facts="b", responsible="Edda")
    deciding.reject(room, "Edda", piece)
    assert images(room, piece)[0][1] is False and waiting(room, piece) == []
    take_back(room, "Edda", piece)
    assert images(room, piece)[0][1] is True and len(shown(room, piece)) == 1
    whole(room)


def test_a_rejected_picture_goes_with_its_words_and_comes_back_with_its_author(room, piece):
    deciding.reject(room, "Edda", piece, [number(room, piece, "image:2")], reason="Not ours")
    assert images(room, piece) == [(1, False, "Alt 1")]
    assert {c.part for c in waiting(room, piece)} == {
        "headline", "dateline", "body", "image:1", "alt:1", "credit:1"
    }  # fmt: skip
    whole(room)
    take_back(room, "Edda", piece)
    assert images(room, piece) == [(1, False, "Alt 1"), (2, True, "Alt 2")]
    assert shown(room, piece)[1] == ("image:2", "", "Picture 2, made or altered by AI", "Rhea")
    assert {c.contributor for c in waiting(room, piece)} == {"Rhea"}
    whole(room)


def test_a_picture_that_others_follow_cannot_go_alone(room, piece):
    with pytest.raises(Refused, match="picture 1 cannot go while picture 2 stays"):
        deciding.reject(room, "Edda", piece, [number(room, piece, "image:1")])
    assert len(images(room, piece)) == 2
    deciding.reject(room, "Edda", piece)
    assert images(room, piece) == [] and waiting(room, piece) == []
    whole(room)


def test_another_picture_in_its_place_begins_without_its_words(room, piece):
    words = [c.n for c in waiting(room, piece) if not c.part.startswith("image:")]
    deciding.accept(room, "Edda", piece, words)
    deciding.reject(room, "Edda", piece, [number(room, piece, "image:2")])
    picturing.add_image(room, "Egon", piece, picture(9))
    assert images(room, piece)[1] == (2, None, "")
    assert shown(room, piece)[1] == ("image:2", "", "Picture 2", "Egon")
    with pytest.raises(Refused, match="another picture 2 came meanwhile"):
        take_back(room, "Edda", piece)
    whole(room)


def test_a_dropped_correction_takes_back_what_was_accepted_of_pictures(room, piece):
    deciding.accept(room, "Edda", piece)
    signing.sign_off(room, "Edda", piece, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip
    publish(room, "Edda", piece)
    moving.correct(room, "Edda", piece)
    picturing.add_image(room, "Edda", piece, picture(5))
    picturing.describe_image(room, "Edda", piece, 1, ai=True)
    deciding.accept(room, "Egon", piece)
    moving.drop_correction(room, "Edda", piece)
    assert images(room, piece) == [(1, False, "Alt 1"), (2, True, "Alt 2")]
    assert waiting(room, piece) == []
    moving.correct(room, "Edda", piece)
    picturing.add_image(room, "Edda", piece, picture(5))
    assert shown(room, piece) == [("image:3", "", "Picture 3", "Edda")]
    whole(room)
