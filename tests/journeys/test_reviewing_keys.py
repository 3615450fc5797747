"""A whole review without a mouse: no key leads where no key leads back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from db import reading
from db.acts.deciding import accept
from db.acts.moving import submit
from db.acts.writing import new_article, write_text
from db.newsroom import open_newsroom

KEY = Qt.Key
PARAGRAPHS = [f"Paragraph {n} tells of the ferries, and of the quay." for n in range(40)]


def written(newsroom: Path, paragraphs: list[str]) -> str:
    """A piece of Rhea's in edit, approved once."""
    room = open_newsroom(newsroom)
    made = str(new_article(room, "Rhea", "Ferries").article)
    write_text(room, "Rhea", made, "\n\n".join(paragraphs))
    submit(room, "Rhea", made)
    accept(room, "Edda", made)
    room.close()
    return made


def change(newsroom: Path, article: str, paragraphs: list[str]) -> None:
    """Cleo changes the text."""
    room = open_newsroom(newsroom)
    write_text(room, "Cleo", article, "\n\n".join(paragraphs))
    room.close()


@pytest.fixture
def article(newsroom: Path) -> str:
    """Two changes of Cleo's."""
    made = written(newsroom, PARAGRAPHS[:2])
    changed = [PARAGRAPHS[0].replace("ferries", "boats"), PARAGRAPHS[1].replace("quay", "pier")]
    change(newsroom, made, changed)
    return made


@pytest.fixture
def review(newsroom: Path, article: str, open_window):
    """The piece open for review by Edda."""
    return opened(newsroom, article, open_window, 2)


def opened(newsroom: Path, article: str, open_window, count: int):
    hands = open_window(newsroom, "Edda")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    hands.window.open_article(article, "review")
    hands.wait(lambda: hands.sees("change-card") or not count)
    hands.wait(lambda: hands.window.desk.standing is not None)
    hands.wait(lambda: len(rows(hands).waiting) == count)
    return hands


def rows(review):
    return review.window.desk.review.side.rows


