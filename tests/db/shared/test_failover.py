"""One server takes over from another that died: desktops whose address names both go on by
themselves; where the second one lagged behind, that is history lost, and nothing is hidden."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pg_server
import psycopg
import pytest
from house import House
from test_faults import Desktop, all_is_well

from db import reading
from db.acts import moving
from db.acts.writing import new_article, write_text
from db.bureau.bureau import Bureau
from db.bureau.history import HistoryLost, accept_history
from db.newsroom import Newsroom, open_newsroom
from db.refusal import Refused


@dataclass
class Pair:
    """A newsroom on two servers; `house` is on the first one until that fails."""

    house: House
    first: pg_server.Server
    second: pg_server.Server

    def url(self, name: str) -> str:
        """The address for somebody that names both."""
        one = f"127.0.0.1:{self.first.port}"
        return self.house.url_of(name).replace(one, f"{one},127.0.0.1:{self.second.port}")

    def only_second(self, name: str) -> str:
        return self.house.url_of(name).replace(f":{self.first.port}/", f":{self.second.port}/")

    def wait_for_second(self) -> None:
        """Until the second has all that the first has."""
        with psycopg.connect(self.first.url("postgres"), autocommit=True) as one:
            (at,) = one.execute("SELECT pg_current_wal_lsn()").fetchone()
        reached = f"SELECT pg_last_wal_replay_lsn() >= '{at}'"
        with psycopg.connect(self.second.url("postgres"), autocommit=True) as two:
            wait(lambda: two.execute(reached).fetchone() == (True,))

    def leave_second_behind(self) -> None:
        """From now on the second hears nothing of the first."""
        self.wait_for_second()
        with psycopg.connect(self.second.url("postgres"), autocommit=True) as two:
            two.execute("ALTER SYSTEM SET primary_conninfo = ''")
            two.execute("SELECT pg_reload_conf()")
            following = "SELECT count(*) FROM pg_stat_wal_receiver"
            wait(lambda: two.execute(following).fetchone() == (0,))

    def fail_over(self) -> None:
        """The first dies, the second takes over."""
        self.first.kill()
        self.second.promote()
        self.house.close()
        self.house = _moved(self.house, self.second)


def _moved(house: House, server: pg_server.Server) -> House:
    house.url = server.url(house.database)
    house.server = server
    house._open.clear()
    return house


def wait(what, seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def pair(monkeypatch) -> Iterator[Pair]:
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)
    for name, seconds in (("SHORTEST", 0.1), ("LONGEST", 0.3), ("CALM", 0.3)):
        monkeypatch.setattr(f"db.bureau.courier.{name}", seconds)
    first = pg_server.start()
    with psycopg.connect(first.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE newsroom_pair")
    house = House(first, first.url("newsroom_pair"))
    second = first.standby()
    made = Pair(house, first, second)
    yield made
    made.house.close()
    second.end()
    first.end()


@pytest.fixture
def article(pair) -> str:
    """A piece in edit: both editors and the CEO may write in it."""
    made = str(new_article(pair.house["Edda"], "Edda", "Ours").article)
    write_text(pair.house["Edda"], "Edda", made, "The end.")
    moving.submit(pair.house["Edda"], "Edda", made)
    return made


def begin(pair: Pair, article: str, tmp_path: Path, rows: int) -> list[Desktop]:
    """Three desktops that write, each in a process of its own."""
    people = ("Edda", "Egon", "Cleo")
    found = [Desktop(tmp_path / f"desk{n}", pair.url(who), article, f"w{n}", rows, 0.03)
             for n, who in enumerate(people)]  # fmt: skip
    for desk in found:
        desk.begin()
    return found


def test_where_nothing_may_be_lost_desktops_go_on_and_nothing_is(pair, article, tmp_path):
    with psycopg.connect(pair.first.url("postgres"), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        admin.execute("SELECT pg_reload_conf()")
    desks = begin(pair, article, tmp_path, 80)
    time.sleep(1.0)
    pair.fail_over()
    assert [desk.end() for desk in desks] == ["gone"] * 3
    all_is_well(pair.house, article, desks)


def test_where_the_second_lagged_the_lost_words_come_back_after_the_ceo_decides(
    pair, article, tmp_path
):
    desks = begin(pair, article, tmp_path, 60)
    time.sleep(0.5)
    pair.leave_second_behind()
    time.sleep(1.0)
    before = body(pair.house["Cleo"], article).split()
    pair.fail_over()
    assert set(before) - set(body(pair.house["Cleo"], article).split()), "nothing was lost"
    wait(lambda: _knows_of_loss(desks[0], pair))
    at_first = body(pair.house["Cleo"], article)
    time.sleep(1.0)
    assert body(pair.house["Cleo"], article) == at_first, "something was sent undecided"
    decide(pair, desks[0].folder)
    assert [desk.end() for desk in desks] == ["gone"] * 3
    # Those that were through before they heard of it bring theirs, too; what builds on another's
    # lost words waits for these.
    rounds = 0
    while _bring(pair, desks):
        rounds += 1
        assert rounds < 200
    all_is_well(pair.house, article, desks)


def _bring(pair: Pair, desks: list[Desktop]) -> bool:
    """Let each desktop meet the newsroom once; whether anything is left to bring."""
    left = False
    for desk, name in zip(desks, ("Edda", "Egon", "Cleo"), strict=True):
        bureau = Bureau(desk.folder)
        newsroom = open_newsroom(pair.only_second(name))
        sent = bureau.exchange(newsroom).sent
        left |= sent > 0 or bureau.waiting() != (0, 0)
        newsroom.close()
        bureau.close()
    return left


def _knows_of_loss(desk: Desktop, pair: Pair) -> bool:
    bureau = Bureau(desk.folder)
    try:
        bureau._look(pair.house["Edda"])
    except HistoryLost:
        return True
    finally:
        bureau.close()
    return False


def decide(pair: Pair, folder: Path) -> None:
    bureau = Bureau(folder)
    seen = bureau.outbox.seen()
    accept_history(pair.house["Cleo"], "Cleo", seen.seq, seen.hash, "the second server lagged")
    bureau.close()


def body(newsroom: Newsroom, article: str) -> str:
    with newsroom.read() as session:
        return reading.text_at(session, article)


def test_a_standby_can_be_read_and_says_why_it_takes_nothing(pair, article):
    pair.wait_for_second()
    standby = open_newsroom(pair.only_second("Edda"))
    assert body(standby, article) == "The end."
    with pytest.raises(Refused) as found:
        new_article(standby, "Edda", "No")
    assert found.value.refusal.message == "the newsroom's server is a standby that only reads"
    both = open_newsroom(pair.url("Edda"))
    listener = both.listen(lambda _newest: None)
    wait(lambda: listener.live)
    pair.first.kill()
    with pytest.raises(Refused) as found:
        open_newsroom(pair.url("Edda"))
    refusal = found.value.refusal
    assert refusal.rule == "offline" and "standbys that only read" in refusal.message
    pair.second.promote()
    new_article(standby, "Edda", "Yes")
    wait(lambda: listener.live)
    standby.close()
    both.close()


def test_in_whatever_order_the_servers_are_named_it_is_the_same_newsroom_here(monkeypatch):
    from db.place import bureau_of
    from db.storage import passwords, postgresql

    one = "postgresql://rhea@one.example.org:5433,two.example.org/desk"
    other = "postgresql://rhea@/desk?host=two.example.org&host=one.example.org:5433"
    another = "postgresql://rhea@/desk?host=three.example.org"
    assert bureau_of(one) == bureau_of(other) != bureau_of(another)
    assert postgresql.place(one) == "desk at one.example.org:5433, two.example.org"
    passwords.keep(one, "a secret of mine")
    assert "secret" in passwords.with_password(other)
    assert "secret" not in passwords.with_password(another)
