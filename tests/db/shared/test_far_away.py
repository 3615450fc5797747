"""A newsroom whose server is far away: a piece that is opened is asked for once, and all that the
Desk shows of it is read here."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db import reading
from db.acts.editing import EditingSession
from db.acts.moving import submit
from db.acts.writing import new_article, write_text
from db.bureau.bureau import Bureau
from db.newsroom import open_newsroom
from desktop.reaching import nearest

sys.path.insert(0, str(Path(__file__).parents[3]))
from benchmarks.slow_line import SlowLine

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def line(house):
    made = SlowLine(house.server.port, 0.02)
    yield made
    made.close()


@pytest.fixture
def far(line, house) -> str:
    return house.url_of("Egon").replace(f":{house.server.port}/", f":{line.port}/")


@pytest.fixture
def piece(house) -> str:
    """A piece of Edda's in edit, with changes of Cleo's nobody decided on."""
    made = str(new_article(house["Edda"], "Edda", "Bridge").article)
    write_text(house["Edda"], "Edda", made, "The bridge is shut.")
    submit(house["Edda"], "Edda", made)
    session = EditingSession.open(house["Cleo"], "Cleo", made)
    session.splice("body", 0, 0, "Since noon: ")
    session.flush()
    session.close()
    return made


def test_whoever_asks_for_a_piece_at_once_gets_it_by_one_question(far, line, piece, tmp_path):
    newsroom, bureau = open_newsroom(far), Bureau(tmp_path / "bureau")
    bureau.come_in(newsroom)

    def checks(_n: int) -> int:
        with nearest(newsroom, bureau, piece).read() as session:
            return len(reading.checks(session, piece))

    trips = line.trips
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(checks, range(4)))
    assert len(found) == 1 and found != {0}
    assert line.trips - trips <= 2  # on a busy computer a question may come in two halves
    bureau.close()
    newsroom.close()


def test_the_desk_of_a_far_newsroom_asks_for_the_piece_only(
    qtbot, far, line, piece, house, monkeypatch, tmp_path
):
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr("db.bureau.courier.CALM", 3600.0)
    from desktop.app import make_application, open_window

    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    make_application()
    window = open_window(far)
    try:
        wait(lambda: window.context.line is not None and window.context.line.away is None)
        other = str(new_article(house["Edda"], "Edda", "Other").article)
        window.open_article(other, "write")  # with it come the Desk and the lines it needs
        wait(lambda: window.desk and window.desk.standing is not None)
        wait(lambda: window.desk.writing.session is not None)
        trips = line.trips
        window.open_article(piece, "")
        wait(lambda: window.desk.mode == "review" and window.desk.standing is not None)
        wait(lambda: window.desk.standing.article.id == piece and window.desk.standing.checks)
        assert "Since noon: " in [c.inserted for c in window.desk.standing.undecided]
        # The piece, leaving the other and being here; each may come in two halves.
        assert line.trips - trips <= 6
    finally:
        window.close()
        window.context.close()
        window.deleteLater()
