"""Content that must go: rewritten without it, or taken away, while its touch stays in the ledger.

The touch that orders it names every content it rewrote, and the digest of what stands there now,
so that `db.ledger.audit` can tell an erasure from a forgery.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.ledger.digest import canonical, digest, salted
from db.models.touch import Content, Touch
from db.storage.speech import is_postgresql, rewrite_content
from db.terms import BLANK

ERASED = "(erased)"


@dataclass
class Rewritten:
    """What stands in touches' contents from now on, by number: payloads and update rows."""

    payloads: dict[int, dict[str, Any]] = field(default_factory=dict)
    updates: dict[int, bytes] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.payloads or self.updates)


def rewrite(session: Session, rewritten: Rewritten, order: Callable[[dict[str, Any]], int]) -> int:
    """Rewrite contents. `order` adds the touch, given what it must name; its number."""
    new = {n: _made(canonical(payload)) for n, payload in rewritten.payloads.items()}
    rows = {n: _made(row) for n, row in rewritten.updates.items()}
    seq = order(
        {
            "touches": _digests(session, new, rows.keys() - new.keys(), _of_payload),
            "updates": _digests(session, rows, new.keys() - rows.keys(), _of_update),
        }
    )
    for n in new.keys() | rows.keys():
        if is_postgresql(session):
            payload, row = new.get(n, _KEPT), rows.get(n, _KEPT)
            rewrite_content(session, n, seq, payload[0], payload[1], row[0], row[1])
            continue
        values: dict[str, Any] = {"erased_by": seq}
        if n in new:
            values |= {"payload": new[n][0], "payload_salt": new[n][1]}
        if n in rows:
            values |= {"update_bytes": rows[n][0], "update_salt": rows[n][1]}
        session.execute(update(Content).where(Content.seq == n).values(**values))
    return seq


#: What is not rewritten.
_KEPT: tuple[None, None, None] = (None, None, None)


def _made(content: bytes) -> tuple[bytes, bytes, str]:
    salt, digest_ = salted(content)
    return content, salt, digest_


def _digests(
    session: Session, new: dict[int, tuple[bytes, bytes, str]], others: Collection[int],
    kept: Callable[[Any], tuple[bytes | None, bytes | None, str | None]],
) -> dict[str, str]:  # fmt: skip
    """What the touch names: the new digests, and those of an earlier rewriting that still holds."""
    out = {str(n): made[2] for n, made in new.items()}
    query = select(Content, Touch).join(Touch, Touch.seq == Content.seq)
    rows = query.where(Content.seq.in_(others), Content.erased_by.is_not(None))
    for row in session.execute(rows).all():
        content, salt, hashed = kept(row)
        if content is not None and salt is not None and digest(salt, content) != hashed:
            out[str(row.Content.seq)] = digest(salt, content)
    return out


def _of_payload(row: Any) -> tuple[bytes | None, bytes | None, str | None]:
    return row.Content.payload, row.Content.payload_salt, row.Touch.payload_digest


def _of_update(row: Any) -> tuple[bytes | None, bytes | None, str | None]:
    return row.Content.update_bytes, row.Content.update_salt, row.Touch.update_digest


def without(value: Any, words: list[str]) -> Any:
    """A JSON value in which each of `words` is `(erased)` wherever a string holds it."""
    if isinstance(value, str):
        for one in words:
            value = value.replace(one, ERASED)
        return value
    if isinstance(value, list):
        return [without(each, words) for each in value]
    if isinstance(value, dict):
        return {key: without(each, words) for key, each in value.items()}
    return value


def blanked(words: str) -> str:
    """As many blanks as there are characters; ends of lines stay."""
    return "".join(c if c == "\n" else BLANK for c in words)
