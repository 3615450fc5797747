"""The Board shows every piece, finds some, and sees what another window saves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt


@pytest.fixture
def pieces(newsroom):
    from db.acts.moving import submit
    from db.acts.writing import new_article, write_text
    from db.newsroom import open_newsroom

    opened = open_newsroom(newsroom)
    out = []
    for headline in ("Ferries run again", "Rates are held", "মেট্রোর নতুন রুট"):
        made = new_article(opened, "Rhea", headline)
        write_text(opened, "Rhea", made.article, f"{headline}: the text.")
        out.append(made.article)
    submit(opened, "Rhea", out[1])
    opened.close()
    return out


def headlines(model) -> list[str]:
    return [card.headline for card in model.rows]


def test_cards_stand_under_their_state(open_window, newsroom, pieces):
    hands = open_window(newsroom)
    hands.wait(lambda: hands.sees("cards-draft"))
    models = hands.window.board.columns.models
    hands.wait(lambda: headlines(models["edit"]) == ["Rates are held"])
    hands.wait(lambda: len(models["draft"].rows) == 2)


def test_search_finds_headlines_and_words_in_any_script(open_window, newsroom, pieces):
    hands = open_window(newsroom)
    hands.wait(lambda: hands.sees("board-search"))
    models = hands.window.board.columns.models
    hands.type("board-search", "মেট্রোর")
    hands.wait(lambda: headlines(models["draft"]) == ["মেট্রোর নতুন রুট"] and not models["edit"].rows)
    hands.key("board-search", Qt.Key.Key_Escape)
    hands.wait(lambda: len(models["draft"].rows) == 2)


def test_the_table_shows_all_states_and_opens_a_piece(open_window, newsroom, pieces):
    hands = open_window(newsroom)
    hands.click("board-view-table")
    model = hands.window.board.model
    hands.wait(lambda: len(model.rows) == 3)
    hands.key("board-table", Qt.Key.Key_J)
    hands.key("board-table", Qt.Key.Key_Return)
    hands.wait(lambda: hands.sees("changes"))  # it is to be reviewed, by whoever may


def test_what_is_to_be_reviewed_opens_in_review_for_who_decides(open_window, newsroom, pieces):
    hands = open_window(newsroom, "Edda")
    hands.wait(lambda: hands.sees("cards-edit") and hands.window.context.newsroom)
    hands.wait(lambda: hands.window.board.columns.models["edit"].rows)
    hands.find("cards-edit").go(0)
    hands.key("cards-edit", Qt.Key.Key_Return)
    hands.wait(lambda: hands.sees("changes") and hands.find("changes").hasFocus())
    assert hands.window.desk.mode == "review"
    hands.act_as("Rhea")
    hands.window.desk.close_article()
    hands.window.open_article(pieces[1])
    hands.wait(lambda: hands.sees("part-headline"))
    assert hands.window.desk.mode == "write"


def test_the_keyboard_goes_from_card_to_card_past_empty_columns(open_window, newsroom, pieces):
    from db.acts.moving import spike
    from db.newsroom import open_newsroom

    opened = open_newsroom(newsroom)
    spike(opened, "Edda", pieces[1], "No.")
    for_edit = [pieces[0], pieces[2]]
    opened.close()
    hands = open_window(newsroom, "Edda")
    hands.wait(lambda: hands.sees("cards-draft") and hands.window.context.newsroom)
    columns = hands.window.board.columns
    hands.window.board.show_view("cards")
    hands.wait(lambda: len(columns.models["draft"].rows) == len(for_edit))
    hands.wait(lambda: columns.lists["draft"].hasFocus())
    hands.key("cards-draft", Qt.Key.Key_Right)
    assert columns.lists["draft"].hasFocus()  # edit and published are empty
    opened = open_newsroom(newsroom)
    for piece in for_edit:
        spike(opened, "Edda", piece, "No.")
    from db.acts.moving import revive, submit

    revive(opened, "Edda", pieces[1])
    submit(opened, "Edda", pieces[1])
    opened.close()
    hands.wait(lambda: columns.lists["edit"].hasFocus())
    hands.wait(lambda: columns.lists["edit"].currentIndex().isValid())


def test_filters_narrow_the_board(open_window, newsroom, pieces):
    hands = open_window(newsroom)
    hands.wait(lambda: hands.sees("cards-draft"))
    hands.window.commands.run("show-edit")
    hands.wait(lambda: not hands.sees("cards-draft") and hands.sees("cards-edit"))
    hands.click("filter-clear")
    hands.wait(lambda: hands.sees("cards-draft"))


def test_another_windows_work_appears_by_itself(open_window, newsroom, pieces):
    one, two = open_window(newsroom, "Rhea"), open_window(newsroom, "Edda")
    one.wait(lambda: one.sees("cards-draft"))
    two.click("new-article")
    two.type("part-headline", "Seen from elsewhere")
    two.wait(lambda: two.window.desk.writing.save())
    model = one.window.board.columns.models["draft"]
    one.wait(lambda: "Seen from elsewhere" in headlines(model))


def test_a_rewritten_record_is_said_loudly(open_window, newsroom, pieces):
    import sqlite3

    first = open_window(newsroom, "Rhea")
    key = "seen-"
    store = first.window.preferences._store
    first.wait(lambda: any(k.startswith(key) for k in store.allKeys()))
    first.window.close()
    raw = sqlite3.connect(newsroom)
    names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        raw.execute(f'DROP TRIGGER "{name}"')
    raw.execute("UPDATE touch SET hash = zeroblob(32) WHERE seq = (SELECT seq FROM head)")
    raw.commit()
    raw.close()
    again = open_window(newsroom, "Rhea")
    again.wait(lambda: again.sees("board-error"))


def test_a_slash_searches_from_the_cards(open_window, newsroom, pieces):
    hands = open_window(newsroom)
    hands.wait(lambda: hands.sees("cards-draft"))
    models = hands.window.board.columns.models
    hands.wait(lambda: len(models["draft"].rows) == 2)
    hands.key("cards-draft", Qt.Key.Key_J)
    hands.key("cards-draft", Qt.Key.Key_Slash)
    hands.wait(lambda: hands.window.focusWidget() is hands.window.board.search)


def test_x_selects_rows_apart_from_each_other(open_window, newsroom, pieces):
    hands = open_window(newsroom)
    hands.click("board-view-table")
    table = hands.window.board.table
    hands.wait(lambda: len(hands.window.board.model.rows) == 3)
    for key in (Qt.Key.Key_J, Qt.Key.Key_X, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_X):
        hands.key("board-table", key)
    rows = hands.window.board.model.rows
    assert set(table.chosen()) == {rows[0].id, rows[2].id}
    hands.key("board-table", Qt.Key.Key_Escape)
    assert table.chosen() == [rows[2].id]


def test_an_empty_newsroom_shows_the_ways_on(open_window, newsroom):
    hands = open_window(newsroom)
    hands.wait(lambda: hands.sees("add-sample"))
    board = hands.window.board
    assert board.new.look == "plain" and board.filters.isHidden()
    hands.click("new-article")
    hands.wait(lambda: hands.sees("part-headline"))
    hands.window.go("board")
    hands.wait(lambda: hands.sees("cards-draft") and board.filters.isVisible())
