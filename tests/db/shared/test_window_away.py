"""A window whose newsroom goes and comes back: writing goes on, nothing asks, nothing is lost."""

from __future__ import annotations

import os

import pytest

from db import reading
from db.acts.moving import submit
from db.acts.writing import assign, new_article, write_text
from db.ledger.audit import verify
from db.refusal import Refused

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _tries_often(monkeypatch) -> None:
    monkeypatch.setattr("db.bureau.courier.SHORTEST", 0.1)
    monkeypatch.setattr("db.bureau.courier.LONGEST", 0.2)


@pytest.fixture
def article(lone_house) -> str:
    made = str(new_article(lone_house["Rhea"], "Rhea", "Bridge").article)
    write_text(lone_house["Rhea"], "Rhea", made, "The bridge is shut.")
    return made


@pytest.fixture
def window_of(qtbot, tmp_path, monkeypatch, lone_house):
    """Opens windows of somebody, each closed in the end."""
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path / "config"))
    from desktop.app import make_application, open_window

    make_application()
    opened = []

    def open_for(name: str):
        opened.append(open_window(lone_house.url_of(name)))
        return opened[-1]

    yield open_for
    for window in opened:
        window.close()
        window.context.close()
        window.deleteLater()


def sign(window) -> str:
    return window.status.accessibleName().split(". ")[0]


def test_writing_goes_on_while_the_server_is_away_and_arrives_when_it_is_back(
    qtbot, lone_house, window_of, article
):
    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    window = window_of("Rhea")
    wait(lambda: sign(window) == "Connected")
    window.open_article(article, "write")
    wait(lambda: window.desk and window.desk.writing.session)
    body = window.desk.writing.page.fields["body"]
    lone_house.server.kill()
    qtbot.keyClicks(body, "Still here, ")
    wait(lambda: sign(window).startswith("Away since"))
    wait(lambda: "wait" in sign(window))
    assert not window.desk.error.isVisible()
    assert window.desk.writing.save()
    failed: list[Exception] = []
    window.context.run(submit, article, failed=failed.append)
    wait(lambda: failed)
    assert isinstance(failed[0], Refused) and failed[0].refusal.rule == "offline"
    # The window is closed, and opened again without the newsroom.
    window.close()
    again = window_of("Rhea")
    wait(lambda: sign(again).startswith("Away since"))
    assert "rows wait" in sign(again) or "row waits" in sign(again)
    wait(lambda: again.board and again.board.columns.isVisible())
    again.open_article(article, "write")
    wait(lambda: again.desk and again.desk.writing.session)
    body = again.desk.writing.page.fields["body"]
    assert body.document().toPlainText() == "Still here, The bridge is shut."
    made: list[str] = []
    again.context.begin_piece(made.append)
    wait(lambda: made)
    again.open_article(made[0], "write")
    wait(lambda: again.desk.writing.session and again.desk.writing.session.article == made[0])
    qtbot.keyClicks(again.desk.writing.page.fields["headline"], "Begun away")
    assert again.desk.writing.save()
    lone_house.server.restart()
    wait(lambda: sign(again) == "Connected")
    with lone_house["Edda"].read() as session:
        assert reading.text_at(session, article) == "Still here, The bridge is shut."
        assert reading.text_at(session, made[0], "headline") == "Begun away"
    assert verify(lone_house["Cleo"], texts=True).ok
    # Acts that need everybody work again.
    done: list[object] = []
    again.context.run(submit, article, done=done.append)
    wait(lambda: done)


def test_what_needs_the_newsroom_is_off_while_it_is_away_and_on_again_when_it_is_back(
    qtbot, lone_house, window_of
):
    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    article = str(new_article(lone_house["Edda"], "Edda", "Bridge").article)
    write_text(lone_house["Edda"], "Edda", article, "The bridge is shut.")
    submit(lone_house["Edda"], "Edda", article)
    window = window_of("Egon")
    wait(lambda: sign(window) == "Connected")
    window.open_article(article, "review")
    wait(lambda: window.desk and window.desk.review.card.isVisible())
    review = window.desk.review
    assert review.card.accept.isEnabled() and review.side.accept_all.isEnabled()
    lone_house.server.kill()
    wait(lambda: not review.card.accept.isEnabled())
    says = "This waits until the newsroom is back"
    assert review.card.accept.toolTip() == review.signing.why.text() == says
    assert not review.side.accept_all.isEnabled() and window.desk.next_why() == says
    window.context.run(submit, article)
    wait(window.desk.error.isVisible)
    lone_house.server.restart()
    wait(lambda: sign(window) == "Connected")
    assert not window.desk.error.isVisible()  # it said that the newsroom is away
    wait(review.card.accept.isEnabled)


