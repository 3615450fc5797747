"""An editor's morning, by keyboard: read each change in its place, decide, take back, sign."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db import reading
from db.acts.asking import Edit, keep_answer
from db.acts.deciding import accept
from db.acts.moving import submit
from db.acts.writing import new_article, write_text
from db.newsroom import open_newsroom

TEXT = "The ferries ran on Saturday.\n\nDozens waited at the quay, and nobody complained."


@pytest.fixture
def article(newsroom: Path) -> str:
    """Rhea's piece in edit, approved once; then a word of Cleo's, words of Rhea's, an AI's."""
    room = open_newsroom(newsroom)
    made = str(new_article(room, "Rhea", "Ferries").article)
    write_text(room, "Rhea", made, TEXT)
    submit(room, "Rhea", made)
    accept(room, "Edda", made)
    at = write_text(room, "Cleo", made, TEXT.replace("Saturday", "Sunday"))[0].seq
    write_text(room, "Rhea", made, TEXT.replace("Saturday", "Sunday") + " It rained.")
    edit = Edit("body", TEXT.index("Dozens") - 2, 6, "Some 40 people")
    keep_answer(room, "Edda", made, model="Lumen 2", at=at, edits=[edit], said={"task": "plain"})
    room.close()
    return made


@pytest.fixture
def review(newsroom: Path, article: str, open_window):
    """The piece open for review by Edda."""
    hands = open_window(newsroom, "Edda")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    hands.window.open_article(article, "review")
    hands.wait(lambda: hands.sees("change-card"))
    hands.wait(lambda: len(hands.window.desk.review.side.rows.waiting) == 3)
    return hands


def shown(review) -> str:
    return review.find("review-paper").document().toRawText().replace("\u2029", "\n")


def card(review) -> str:
    return review.find("change-card").accessibleName()


def body(newsroom: Path, article: str) -> str:
    room = open_newsroom(newsroom)
    with room.read() as session:
        text = reading.text_at(session, article)
    room.close()
    return text


def press(review, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    review.key("changes", key, *held)


def test_every_change_stands_in_its_place(review) -> None:
    text = shown(review)
    assert "on Saturday Sunday." in text  # struck, and underlined
    assert "Dozens Some 40 people waited" in text or "DozensSome 40 people waited" in text
    assert "complained. It rained." in text
    assert card(review) == "Cleo replaced 1 word"
    press(review, Qt.Key.Key_J)
    assert card(review).startswith("Lumen 2 proposed: replaced 1 word")
    press(review, Qt.Key.Key_J)
    assert card(review).startswith("Rhea proposed: added")
    press(review, Qt.Key.Key_K)
    assert card(review).startswith("Lumen 2")


def test_one_key_decides_and_another_takes_back(review, newsroom, article) -> None:
    rows = review.window.desk.review.side.rows
    press(review, Qt.Key.Key_A)
    review.wait(lambda: len(rows.waiting) == 2 and len(rows.decided) == 1)
    assert "Saturday" not in shown(review)
    press(review, Qt.Key.Key_Z)
    review.wait(lambda: len(rows.waiting) == 3 and not rows.decided)
    assert "Saturday Sunday" in shown(review)
    press(review, Qt.Key.Key_R)
    review.wait(lambda: len(rows.waiting) == 2)
    assert body(newsroom, article).startswith("The ferries ran on Saturday.")


def test_a_reason_goes_with_a_rejection(review, newsroom, article) -> None:
    rows = review.window.desk.review.side.rows
    review.click("change-reason")
    review.type("reason", "It was Saturday.")
    review.click("reason-go")
    review.wait(lambda: len(rows.waiting) == 2)
    room = open_newsroom(newsroom)
    with room.read() as session:
        last, told = reading.history(session, article)[-2:]
    room.close()
    assert (last.kind, last.payload["reason"]) == ("rejected", "It was Saturday.")
    assert told.kind == "comment.added" and told.payload["text"].endswith("It was Saturday.")


def test_filters_show_what_they_say(review) -> None:
    rows = review.window.desk.review.side.rows
    review.click("changes-ai")
    review.wait(lambda: [c.contributor for c in rows.waiting] == ["Lumen 2"])
    review.click("changes-pasted")
    review.wait(lambda: not rows.waiting)
    review.click("changes-all")
    review.wait(lambda: len(rows.waiting) == 3)


def test_words_that_come_meanwhile_are_a_new_change(review, newsroom, article) -> None:
    rows = review.window.desk.review.side.rows
    room = open_newsroom(newsroom)
    write_text(room, "Cleo", article, body(newsroom, article).replace("nobody", "no passenger"))
    room.close()
    review.wait(lambda: len(rows.waiting) == 4)
    assert card(review) == "Cleo replaced 1 word"
    press(review, Qt.Key.Key_A)
    review.wait(lambda: len(rows.waiting) == 3)
    assert "no passenger" in [change.inserted for change in rows.waiting]


def test_all_decided_then_signed(review, newsroom, article) -> None:
    review.click("change-accept-all")
    review.wait(lambda: not review.window.desk.standing.undecided)
    assert "Some 40 people waited" in body(newsroom, article)
    signed = review.window.desk.standing.article.text_sha256
    review.wait(lambda: review.find("sign-hash").text().endswith(signed[-4:]))
    review.click("sign-examined")
    review.click("sign-tick-all")
    review.click("sign-off")
    review.wait(lambda: review.window.desk.standing.article.signed_off)


def test_a_comment_on_a_change_is_told_on_its_card(review) -> None:
    press(review, Qt.Key.Key_C)
    review.wait(lambda: review.sees("comment-words"))
    review.type("comment-words", "Which Sunday")
    review.click("comment-go")
    review.wait(lambda: review.window.desk.commenting.open_ones)
    review.click("mode-review")
    review.wait(lambda: review.sees("change-quote"))
    assert review.find("change-quote").text() == "Edda: “Which Sunday”"


def test_a_new_picture_is_seen_over_its_words_with_who_added_it(newsroom, open_window) -> None:
    from PIL import Image

    from db.acts.picturing import add_image, describe_image

    def picture(shade: int) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (900, 600), (shade, 90, 120)).save(out, "PNG")
        return out.getvalue()

    room = open_newsroom(newsroom)
    made = str(new_article(room, "Rhea", "Ferries").article)
    write_text(room, "Rhea", made, TEXT)
    add_image(room, "Rhea", made, picture(40))
    add_image(room, "Rhea", made, picture(80))
    describe_image(room, "Rhea", made, 1, alt="A ferry at the quay", credit="R. Ray", ai=False)
    submit(room, "Rhea", made)
    room.close()
    review = open_window(newsroom, "Edda")
    review.wait(lambda: review.window.context.newsroom is not None)
    review.window.open_article(made)
    review.wait(lambda: review.sees("change-card"))
    paper = review.find("review-paper")
    review.wait(lambda: len(paper.pictures) == 2)
    first, second = paper.pictures[1], paper.pictures[2]
    assert first.ai is False
    assert first.image.height() == 200 and second.ai is None
    words = shown(review)
    assert "A ferry at the quay" in words
    block = paper.document().findBlock(words.index("Picture 1, not made by AI"))
    assert paper._picture_over(block) is first
    assert block.blockFormat().topMargin() > 200  # the room the picture has over its words
    over = [paper._picture_over(b) for b in blocks(paper)]
    assert [one for one in over if one is not None] == [first, second]  # without words yet, too
    added = [c for c in paper.changes.values() if c.part.startswith("image:")]
    assert [(c.contributor, c.part) for c in added] == [("Rhea", "image:1"), ("Rhea", "image:2")]
    bar = paper.verticalScrollBar()
    bar.setValue(bar.maximum())
    grabbed = paper.viewport().grab().toImage()
    seen = {grabbed.pixelColor(60, y).red() for y in range(grabbed.height())}
    assert 80 in seen


def blocks(paper):
    block = paper.document().begin()
    while block.isValid():
        yield block
        block = block.next()
