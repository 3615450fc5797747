"""A newsroom that is one SQLite file, plain or encrypted: engine, pragmas, triggers, copies.

Every write is one `BEGIN IMMEDIATE` transaction with `synchronous=FULL`: once `write()` returns,
the touch survives a power cut.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from db.migrations import SCHEMA_VERSION
from db.models import Base
from db.refusal import RULES, Refused
from db.storage import sqlcipher
from db.storage.beginning import fill
from db.storage.sqlcipher import Key, key_of, told_as_sqlite

APPLICATION_ID = 0x436F6C6F  # "Colo"
TRIGGERS = Path(__file__).parents[1] / "triggers" / "sqlite.sql"
_NETWORK_DRIVES = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs"})


def exists(file: Path) -> bool:
    """Whether a newsroom was made there."""
    return file.is_file() and file.stat().st_size > 0


def refused(error: Exception) -> Exception:
    """A trigger's refusal as Refused; a busy, full or broken file too; else the error itself."""
    message = str(getattr(error, "orig", error))
    rule, _, rest = message.partition(": ")
    if rule in RULES:
        return Refused(rule, f"the newsroom refused this: {rest}", "see `colophon checks`")
    if "locked" in message or "busy" in message:
        return Refused("conflict", "somebody else is writing to the newsroom", "try again")
    if "full" in message or "disk I/O" in message or "readonly" in message:
        return Refused(
            "bad-input", f"the newsroom cannot be written: {message}", "free or unlock the disk"
        )
    return error


def engine_of(path: Path, key: Key | None = None) -> Engine:
    """How SQLAlchemy speaks to the file: pragmas, and `BEGIN IMMEDIATE` for who writes."""
    if key is not None:
        engine = sqlcipher.engine(path, key)
    else:
        engine = create_engine(
            f"sqlite:///{path}",
            connect_args={"isolation_level": None, "timeout": 20, "check_same_thread": False},
            hide_parameters=True,
        )

    @event.listens_for(engine, "connect")
    @told_as_sqlite()
    def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "busy_timeout=20000",
            "trusted_schema=OFF",
            "cell_size_check=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _connect(file: Path, key: Key | None, timeout: float = 20) -> Any:
    """A connection without SQLAlchemy, to a plain file or an encrypted one."""
    if key is None:
        return sqlite3.connect(file, timeout=timeout, isolation_level=None)
    return sqlcipher.connect(file, key, timeout)


def reading(engine: Engine) -> Engine:
    """For a session that reads: it sees one moment of the file."""
    return engine


def writing(engine: Engine) -> Engine:
    """For a session that writes: nobody else does until it is over."""
    return engine.execution_options(write=True)


def begin(session: Session) -> None:
    """The lock is taken with the transaction's first statement."""


def _on_network_drive(path: Path) -> bool:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return str(path).startswith("\\\\")
    best, kind = "", ""
    real = os.path.realpath(path.parent)
    for line in mounts.read_text("utf-8", "replace").splitlines():
        _, where, fs, *_ = line.split()
        inside = where == "/" or real == where or real.startswith(f"{where}/")
        if inside and len(where) > len(best):
            best, kind = where, fs
    return kind in _NETWORK_DRIVES


