"""From nothing to the first words of a piece, and what is shown where no newsroom opens."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import Qt

BENGALI = "ঢাকায় বৃষ্টি"


def test_first_start_makes_a_newsroom_and_the_first_piece(open_window, tmp_path):
    path = tmp_path / "home" / "newsroom.colophon"
    hands = open_window(path)
    hands.wait(lambda: hands.sees("first-start"))
    assert not hands.find("first-open").isEnabled()
    hands.type("first-name", "Hana Example")
    hands.click("role-ceo")
    hands.find("first-sample").setChecked(False)
    hands.click("first-open")
    hands.wait(lambda: hands.sees("board"))
    assert path.exists()
    assert hands.window.context.acting == "Hana Example"

    hands.click("new-article")
    hands.wait(lambda: hands.sees("part-headline"))
    hands.type("part-headline", "Rain over the delta")
    hands.type("part-body", "It rained.")
    hands.window.desk.writing.page.fields["body"].textCursor().insertText(" " + BENGALI)
    assert hands.text("part-body") == "It rained. " + BENGALI
    hands.wait(lambda: hands.window.desk.writing.save())

    other = open_window(path)
    other.wait(lambda: other.sees("cards-draft"))
    model = other.window.board.columns.models["draft"]
    other.wait(lambda: [card.headline for card in model.rows] == ["Rain over the delta"])


def test_without_a_name_the_button_says_why(open_window, tmp_path):
    hands = open_window(tmp_path / "newsroom.colophon")
    hands.wait(lambda: hands.sees("first-why"))
    assert "name" in hands.find("first-why").text().lower()
    hands.click("role-reporter")
    assert not hands.find("first-open").isEnabled()


def test_a_newsroom_of_a_newer_program_stays_explained_until_it_opens(open_window, newsroom):
    def keep_version(number: int) -> int:
        with sqlite3.connect(newsroom) as connection:
            before = int(connection.execute("PRAGMA user_version").fetchone()[0])
            connection.execute(f"PRAGMA user_version = {number}")
        connection.close()
        return before

    version = keep_version(9999)
    held = newsroom.read_bytes()
    hands = open_window(newsroom)
    hands.wait(lambda: hands.sees("not-opened"))
    assert "newer Colophon" in hands.find("not-opened-why").text()
    assert hands.find("not-opened-fix").text() == "Update Colophon, then try again."
    assert hands.find("not-opened-safe").text() == "Nothing was changed."
    assert not hands.sees("toast") and newsroom.read_bytes() == held
    hands.key("not-opened-again", Qt.Key.Key_Return)
    hands.wait(lambda: hands.find("not-opened-again").hasFocus())
    keep_version(version)
    hands.key("not-opened-again", Qt.Key.Key_Return)
    hands.wait(lambda: hands.sees("board") and not hands.sees("not-opened"))
