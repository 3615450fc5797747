"""Asking the page who wrote some words, and comparing two moments of the piece."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from desktop.components.label import Label
from desktop.editor.menu import menu_for


@pytest.fixture
def desk(open_window, newsroom: Path):
    """Edda's window, on a piece by Rhea and an AI that she changed."""
    from db.acts import deciding, moving
    from db.acts.writing import new_article, write_text
    from db.newsroom import open_newsroom

    made = open_newsroom(newsroom)
    article = str(new_article(made, "Rhea", "A headline").article)
    write_text(made, "Rhea", article, "One sentence.")
    write_text(made, "Rhea", article, "One sentence. The AI wrote this.", author="Lumen 2")
    moving.submit(made, "Rhea", article)
    deciding.accept(made, "Edda", article)
    write_text(made, "Edda", article, "A sentence. The AI wrote this.")
    made.close()
    hands = open_window(newsroom, "Edda")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    hands.window.go("desk")
    hands.window.desk.open(article, "write")
    hands.wait(lambda: hands.sees("part-body") and hands.window.desk.standing is not None)
    return hands


def labels(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label)]


def test_who_wrote_this(desk) -> None:
    field = desk.find("part-body")
    field.setFocus()
    cursor = field.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    field.setTextCursor(cursor)
    desk.key("part-body", Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier,
             Qt.KeyboardModifier.AltModifier)  # fmt: skip
    desk.wait(lambda: desk.sees("whose"))
    said = labels(desk.find("whose"))
    assert [name for name in said if name in ("Rhea", "Edda", "Lumen 2")] == [
        "Edda", "Rhea", "Lumen 2",
    ]  # fmt: skip
    assert any("brought in by Rhea" in line for line in said)
    assert sum(line == "Accepted by Edda" for line in said) == 2
    assert "Under no sign-off yet" in said
    desk.key("whose", Qt.Key.Key_Escape)
    assert not desk.sees("whose") and field.hasFocus()
    menu = menu_for(field, field.rect().center(), False, False, None,
                    desk.window.desk.writing.page.asked_of_words)  # fmt: skip
    assert {"Who wrote this?", "Comment on the words"} <= {a.text() for a in menu.actions()}
    menu.deleteLater()


def test_two_moments_in_line_and_side_by_side(desk) -> None:
    desk.window.commands.run("compare")
    desk.wait(lambda: desk.sees("compare-paper") and desk.find("compare-count").text())
    assert desk.find("compare-count").text() == "1 word in, 1 word out"
    paper = desk.find("compare-paper")
    text = paper.document().toPlainText()
    assert "One" in text and "A sentence. The AI wrote this." in text.replace("One", "", 1)
    assert paper.whose(text.index("One")) == "Taken out; words of Rhea, typed"
    assert paper.whose(text.index("A sentence")) == "Put in; words of Edda, typed"
    earlier = desk.find("compare-earlier")
    earlier.setCurrentIndex(earlier.count() - 1)
    earlier.activated.emit(earlier.currentIndex())
    desk.wait(lambda: "0 words out" in desk.find("compare-count").text())
    people = [name for _kind, name in desk.window.desk.compare.legend.said]
    assert people == ["Rhea", "Edda", "Lumen 2"]
    desk.click("compare-sides")
    assert desk.sees("compare-left") and not desk.sees("compare-paper")
    assert "The AI wrote this." in desk.find("compare-right").document().toPlainText()
    assert "The AI" not in desk.find("compare-left").document().toPlainText()
    desk.key("compare-left", Qt.Key.Key_Escape)
    desk.wait(lambda: desk.sees("part-body"))
