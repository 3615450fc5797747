"""Making a shared newsroom in an empty database: roles, tables, rules, rights; and changing it from
one release to the next. Whoever does this is the server's administrator.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, column, insert, table, text
from sqlalchemy.exc import DBAPIError

from db.migrations import CHECKS_VERSION, SCHEMA_VERSION
from db.models import Base
from db.refusal import Refused
from db.storage import grants
from db.storage.beginning import fill
from db.storage.lawful_touches import rows
from db.storage.postgresql import (
    checked,
    checks_of,
    engine_of,
    place,
    refused,
    version_of,
)
from db.storage.translating import checks

_FOLDER = Path(__file__).parents[1] / "triggers"
RULES = _FOLDER / "sqlite.sql"
FUNCTIONS = _FOLDER / "postgresql.sql"
LOGINS = _FOLDER / "postgresql_logins.sql"
TABLES = _FOLDER / "postgresql_tables.sql"
#: Those who may make logins; they own these functions and nothing else.
_REGISTRARS = ("give_login(text,text,text)", "login_follows()")


def create(url: str, put: Callable[[Connection], None] = fill) -> Engine:
    """Make everything in an empty database, all of it or nothing; `put` gives the tables their
    first rows. Raises Refused."""
    engine = engine_of(url)
    try:
        with engine.begin() as connection:
            checked(connection)
            _empty(connection, place(url))
            prefix = _prefix(connection)
            _roles(connection, prefix)
            connection.exec_driver_sql(f'CREATE SCHEMA newsroom AUTHORIZATION "{prefix}_owner"')
            connection.exec_driver_sql(f'SET LOCAL ROLE "{prefix}_owner"')
            Base.metadata.create_all(connection)
            _bytewise(connection)
            _script(connection, TABLES.read_text("utf-8"))
            _bytewise(connection)
            put(connection)
            connection.execute(
                insert(table("release", column("version"))), {"version": SCHEMA_VERSION}
            )
            make_checks(connection, prefix)
    except DBAPIError as error:
        engine.dispose()
        raise refused(error) from error
    except Refused:
        engine.dispose()
        raise
    return engine


def _empty(connection: Connection, where: str) -> None:
    if version_of(connection) is not None:
        raise Refused("conflict", f"{where} holds a newsroom already", "open it, or name another")
    tables = connection.execute(
        text(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^pg_|^information_schema$'"
        )
    ).scalar_one()
    if tables:
        raise Refused("conflict", f"{where} is not empty", "make a database for the newsroom alone")
    if connection.execute(text("SHOW server_encoding")).scalar_one() != "UTF8":
        raise Refused(
            "bad-input", f"{where} does not keep UTF-8", "make a database WITH ENCODING 'UTF8'"
        )


def _prefix(connection: Connection) -> str:
    """What the newsroom's roles begin with: the database's name."""
    name = str(connection.execute(text("SELECT current_database()")).scalar_one())
    if name == "postgres" or not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        raise Refused(
            "bad-input", f"a newsroom's roles are named after its database, and {name!r} will not do",
            "name the database by small letters, figures and _",
        )  # fmt: skip
    return name


def _roles(connection: Connection, prefix: str) -> None:
    """The roles that nobody logs in as: the tables' owner, who makes logins, and the groups."""
    names = ["owner", "registrar", "person", *grants.GROUPS]
    for name in names:
        more = " CREATEROLE" if name == "registrar" else ""
        connection.exec_driver_sql(f'CREATE ROLE "{prefix}_{name}" NOLOGIN{more}')
    if not connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = user")).scalar():
        for name in ("owner", "registrar"):
            connection.exec_driver_sql(f'GRANT "{prefix}_{name}" TO CURRENT_USER')
    for group in grants.GROUPS:
        connection.exec_driver_sql(f'GRANT "{prefix}_person" TO "{prefix}_{group}"')
        connection.exec_driver_sql(
            f'GRANT "{prefix}_{group}" TO "{prefix}_registrar" WITH ADMIN OPTION'
        )
    connection.exec_driver_sql(f'REVOKE ALL ON DATABASE "{prefix}" FROM PUBLIC')
    connection.exec_driver_sql(f'GRANT CONNECT ON DATABASE "{prefix}" TO "{prefix}_person"')
    connection.exec_driver_sql("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for function in _large_objects(connection):
        connection.exec_driver_sql(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")


def _large_objects(connection: Connection) -> list[str]:
    """The functions by which anybody could fill the disk outside every table."""
    found = text(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
        " AND proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_open', 'lo_put', 'lowrite')"
    )
    return list(connection.scalars(found))


def _script(connection: Connection, script: str) -> None:
    """Several statements at once, without parameters."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(script)


def _bytewise(connection: Connection) -> None:
    """Texts compare and sort by their bytes, as with SQLite, whatever the database's language."""
    columns = connection.execute(
        text(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = 'newsroom'::regnamespace AND c.relkind = 'r'"
            " AND a.attcollation = 'pg_catalog.\"default\"'::regcollation AND NOT a.attisdropped"
        )
    ).all()
    altered: dict[str, list[str]] = {}
    for of, name in columns:
        altered.setdefault(of, []).append(f'ALTER COLUMN "{name}" TYPE text COLLATE "C"')
    for of, changes in altered.items():
        connection.exec_driver_sql(f'ALTER TABLE "{of}" {", ".join(changes)}')


def make_checks(connection: Connection, prefix: str) -> None:
    """Functions, triggers, rights and policies; whoever does this owns the tables."""
    logins = LOGINS.read_text("utf-8")
    _script(connection, FUNCTIONS.read_text("utf-8"))
    _script(connection, logins.replace("@owner@", f"{prefix}_owner").replace("@prefix@", prefix))
    for check in checks(RULES.read_text("utf-8")):
        _script(connection, check)
    for statement in (*grants.guards(), *grants.statements(prefix)):
        connection.exec_driver_sql(statement)
    may_touch = table("may_touch", *map(column, ("act", "by_kind", "state", "published", "own")))
    connection.execute(may_touch.delete())
    connection.execute(insert(may_touch), list(rows()))
    connection.exec_driver_sql(f'GRANT CREATE ON SCHEMA newsroom TO "{prefix}_registrar"')
    connection.exec_driver_sql(f"COMMENT ON SCHEMA newsroom IS 'checks {CHECKS_VERSION}'")
    connection.exec_driver_sql("RESET ROLE")
    for function in _REGISTRARS:
        connection.exec_driver_sql(
            f'ALTER FUNCTION newsroom.{function} OWNER TO "{prefix}_registrar"'
        )
    connection.exec_driver_sql(f'REVOKE CREATE ON SCHEMA newsroom FROM "{prefix}_registrar"')


def discard(url: str) -> None:
    """Take a newsroom that was only just begun away again, roles and all."""
    engine = engine_of(url)
    with engine.begin() as connection:
        prefix = _prefix(connection)
        connection.exec_driver_sql("DROP SCHEMA newsroom CASCADE")
        for name in (*grants.GROUPS, "person", "registrar", "owner"):
            connection.exec_driver_sql(f'DROP OWNED BY "{prefix}_{name}"')
            connection.exec_driver_sql(f'DROP ROLE "{prefix}_{name}"')
    engine.dispose()


def _drop_checks(connection: Connection) -> None:
    """Take functions, triggers and policies away; they are made again after a migration."""
    policies = connection.execute(
        text("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'newsroom'")
    ).all()
    for of, name in policies:
        connection.exec_driver_sql(f'DROP POLICY "{name}" ON newsroom."{of}"')
    connection.exec_driver_sql("DROP VIEW newsroom.snapshot")
    connection.exec_driver_sql("DROP VIEW IF EXISTS newsroom.turn")
    connection.exec_driver_sql("ALTER TABLE newsroom.snapshot_of RENAME TO snapshot")
    functions = connection.scalars(
        text(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE pronamespace = 'newsroom'::regnamespace"
        )
    ).all()
    for function in functions:
        connection.exec_driver_sql(f"DROP ROUTINE IF EXISTS {function} CASCADE")


def bring_up_to_date(url: str, engine: Engine, version: int) -> None:
    """Migrate an older newsroom, or only make its rules anew; all of it or nothing. Only its
    administrator can."""
    from db.migrations.running import run

    try:
        with engine.begin() as connection:
            prefix = _prefix(connection)
            owner = text("SELECT pg_has_role(current_user, :owner, 'MEMBER')")
            if not connection.execute(owner, {"owner": f"{prefix}_owner"}).scalar():
                raise Refused(
                    "bad-input", f"{place(url)} was made by an older Colophon",
                    "ask its administrator to open it once, which brings it up to date",
                )  # fmt: skip
            connection.exec_driver_sql("LOCK TABLE newsroom.head IN ACCESS EXCLUSIVE MODE")
            done = version_of(connection) != version
            if done or (version, checks_of(connection)) >= (SCHEMA_VERSION, CHECKS_VERSION):
                return  # another did it meanwhile
            _drop_checks(connection)
            connection.exec_driver_sql(f'SET LOCAL ROLE "{prefix}_owner"')
            run(connection, version)
            _bytewise(connection)
            connection.exec_driver_sql("ALTER TABLE snapshot RENAME TO snapshot_of")
            connection.exec_driver_sql(f"UPDATE release SET version = {SCHEMA_VERSION}")
            make_checks(connection, prefix)
    except DBAPIError as error:
        engine.dispose()
        found = refused(error)
        if isinstance(found, Refused):
            raise found from error
        raise Refused(
            "bad-input",
            f"{place(url)} was made by an older Colophon and cannot be brought up to date"
            f" ({_first_line(error)})", "mend it, then open it again; nothing was changed",
        ) from error  # fmt: skip
    except Refused:
        engine.dispose()
        raise


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0]
