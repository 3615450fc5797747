"""A server that is away, too old a newsroom, a wrong password: one sentence each, never a traceback."""

from __future__ import annotations

import socket
import threading

import pg_server
import psycopg
import pytest
from house import House
from waiting import wait

from db import reading
from db.acts.founding import make_newsroom
from db.acts.joining import arrive, change_password, give_login
from db.acts.writing import new_article
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.migrations import SCHEMA_VERSION
from db.newsroom import create, open_newsroom, shared_newsroom
from db.refusal import Refused


def why(act, *args) -> tuple[str, str]:
    with pytest.raises(Refused) as found:
        act(*args)
    refusal = found.value.refusal
    assert "\n" not in refusal.message and "Traceback" not in refusal.message
    return refusal.rule, refusal.message


def test_what_cannot_be_opened_says_so_in_a_sentence(server, database):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert why(open_newsroom, f"postgresql://x@127.0.0.1:{port}/y")[0] == "offline"
    assert why(open_newsroom, "postgresql://x@no.such.host.invalid/y")[0] == "offline"
    assert why(open_newsroom, server.url("postgres", password="wrong"))[0] == "who-may"
    assert why(open_newsroom, server.url("no_such_database"))[0] in (
        "not-found",
        "bad-input",
        "offline",
    )
    assert why(open_newsroom, database)[0] == "not-found"
    assert why(open_newsroom, "postgresql://")[0] == "bad-input"
    create(database).close()
    assert why(create, database)[0] == "conflict"


def test_a_server_that_was_away_can_be_hung_up_on_all_the_same(house):
    rhea = shared_newsroom(house.url_of("Rhea"))
    with house.raw() as admin:
        admin.execute(f"ALTER DATABASE {house.database} CONNECTION LIMIT 0")
        assert why(rhea.meet)[0] == "offline"
        admin.execute(f"ALTER DATABASE {house.database} CONNECTION LIMIT -1")
    rhea.meet()
    rhea.hang_up()
    with pytest.raises(Refused), rhea.read() as session:
        reading.board_page(session)
    rhea.close()


def test_a_database_that_is_not_empty_or_not_nameable_is_left_alone(server, database):
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute("CREATE TABLE public.mine (x int)")
    assert why(create, database)[0] == "conflict"
    assert why(create, server.url("postgres"))[0] in ("conflict", "bad-input")
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute('CREATE DATABASE "Odd-Name"')
        assert why(create, server.url("Odd-Name"))[0] == "bad-input"
        admin.execute('DROP DATABASE "Odd-Name" WITH (FORCE)')


def test_a_newsroom_that_could_not_be_founded_leaves_nothing(database):
    assert why(make_newsroom, database, "Test", "?")[0] == "bad-input"  # no name for a CEO
    with psycopg.connect(database) as admin:
        left = admin.execute(
            "SELECT count(*) FROM pg_roles WHERE rolname LIKE current_database() || '%'"
        )
        assert left.fetchone() == (0,)
        assert admin.execute("SELECT to_regnamespace('newsroom')").fetchone() == (None,)
    make_newsroom(database, "Test", "Cleo").close()


def test_a_connection_that_is_cut_is_one_sentence_and_the_next_try_works(house):
    rhea = house["Rhea"]
    new_article(rhea, "Rhea", "Before")
    with house.raw() as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                      [house.login("Rhea")])  # fmt: skip
    assert why(new_article, rhea, "Rhea", "Cut")[0] == "offline"
    new_article(rhea, "Rhea", "After")
    with rhea.read() as session:
        assert [c.headline for c in reading.board_page(session).rows] == ["After", "Before"]


def test_a_server_killed_with_9_loses_nothing_that_was_acknowledged(monkeypatch):
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)
    server = pg_server.start()
    try:
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute("CREATE DATABASE newsroom_killed")
        house = House(server, server.url("newsroom_killed")).found()
        rhea = house["Rhea"]
        kept: list[str] = []

        def write() -> None:
            while True:
                try:
                    kept.append(str(new_article(rhea, "Rhea", "A piece").article))
                except Refused as refused:
                    assert refused.refusal.rule == "offline"
                    return

        writing = threading.Thread(target=write)
        writing.start()
        wait(lambda: len(kept) >= 5)
        server.kill()
        writing.join(30)
        assert not writing.is_alive()
        server.restart()
        with house["Edda"].read() as session:
            there = {card.id for card in reading.board_page(session, limit=1000).rows}
        assert set(kept) <= there and len(there) <= len(kept) + 1
        assert verify(house["Cleo"], texts=True).ok and examine(house["Cleo"]) == []
        house.close()
    finally:
        server.end()


