"""Several questions to a server are one question and one answer on the line."""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from db.acts.writing import new_article
from db.bureau.bureau import Bureau
from db.models.article import Article
from db.models.touch import Head
from db.newsroom import open_newsroom
from db.refusal import Refused
from db.storage.asking import ask

sys.path.insert(0, str(Path(__file__).parents[3]))
from benchmarks.slow_line import SlowLine


def _trips(line: SlowLine, act) -> int:
    before = line.trips
    act()
    return line.trips - before


def test_a_piece_is_fetched_in_one_round_trip(house, tmp_path):
    pieces = [str(new_article(house["Edda"], "Edda", f"No {n}").article) for n in range(3)]
    line = SlowLine(house.server.port, 0.0)
    far = house.url_of("Egon").replace(f":{house.server.port}/", f":{line.port}/")
    newsroom, bureau = open_newsroom(far), Bureau(tmp_path / "bureau")
    bureau.come_in(newsroom)
    bureau.keep(newsroom, pieces[0])
    # On a busy computer a question may come in two halves: what counts is the fewest.
    fetching = [_trips(line, lambda one=piece: bureau.keep(newsroom, one)) for piece in pieces[1:]]
    looking = [_trips(line, lambda: bureau.exchange(newsroom)) for _ in range(3)]
    assert (min(fetching), min(looking)) == (1, 1)
    bureau.close()
    newsroom.close()
    line.close()


def test_the_answers_are_of_one_moment_and_the_connection_is_as_before(house):
    newsroom = house["Egon"]
    with newsroom.read() as session:
        (first,), (second,) = ask(
            session, [select(Head.seq), select(func.max(Head.seq).label("m"))]
        )
        assert first["seq"] == second["m"]
    with newsroom.read() as session:
        level = session.scalar(text("SHOW transaction_isolation"))
        assert level == "repeatable read"
        driver = session.connection().connection.driver_connection
        assert driver.autocommit is False
        assert driver.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS


def test_what_fails_is_refused_and_leaves_the_line_usable(house):
    newsroom = house["Egon"]
    with pytest.raises((Refused, DBAPIError)), newsroom.read() as session:
        ask(session, [select(Article.id), select(func.nothing_of_the_kind().label("x"))])
    with newsroom.read() as session:
        assert ask(session, [select(Head.seq)])[0]
