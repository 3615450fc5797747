"""The CEO's place: who sees it, the record's state, its figures, and files of them."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog


def open_page(hands, name):
    """Open a page of the CEO's place by its command."""
    hands.window.commands.run(f"open-{name}")
    hands.wait(lambda: hands.window.ceo.page(name) and hands.sees(name))


@pytest.fixture
def published(newsroom):
    """A piece of Rhea's, out and corrected, a part of it an AI's; and one that is spiked."""
    from db.acts import deciding, moving, signing
    from db.acts.publishing import publish
    from db.acts.settings import change_setting
    from db.acts.writing import new_article, set_details, write_text
    from db.newsroom import open_newsroom

    room = open_newsroom(newsroom)
    change_setting(room, "Cleo", "desks", ["Tokyo", "Dhaka"])
    article = str(new_article(room, "Rhea", "A headline").article)
    set_details(room, "Edda", article, desk="Tokyo")
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    write_text(room, "Rhea", article, "Rhea wrote this.")
    write_text(room, "Rhea", article, "Rhea wrote this. The model wrote that.", author="Lumen 2")
    moving.submit(room, "Rhea", article)
    for text in ("", "Rhea wrote this. The model wrote what follows."):
        if text:
            moving.correct(room, "Edda", article)
            write_text(room, "Edda", article, text)
            write_text(room, "Edda", article, "A word was wrong.", part="notice")
        deciding.accept(room, "Cleo", article)
        signing.sign_off(room, "Cleo", article, examined="a", facts="b", responsible="Cleo",
                         ticked="all")  # fmt: skip
        publish(room, "Cleo", article)
    room.close()
    return newsroom


def test_the_place_is_there_for_the_ceo_alone(open_window, newsroom):
    hands = open_window(newsroom, "Cleo")
    hands.wait(lambda: hands.sees("place-ceo") and hands.find("place-ceo").isEnabled())
    hands.act_as("Rhea")
    assert not hands.sees("place-ceo")
    assert not {"go-ceo", "open-record", "verify-ledger"} & {
        command.id for command in hands.window.commands.all()
    }
    hands.window.go("ceo")
    assert hands.window.place == "board"
    hands.window.open_ceo("record")
    assert hands.window.ceo is None and hands.window.place == "board"
    hands.act_as("Cleo")
    open_page(hands, "record")
    hands.act_as("Edda")  # whose window it is now sees nothing of it
    assert hands.window.place == "board" and not hands.sees("ceo")


def test_nothing_of_it_is_loaded_before_it_is_shown(open_window, newsroom, monkeypatch):
    import sys

    for name in [name for name in sys.modules if name.startswith("desktop.ceo.")]:
        if name != "desktop.ceo.commands":
            monkeypatch.delitem(sys.modules, name)
    hands = open_window(newsroom, "Cleo")
    hands.wait(lambda: hands.sees("place-ceo") and hands.find("place-ceo").isEnabled())
    assert {name for name in sys.modules if name.startswith("desktop.ceo.")} == {
        "desktop.ceo.commands"
    }


def test_the_alternate_sees_escalations_only(open_window, newsroom):
    from db.acts.settings import change_setting
    from db.newsroom import open_newsroom

    room = open_newsroom(newsroom)
    change_setting(room, "Cleo", "alternate", "Edda")
    room.close()
    hands = open_window(newsroom, "Edda")
    hands.wait(lambda: hands.sees("place-ceo"))
    shown = {command.id for command in hands.window.commands.all()}
    assert "open-escalations" in shown and "open-record" not in shown
    assert hands.window.ceo_sees() == "escalations"


