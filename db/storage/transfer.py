"""A newsroom's file into a shared newsroom: every row as it is, so that the ledger's hashes stay.

The rows go in before the database's own rules are made, by the server's administrator; they are
checked afterwards, as everything that was ever written is: by reading the ledger from its start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.orm import Session

from db.models import Base

#: What is made anew where it is needed.
_CACHES = frozenset({"snapshot"})
_AT_ONCE = 1000
Progress = Callable[[int, int], None]


def copy_into(
    connection: Connection, source: Session, ceo: str, progress: Progress | None = None
) -> None:
    """Copy all tables of a file into those of an empty shared newsroom; whoever makes it speaks
    for the `ceo` (an id) until she has a login of her own."""
    tables = [one for one in Base.metadata.sorted_tables if one.name not in _CACHES]
    counts = [source.scalar(select(func.count()).select_from(one)) or 0 for one in tables]
    done = 0
    for one in tables:
        for block in _blocks(source, one):
            connection.execute(insert(one), block)
            done += len(block)
            if progress is not None:
                progress(done, sum(counts))
    for statement in (_NUMBERS, _CONFIDENTIAL, "INSERT INTO unindexed SELECT id FROM article"):
        connection.execute(text(statement))
    connection.execute(text("INSERT INTO login VALUES (session_user, :ceo)"), {"ceo": ceo})
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def _blocks(source: Session, one: Table) -> Iterator[list[dict[str, Any]]]:
    rows = source.execute(select(one), execution_options={"yield_per": _AT_ONCE})
    for block in rows.mappings().partitions():
        yield [{str(name): value for name, value in row.items()} for row in block]


_NUMBERS = """SELECT setval(pg_get_serial_sequence('acceptance', 'id'), max(id)) FROM acceptance
  HAVING max(id) IS NOT NULL"""
#: As `append_touch` tells it of a new touch.
_CONFIDENTIAL = """UPDATE content c SET confidential = t.subject FROM touch t
  WHERE t.seq = c.seq AND (t.kind = 'matter.opened'
    OR convert_from(c.payload, 'UTF8')::json -> 'sealed' IS NOT NULL
    OR EXISTS (SELECT 1 FROM matter m WHERE m.ref = t.subject))"""
