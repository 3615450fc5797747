"""Rows of text sent to a shared newsroom in one round trip: the turn, all rows, and the commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from psycopg import Error
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from db.storage.postgresql import SCHEMA, refused

_SEND = f"CALL {SCHEMA}.send_text(%s, %s, %s, %s, %b, %s, %s, %b, %b, %b, %b, %s, NULL, NULL)"


class TextRow(NamedTuple):
    """One row as `record_text` of the database takes it."""

    touch: str
    at: str
    payload: bytes
    payload_salt: bytes
    update: bytes
    update_salt: bytes


class Recorded(NamedTuple):
    """The numbers of the rows' touches, and the hash of the last."""

    numbers: list[int]
    hash: bytes


def record(
    engine: Engine, article: str, contributor: str, seen: int, last: tuple[int, bytes],
    rows: Sequence[TextRow], row: dict[str, Any],
) -> Recorded | None:  # fmt: skip
    """Record rows, durably. None, and nothing done, where the piece moved on since touch `seen`, or
    the newsroom has not the touch seen last, by its number (0 for none) and hash. Raises Refused."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    values = [article, contributor, seen, *last, *columns, json.dumps(row)]
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        driver: Any = connection.connection.driver_connection
        try:
            numbers, hashed = driver.execute(_SEND, values).fetchone()
        except Error as error:
            if driver.broken:
                connection.invalidate()
            raise refused(DBAPIError(_SEND, None, error)) from error
    return None if numbers is None else Recorded(numbers, hashed)