def test_everybody_can_check_the_ledger_and_the_rows_they_see(house):
    from db.acts.matters.opening import Complaint, open_matter
    from db.acts.settings import change_setting

    change_setting(house["Cleo"], "Cleo", "alternate", "Egon")
    article = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    open_matter(house["Rhea"], "Rhea", Complaint("legal", "Not so.", article=article))
    open_matter(house["Edda"], "Edda", Complaint("staff", "Secret.", about=["Cleo"]))
    for name in ("Cleo", "Egon", "Rhea", "Fay"):
        found = verify(house[name], texts=True)
        assert (found.ok, found.why) == (True, ""), name
        assert examine(house[name]) == [], name


def test_a_password_is_changed_by_whose_it_is_and_is_nowhere_in_clear(house):
    secret, first = "a much better passphrase", "correct horse battery"
    change_password(house["Fay"], secret)
    with pytest.raises(psycopg.OperationalError, match="password"):
        house.raw("Fay")
    url = house.server.url(house.database, house.login("Fay"), secret.replace(" ", "%20"))
    again = open_newsroom(url)
    assert arrive(again)
    again.close()
    log = house.server.log
    assert secret not in log and first not in log
    assert why(change_password, house["Rhea"], "short")[0] == "bad-input"
    assert (
        why(give_login, house["Cleo"], "Cleo", "Lumen", "lumen", "long enough to be good")[0]
        == "bad-input"
    )
    assert (
        why(give_login, house["Edda"], "Edda", "Rhea", "rhea2", "long enough to be good")[0]
        == "who-may"
    )


def test_a_newsroom_of_a_newer_colophon_is_left_alone(house):
    with house.raw() as admin:
        admin.execute("UPDATE release SET version = %s", [SCHEMA_VERSION + 1])
    assert why(open_newsroom, house.url_of("Rhea")) == (
        "bad-input", f"{house.database} at 127.0.0.1:{house.server.port} was made by a newer Colophon",
    )  # fmt: skip
    with house.raw() as admin:
        admin.execute("UPDATE release SET version = %s", [SCHEMA_VERSION - 1])
    rule, message = why(open_newsroom, house.url_of("Rhea"))
    assert rule == "bad-input" and "older" in message


@pytest.mark.parametrize("limit", ["idle_session_timeout", "idle_in_transaction_session_timeout"])
def test_a_line_that_the_server_ends_by_a_limit_of_its_own_is_a_newsroom_that_is_away(house, limit):
    house.close()
    with house.raw() as admin:
        admin.execute(f'ALTER ROLE "{house.login("Rhea")}" SET {limit} = 100')
        rhea = shared_newsroom(house.url_of("Rhea"))
        gone = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s"
        with pytest.raises(Refused) as found, rhea.read() as session:
            reading.board_page(session)
            if limit == "idle_session_timeout":
                session.commit()
            wait(lambda: admin.execute(gone, [house.login("Rhea")]).fetchone() == (0,))
            reading.board_page(session)
        assert found.value.refusal.rule == "offline"
        with rhea.read() as session:
            reading.board_page(session)
    rhea.close()


@pytest.mark.parametrize("how", ["let go", "hung up", "ended by the server"])
def test_a_line_that_is_cut_while_one_reads_leaves_no_traceback_in_the_log(house, caplog, how):
    rhea = shared_newsroom(house.url_of("Rhea"))
    cut = {
        "let go": rhea.close,
        "hung up": rhea.hang_up,
        "ended by the server": lambda: _end(house, house.login("Rhea")),
    }[how]
    with pytest.raises(Refused), rhea.read() as session:
        reading.board_page(session)
        cut()
        reading.board_page(session)
    assert not [record for record in caplog.records if record.exc_info], caplog.text
    rhea.close()


def _end(house: House, role: str) -> None:
    with house.raw() as admin:
        ending = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = %s"
        admin.execute(ending, [role])
