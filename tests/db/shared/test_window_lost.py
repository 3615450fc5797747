"""A window whose newsroom lost history: everybody is told on every page, the CEO decides once."""

from __future__ import annotations

import os
import threading

import pytest

from db.acts.writing import new_article, write_text
from db.bureau import history
from db.refusal import Refused

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _tries_often(monkeypatch) -> None:
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)  # our own lines are cut, too
    monkeypatch.setattr("db.bureau.courier.SHORTEST", 0.1)
    monkeypatch.setattr("db.bureau.courier.LONGEST", 0.2)
    monkeypatch.setattr("db.bureau.courier.CALM", 0.2)


@pytest.fixture
def window_of(qtbot, tmp_path, monkeypatch, house):
    """Opens somebody's window on a newsroom that then loses the newest words of a piece."""
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path / "config"))
    from desktop.app import make_application, open_window

    make_application()
    opened = []

    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    def come(name: str):
        window = open_window(house.url_of(name))
        opened.append(window)
        wait(lambda: window.context.line and window.context.line.away is None)
        return window

    def open_for(name: str, loses: bool = True):
        if not loses:
            return come(name)
        article = str(new_article(house["Edda"], "Edda", "Bridge").article)
        write_text(house["Edda"], "Edda", article, "The bridge is shut.")
        window = come(name)
        house.back_up()
        write_text(house["Edda"], "Edda", article, "The bridge is shut. Lost.")
        seen = window.context.bureau.outbox.seen
        before = seen().seq
        wait(lambda: seen().seq > before)
        house.put_back()
        wait(lambda: window.context.lost is not None)
        return window

    yield open_for, wait
    for window in opened:
        window.close()
        window.context.close()
        window.deleteLater()


def decisions(house) -> int:
    with house.raw() as raw:
        found = raw.execute("SELECT count(*) FROM touch WHERE kind = 'history.accepted'").fetchone()
    return int(found[0])


def test_the_ceo_decides_with_one_click_and_sees_that_it_is_under_way(
    monkeypatch, house, window_of
):
    open_for, wait = window_of
    window = open_for("Cleo")
    may_go, decide = threading.Event(), history.accept_history

    def slowly(*words) -> None:
        assert may_go.wait(20)
        decide(*words)

    monkeypatch.setattr(history, "accept_history", slowly)
    bar = window.board.error
    assert bar.isVisible() and bar.action.text() == "Go on from here"
    bar.action.click()
    assert bar.isVisible() and not bar.action.isVisible()
    window.context.line_changed.emit()  # the network comes and goes meanwhile
    assert not bar.action.isVisible()
    may_go.set()
    wait(lambda: window.context.lost is None and not window.context.away)
    assert not bar.isVisible() and "decided" in window.toast.text
    assert decisions(house) == 1


def test_a_decision_that_failed_says_why_and_can_be_made_again(monkeypatch, house, window_of):
    open_for, wait = window_of
    window = open_for("Cleo")
    decide = history.accept_history

    def refuses(*_words) -> None:
        raise Refused("no-key", "this computer has no keyring", "unlock it")

    monkeypatch.setattr(history, "accept_history", refuses)
    bar = window.board.error
    bar.action.click()
    wait(lambda: bar.isVisible() and bar.action.isVisible())
    assert "keyring" in bar.title.text() and bar.action.text() == "Go on from here"
    monkeypatch.setattr(history, "accept_history", decide)
    bar.action.click()
    wait(lambda: window.context.lost is None and not window.context.away)
    assert decisions(house) == 1


def test_it_is_told_on_every_page_and_again_by_the_palette_until_it_is_over(window_of):
    open_for, wait = window_of
    window = open_for("Cleo")
    window.go("ceo")
    wait(lambda: window.ceo.error is not None and window.ceo.error.action.isVisible())
    assert window.ceo.error.action.text() == "Go on from here"  # not merely that it is away
    window.go("settings")
    assert window.settings_page.error.action.isVisible() and not window.board.error.isVisible()
    window.settings_page.error.close_button.click()
    window.go("board")
    assert not window.board.error.isVisible()  # who closed it is left alone
    window.commands.run("lost-history")
    assert window.board.error.action.isVisible()
    window.context.begin_piece(lambda _made: None)
    wait(lambda: window.context.line.waiting)
    assert window.context.lost is not None  # words that are written here change nothing about it
    assert window.board.error.action.isVisible()


def test_the_ceo_can_decide_about_what_only_a_colleagues_computer_saw(house, window_of):
    open_for, wait = window_of
    edda = open_for("Edda")
    ceo = open_for("Cleo", loses=False)
    assert ceo.context.lost is None and edda.context.lost is not None
    ceo.commands.run("accept-history")
    bar = ceo.pages.currentWidget().error
    assert bar.isVisible() and decisions(house) == 0
    bar.action.click()
    wait(lambda: edda.context.lost is None and not edda.context.away)
    assert decisions(house) == 1
    assert "accept-history" not in [command.id for command in edda.commands.all()]


def test_who_is_not_the_ceo_is_told_to_tell_the_ceo(window_of):
    open_for, _wait = window_of
    window = open_for("Edda")
    bar = window.board.error
    assert bar.isVisible() and not bar.action.isVisible()
    assert bar.message.text() == "Writing stops until the CEO decides how to go on. Tell the CEO."
