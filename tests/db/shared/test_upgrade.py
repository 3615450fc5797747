"""A shared newsroom of an older Colophon is brought up to date by its administrator, whole."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from db import reading
from db.acts import moving
from db.acts.writing import new_article, write_text
from db.ledger.audit import schema_differs, verify
from db.ledger.doctor import examine
from db.migrations import SCHEMA_VERSION
from db.newsroom import open_newsroom
from db.refusal import Refused
from db.storage import founding
from db.storage.postgresql import engine_of

#: What the migrations after the third made, taken back: a newsroom of version 3.
BACK = ("DROP TABLE joined_entry CASCADE", "UPDATE release SET version = 3")


def test_an_older_newsroom_keeps_all_it_has(house):
    article = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    write_text(house["Rhea"], "Rhea", article, "সেতু খুলেছে।")
    before = verify(house["Cleo"], texts=True)
    house.close()
    engine = engine_of(house.url)
    with engine.begin() as connection:
        founding._drop_checks(connection)
        for statement in (*BACK, "ALTER TABLE snapshot RENAME TO snapshot_of"):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CREATE VIEW snapshot AS SELECT * FROM snapshot_of")
    engine.dispose()
    with pytest.raises(Refused, match="older Colophon"):
        open_newsroom(house.url_of("Cleo"))
    open_newsroom(house.url).close()
    for name in ("Cleo", "Rhea"):
        again = open_newsroom(house.url_of(name))
        with again.read() as session:
            assert session.execute(text("SELECT version FROM release")).scalar() == SCHEMA_VERSION
            assert schema_differs(session) == ""
            assert reading.text_at(session, article) == "সেতু খুলেছে।"
        assert (verify(again, texts=True), examine(again)) == (before, [])
        if name == "Rhea":
            moving.submit(again, "Rhea", article)
        again.close()


def test_an_upgrade_that_fails_changes_nothing(house, monkeypatch):
    with house.raw() as admin:
        admin.execute("UPDATE release SET version = 3")  # joined_entry is there already
    with pytest.raises(Refused, match=r"cannot be brought up to date .*joined_entry"):
        open_newsroom(house.url)
    with house.raw() as admin:
        admin.execute("UPDATE release SET version = %s", [SCHEMA_VERSION])
    assert verify(house["Cleo"]).ok


def test_rules_of_an_older_program_are_made_anew(house):
    house.close()
    with house.raw() as admin:
        admin.execute("DROP VIEW turn")
        admin.execute("COMMENT ON SCHEMA newsroom IS NULL")
    with pytest.raises(Refused, match="older Colophon"):
        open_newsroom(house.url_of("Rhea"))
    open_newsroom(house.url).close()
    again = open_newsroom(house.url_of("Rhea"))
    new_article(again, "Rhea", "Bridge")
    with again.read() as session:
        assert schema_differs(session) == ""
    again.close()
    with house.raw() as admin:
        admin.execute("COMMENT ON SCHEMA newsroom IS 'checks 999'")
    with pytest.raises(Refused, match="newer Colophon"):
        open_newsroom(house.url_of("Rhea"))
