"""How the record stands: its end, the checkpoints made of it, and what was taken out of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.acts.acting import person
from db.ledger.digest import RunningRoot
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.matter import Matter, Seal
from db.models.touch import Content, Head, Touch
from db.rules.permissions import may


@dataclass(frozen=True)
class End:
    """The newest touch's number, the chain's head and the Merkle tree's root, both in hex."""

    touches: int
    head: str
    root: str


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint in the record: of how many touches, made by whom (a name); `text` is the note."""

    seq: int
    at: str
    by: str
    touches: int
    text: str


@dataclass(frozen=True)
class Erasure:
    """Something taken out of the record: `kind` is erased or redacted, `of` a piece's headline, a
    contributor's name or a matter's number; `reason` is empty where it is sealed."""

    seq: int
    at: str
    by: str
    kind: str
    of: str
    what: str
    reason: str


def end(session: Session) -> End:
    """Where the ledger ends now; `db.ledger.audit.verify` says whether it holds."""
    head = session.execute(select(Head.seq, Head.hash, Head.peaks)).one()
    return End(int(head.seq), head.hash.hex(), RunningRoot(head.peaks).root().hex())


def _told(session: Session, kinds: tuple[str, ...], limit: int) -> list[tuple[Any, dict[str, Any]]]:
    rows = session.execute(
        select(Touch.seq, Touch.at, Touch.kind, Touch.subject, Contributor.name.label("by"),
               Content.payload)
        .join(Content, Content.seq == Touch.seq)
        .outerjoin(Contributor, Contributor.id == Touch.contributor)
        .where(Touch.kind.in_(kinds))
        .order_by(Touch.seq.desc())
        .limit(limit)
    )  # fmt: skip
    return [(row, json.loads(row.payload) if row.payload is not None else {}) for row in rows]


def checkpoints(session: Session, limit: int = 200) -> list[Checkpoint]:
    """The checkpoints made, newest first."""
    out = []
    for row, said in _told(session, ("checkpoint",), limit):
        text = str(said.get("checkpoint", ""))
        size = [*text.split("\n"), ""][1]
        number = int(size) if size.isdecimal() else row.seq - 1
        out.append(Checkpoint(row.seq, row.at, row.by or "", number, text))
    return out


def erasures(session: Session, actor: str, limit: int = 200) -> list[Erasure]:
    """What was erased or redacted, newest first; nothing for anybody but the CEO.

    A matter that the actor does not read is named by no number, and why stays sealed with it.
    """
    who = person(session, actor)
    if may(session, who, "erase") is not None:
        return []
    found = _told(session, ("erased", "redacted"), limit)
    subjects = [row.subject for row, _ in found]
    names: dict[str, str] = {}
    for of, called in (
        (Article.id, Article.headline), (Contributor.id, Contributor.name),
    ):  # fmt: skip
        names |= {
            row[0]: row[1] for row in session.execute(select(of, called).where(of.in_(subjects)))
        }
    read = exists().where(Seal.reader == who.id, Seal.subject == Matter.ref)
    names |= {ref: ref for ref in session.scalars(
        select(Matter.ref).where(Matter.ref.in_(subjects), read))}  # fmt: skip
    return [
        Erasure(row.seq, row.at, row.by or "", row.kind, _of(row, names), _what(row.kind, said),
                str(said.get("order") or said.get("reason") or ""))
        for row, said in found
    ]  # fmt: skip


def _of(row: Any, names: dict[str, str]) -> str:
    known = names.get(row.subject)
    if known is not None:
        return known or "Untitled"
    return "An escalation" if row.subject.startswith("E-") else "A piece that is no longer here"


def _what(kind: str, said: dict[str, Any]) -> str:
    if kind == "redacted":
        return f"{said.get('length', 0)} characters of {said.get('part', 'body')}"
    return ", ".join(str(field) for field in said.get("what", ()))
