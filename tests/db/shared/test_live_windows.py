"""Two windows on one article of a shared newsroom: each sees what the other writes, without the
poll, and is not disturbed in its own writing."""

from __future__ import annotations

import os
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget

from db import reading
from db.acts import moving
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.newsroom import newest_about

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TEXT = "The bridge is shut.\n\nFerries run at night.\n\nনদী শান্ত।"


class Screen:
    """One person's window on the article."""

    def __init__(self, bot, window) -> None:
        self.bot, self.window = bot, window

    @property
    def body(self):
        return self.window.desk.writing.page.fields["body"]

    @property
    def text(self) -> str:
        return self.body.document().toRawText().replace("\u2029", "\n")

    def wait(self, what) -> None:
        self.bot.waitUntil(lambda: bool(what()), timeout=15_000)

    def go_to(self, words: str, end: bool = True) -> None:
        cursor = QTextCursor(self.body.document())
        cursor.setPosition(self.text.index(words) + (len(words) if end else 0))
        self.body.setTextCursor(cursor)

    @property
    def around(self) -> tuple[str, str]:
        """The five characters before the cursor, and after it."""
        place = self.body.textCursor().position()
        return self.text[max(0, place - 5) : place], self.text[place : place + 5]

    def type(self, words: str) -> None:
        for letter in words:
            if letter == "\n":
                self.bot.keyClick(self.body, Qt.Key.Key_Return)
            elif letter.isascii():
                self.bot.keyClicks(self.body, letter)
            else:
                self.compose(letter, done=True)

    def compose(self, words: str, done: bool = False) -> None:
        event = QInputMethodEvent() if done else QInputMethodEvent(words, [])
        if done:
            event.setCommitString(words)
        QApplication.sendEvent(self.body, event)

    @property
    def composed(self) -> dict[str, tuple[int, str]]:
        """What an input method composes, and where, by paragraph."""
        found, block = {}, self.body.document().begin()
        while block.isValid():
            if words := block.layout().preeditAreaText():
                found[block.text()] = (block.layout().preeditAreaPosition(), words)
            block = block.next()
        return found

    def undo(self) -> None:
        self.bot.keyClick(self.body, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def article(house) -> str:
    """A piece in edit: each editor may write in it."""
    made = str(new_article(house["Edda"], "Edda", "Ours").article)
    write_text(house["Edda"], "Edda", made, TEXT)
    moving.submit(house["Edda"], "Edda", made)
    return made


@pytest.fixture
def screens(qtbot, tmp_path, monkeypatch, house, article):
    """Edda's window and Egon's, which never look by themselves."""
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr("desktop.context.POLL_MS", 3_600_000)
    monkeypatch.setattr("db.bureau.courier.CALM", 3_600.0)
    from desktop.app import make_application, open_window

    make_application()
    opened = []
    for name in ("Edda", "Egon"):
        window = open_window(house.url_of(name))
        opened.append(Screen(qtbot, window))
        window.open_article(article, "write")
    for screen in opened:
        screen.wait(lambda s=screen: s.window.desk and s.window.desk.writing.session)
        screen.wait(lambda s=screen: s.text == TEXT)
        screen.wait(lambda s=screen: not s.window.context.away)
    yield opened
    for screen in opened:
        screen.window.close()
        screen.window.context.close()
        screen.window.deleteLater()
    assert not [t for t in threading.enumerate() if t.name == "listening"]


def test_what_one_types_stands_on_the_others_page_both_ways(screens, house, article):
    edda, egon = screens
    edda.go_to("shut")
    egon.go_to("night")
    edda.type(" and quiet")
    egon.wait(lambda: "shut and quiet." in egon.text)
    assert egon.around == ("night", ".\n\nনদ")
    egon.type(" only")
    edda.wait(lambda: "at night only." in edda.text)
    assert edda.around == ("quiet", ".\n\nFe")
    edda.go_to("শান্ত")
    edda.type(" ও গভীর")
    egon.wait(lambda: "শান্ত ও গভীর।" in egon.text)
    egon.go_to("নদী", end=False)
    egon.type("আজ ")
    edda.wait(lambda: "আজ নদী শান্ত ও গভীর।" in edda.text)
    assert edda.text == egon.text
    with house["Cleo"].read() as session:
        assert reading.text_at(session, article) == edda.text
        runs = {run.contributor for run in edda.window.desk.writing.session.runs("body")}
    assert runs == {"Edda", "Egon"}
    assert verify(house["Cleo"], texts=True).ok


def test_a_word_is_seen_as_it_ends(screens, monkeypatch):
    monkeypatch.setattr("desktop.desk.writing.SAVE_MS", 3_600_000)
    edda, egon = screens
    edda.go_to("shut")
    for words, seen in ((" now", None), (" ", "shut now ."), ("নদী", None), ("।", "now নদী।.")):
        edda.type(words)
        if seen:
            egon.wait(lambda seen=seen: seen in egon.text)
    assert egon.text == edda.text


def test_undo_takes_back_ones_own_words_and_nobody_elses(screens):
    edda, egon = screens
    edda.go_to("shut")
    edda.type(" now")
    egon.wait(lambda: "shut now." in egon.text)
    egon.go_to("The", end=False)
    egon.type("Look: ")
    edda.wait(lambda: edda.text.startswith("Look: The bridge is shut now."))
    while edda.window.desk.writing.session.can_undo:
        edda.undo()
    assert edda.text == "Look: " + TEXT
    egon.wait(lambda: egon.text == "Look: " + TEXT)
    while egon.window.desk.writing.session.can_undo:
        egon.undo()
    edda.wait(lambda: edda.text == TEXT == egon.text)


def test_two_who_write_at_one_place_do_not_tear_each_others_words(screens):
    edda, egon = screens
    for screen in screens:
        screen.go_to("shut")
    edda.type(" tod")  # not saved yet
    egon.type(" twice")
    egon.window.desk.writing.save()
    edda.wait(lambda: "twice" in edda.text)
    edda.type("ay")
    edda.window.desk.writing.save()
    egon.wait(lambda: " today" in egon.text and " twice" in egon.text)
    edda.wait(lambda: edda.text == egon.text)


def test_a_syllable_that_is_being_composed_is_not_torn(screens):
    edda, egon = screens
    edda.go_to("নদী")
    edda.compose("ও")
    edda.compose("ওপ")
    egon.go_to("নদী", end=False)
    egon.type("শান্ত\nএই ")
    egon.window.desk.writing.save()
    edda.wait(lambda: "এই নদী" in edda.text)
    assert edda.composed == {"এই নদী শান্ত।": (6, "ওপ")}
    edda.compose("ওপা")
    assert edda.composed == {"এই নদী শান্ত।": (6, "ওপা")}
    edda.compose("ওপার", done=True)
    assert "এই নদীওপার শান্ত।" in edda.text and edda.composed == {}
    egon.wait(lambda: egon.text == edda.text)


def test_forged_notices_move_no_screen(screens, house, qtbot):
    edda, egon = screens
    with house["Cleo"].read() as session:
        assert newest_about(session, edda.window.desk.article)
    edda.wait(lambda: edda.window.context.seen == egon.window.context.seen)
    with qtbot.waitSignal(edda.window.context._told, timeout=15_000):
        edda.window.context.try_again()
    told: list[object] = []
    edda.window.context.changed.connect(told.append)
    edda.window.context.touched.connect(lambda: told.append("touched"))
    with house.raw("Fay") as raw, qtbot.waitSignal(edda.window.context._told, timeout=15_000):
        flood = (
            "SELECT pg_notify('touch', (10 ^ 9)::bigint + n || ' x') FROM generate_series(1, %s) n"
        )
        raw.execute(flood, [10_000])
    edda.wait(lambda: not edda.window.context._looking)
    assert told == []
    egon.go_to("shut")
    egon.type(" again")
    edda.wait(lambda: "shut again." in edda.text)


def test_the_board_of_another_shows_what_one_began(screens, house):
    edda, _ = screens
    edda.window.go("board")
    new_article(house["Rhea"], "Rhea", "Night ferries")

    def rows() -> list[str]:
        models = edda.window.board.columns.models.values()
        return [card.headline for model in models for card in model.rows]

    edda.wait(lambda: "Night ferries" in rows())


def names_at(screen) -> dict[str, str]:
    """Who is seen on a page, and the words before their cursor."""
    found = {}
    for one in screen.body.visitors:
        place = one.cursor.position()
        found[one.name] = screen.text[max(0, place - 5) : place]
    return found


def test_each_sees_who_else_is_there_and_where(screens):
    edda, egon = screens
    edda.body.setFocus()
    egon.body.setFocus()
    edda.go_to("bridge")
    egon.go_to("night")
    egon.wait(lambda: names_at(egon) == {"Edda": "ridge"})
    edda.wait(lambda: names_at(edda) == {"Egon": "night"})
    assert [w.person for w in edda.window.desk.top.findChildren(QWidget, "present")] == ["Egon"]
    edda.type(" is new")
    egon.wait(lambda: names_at(egon) == {"Edda": "s new"} and "bridge is new is" in egon.text)
    egon.type(" long")
    edda.wait(lambda: names_at(edda) == {"Egon": " long"})
    edda.go_to("নদী")
    egon.wait(lambda: names_at(egon) == {"Edda": "\n\nনদী"})
    egon.window.desk.close_article()
    edda.wait(lambda: names_at(edda) == {})


def test_whose_cursor_it_is_is_what_the_server_says(screens, house, article):
    edda, egon = screens
    egon.window.desk.close_article()
    heard: list[tuple[str, object]] = []
    edda.window.context.somebody.connect(lambda who, spot: heard.append((who, spot)))
    fay = next(p.id for p in edda.window.context.people if p.name == "Fay")
    with house.raw("Fay") as raw:
        for words in (f"{article} body 0 0", "x" * 3000, f"{article} body -1 0", "৭ body 1 1",
                      f"{article} nonsense 1 1", f"{article} body 99999999999999999 1"):  # fmt: skip
            raw.execute("SELECT pg_notify('here', %s)", [words])
            if words.endswith("body 0 0"):
                edda.wait(lambda: names_at(edda) == {"Fay": ""})
        raw.execute("SELECT pg_notify('here', %s)", [f"{article} - 0 0"])
        edda.wait(lambda: names_at(edda) == {})
    assert {who for who, spot in heard if spot.part != "-"} == {fay}
