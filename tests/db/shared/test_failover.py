"""One server takes over from another that died: desktops whose address names both go on by
themselves; where the second one lagged behind, that is history lost, and nothing is hidden."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pg_server
import psycopg
import pytest
from desktops import PEOPLE, Desktop, all_go, all_is_well, begin
from house import House
from waiting import wait

from db import reading
from db.acts import moving
from db.acts.writing import new_article, write_text
from db.bureau.bureau import Bureau
from db.bureau.courier import Courier, Line
from db.bureau.history import HistoryLost, accept_history
from db.bureau.writing import BureauSession
from db.newsroom import Newsroom, open_newsroom, shared_newsroom
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
        self.house.move(self.second)


@pytest.fixture
def pair(monkeypatch, lone_house) -> Iterator[Pair]:
    for name, seconds in (("SHORTEST", 0.1), ("LONGEST", 0.3), ("CALM", 0.3)):
        monkeypatch.setattr(f"db.bureau.courier.{name}", seconds)
    second = lone_house.server.standby()
    made = Pair(lone_house, lone_house.server, second)
    yield made
    Desktop.end_all()
    made.house.close()
    second.end()


@pytest.fixture
def article(pair) -> str:
    """A piece in edit: both editors and the CEO may write in it."""
    made = str(new_article(pair.house["Edda"], "Edda", "Ours").article)
    write_text(pair.house["Edda"], "Edda", made, "The end.")
    moving.submit(pair.house["Edda"], "Edda", made)
    return made


def test_where_nothing_may_be_lost_desktops_go_on_and_nothing_is(pair, article, tmp_path):
    with psycopg.connect(pair.first.url("postgres"), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        admin.execute("SELECT pg_reload_conf()")
    desks = begin(map(pair.url, PEOPLE), article, tmp_path)
    desks[0].wait_for_words(20)
    pair.fail_over()
    all_go(desks)
    all_is_well(pair.house, article, desks)


def test_where_the_second_lagged_the_lost_words_come_back_after_the_ceo_decides(
    pair, article, tmp_path
):
    desks = begin(map(pair.url, PEOPLE), article, tmp_path)
    desks[0].wait_for_words(5)
    pair.leave_second_behind()
    desks[0].wait_for_words(10)
    for desk in desks:  # the first one's words are sent, then seen by all
        desk.wait_for("there", 2)
    before = body(pair.house["Cleo"], article).split()
    pair.fail_over()
    assert set(before) - set(body(pair.house["Cleo"], article).split()), "nothing was lost"
    desks[0].wait_for("lost")
    desks[0].wait_for_words(1)
    for desk in desks:
        desk.enough()
    at_first = body(pair.house["Cleo"], article)
    desks[0].wait_for("lost", 5)
    assert body(pair.house["Cleo"], article) == at_first, "something was sent undecided"
    decide(pair, desks[0].folder)
    all_go(desks)
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
    for desk, name in zip(desks, PEOPLE, strict=True):
        bureau = Bureau(desk.folder)
        newsroom = open_newsroom(pair.only_second(name))
        sent = bureau.exchange(newsroom).sent
        left |= sent > 0 or bureau.waiting() != (0, 0)
        newsroom.close()
        bureau.close()
    return left


def decide(pair: Pair, folder: Path) -> None:
    bureau = Bureau(folder)
    seen = bureau.outbox.seen()
    accept_history(pair.house["Cleo"], "Cleo", seen.seq, seen.hash, "the second server lagged")
    bureau.close()


def body(newsroom: Newsroom, article: str) -> str:
    with newsroom.read() as session:
        return reading.text_at(session, article)


def test_lost_history_is_named_on_each_desktop_that_saw_it_and_the_others_go_on(
    pair, article, tmp_path
):
    rooms = {name: shared_newsroom(pair.url(name)) for name in PEOPLE}
    bureaus = {name: Bureau(tmp_path / name) for name in PEOPLE}
    for name in PEOPLE:
        bureaus[name].come_in(rooms[name])
        bureaus[name].keep(rooms[name], article)
    tellers = {name: Teller(bureaus[name], rooms[name]) for name in ("Edda", "Cleo")}
    edda, cleo = tellers.values()  # Egon's computer is asleep
    pair.leave_second_behind()
    write(bureaus["Edda"], article, "Acknowledged. ")
    edda.wait(lambda _line: bureaus["Edda"].waiting() == (0, 0))
    lost = bureaus["Edda"].outbox.seen().seq
    cleo.wait(lambda _line: bureaus["Cleo"].outbox.seen().seq >= lost)
    pair.fail_over()
    write(bureaus["Edda"], article, "Afterwards. ")
    for one in (edda, cleo):
        one.wait(lambda line: isinstance(line.error, HistoryLost))
    assert "Acknowledged" not in (there := body(pair.house["Cleo"], article))
    assert "Afterwards" not in there and bureaus["Edda"].waiting() == (1, 0)
    write(bureaus["Egon"], article, "Egon's. ")
    bureaus["Egon"].exchange(rooms["Egon"])  # saw nothing that is gone
    decide(pair, tmp_path / "Edda")
    edda.wait(lambda line: line.waiting == 0 and line.error is None)
    cleo.wait(lambda line: line.error is None and line.away is None)
    found = body(pair.house["Cleo"], article)
    for word in ("Acknowledged. ", "Afterwards. ", "Egon's. "):
        assert found.count(word) == 1, found
    for one in (edda, cleo, *rooms.values(), *bureaus.values()):
        one.close()
    all_is_well(pair.house, article, [])


class Teller:
    """A courier of somebody, and what it told last."""

    def __init__(self, bureau: Bureau, newsroom: Newsroom) -> None:
        self._told, self._line = threading.Condition(), None
        self._courier = Courier(bureau, newsroom, self._hear)

    def _hear(self, line: Line) -> None:
        with self._told:
            self._line = line
            self._told.notify_all()

    def wait(self, what) -> None:
        """Until it told that."""
        with self._told:
            assert self._told.wait_for(lambda: bool(self._line and what(self._line)), 60), (
                self._line
            )

    def close(self) -> None:
        self._courier.close()


def write(bureau: Bureau, article: str, words: str) -> None:
    session = BureauSession.open_in(bureau, article)
    session.splice("body", 0, 0, words)
    session.flush()


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
