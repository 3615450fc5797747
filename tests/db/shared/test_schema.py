"""A shared newsroom is made of what is committed, and of the same tables as a newsroom's file."""

from __future__ import annotations

import os

from sqlalchemy import create_engine, inspect

from db.ledger.audit import SHARED_SCHEMA, schema_differs
from db.migrations.running import run
from db.models import Base
from db.newsroom import create, schema_of
from db.storage import founding
from db.storage.grants import CACHES, LEDGER, WRITING
from db.storage.translating import triggers


def test_the_committed_schema_is_what_a_newsroom_holds(database):
    newsroom = create(database)
    with newsroom.read() as session:
        found = schema_of(session) + "\n"
        if os.environ.get("COLOPHON_WRITE_SCHEMA"):
            SHARED_SCHEMA.write_text(found, "utf-8")
        assert found == SHARED_SCHEMA.read_text("utf-8"), "write it: COLOPHON_WRITE_SCHEMA=1"
        assert schema_differs(session) == ""
    newsroom.close()


def test_whatever_is_altered_is_named(database):
    newsroom = create(database)
    for statement, named in (
        ("ALTER TABLE newsroom.touch DISABLE TRIGGER touch_before_insert", "table touch"),
        ("GRANT UPDATE ON newsroom.content TO PUBLIC", "table content"),
        ("ALTER TABLE newsroom.matter NO FORCE ROW LEVEL SECURITY", "table matter"),
        ("DROP POLICY people_select ON newsroom.seal", "table seal"),
        ("ALTER FUNCTION newsroom.me() SECURITY INVOKER", "function me()"),
        ("CREATE FUNCTION newsroom.extra() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function extra()"),
        ("GRANT CREATE ON SCHEMA newsroom TO PUBLIC", "schema newsroom"),
    ):  # fmt: skip
        with newsroom.write() as session:
            session.connection().exec_driver_sql(statement)
            assert named in schema_differs(session), statement
            session.rollback()
    newsroom.close()


def test_every_table_says_who_writes_it():
    assert set(Base.metadata.tables) == WRITING.keys() | LEDGER | CACHES


def test_every_rule_of_a_file_is_one_of_the_server():
    file = founding.RULES.read_text("utf-8")
    made = list(triggers(file))
    assert len(made) == file.count("CREATE TRIGGER") > 100
    sentences = {words for trigger in made for words in trigger.body().split("'") if ": " in words}
    assert len(sentences) > 80


def shape(engine) -> dict[str, object]:
    seen = inspect(engine)
    return {
        table: (
            [
                (c["name"], str(c["type"]), c["nullable"])
                for c in seen.get_columns(table, "newsroom")
            ],
            seen.get_pk_constraint(table, "newsroom")["constrained_columns"],
            sorted(i["name"] for i in seen.get_indexes(table, "newsroom")),
            sorted(str(k["referred_table"]) for k in seen.get_foreign_keys(table, "newsroom")),
            sorted(c["sqltext"] for c in seen.get_check_constraints(table, "newsroom")),
        )
        for table in Base.metadata.tables
    }


def test_all_migrations_make_what_the_models_say(server, database):
    url = database.replace("postgresql:", "postgresql+psycopg:")
    options = {"options": "-c search_path=newsroom"}
    engine = create_engine(url, connect_args=options)
    shapes = []
    for make in (lambda c: run(c, 0), Base.metadata.create_all):
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA newsroom")
            make(connection)
        shapes.append(shape(engine))
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA newsroom CASCADE")
    engine.dispose()
    assert shapes[0] == shapes[1]
