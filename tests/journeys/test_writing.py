"""Writing a piece: what is typed is saved, taken back, replayed, and seen in another window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication

CONTROL = Qt.KeyboardModifier.ControlModifier
BENGALI = "শেয়ার করুন 😀"


@pytest.fixture
def desk(open_window, newsroom: Path):
    """Rhea's window, on a piece she just began."""
    hands = open_window(newsroom, "Rhea")
    hands.wait(lambda: hands.window.board is not None)
    hands.click("new-article")
    hands.wait(lambda: hands.sees("part-body"))
    return hands


def saved(hands) -> bool:
    """Whether the status line says that all is saved."""
    return "Saved" in hands.window.status.accessibleName()


def kept(hands, part: str = "body") -> str:
    """What the newsroom itself holds, read anew."""
    from db import reading
    from db.newsroom import open_newsroom

    other = open_newsroom(hands.window.context.path)
    try:
        with other.read() as session:
            return reading.text_at(session, hands.window.desk.article, part)
    finally:
        other.close()


def compose(field, words: str) -> None:
    """Type through an input method."""
    for n in range(1, len(words)):
        QApplication.sendEvent(field, QInputMethodEvent(words[:n], []))
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


def test_what_is_typed_is_saved(desk) -> None:
    desk.type("part-headline", "Night ferries run again")
    desk.key("part-headline", Qt.Key.Key_Return)
    desk.type("part-body", "One.")
    desk.key("part-body", Qt.Key.Key_Return)
    compose(desk.find("part-body"), BENGALI)
    desk.wait(lambda: kept(desk) == f"One.\n\n{BENGALI}")
    assert kept(desk, "headline") == "Night ferries run again"
    assert saved(desk)


def test_undo_and_redo_go_through_the_manuscript(desk) -> None:
    desk.type("part-body", "Here")
    desk.key("part-body", Qt.Key.Key_Z, CONTROL)
    desk.wait(lambda: desk.text("part-body") != "Here")
    while desk.window.desk.writing.session.can_undo:
        desk.key("part-body", Qt.Key.Key_Z, CONTROL)
    assert desk.text("part-body") == ""
    while desk.window.desk.writing.session.can_redo:
        desk.key("part-body", Qt.Key.Key_Y, CONTROL)
    assert desk.text("part-body") == "Here"
    desk.wait(lambda: kept(desk) == "Here")


def test_a_paste_is_asked_about_and_named(desk) -> None:
    mime = QMimeData()
    mime.setText("as a statement said")
    QApplication.clipboard().setMimeData(mime)
    desk.type("part-body", "It ran, ")
    desk.find("part-body").paste()
    desk.wait(lambda: desk.sees("paste-line"))
    desk.type("paste-source", "Port authority")
    desk.click("paste-name")
    desk.wait(lambda: not desk.sees("paste-line"))
    desk.wait(lambda: kept(desk) == "It ran, as a statement said")


def test_find_and_replace(desk) -> None:
    desk.type("part-body", "a ferry and a ferry")
    desk.key("part-body", Qt.Key.Key_H, CONTROL)
    desk.wait(lambda: desk.sees("find-bar"))
    desk.type("find-what", "ferry")
    desk.type("find-replace", "boat")
    desk.click("find-replace-all")
    assert desk.text("part-body") == "a boat and a boat"
    desk.wait(lambda: kept(desk) == "a boat and a boat")


def test_history_shows_and_restores_a_moment(desk) -> None:
    desk.type("part-body", "First words.")
    desk.wait(lambda: kept(desk) == "First words.")
    desk.key("part-body", Qt.Key.Key_End, CONTROL)
    desk.type("part-body", " More.")
    desk.window.desk.writing.save()
    desk.click("tab-history")
    history = desk.window.desk.panel.history
    desk.wait(lambda: len(history.touches) >= 3)
    seqs = [touch.seq for touch in history.touches]
    first = next(n for n, _ in enumerate(seqs) if _text_after(desk, seqs[n]) == "First words.")
    history.slider.go(first)
    desk.wait(lambda: desk.sees("moment-note"))
    desk.click("history-restore")
    desk.wait(lambda: kept(desk) == "First words.")
    desk.wait(lambda: desk.text("part-body") == "First words.")


def _text_after(hands, seq: int) -> str:
    from db import reading

    with hands.window.context.newsroom.read() as session:
        return reading.text_at(session, hands.window.desk.article, "body", seq)


def test_two_windows_keep_both_words(desk, open_window, newsroom: Path) -> None:
    desk.type("part-body", "Rhea. ")
    desk.wait(lambda: kept(desk) == "Rhea. ")
    other = open_window(newsroom, "Edda")
    other.wait(lambda: other.window.board is not None)
    other.window.open_article(desk.window.desk.article, "write")
    other.wait(lambda: other.sees("part-body") and other.text("part-body") == "Rhea. ")
    other.find("part-body").go_to(6)
    other.bot.keyClicks(other.find("part-body"), "Edda.")
    desk.wait(lambda: desk.text("part-body") == "Rhea. Edda.")
    desk.find("part-body").go_to(0)
    desk.bot.keyClicks(desk.find("part-body"), "By ")
    other.wait(lambda: other.text("part-body") == "By Rhea. Edda.")
    assert kept(desk) == "By Rhea. Edda."


