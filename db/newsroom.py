"""Make and open a newsroom: a file on this computer, or a shared one; transactions.

How each is kept is told in `db.storage`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.models.newsroom import Setting
from db.models.touch import Head, Touch
from db.place import file_of, folder_of, is_shared
from db.refusal import Refused
from db.storage import sqlite
from db.storage.speech import is_postgresql

if TYPE_CHECKING:
    from db.storage.listening import Listener


class Storage(Protocol):
    """What keeps a newsroom: `db.storage.sqlite`, or `db.storage.postgresql`."""

    def reading(self, engine: Engine) -> Engine: ...
    def writing(self, engine: Engine) -> Engine: ...
    def begin(self, session: Session) -> None: ...
    def refused(self, error: Exception) -> Exception: ...


def newsroom_exists(path: str | Path) -> bool:
    """Whether a newsroom was made there; of a shared one, opening it tells."""
    return is_shared(path) or sqlite.exists(Path(path))


class Newsroom:
    """One open newsroom. Sessions are short; make them where they are used, in any thread."""

    def __init__(self, path: Path, engine: Engine, storage: Storage = sqlite) -> None:
        #: the newsroom's file; of a shared one, where this computer keeps what it needs for it
        self.path = path
        self._storage = storage
        self._reading = storage.reading(engine)
        self._writing = storage.writing(engine)
        self._listeners: list[Listener] = []
        self.closed = False

    @property
    def shared(self) -> bool:
        """Whether it is a shared newsroom, and no file on this computer."""
        return self._storage is not sqlite

    @property
    def engine(self) -> Engine:
        """For what the storage does in one round trip."""
        return self._writing

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the newsroom. Raises Refused where it is away."""
        self._require_open()
        try:
            with Session(self._reading, autoflush=False, close_resets_only=False) as session:
                yield session
        except DBAPIError as error:  # also of the end of a session whose line was cut
            found = self._storage.refused(error)
            if not self.shared or not isinstance(found, Refused):
                raise
            raise found from error

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction; all of it is kept, or none. Raises Refused for what triggers refuse."""
        self._require_open()
        try:
            with Session(self._writing, expire_on_commit=False, close_resets_only=False) as session:
                self._storage.begin(session)
                yield session
                session.commit()
        except DBAPIError as error:
            raise self._storage.refused(error) from error

    def meet(self) -> None:
        """Ask a shared newsroom whether it is there, and of this release. Raises Refused."""
        if self.shared:
            from db.storage import postgresql

            postgresql.meet(self._writing)

    def stand_by(self) -> None:
        """Have two connections to a shared newsroom, so that whoever asks while somebody else is
        asking does not wait until there is another. Raises Refused."""
        if self.shared:
            from db.storage import postgresql

            try:
                with self._reading.connect(), self._reading.connect():
                    pass
            except DBAPIError as error:
                raise postgresql.refused(error) from error

    def listen(
        self, heard: Callable[[int | None], object],
        here: Callable[[dict[int, bytes]], object] = lambda _said: None,
    ) -> Listener | None:  # fmt: skip
        """Be told of what others do in a shared newsroom, and of where they are; None of one that
        is a file, at which one looks now and then. Until it is closed, or the newsroom is."""
        if not self.shared:
            return None
        from db.storage import listening, postgresql

        listener = listening.Listener(postgresql.conninfo(self._reading), heard, here)
        self._listeners.append(listener)
        return listener

    def _require_open(self) -> None:
        """A server that was let go is asked no more, whoever was about to."""
        if self.closed and self.shared:
            raise Refused("offline", "the newsroom was closed", "open it again")

    def heard(self) -> float:
        """When something was heard of a shared newsroom's server last (`time.monotonic`)."""
        from db.storage import lines

        return lines.heard(self._reading)

    def hang_up(self) -> None:
        """End what is asked of a shared newsroom just now, as if its server were away."""
        if self.shared:
            from db.storage import lines

            lines.hang_up(self._reading)

    def close(self) -> None:
        """Let go of the file, or the server."""
        self.closed = True
        for listener in self._listeners:
            listener.close()
        if self.shared:
            from db.storage import lines

            lines.let_go(self._reading)
        else:
            self._reading.dispose()