def press(review, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    """Press a key where the keyboard is."""
    modifiers = Qt.KeyboardModifier.NoModifier
    for one in held:
        modifiers |= one
    review.bot.keyClick(QApplication.focusWidget(), key, modifiers)


def at(review, name: str) -> bool:
    """Whether the keyboard is in a widget of that name."""
    focus = QApplication.focusWidget()
    return focus is not None and focus.objectName() == name


def go_to(review, name: str) -> None:
    """Tab until the keyboard is in a widget of that name."""
    for _ in range(40):
        if at(review, name):
            return
        press(review, KEY.Key_Tab)
    raise AssertionError(f"Tab never comes to {name}")


def test_enter_on_a_button_of_the_card_does_what_the_button_says(review) -> None:
    go_to(review, "change-accept")
    press(review, KEY.Key_Return)
    review.wait(lambda: len(rows(review).waiting) == 1 and rows(review).decided[0].taken)
    assert review.window.desk.mode == "review"
    go_to(review, "change-reason")
    press(review, KEY.Key_Return)
    assert at(review, "reason")


def test_a_reason_is_asked_by_key_and_the_keyboard_comes_back(review, newsroom, article) -> None:
    press(review, KEY.Key_W)
    assert at(review, "reason")
    assert review.find("reason-question").text() == "Why reject “boats”?"
    press(review, KEY.Key_Escape)
    assert at(review, "changes") and not review.sees("reason-line")
    press(review, KEY.Key_W)
    review.window.desk.top.modes.choose("write")
    assert not review.sees("reason-line")  # it asked about a change
    review.window.desk.top.modes.choose("review")
    assert at(review, "changes")
    press(review, KEY.Key_W)
    review.type("reason", "Ferries they are.")
    press(review, KEY.Key_Return)
    review.wait(lambda: len(rows(review).waiting) == 1)
    assert at(review, "changes")
    room = open_newsroom(newsroom)
    with room.read() as session:
        told = [touch.payload.get("reason") for touch in reading.history(session, article)]
    room.close()
    assert "Ferries they are." in told


def test_the_last_decision_too_is_taken_back_by_key(review) -> None:
    press(review, KEY.Key_A)
    review.wait(lambda: len(rows(review).waiting) == 1)
    press(review, KEY.Key_A)
    review.wait(lambda: review.sees("sign-tick-all") or not rows(review).waiting)
    go_to(review, "sign-examined")
    press(review, KEY.Key_Z)
    review.wait(lambda: len(rows(review).waiting) == 1)
    assert review.sees("change-card")


def test_a_comment_leads_back_to_the_review(review) -> None:
    press(review, KEY.Key_C)
    review.wait(lambda: review.sees("comment-words"))
    press(review, KEY.Key_Escape)
    review.wait(lambda: review.window.desk.mode == "review")
    assert at(review, "changes")
    press(review, KEY.Key_C)
    review.type("comment-words", "Which boats")
    press(review, KEY.Key_Return)
    review.wait(lambda: review.window.desk.mode == "review" and review.sees("change-quote"))
    assert at(review, "changes") and not review.sees("panel")
    press(review, KEY.Key_J)
    assert not review.sees("change-quote")


def test_the_card_is_seen_whole_wherever_its_words_are(newsroom, open_window) -> None:
    article = written(newsroom, PARAGRAPHS)
    change(newsroom, article, [p.replace("quay", "pier") for p in PARAGRAPHS])
    review = opened(newsroom, article, open_window, 40)
    paper = review.find("review-paper")
    for _ in range(39):
        press(review, KEY.Key_J)
        card = review.find("change-card")
        bottom = card.mapTo(paper.viewport(), QPoint(0, card.height())).y()
        assert bottom <= paper.viewport().height()


def test_a_text_that_shrinks_under_the_reader_keeps_its_card(newsroom, open_window) -> None:
    article = written(newsroom, PARAGRAPHS)
    change(newsroom, article, [*PARAGRAPHS[:2], PARAGRAPHS[-1].replace("quay", "pier")])
    review = opened(newsroom, article, open_window, 2)
    bar = review.find("review-paper").verticalScrollBar()
    bar.setValue(bar.maximum())
    press(review, KEY.Key_A)
    review.wait(lambda: len(rows(review).waiting) == 1 and review.sees("change-card"))
    assert review.find("change-card").accessibleName() == "Cleo replaced 1 word"


def test_tab_follows_the_eye_through_the_sign_off(newsroom, open_window) -> None:
    article = written(newsroom, ["The wall rose in 1987.", PARAGRAPHS[0]])
    review = opened(newsroom, article, open_window, 0)
    review.wait(lambda: review.sees("statement-1"))
    go_to(review, "sign-tick-all")
    press(review, KEY.Key_Tab)
    assert at(review, "statement-1")
    press(review, KEY.Key_Space)
    press(review, KEY.Key_Tab)
    assert at(review, "not-fact-1")
    go_to(review, "sign-examined")
    press(review, KEY.Key_Space)
    review.wait(lambda: review.find("sign-off").isEnabled())
    review.key("sign-examined", KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    review.wait(lambda: review.sees("signed-by"))
    assert review.find("signed-by").text().startswith("Signed by Edda, today")
    assert at(review, "review-paper") and not review.sees("sign-examined")


def test_who_signed_cannot_agree_and_somebody_else_can(newsroom, article, review) -> None:
    press(review, KEY.Key_E)  # a word of the signer's own
    review.wait(lambda: review.window.desk.mode == "write")
    for letter in "craft":
        review.bot.keyClicks(QApplication.focusWidget(), letter)
    review.window.desk.top.modes.choose("review")
    review.wait(lambda: any(c.contributor == "Edda" for c in rows(review).waiting))
    review.click("change-accept-all")
    review.wait(lambda: not review.window.desk.standing.undecided)
    review.click("sign-examined")
    review.click("sign-off")
    review.wait(lambda: review.sees("agree"))
    assert not review.find("agree").isEnabled()
    assert review.find("sign-why").text().startswith("Somebody else must agree")
    said = review.window.commands.get("agree").why_not()
    assert said == review.find("sign-why").text()
    assert not review.window.commands.run("agree")
    review.act_as("Cleo")
    review.wait(lambda: not review.window.commands.get("agree").why_not())
    review.wait(lambda: review.sees("agree") and review.find("agree").isEnabled())
    go_to(review, "agree")
    press(review, KEY.Key_Space)
    review.wait(lambda: review.window.desk.standing.article.signed_off and not review.sees("agree"))
    assert at(review, "review-paper")


def test_a_paste_without_a_source_is_asked_for_where_it_stands_in_the_way(
    newsroom, open_window
) -> None:
    article = written(newsroom, PARAGRAPHS[:1])
    room = open_newsroom(newsroom)
    text = "\n\n".join(PARAGRAPHS[:2])
    write_text(room, "Edda", article, text, origin="pasted", source="unknown")
    accept(room, "Edda", article)
    room.close()
    review = opened(newsroom, article, open_window, 0)
    review.click("mode-publish")
    review.wait(lambda: review.sees("fix-paste-sources"))
    go_to(review, "fix-paste-sources")
    press(review, KEY.Key_Space)
    review.wait(lambda: at(review, "paste-source"))
    review.type("paste-source", "The harbour office")
    press(review, KEY.Key_Return)
    review.wait(lambda: "paste-sources" not in
                [c.check for c in review.window.desk.standing.unmet])  # fmt: skip
