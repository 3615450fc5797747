"""A newsroom that lost what somebody saw: it is named, and every word comes back."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from bureau_desk import sound, text

from db.acts import moving
from db.acts.writing import new_article, write_text
from db.bureau.history import HistoryLost, accept_history
from db.newsroom import data_version
from db.refusal import Refused


@pytest.fixture
def article(house) -> str:
    made = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    write_text(house["Rhea"], "Rhea", made, "The bridge is shut.\n\nনদী শান্ত।")
    return made


def restored_to(house, before: str) -> None:
    """The administrator puts an older backup in the newsroom's place."""
    from psycopg import sql

    old = f"{house.database}_lost"
    with psycopg.connect(house.server.url("postgres"), autocommit=True) as admin:
        for name in (house.database, before):
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          " WHERE datname = %s", [name])  # fmt: skip
        for one, to in ((house.database, old), (before, house.database)):
            admin.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(one), sql.Identifier(to)
                )
            )


@pytest.fixture
def backup(house) -> Callable[[], str]:
    """Takes a copy of the newsroom as it is."""
    made = f"{house.database}_copy"

    def copy() -> str:
        with psycopg.connect(house.server.url("postgres"), autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          " WHERE datname = %s", [house.database])  # fmt: skip
            admin.execute(f"CREATE DATABASE {made} TEMPLATE {house.database}")
        return made

    yield copy
    with psycopg.connect(house.server.url("postgres"), autocommit=True) as admin:
        for name in (made, f"{house.database}_lost"):
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_a_newsroom_that_lost_history_gets_nothing_until_the_ceo_decides(
    house, desk, article, backup, monkeypatch
):
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)
    rhea, edda = desk("Rhea"), desk("Edda")
    for one in (rhea, edda):
        one.keep(article)
        one.meets()
    before = backup()
    rhea.write(article, 0, "Sent. ")
    rhea.meets()
    edda.meets()
    edda.write(article, 0, "Edda's. ")
    edda.meets()
    rhea.meets()
    restored_to(house, before)
    rhea.write(article, 0, "Not sent. ")
    for one in (rhea, edda):
        with pytest.raises(HistoryLost) as found:
            one.meets()
        assert "touch" in str(found.value) and found.value.refusal.rule == "append-only"
    assert "Not sent" not in text(house["Cleo"], article)
    with pytest.raises(Refused):
        accept_history(house["Edda"], "Edda", 1, b"x", "I want to")
    lost = rhea.bureau.outbox.seen()
    accept_history(house["Cleo"], "Cleo", lost.seq, lost.hash, "a backup was restored")
    for _ in range(3):
        rhea.meets()
        edda.meets()
    # Words that the backup did not have come from the computers that wrote them.
    body = text(house["Cleo"], article)
    assert body.startswith("Not sent. ") and "Sent. The bridge" in body and "Edda's. " in body
    assert rhea.on(article).text("body") == edda.on(article).text("body") == body
    assert list(rhea.folder.glob("before-touch-*.sqlite"))
    sound(house)
    # The decision of then says nothing about the next loss.
    rhea.write(article, 0, "More. ")
    rhea.meets()
    with psycopg.connect(house.url, autocommit=True) as admin:
        admin.execute("SET search_path = newsroom; SET session_replication_role = replica")
        (head,) = admin.execute("SELECT max(seq) FROM touch").fetchone()
        admin.execute("DELETE FROM content WHERE seq = %s", [head])
        admin.execute("DELETE FROM touch WHERE seq = %s", [head])
    with pytest.raises(HistoryLost):
        rhea.meets()


def test_words_that_arrived_and_were_lost_before_anybody_looked_are_named_and_come_back(
    house, desk, article, backup, monkeypatch
):
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)
    rhea, edda = desk("Rhea"), desk("Edda")
    for one in (rhea, edda):
        one.keep(article)
        one.meets()
    before = backup()
    rhea.write(article, 0, "Arrived. ")
    assert rhea.bureau.send(rhea.newsroom) == 1 and rhea.bureau.waiting() == (0, 0)
    restored_to(house, before)
    with pytest.raises(HistoryLost):
        rhea.meets()
    edda.write(article, 0, "Edda's. ")
    edda.meets()  # saw nothing that is gone
    lost = rhea.bureau.outbox.seen()
    accept_history(house["Cleo"], "Cleo", lost.seq, lost.hash, "a backup was restored")
    for one in (rhea, edda, rhea):
        one.meets()
    body = text(house["Cleo"], article)
    assert body.count("Arrived. ") == body.count("Edda's. ") == 1
    assert rhea.on(article).text("body") == edda.on(article).text("body") == body
    sound(house)


@pytest.mark.parametrize("kind", ["text", "proposed", "source.named", "article.made"])
def test_nothing_at_all_is_sent_to_a_newsroom_that_lost_history(
    house, desk, article, backup, monkeypatch, kind
):
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)
    rhea = desk("Rhea")
    rhea.keep(article)
    if kind == "proposed":
        moving.submit(house["Edda"], "Edda", article)
    rhea.meets()
    before = backup()
    rhea.write(article, 0, "Seen. ")
    rhea.meets()
    restored_to(house, before)
    if kind == "article.made":
        rhea.bureau.begin_piece("en")
    elif kind == "source.named":
        session = rhea.on(article)
        paste = session.paste("body", 0, 0, "From elsewhere. ", None)
        session.name_source(paste, "a letter")
    else:
        rhea.write(article, 0, "Not sent. ")
    with house["Cleo"].read() as session:
        there = data_version(session)
    waiting = rhea.bureau.waiting()
    with pytest.raises(HistoryLost):
        rhea.bureau.send(rhea.newsroom)
    with house["Cleo"].read() as session:
        assert data_version(session) == there
    assert rhea.bureau.waiting() == waiting and waiting[0] and not waiting[1]
