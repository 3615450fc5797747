"""Make and open a newsroom: a file on this computer, or a shared one; transactions.

How each is kept is told in `db.storage`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db.models.newsroom import Setting
from db.models.touch import Head, Touch
from db.place import file_of
from db.storage import sqlite


def newsroom_exists(path: str | Path) -> bool:
    """Whether a newsroom was made there."""
    return sqlite.exists(Path(path))


class Newsroom:
    """One open newsroom. Sessions are short; make them where they are used, in any thread."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._reading = engine
        self._writing = engine.execution_options(write=True)
        self.closed = False

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the newsroom."""
        with Session(self._reading, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction; all of it is kept, or none. Raises Refused for what triggers refuse."""
        with Session(self._writing, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except DatabaseError as error:
                session.rollback()
                raise sqlite.refused(error) from error

    def close(self) -> None:
        """Let go of the file."""
        self.closed = True
        self._reading.dispose()


def create(path: str | Path) -> Newsroom:
    """An empty newsroom with tables and triggers, no touches yet; never overwrites one."""
    file = file_of(path)
    return Newsroom(file, sqlite.create(file))


def open_newsroom(path: str | Path) -> Newsroom:
    """Open an existing newsroom. Raises Refused `not-found` or `bad-input`."""
    file = file_of(path)
    return Newsroom(file, sqlite.open_engine(file))


def make_triggers(connection: Connection) -> None:
    """Make the database's own checks; also after a migration rebuilt a table."""
    sqlite.make_triggers(connection)


def schema_of(session: Session) -> str:
    """All tables, indexes and triggers as the database has them, for comparing and hashing."""
    return sqlite.schema_of(session)


def data_version(session: Session) -> int:
    """The newest touch; two windows compare it to notice each other's saved work."""
    return int(session.scalar(select(Head.seq)) or 0)


def newest(session: Session) -> tuple[int, str]:
    """The newest touch and its hash: what a desktop remembers between two sessions."""
    head = session.execute(select(Head.seq, Head.hash)).one()
    return int(head.seq), head.hash.hex()


def contains(session: Session, seq: int, hashed: str) -> bool:
    """Whether the ledger still has a touch that was seen before, by number and hash (hex)."""
    found = session.scalar(select(Touch.hash).where(Touch.seq == seq))
    return found is not None and found.hex() == hashed


def copy_to(newsroom: Newsroom, target: Path) -> None:
    """A consistent copy of the file while others write."""
    sqlite.copy_to(newsroom.path, target)


def scrub(newsroom: Newsroom) -> bool:
    """Write the file anew, so that no byte of what was erased stays in it. False where another
    window kept its old pages in use: try again later."""
    return sqlite.scrub(newsroom.path)


def setting(session: Session, key: str, default: Any = None) -> Any:
    """One setting's value."""
    row = session.execute(select(Setting.value).where(Setting.key == key)).one_or_none()
    return default if row is None else row[0]