def test_focus_mode_and_back(desk) -> None:
    desk.key("part-body", Qt.Key.Key_F11)
    desk.wait(lambda: not desk.sees("places"))
    desk.key("part-body", Qt.Key.Key_F11)
    desk.wait(lambda: desk.sees("places"))


def test_a_paste_that_was_put_off_waits_under_who(desk) -> None:
    from desktop.components.button import Button

    mime = QMimeData()
    mime.setText("The port office said so.")
    desk.type("part-body", "Before. ")
    desk.find("part-body").insertFromMimeData(mime)
    desk.wait(lambda: desk.sees("paste-line"))
    assert "“The port office said so.”" in desk.find("paste-question").text()
    desk.click("paste-later")
    pastes = desk.window.desk.panel.who.pastes
    desk.wait(lambda: pastes.isVisible())
    link = pastes.findChild(Button)
    assert link.text() == "Name the source"
    desk.click(link.objectName())
    desk.type("paste-source", "Port office")
    desk.click("paste-name")
    desk.wait(lambda: pastes.isVisible() and pastes.findChild(Button).text() == "Change")
    assert desk.window.focusWidget() is desk.find("part-body")


def test_a_picture_is_shown_and_its_alt_text_asked_for(desk, tmp_path: Path) -> None:
    picture = QImage(900, 300, QImage.Format.Format_RGB32)
    picture.fill(0x5A8CAA)
    file = tmp_path / "ferry.png"
    assert picture.save(str(file))
    desk.type(
        "part-body", "Night ferries run again after a fortnight of floods in the delta, and so on."
    )
    page = desk.window.desk.writing.page
    wide = page.fields["body"].document().textWidth()
    desk.window.desk.add_pictures([file])
    desk.wait(lambda: desk.sees("part-alt:1") and page.sheet.pictures)
    desk.wait(lambda: desk.window.focusWidget() is page.fields["alt:1"])
    assert page.fields["body"].document().textWidth() == wide
    assert page.sheet.pictures[1].width() <= wide


def test_a_picture_that_a_colleague_adds_comes_and_goes_while_one_writes(desk, newsroom) -> None:
    from db.acts import deciding, moving, picturing
    from db.newsroom import open_newsroom
    from tests.db.acts.test_corrections import picture

    desk.type("part-headline", "Ferries")
    desk.type("part-body", "Ferries run again. ")
    desk.wait(lambda: kept(desk) == "Ferries run again. ")
    window, room = desk.window, open_newsroom(newsroom)
    article, page = window.desk.article, window.desk.writing.page
    moving.submit(room, "Rhea", article)
    window.context.act_as("Edda")
    desk.wait(lambda: window.desk.standing and window.desk.standing.article.state == "edit")
    desk.wait(lambda: window.desk.writing.session and window.desk.writing.session.may_write)
    body = page.fields["body"]
    body.setFocus()
    body.go_to(len("Ferries "))
    desk.bot.keyClicks(body, "again ")
    _, n = picturing.add_image(room, "Cleo", article, picture(7))
    picturing.describe_image(room, "Cleo", article, n, alt="A ferry", credit="Sample Agency")
    desk.wait(lambda: desk.sees(f"part-alt:{n}") and page.sheet.pictures)
    desk.wait(lambda: desk.text(f"part-alt:{n}") == "A ferry")
    assert page.fields["body"] is body and window.focusWidget() is body
    desk.bot.keyClicks(body, "do ")
    assert desk.text("part-body") == "Ferries again do run again. "
    desk.type(f"part-caption:{n}", "At the pier")
    desk.wait(lambda: kept(desk, f"caption:{n}") == "At the pier")
    body.setFocus()
    deciding.reject(room, "Cleo", article)
    desk.wait(lambda: not desk.sees(f"part-alt:{n}") and not page.sheet.pictures)
    assert window.focusWidget() is body
    room.close()


def test_a_headline_is_balanced_while_nobody_writes_in_it(desk) -> None:
    desk.type("part-headline", "Night ferries run again after a fortnight of floods")
    headline = desk.find("part-headline")
    wide, high = headline.width(), headline.height()
    desk.find("part-body").setFocus()
    desk.wait(lambda: headline.width() < wide)
    assert headline.height() == high
    desk.type("part-headline", "!")
    desk.wait(lambda: headline.width() == wide)
    desk.find("part-body").setFocus()
    desk.type("part-body", "They run.")
    desk.wait(lambda: not desk.window.commands.get("submit").why_not())  # it was still opening
    assert desk.window.commands.run("submit")
    desk.wait(lambda: (now := desk.window.desk.standing) and now.article.state == "edit")
    desk.wait(lambda: desk.sees("part-headline") and desk.find("part-headline") is not headline)
    again = desk.find("part-headline")
    desk.wait(lambda: again.width() < wide)
    assert again.document().textWidth() == again.viewport().width()
