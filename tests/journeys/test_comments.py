"""Commenting on words of the page: by keyboard, answered, resolved, and left without its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

CONTROL_ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier)
TEXT = "One sentence stands here. Another follows it."


@pytest.fixture
def desk(open_window, newsroom: Path):
    """Rhea's window, on a piece of hers."""
    from db.acts.writing import new_article, write_text
    from db.newsroom import open_newsroom

    made = open_newsroom(newsroom)
    article = str(new_article(made, "Rhea", "A headline").article)
    write_text(made, "Rhea", article, TEXT)
    made.close()
    hands = open_window(newsroom, "Rhea")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    hands.window.go("desk")
    hands.window.desk.open(article, "write")
    hands.wait(lambda: hands.sees("part-body"))
    return hands


def choose(hands, words: str) -> None:
    """Select words of the text."""
    field = hands.find("part-body")
    cursor = field.textCursor()
    at = hands.text("part-body").index(words)
    cursor.setPosition(at)
    cursor.setPosition(at + len(words), QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    field.setFocus()


def tinted(hands) -> list[str]:
    """The words of the text with a tint under them."""
    return [one.cursor.selectedText() for one in hands.find("part-body").tints]


def test_a_comment_by_keyboard_answered_and_resolved(desk) -> None:
    choose(desk, "Another follows")
    desk.key("part-body", Qt.Key.Key_M, *CONTROL_ALT)
    desk.wait(lambda: desk.sees("comment-words"))
    desk.type("comment-words", "Does it, @ed")
    desk.wait(lambda: desk.sees("comment-words-names"))
    desk.key("comment-words", Qt.Key.Key_Return)
    assert desk.find("comment-words").text() == "Does it, @Edda "
    desk.key("comment-words", Qt.Key.Key_Return)
    desk.wait(lambda: desk.sees("comment-1"))
    assert not desk.sees("comment-line") and tinted(desk) == ["Another follows"]
    assert desk.window.desk.panel.tabs.options["comments"].count == "1"
    desk.type("comment-answer-1", "It does.")
    desk.click("comment-reply-1")
    desk.wait(lambda: len(desk.window.desk.commenting.found[0].replies) == 1)
    assert desk.window.desk.commenting.found[0].mentions == ("Edda",)
    choose(desk, "")
    desk.type("part-body", "First. ")
    assert desk.text("part-body").startswith("First. One")
    desk.wait(lambda: tinted(desk) == ["Another follows"])
    desk.click("comment-resolve-1")
    desk.wait(lambda: not desk.sees("comment-1"))
    assert desk.window.desk.panel.tabs.options["comments"].count == ""
    desk.click("comments-resolved")
    desk.wait(lambda: desk.sees("comment-1"))


def test_a_click_on_a_thread_goes_to_its_words_until_they_are_gone(desk) -> None:
    from db.acts.commenting import comment

    article = desk.window.desk.article
    comment(desk.window.context.newsroom, "Cleo", article, "body", 0, 12, "Which one?")
    desk.click("tab-comments")
    desk.wait(lambda: desk.sees("comment-1"))
    desk.click("comment-1")
    assert desk.find("part-body").textCursor().selectedText() == "One sentence"
    desk.key("part-body", Qt.Key.Key_Delete)
    commenting = desk.window.desk.commenting
    desk.wait(lambda: commenting.is_orphaned(commenting.found[0]))
    desk.wait(lambda: desk.sees("comment-quote-1"))
    assert "One sentence" in desk.find("comment-quote-1").text() and not tinted(desk)
    desk.key("part-body", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: tinted(desk) == ["One sentence"])


def test_without_chosen_words_the_command_says_why(desk) -> None:
    desk.find("part-body").setFocus()
    assert "choose some words" in desk.window.commands.get("comment").why_not()
    choose(desk, "One")
    assert not desk.window.commands.get("comment").why_not()
    desk.window.commands.run("comment")
    desk.key("comment-words", Qt.Key.Key_Escape)
    assert not desk.sees("comment-line") and desk.find("part-body").hasFocus()
