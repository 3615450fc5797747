"""Rows of text sent to a shared newsroom in one round trip: the turn, all rows, and the commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from psycopg import Error
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from db.storage.postgresql import SCHEMA, refused

_SEND = f"CALL {SCHEMA}.send_text(%s, %s, %s, %s, %s, %b, %b, %b, %b, %s, NULL)"


class TextRow(NamedTuple):
    """One row as `record_text` of the database takes it."""

    touch: str
    at: str
    payload: bytes
    payload_salt: bytes
    update: bytes
    update_salt: bytes


def record(
    engine: Engine, article: str, contributor: str, seen: int, rows: Sequence[TextRow],
    row: dict[str, Any],
) -> list[int] | None:  # fmt: skip
    """The numbers of the rows' touches, durable; None where the piece moved on since `seen`.
    Raises Refused."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    values = [article, contributor, seen, *columns, json.dumps(row)]
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        driver: Any = connection.connection.driver_connection
        try:
            found: list[int] | None = driver.execute(_SEND, values).fetchone()[0]
        except Error as error:
            if driver.broken:
                connection.invalidate()
            raise refused(DBAPIError(_SEND, None, error)) from error
    return found
