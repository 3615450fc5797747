"""The register: looking through it, adding, renaming, ending; what each one did."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt


def open_page(hands, name):
    """Open a page of the CEO's place by its command."""
    hands.window.commands.run(f"open-{name}")
    hands.wait(lambda: hands.window.ceo.page(name) and hands.sees(name))


@pytest.fixture
def written(newsroom):
    """A piece of Rhea's with an AI's words in it."""
    from db.acts.writing import new_article, write_text
    from db.newsroom import open_newsroom

    room = open_newsroom(newsroom)
    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "Rhea wrote this.")
    write_text(room, "Rhea", article, "Rhea wrote this. The model wrote that.", author="Lumen 2")
    room.close()
    return newsroom


@pytest.fixture
def opened(open_window, written):
    hands = open_window(written, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    open_page(hands, "contributors")
    hands.page = hands.window.ceo.page("contributors")
    hands.wait(lambda: hands.page.model.rows)
    return hands


def names(hands):
    return [entry.name for entry in hands.page.model.rows]


def choose(hands, name):
    hands.page.table.selectRow(names(hands).index(name))
    hands.wait(lambda: hands.sees("contributor-work") and hands.find("contributor-work").rows)


def test_the_register_is_looked_through(opened):
    hands = opened
    assert names(hands) == ["Rhea", "Edda", "Cleo", "Lumen 2"]
    hands.click("register-ai")
    hands.wait(lambda: names(hands) == ["Lumen 2"])
    hands.click("register-all")
    hands.key("register-table", Qt.Key.Key_Slash)
    assert hands.find("register-search").hasFocus()
    hands.type("register-search", "edd")
    hands.wait(lambda: names(hands) == ["Edda"])
    hands.type("register-search", "xyz")
    hands.wait(lambda: not hands.page.model.rows and hands.page.empty.isVisible())
    hands.key("register-search", Qt.Key.Key_Escape)
    hands.wait(lambda: len(names(hands)) == 4)


def test_work_done_is_counted_from_the_record(opened):
    hands = opened
    choose(hands, "Rhea")
    hands.wait(lambda: "Typed characters that stand" in dict(hands.find("contributor-work").rows))
    hands.wait(lambda: not hands.sees("contributor-progress"))
    rows = dict(hands.find("contributor-work").rows)
    assert rows["Pieces"] == "1"
    assert int(rows["Typed characters that stand"]) >= len("Rhea wrote this.")
    hands.key("register-table", Qt.Key.Key_J)
    hands.key("register-table", Qt.Key.Key_J)
    hands.key("register-table", Qt.Key.Key_J)
    assert hands.find("contributor-title").text() == "Lumen 2"
    hands.wait(
        lambda: "Generated characters that stand" in dict(hands.find("contributor-work").rows)
    )
    hands.key("register-table", Qt.Key.Key_Escape)
    assert not hands.sees("contributor-side")


def test_somebody_is_added_renamed_and_changed(opened):
    hands = opened
    hands.click("add-contributor")
    assert hands.find("add-name").hasFocus() and not hands.find("add-go").isEnabled()
    hands.type("add-name", "Fay")
    hands.click("add-go")
    hands.wait(lambda: "Fay" in names(hands))
    choose(hands, "Fay")
    edit = hands.find("register-name")
    edit.clear()
    hands.type("register-name", "Fay, Seoul")
    kind = hands.find("register-kind")
    kind.setCurrentIndex(kind.findData("reporter"))
    hands.click("register-save")
    hands.wait(lambda: "Fay, Seoul" in names(hands))
    hands.wait(lambda: hands.find("contributor-is").text() == "Reporter")
    assert hands.window.context.person("Fay, Seoul") is not None
    # Two of one name there cannot be; it is said on the page.
    hands.click("add-contributor")
    hands.type("add-name", "Rhea")
    hands.click("add-go")
    hands.wait(lambda: hands.sees("contributors-error"))


def test_an_ai_is_added_and_nobody_answers_for_it(opened):
    hands = opened
    hands.click("add-contributor")
    kind = hands.find("add-kind")
    kind.setCurrentIndex(kind.findData("ai"))
    hands.type("add-name", "Verso")
    assert not hands.find("add-go").isEnabled()
    hands.type("add-provider", "Verso")
    hands.type("add-model", "translate")
    answers = hands.find("add-answers")
    answers.setCurrentIndex(answers.findData("Edda"))
    hands.click("add-go")
    hands.wait(lambda: "Verso" in names(hands))
    choose(hands, "Edda")
    hands.click("register-end")
    assert "Edda" in hands.find("register-question").text()
    hands.click("register-yes")
    hands.wait(lambda: names(hands)[-1] == "Edda")
    found = {entry.name: entry for entry in hands.page.model.rows}
    assert found["Verso"].paused and not found["Lumen 2"].paused
    choose(hands, "Verso")
    who = hands.find("register-answers")
    assert who.currentText() == "Nobody"
    who.setCurrentIndex(who.findData("Rhea"))
    hands.click("register-save")
    hands.wait(lambda: not {e.name: e for e in hands.page.model.rows}["Verso"].paused)
    # And back.
    choose(hands, "Edda")
    hands.click("register-end")
    hands.click("register-yes")
    hands.wait(lambda: {e.name: e for e in hands.page.model.rows}["Edda"].active)


def test_the_only_ceo_stays(opened):
    hands = opened
    choose(hands, "Cleo")
    hands.click("register-end")
    hands.click("register-yes")
    hands.wait(lambda: hands.sees("contributors-error"))
    assert hands.window.ceo_sees() == "all"


def test_thousands_are_fetched_as_one_scrolls(open_window, newsroom):
    import sqlite3

    file = sqlite3.connect(newsroom)
    for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        file.execute(f'DROP TRIGGER "{name}"')
    file.executemany(
        "INSERT INTO contributor (id, name, kind, active, sample, seq)"
        " VALUES (?, ?, 'freelancer', 1, 0, 1)",
        ((f"c{n}", f"Stringer {n:04}") for n in range(5000)),
    )
    file.commit()
    file.close()
    hands = open_window(newsroom, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    open_page(hands, "contributors")
    page = hands.window.ceo.page("contributors")
    hands.wait(lambda: page.model.rows)
    assert 60 <= len(page.model.rows) < 400
    before = len(page.model.rows)
    page.table.scrollToBottom()
    hands.wait(lambda: len(page.model.rows) > before)
    assert page.which.options["all"].count == "5,004"
