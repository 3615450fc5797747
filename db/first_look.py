"""The first look at a newsroom's file, before SQLAlchemy is there: what the Board shows at once.

SQLAlchemy takes as long to load as a whole window. These few rows are read with Python's own
`sqlite3` while it loads; everything after them comes from `db.board` and `db.reading`, whose
answers these are compared with in the tests.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.cards import Card
from db.migrations import SCHEMA_VERSION
from db.place import is_encrypted

_CARDS = """SELECT a.id, a.headline, a.state, a.language, a.version, a.desk, c.name, c.kind, a.due,
  a.words, a.ai_share, a.shares, a.updated, a.undecided,
  a.state = 'edit' AND EXISTS (SELECT 1 FROM sign_off s WHERE s.article = a.id
    AND s.text_sha256 = a.text_sha256 AND s.seq > a.text_seq AND s.seq > a.decided_seq),
  a.state = 'edit' AND EXISTS (SELECT 1 FROM sign_off s WHERE s.article = a.id
    AND s.text_sha256 = a.text_sha256 AND s.seq > a.text_seq AND s.seq > a.decided_seq
    AND s.needs_agree AND NOT EXISTS (SELECT 1 FROM agreement g WHERE g.sign_off = s.seq)),
  EXISTS (SELECT 1 FROM mention m JOIN comment t ON t.article = m.article AND t.n = m.n
    WHERE m.contributor = (SELECT id FROM contributor WHERE name = :me) AND m.article = a.id AND NOT t.reply AND t.resolved IS NULL
    AND NOT EXISTS (SELECT 1 FROM comment r JOIN touch x ON x.seq = r.seq
      WHERE r.article = m.article AND r.n = m.n AND r.seq > m.seq AND x.contributor = m.contributor)),
  EXISTS (SELECT 1 FROM hold h WHERE h.article = a.id AND h.stops_publication
    AND h.lifted IS NULL),
  (SELECT note_issue FROM version v WHERE v.article = a.id AND v.number = a.version)
FROM article a LEFT JOIN contributor c ON c.id = a.assigned_to
WHERE :state IS NULL OR a.state = :state ORDER BY a.updated DESC, a.id DESC LIMIT :limit"""


@dataclass(frozen=True)
class FirstLook:
    """The newest cards of each state asked for, counts, settings, and people (id, name, kind,
    active), as they stood when the file was opened."""

    cards: dict[str | None, tuple[Card, ...]]
    counts: dict[str, int]
    settings: dict[str, Any]
    people: tuple[tuple[str, str, str, bool], ...]
    head: int


def first_look(
    file: Path, states: tuple[str | None, ...], limit: int, me: str | None = None
) -> FirstLook | None:
    """Look at a newsroom: the newest `limit` cards of each state, of all states for None, as the
    contributor named `me` sees them.

    None where the file is no such newsroom: opening it in earnest then says why. Nor is an encrypted
    one looked at: its log is not for a connection that cannot read it.
    """
    if is_encrypted(file):
        return None
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=1)
    except sqlite3.Error:
        return None
    try:
        if connection.execute("PRAGMA user_version").fetchone() != (SCHEMA_VERSION,):
            return None
        connection.execute("BEGIN")
        return FirstLook(
            {state: _cards(connection, state, limit, me) for state in states},
            {s: n for s, n in connection.execute("SELECT state, count FROM state_count") if n},
            _settings(connection),
            tuple((i, n, k, bool(a)) for i, n, k, a in connection.execute(
                "SELECT id, name, kind, active FROM contributor WHERE active OR NOT sample"
                " ORDER BY seq")),
            connection.execute("SELECT seq FROM head").fetchone()[0],
        )  # fmt: skip
    except (sqlite3.Error, ValueError, TypeError):
        return None
    finally:
        connection.close()


def _cards(
    connection: sqlite3.Connection, state: str | None, limit: int, me: str | None
) -> tuple[Card, ...]:
    out = []
    for row in connection.execute(_CARDS, {"state": state, "limit": limit, "me": me}):
        *plain, shares, updated, undecided, signed, alone, called, held, note = row
        told = bool(undecided), bool(signed), bool(alone), bool(called), bool(held)
        values = [*plain, json.loads(shares), updated, *told, note]
        out.append(Card(*values))
    return tuple(out)


def _settings(connection: sqlite3.Connection) -> dict[str, Any]:
    sample = connection.execute("SELECT 1 FROM article WHERE sample = 1 LIMIT 1").fetchone()
    found = {k: json.loads(v) for k, v in connection.execute("SELECT key, value FROM setting")}
    return {"byline": "empty", "desks": [], **found, "sample": sample is not None}