def create(path: str | Path, encrypted: bool = False) -> Newsroom:
    """An empty newsroom with tables and triggers, no touches yet; never overwrites one."""
    if is_shared(path):
        if encrypted:
            raise Refused("bad-input", "a shared newsroom is no file that could be encrypted here",
                          "ask for an encrypted disk on its server")  # fmt: skip
        from db.storage import founding, passwords, postgresql

        url = passwords.with_password(str(path))
        return Newsroom(folder_of(path), founding.create(url), postgresql)
    file = file_of(path)
    return Newsroom(file, sqlite.create(file, encrypted))


def discard(newsroom: Newsroom, path: str | Path) -> None:
    """Take a newsroom that could not be made whole away again."""
    newsroom.close()
    if newsroom.shared:
        from db.storage import founding, passwords

        founding.discard(passwords.with_password(str(path)))
        return
    sqlite.discard(newsroom.path)


def open_newsroom(path: str | Path) -> Newsroom:
    """Open an existing newsroom. Raises Refused `not-found`, `bad-input`, `no-key` or
    `offline`."""
    if is_shared(path):
        newsroom = shared_newsroom(path)
        newsroom.meet()
        return newsroom
    file = file_of(path)
    return Newsroom(file, sqlite.open_engine(file))


def shared_newsroom(path: str | Path) -> Newsroom:
    """A shared newsroom that was not asked yet whether it is there: `meet` does."""
    from db.storage import passwords, postgresql

    url = passwords.with_password(str(path))
    return Newsroom(folder_of(path), postgresql.engine_of(url), postgresql)


def make_triggers(connection: Connection) -> None:
    """Make the database's own checks; also after a migration rebuilt a table."""
    sqlite.make_triggers(connection)


def schema_of(session: Session) -> str:
    """All tables, indexes and triggers as the database has them, for comparing and hashing."""
    if is_postgresql(session):
        from db.storage import postgresql_schema

        return postgresql_schema.schema_of(session)
    return sqlite.schema_of(session)


def data_version(session: Session) -> int:
    """The newest touch; two windows compare it to notice each other's saved work."""
    return int(session.scalar(select(Head.seq)) or 0)


def newest_about(session: Session, subject: str) -> int:
    """The newest touch of one subject; 0 where there is none."""
    return int(session.scalar(select(func.max(Touch.seq)).where(Touch.subject == subject)) or 0)


def newest(session: Session) -> tuple[int, str]:
    """The newest touch and its hash: what a desktop remembers between two sessions."""
    head = session.execute(select(Head.seq, Head.hash)).one()
    return int(head.seq), head.hash.hex()


def contains(session: Session, seq: int, hashed: str) -> bool:
    """Whether the ledger still has a touch that was seen before, by number and hash (hex)."""
    found = session.scalar(select(Touch.hash).where(Touch.seq == seq))
    return found is not None and found.hex() == hashed


def copy_to(newsroom: Newsroom, target: Path) -> None:
    """A consistent copy of the file while others write. Raises Refused for a shared newsroom."""
    if newsroom.shared:
        raise Refused(
            "bad-input", "a shared newsroom is no file: its server keeps the backups",
            "ask the server's administrator",
        )  # fmt: skip
    sqlite.copy_to(newsroom.path, target)


def scrub(newsroom: Newsroom) -> bool:
    """Write the file anew, so that no byte of what was erased stays in it. False where another
    window kept its old pages in use: try again later. A server does this by itself, in its time."""
    if newsroom.shared:
        return False
    return sqlite.scrub(newsroom.path)


def setting(session: Session, key: str, default: Any = None) -> Any:
    """One setting's value."""
    row = session.execute(select(Setting.value).where(Setting.key == key)).one_or_none()
    return default if row is None else row[0]