def test_the_ledger_is_verified_signed_and_copied(open_window, published):
    hands = open_window(published, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    open_page(hands, "record")
    ledger = hands.window.ceo.page("record").ledger
    hands.wait(lambda: "touches" in hands.find("ledger-touches").text())
    assert "Not verified" in hands.find("ledger-state").text()
    hands.click("verify-ledger")
    hands.wait(lambda: "Verified today" in hands.find("ledger-state").text())
    hands.click("make-checkpoint")
    hands.wait(lambda: len(ledger.lines.lines) == 1)
    line = ledger.lines.lines[0]
    hands.click(line.button.objectName())
    assert QGuiApplication.clipboard().text().startswith("colophon/")
    hands.wait(lambda: "1 more came since" in hands.find("ledger-why").text())
    hands.click("ledger-copy")
    assert QGuiApplication.clipboard().text().splitlines()[0].endswith(" touches")
    # The result stays while one looks at something else.
    hands.window.go("board")
    open_page(hands, "record")
    assert "Verified today" in hands.find("ledger-state").text()


def test_a_ledger_that_does_not_hold_is_told_where_it_breaks(open_window, published):
    import sqlite3

    file = sqlite3.connect(published)
    for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        file.execute(f'DROP TRIGGER "{name}"')
    file.execute("UPDATE touch SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 9")
    file.commit()
    file.close()
    hands = open_window(published, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    hands.window.commands.run("verify-ledger")
    hands.wait(lambda: hands.sees("ledger-state"))
    hands.wait(lambda: "Does not hold" in hands.find("ledger-state").text())
    assert hands.find("ledger-why").text().startswith("Touch 9: ")


def test_verifying_can_be_stopped(open_window, published, monkeypatch):
    import threading

    go_on = threading.Event()
    ended = threading.Event()

    def slow(_newsroom, *, progress, **_more):
        try:
            progress(20_000, 2_000_000)
            go_on.wait(10)
            progress(40_000, 2_000_000)
        finally:
            ended.set()

    monkeypatch.setattr("db.ledger.audit.verify", slow)
    hands = open_window(published, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    hands.window.commands.run("verify-ledger")
    hands.wait(lambda: hands.sees("ledger-at") and "20,000 of" in hands.find("ledger-at").text())
    assert " left" in hands.find("ledger-at").text()
    hands.click("ledger-stop")
    assert hands.sees("verify-ledger") and not hands.sees("ledger-progress")
    go_on.set()
    hands.wait(ended.is_set)
    assert "Not verified" in hands.find("ledger-state").text()


def test_figures_are_read_pointed_at_and_saved(open_window, published, tmp_path, monkeypatch):
    hands = open_window(published, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    open_page(hands, "record")
    hands.wait(lambda: hands.find("pieces-number").text() == "1")
    assert "1 correction" in hands.find("pieces-under").text()
    # The first version's text moved on: it is read from its touches, and then the share is whole.
    record = hands.window.ceo.page("record")
    hands.wait(lambda: len(record._shares) == 1 and record._job is None)
    assert hands.find("ai-number").text().endswith(" %")
    assert hands.find("signed-number").text() == "2"
    # Keys and the mouse read any month.
    hands.find("pieces-chart").setFocus()
    hands.key("pieces-chart", Qt.Key.Key_Left)
    assert "so far" in hands.find("pieces-under").text()
    hands.key("pieces-chart", Qt.Key.Key_Left)
    assert hands.find("pieces-number").text() == "0"
    assert (
        hands.find("pieces-chart")
        .accessibleDescription()
        .startswith(record.cards["pieces"].figure.bars[-2].label)
    )
    hands.key("pieces-chart", Qt.Key.Key_Escape)
    assert hands.find("pieces-number").text() == "1"
    chart = hands.find("pieces-chart")
    place = QPointF(4, 40)
    QApplication.sendEvent(chart, QMouseEvent(
        QEvent.Type.MouseMove, place, chart.mapToGlobal(place), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier))  # fmt: skip
    assert hands.find("pieces-number").text() == "0" and chart.at == 0
    # Its table, and the file.
    hands.click("pieces-toggle")
    hands.wait(lambda: hands.sees("pieces-table"))
    table = hands.find("pieces-table")
    assert [table.model().index(0, n).data() for n in (1, 2, 3)] == ["Tokyo", "1", "1"]
    file = tmp_path / "pieces.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    hands.click("pieces-save")
    hands.wait(lambda: file.exists() and hands.window.toast.isVisible())
    with file.open(newline="", encoding="utf-8") as rows:
        assert next(csv.reader(rows)) == ["Month", "Desk", "Pieces", "Corrections"]
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "no" / "x"), "")
    )
    hands.click("pieces-save")
    hands.wait(lambda: hands.sees("record-error"))


def test_reading_corrected_texts_is_stopped_and_gone_on_with(open_window, published, monkeypatch):
    import threading

    from db import counting

    go_on = threading.Event()
    real = counting.share_of

    def slow(session, version):
        go_on.wait(10)
        return real(session, version)

    monkeypatch.setattr(counting, "share_of", slow)
    hands = open_window(published, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    open_page(hands, "record")
    hands.wait(lambda: hands.sees("ai-stop") and hands.sees("ai-progress"))
    assert "1 corrected text still to be read" in hands.find("ai-under").text()
    hands.click("ai-stop")
    assert not hands.sees("ai-progress")
    assert "without 1 corrected text" in hands.find("ai-under").text()
    go_on.set()
    hands.click("ai-stop")  # it reads on now
    hands.wait(lambda: not hands.sees("ai-stop"))
    assert "words" in hands.find("ai-under").text()


def test_a_desk_and_a_range_are_chosen(open_window, published):
    hands = open_window(published, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    open_page(hands, "record")
    hands.wait(lambda: hands.find("pieces-number").text() == "1")
    desk = hands.find("record-desk")
    desk.setCurrentIndex(desk.findData("Dhaka"))
    desk.activated.emit(desk.currentIndex())
    hands.wait(lambda: hands.find("pieces-number").text() == "–")
    assert "Nothing was published" in hands.find("pieces-under").text()
    assert not hands.find("pieces-toggle").isEnabled()
    desk.setCurrentIndex(0)
    desk.activated.emit(0)
    hands.click("record-range-all")
    record = hands.window.ceo.page("record")
    hands.wait(lambda: len(record.cards["pieces"].figure.bars) == 1)
    hands.click("time-edit")
    hands.wait(lambda: "median of" in hands.find("time-under").text())


def test_what_was_taken_out_is_listed(open_window, newsroom):
    from db.acts.erasing import erase
    from db.acts.register import change_contributor
    from db.newsroom import open_newsroom

    room = open_newsroom(newsroom)
    change_contributor(room, "Cleo", "Rhea", email="rhea@example.org")
    erase(room, "Cleo", "Rhea", ["email"], "she asked")
    room.close()
    hands = open_window(newsroom, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    open_page(hands, "record")
    record = hands.window.ceo.page("record")
    hands.wait(lambda: record.lines.lines)
    line = record.lines.lines[0]
    assert (line.first, line.second) == ("Erased: email, of Rhea", "By Cleo: she asked")
    assert line.mapTo(record, QPoint(0, 0)).x() == 24
