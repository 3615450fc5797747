"""The two files of a bureau: a copy of what is kept of the newsroom, and the outbox.

The copy can be made anew at any time. What stands in the outbox stands nowhere else yet: it is as
durable as a newsroom's own file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db.migrations import SCHEMA_VERSION
from db.models import Base
from db.models.bureau import CopyBase, OutboxBase
from db.place import COPY
from db.storage.sqlite import APPLICATION_ID, copy_to, engine_of, make_search, scrub

#: Counted up when the copy's own tables change.
_FORM = 1
_OUTBOX = "outbox.sqlite"


def copy_engine(folder: Path) -> Engine:
    """The copy; an empty one where there is none, or one of another release."""
    file = folder / COPY
    _make_private(folder)
    engine = _copy_of(file)
    try:
        _see_to_tables(engine)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        engine.dispose()
        if "malformed" not in str(error) and "not a database" not in str(error):
            raise
        for end in ("", "-wal", "-shm"):  # spoilt: made anew, and filled from the newsroom
            Path(f"{file}{end}").unlink(missing_ok=True)
        engine = _copy_of(file)
        _see_to_tables(engine)
    return engine


def _see_to_tables(engine: Engine) -> None:
    """See that the copy has the tables of this release; two windows may do so at once."""
    with engine.execution_options(write=True).begin() as connection:
        if _version(connection) == (SCHEMA_VERSION, _FORM):
            return
        tables = (
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'article_text_%'"
        )
        for (name,) in connection.exec_driver_sql(tables).all():
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"')
        Base.metadata.create_all(connection)
        CopyBase.metadata.create_all(connection)
        make_search(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"CREATE TABLE form AS SELECT {_FORM} AS number")


def _copy_of(file: Path) -> Engine:
    """Rows come from the newsroom, which checked them: some of them without those they name."""
    engine = engine_of(file)

    @event.listens_for(engine, "connect")
    def _as_a_copy(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine


def _version(connection: Connection) -> tuple[int, int]:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if not version:
        return 0, 0
    return version, connection.exec_driver_sql("SELECT number FROM form").scalar_one()


def outbox_engine(folder: Path) -> Engine:
    """The outbox, made where there is none."""
    _make_private(folder)
    engine = engine_of(folder / _OUTBOX)
    with engine.execution_options(write=True).begin() as connection:
        OutboxBase.metadata.create_all(connection)
    return engine


def _make_private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """All of it is kept, or none."""
    writing = engine.execution_options(write=True)
    with Session(writing, expire_on_commit=False) as session, session.begin():
        yield session


def set_apart(folder: Path, name: str) -> None:
    """Keep the copy as it is now under another name, beside it."""
    if not (folder / name).exists():
        copy_to(folder / COPY, folder / name)


def scrub_copy(folder: Path) -> None:
    """Leave no byte of what was taken out of the copy in its files."""
    scrub(folder / COPY)
