"""A newsroom's file that is encrypted: SQLCipher, with a random 256-bit key of its own.

Such a file begins with its salt, 16 random bytes, by which this computer's keyring knows the key. The
driver is handed key and salt as they are: nothing is derived from a password, and the key stands in
no statement that could be logged. Only this file knows the driver, and loads it when it is needed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine

from db import recovery_code
from db.ledger import keys
from db.place import SALT, is_encrypted
from db.refusal import Refused


class Key:
    """The key of one file and its salt; says neither by itself."""

    __slots__ = ("_secret", "salt")

    def __init__(self, secret: bytes, salt: bytes) -> None:
        self._secret, self.salt = secret, salt

    def __repr__(self) -> str:
        return "Key(…)"

    @property
    def name(self) -> str:
        """What it is called where keys are kept."""
        return f"newsroom/{self.salt.hex()}"

    def spelled(self) -> str:
        """As a recovery code."""
        return recovery_code.spelled(self._secret)

    def keep(self) -> None:
        """Keep it where this computer keeps keys. Raises Refused `no-key` without such a place."""
        try:
            keys.keep_secret(self.name, self._secret.hex())
            if keys.secret(self.name) != self._secret.hex():
                raise keys.NoKey("the keyring did not keep it")
        except keys.NoKey as error:
            raise Refused(
                "no-key", f"an encrypted newsroom needs a place for its key, and {error.why}",
                "unlock or install a keyring, or choose a key file: COLOPHON_KEYS=file:PATH",
            ) from None  # fmt: skip

    def forget(self) -> None:
        """Keep it no longer, since its file could not be made."""
        with suppress(Refused):
            keys.forget_secret(self.name)

    def unlock(self, connection: Any) -> None:
        """Hand it to a connection, before that reads anything."""
        connection.set_key(f"x'{self._secret.hex()}{self.salt.hex()}'")


def new_key(file: Path) -> Key:
    """The key of a file that is to be made, kept before there is a word to lose.

    Raises Refused `no-key` where there is no place for it, or none but beside the file.
    """
    beside = keys.key_file()
    if beside is not None and beside.absolute().parent == file.absolute().parent:
        raise Refused(
            "no-key", f"the newsroom's key would lie beside it, in {beside}, and lock nothing",
            "unlock or install a keyring, or choose a key file elsewhere: COLOPHON_KEYS=file:PATH",
        )  # fmt: skip
    key = Key(os.urandom(recovery_code.KEY), os.urandom(SALT))
    key.keep()
    return key


def key_of(file: Path) -> Key | None:
    """The key that this computer keeps for a file; None of a file that is not encrypted.

    Raises Refused `no-key`.
    """
    if not is_encrypted(file):
        return None
    salt, fix = _salt(file), "type the recovery code that was written down when it was made"
    try:
        kept = keys.secret(Key(b"", salt).name)
        why = "this computer does not hold its key"
    except keys.NoKey as error:
        kept, why = None, error.why
        fix = "unlock or install a keyring; where it does not hold the key, type the recovery code"
    try:
        secret = bytes.fromhex(kept or "")
    except ValueError:
        secret = b""
    if len(secret) != recovery_code.KEY:
        raise Refused(
            "no-key", f"{file} is encrypted, and {'its key is damaged' if kept else why}",
            f"{fix}: colophon newsroom-key recover --newsroom {file}",
        )  # fmt: skip
    return Key(secret, salt)


def recover(file: Path, code: str) -> None:
    """Keep the key again that a recovery code stands for, if it opens the file.

    Raises Refused `bad-input` for another code, `no-key` without a place for keys.
    """
    key = Key(recovery_code.read(code), _salt(file))
    try:
        connection = connect(file, key, 5)
        try:
            with told_as_sqlite():
                connection.execute("PRAGMA user_version").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        if "not a database" not in str(error):
            raise Refused("bad-input", f"{file} cannot be read ({error})", "try again") from None
        raise Refused(
            "bad-input", "this recovery code does not open this newsroom", "look for the right one"
        ) from None
    key.keep()


def connect(file: Path, key: Key, timeout: float = 20) -> Any:
    """A connection as Python's own `sqlite3` makes them, to the encrypted file."""
    from sqlcipher3 import dbapi2

    with told_as_sqlite():
        connection = dbapi2.connect(
            str(file), timeout=timeout, isolation_level=None, check_same_thread=False
        )
        # A page that a key does not open is told as an error; it need not be on stderr, too.
        connection.execute("PRAGMA cipher_log_level = NONE")
        key.unlock(connection)
        # What does not fit into memory would be sorted in files of clear words.
        connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def engine(file: Path, key: Key) -> Engine:
    """How SQLAlchemy speaks to the encrypted file."""
    from sqlcipher3 import dbapi2

    return create_engine(f"sqlite:///{file}", module=dbapi2, creator=lambda: connect(file, key),
                         hide_parameters=True)  # fmt: skip


@contextmanager
def told_as_sqlite() -> Iterator[None]:
    """Errors of SQLCipher's driver, which are a family of their own, as those of `sqlite3`."""
    try:
        yield
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "sqlcipher3":
            raise
        kind = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)
        raise kind(*error.args) from None


def _salt(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(SALT)