def test_the_ceos_pages_say_that_the_newsroom_is_away_and_come_when_it_is_back(
    qtbot, lone_house, window_of
):
    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    window = window_of("Cleo")
    wait(lambda: sign(window) == "Connected")
    lone_house.server.kill()
    wait(lambda: sign(window).startswith("Away since"))
    window.go("ceo")
    wait(lambda: window.ceo.away.isVisible())
    for tab in ("escalations", "record", "contributors"):
        window.ceo.tabs.choose(tab)
        wait(lambda: window.ceo.away.isVisible() and window.ceo.away.again.isVisible())
    assert not window.toast.isVisible() and not window.ceo.error.isVisible()
    window.commands.run("add-contributor")  # its form comes with the page
    lone_house.server.restart()
    window.ceo.away.again.click()
    wait(lambda: sign(window) == "Connected")
    wait(lambda: window.ceo.page("contributors") and window.ceo.page("contributors").model.rows)
    page = window.ceo.page("contributors")
    assert not window.ceo.away.isVisible() and page.form.isVisible()
    # What was read stays, and says why it cannot be read anew.
    lone_house.server.kill()
    wait(lambda: sign(window).startswith("Away since"))
    page.reload()
    wait(lambda: page.error.isVisible())
    assert page.isVisible() and page.model.rows
    lone_house.server.restart()
    wait(lambda: sign(window) == "Connected")
    assert not page.error.isVisible()


def test_a_piece_that_is_not_kept_here_says_so_and_opens_when_the_newsroom_is_back(
    qtbot, lone_house, window_of, article
):
    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    window = window_of("Egon")
    wait(lambda: sign(window) == "Connected")
    lone_house.server.kill()
    wait(lambda: sign(window).startswith("Away since"))
    window.open_article(article, "write")
    wait(lambda: window.desk and window.desk.error.isVisible())
    title = "This piece is not kept on this computer, and the newsroom is away."
    assert window.desk.error.title.text() == title
    lone_house.server.restart()
    wait(lambda: window.desk.writing.session and window.desk.standing)
    assert not window.desk.error.isVisible()


def test_words_that_are_not_taken_are_told_of_and_go_into_a_draft(
    qtbot, lone_house, window_of, article
):
    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    assign(lone_house["Edda"], "Edda", article, "Fay")
    window = window_of("Fay")
    wait(lambda: sign(window) == "Connected")
    window.open_article(article, "write")
    wait(lambda: window.desk and window.desk.writing.session)
    lone_house.server.kill()
    qtbot.keyClicks(window.desk.writing.page.fields["body"], "Oh. ")
    wait(lambda: sign(window).startswith("Away since"))
    assert window.desk.writing.save()
    # Somebody else is given the piece before the words come.
    window.context._courier._closed = True
    lone_house.server.restart()
    assign(lone_house["Edda"], "Edda", article, "Egon")
    window.close()
    again = window_of("Fay")
    wait(lambda: again.context.line and again.context.line.aside)
    again.open_article(article, "write")
    wait(lambda: again.desk and again.desk.writing.session)
    assert again.desk.writing.page.fields["body"].document().toPlainText() == "The bridge is shut."
    again.commands.run("words-aside")
    assert again.desk.error.isVisible()
    again.desk.error.action.click()
    wait(lambda: again.desk.writing.session and again.desk.article != article)
    body = again.desk.writing.page.fields["body"]
    wait(lambda: body.document().toPlainText() == "Oh. The bridge is shut.")
    assert again.context.bureau.waiting() == (0, 0)


def test_the_last_words_before_a_window_closes_are_in_the_newsroom(
    qtbot, lone_house, window_of, article
):
    window = window_of("Rhea")
    qtbot.waitUntil(lambda: sign(window) == "Connected", timeout=20_000)
    window.open_article(article, "write")
    qtbot.waitUntil(
        lambda: window.desk and "body" in window.desk.writing.page.fields, timeout=20_000
    )
    qtbot.keyClicks(window.desk.writing.page.fields["body"], "Good night. ")
    window.close()
    with lone_house["Edda"].read() as session:
        assert reading.text_at(session, article) == "Good night. The bridge is shut."