def create(file: Path, encrypted: bool = False) -> Engine:
    """An empty newsroom file with tables and triggers, no touches yet; never overwrites one.

    The key of an encrypted one is kept first: without a place for it this raises Refused `no-key`.
    """
    if file.exists() and file.stat().st_size:
        raise Refused("conflict", f"{file} is there already", "choose another name, or open it")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "bad-input", f"{file.parent} cannot be made: {error.strerror}", "choose another folder"
        ) from None
    if _on_network_drive(file):
        raise Refused(
            "bad-input",
            f"{file} lies on a network drive, where a crash can lose words",
            "keep the newsroom on this computer's own disk",
        )
    key = sqlcipher.new_key(file) if encrypted else None
    engine = engine_of(file, key)
    try:
        with engine.execution_options(write=True).begin() as connection:
            Base.metadata.create_all(connection)
            make_search(connection)
            fill(connection)
            make_triggers(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    except (OperationalError, sqlite3.Error) as error:
        if key is not None:
            key.forget()
        raise Refused(
            "bad-input",
            f"{file} cannot be written ({getattr(error, 'orig', error)})",
            "choose another folder",
        ) from None
    return engine


def discard(file: Path) -> None:
    """Take a newsroom that could not be made whole away again, with its key."""
    with suppress(Refused):
        key = key_of(file)
        if key is not None:
            key.forget()
    for end in ("", "-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)


def make_triggers(connection: Connection) -> None:
    """Make the triggers of `triggers/sqlite.sql`; also after a migration rebuilt a table."""
    for statement in TRIGGERS.read_text("utf-8").split("\nEND;"):
        body = "\n".join(
            line for line in statement.splitlines() if not line.startswith("--")
        ).strip()
        if body:
            connection.exec_driver_sql(f"{body}\nEND")


def make_search(connection: Connection) -> None:
    """The full-text index; `db.search` fills it."""
    connection.exec_driver_sql(
        """CREATE VIRTUAL TABLE article_text USING fts5(words,
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'",
        prefix='3 4 5', detail='none')"""
    )
    connection.exec_driver_sql(
        "CREATE TABLE indexed (number INTEGER PRIMARY KEY, article TEXT UNIQUE NOT NULL,"
        " seq INTEGER NOT NULL)"
    )
    connection.exec_driver_sql("CREATE TABLE unindexed (article TEXT PRIMARY KEY)")


def open_engine(file: Path) -> Engine:
    """The engine of an existing newsroom, brought up to date. Raises Refused `not-found`,
    `bad-input`, or `no-key` where the key of an encrypted one is not at hand."""
    if not exists(file):
        raise Refused("not-found", f"there is no newsroom at {file}", "make one: colophon init")
    key = key_of(file)
    engine = engine_of(file, key)
    try:
        with engine.connect() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    except (DatabaseError, sqlite3.DatabaseError) as error:
        engine.dispose()
        why = getattr(error, "orig", error) if key is None else "its key does not open it"
        raise Refused(
            "bad-input",
            f"{file} cannot be read as a newsroom ({why})",
            "restore a backup: colophon restore",
        ) from None
    if application != APPLICATION_ID:
        engine.dispose()
        raise Refused("bad-input", f"{file} is a database, but not a newsroom", "give another path")
    if version > SCHEMA_VERSION:
        engine.dispose()
        raise Refused("bad-input", f"{file} was made by a newer Colophon", "update Colophon")
    if version < SCHEMA_VERSION:
        _bring_up_to_date(file, engine, version)
    return engine


def _bring_up_to_date(file: Path, engine: Engine, version: int) -> None:
    """Migrate an older newsroom, all of it or nothing; a copy of it as it was stays beside it."""
    from db.migrations.running import run

    kept = file.with_name(f"{file.name}.version-{version}")
    try:
        if not kept.exists():
            copy_to(file, kept)
        with engine.execution_options(write=True).begin() as connection:
            if connection.exec_driver_sql("PRAGMA user_version").scalar_one() != version:
                return  # another window did it meanwhile
            for (name,) in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).all():
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
            run(connection, version)
            make_triggers(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
    except (OSError, sqlite3.Error, DatabaseError) as error:
        engine.dispose()
        raise Refused(
            "bad-input",
            f"{file} was made by an older Colophon and cannot be brought up to date"
            f" ({getattr(error, 'orig', error)})",
            "free or unlock the disk, then open it again; nothing was changed",
        ) from None


def schema_of(session: Session) -> str:
    """All tables, indexes and triggers as the database has them, for comparing and hashing."""
    rows = session.execute(
        text(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'article_text_%' ORDER BY type, name"
        )
    )
    return "\n".join(f"-- {row.type} {row.name}\n{' '.join(row.sql.split())};" for row in rows)


@told_as_sqlite()
def copy_to(file: Path, target: Path) -> None:
    """A consistent copy of the file while others write (SQLite's online backup)."""
    key = key_of(file)
    source = _connect(file, key)
    try:
        copy = _connect(target, key)
        try:
            source.backup(copy, pages=1000, sleep=0.001)
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
    finally:
        source.close()


def scrub(file: Path) -> bool:
    """Write the file anew, so that no byte of what was erased stays in free pages, the log or the
    search index. False where another window kept its old pages in use: try again later."""
    connection = _connect(file, key_of(file), timeout=5)
    try:
        with told_as_sqlite():
            connection.execute("INSERT INTO article_text (article_text) VALUES ('optimize')")
            connection.execute("VACUUM")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
