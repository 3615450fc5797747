"""Adding touches: one at a time, behind the locked head, hashed in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db.ledger import keys
from db.ledger.checkpoint import body
from db.ledger.digest import RunningRoot, canonical, chained, is_plain, leaf, leaf_hash, salted
from db.models.contributor import Contributor
from db.models.newsroom import Setting
from db.models.touch import Content, Head, Touch
from db.refusal import Refused
from db.storage.speech import append_touch, is_postgresql
from db.terms import new_id, now

#: Acts that carry the signature of the person who makes them.
WEIGHTY = frozenset(
    {
        "signed-off",
        "agreed",
        "moved.publish",
        "note.issued",
        "label.issued",
        "exported",
        "claim.confirmed",
        "checkpoint",
        "history.accepted",
    }
)


@dataclass(frozen=True)
class Told:
    """A touch as readers get it; `payload` is None where it was erased."""

    seq: int
    id: str
    subject: str
    contributor: str
    kind: str
    at: str
    payload: dict[str, Any]
    update: bytes | None

    @property
    def peer(self) -> int:
        """The peer that a row of text names; 0 where it names none."""
        found = self.payload.get("peer")
        return found if type(found) is int else 0


def append(
    session: Session,
    contributor: str,
    subject: str,
    kind: str,
    payload: dict[str, Any],
    *,
    update_bytes: bytes | None = None,
    touch: str | None = None,
    at: str | None = None,
) -> int:
    """Add a touch and return its number. The same `touch` id again is the same save.

    Weighty acts are signed with the contributor's key; raises Refused `no-key` without one.
    """
    if touch is not None:
        known = session.scalar(select(Touch.seq).where(Touch.id == touch))
        if known is not None:
            return known
    identity = touch or new_id()
    time = at or now()
    if not all(is_plain(value) for value in (identity, subject, contributor, kind, time)):
        raise Refused("bad-input", "a touch's names must be plain ASCII", "use an id, not a name")
    try:
        if kind in WEIGHTY:
            payload = {**payload, **_signature(session, contributor, subject, kind, payload)}
    except ValueError as error:
        raise _unkept(error) from None
    content = content_of(payload)
    salt, payload_digest = salted(content)
    update_salt, update_digest = salted(update_bytes) if update_bytes is not None else (None, None)
    if is_postgresql(session):
        return append_touch(
            session, identity, subject, contributor, kind, time, content, salt, update_bytes,
            update_salt,
        )  # fmt: skip
    head = session.execute(select(Head.seq, Head.hash, Head.peaks).where(Head.id == 1)).one()
    seq = head.seq + 1
    bytes_ = leaf(seq, identity, subject, contributor, kind, time, payload_digest, update_digest)
    hashed = chained(head.hash, bytes_)
    session.execute(
        insert(Touch).values(
            seq=seq,
            id=identity,
            subject=subject,
            contributor=contributor,
            kind=kind,
            at=time,
            payload_digest=payload_digest,
            update_digest=update_digest,
            leaf=bytes_,
            hash=hashed,
        )
    )
    session.execute(
        insert(Content).values(
            seq=seq,
            payload=content,
            payload_salt=salt,
            update_bytes=update_bytes,
            update_salt=update_salt,
        )
    )
    tree = RunningRoot(head.peaks)
    tree.add(leaf_hash(bytes_))
    session.execute(
        update(Head).where(Head.id == 1).values(seq=seq, hash=hashed, peaks=tree.peaks())
    )
    return int(seq)


def content_of(payload: dict[str, Any]) -> bytes:
    """The bytes in which a touch says something. Raises Refused `bad-input`."""
    try:
        return canonical(payload)
    except ValueError as error:
        raise _unkept(error) from None


def _unkept(error: ValueError) -> Refused:
    return Refused("bad-input", f"this cannot be kept in the record: {error}", "write it in UTF-8")


def _signature(
    session: Session, contributor: str, subject: str, kind: str, payload: dict[str, Any]
) -> dict[str, str]:
    """The fields `signature` and `public_key` for a weighty act."""
    public = own_key(session, contributor)
    newsroom = newsroom_id(session)
    message = statement(newsroom, contributor, subject, kind, payload)
    return {"signature": keys.sign(newsroom, contributor, message), "public_key": public}


def own_key(session: Session, contributor: str) -> str:
    """The public half of a person's key; made and named in the ledger where they have none yet."""
    public = session.scalar(select(Contributor.public_key).where(Contributor.id == contributor))
    if public is None:
        public = name_key(session, contributor, keys.make(newsroom_id(session), contributor))
    return public


def statement(
    newsroom: str, contributor: str, subject: str, kind: str, payload: dict[str, Any]
) -> bytes:
    """The bytes that a weighty act's signature stands for."""
    bare = {k: v for k, v in payload.items() if k not in {"signature", "public_key"}}
    return canonical(
        {
            "newsroom": newsroom,
            "contributor": contributor,
            "subject": subject,
            "kind": kind,
            "payload": bare,
        }
    )


def name_key(session: Session, contributor: str, public: str) -> str:
    """Put the public half of a person's key into the ledger."""
    append(session, contributor, contributor, "key.named", {"public_key": public})
    session.execute(
        update(Contributor).where(Contributor.id == contributor).values(public_key=public)
    )
    return public


def newsroom_id(session: Session) -> str:
    """The newsroom's opaque id."""
    return str(session.scalar(select(Setting.value).where(Setting.key == "id")))


def checkpoint(session: Session) -> str:
    """The ledger as it stands in the C2SP tlog-checkpoint format, chain head as an extension line."""
    head = session.execute(select(Head.seq, Head.hash, Head.peaks).where(Head.id == 1)).one()
    return body(newsroom_id(session), head.seq, RunningRoot(head.peaks).root(), head.hash)


def told(
    session: Session, subject: str, kinds: set[str] | None = None, after: int = 0
) -> list[Told]:
    """The touches of one subject, in order."""
    query = _TOLD.where(Touch.subject == subject, Touch.seq > after).order_by(Touch.seq)
    if kinds is not None:
        query = query.where(Touch.kind.in_(kinds))
    return [_told(row) for row in session.execute(query)]


def told_of(session: Session, subjects: Collection[str], kinds: set[str]) -> list[Told]:
    """The touches of some kinds of several subjects, in order."""
    query = _TOLD.where(Touch.subject.in_(subjects), Touch.kind.in_(kinds)).order_by(Touch.seq)
    return [_told(row) for row in session.execute(query)]


def told_all(session: Session) -> Iterator[Told]:
    """Every touch, in order, a few at a time."""
    query = _TOLD.order_by(Touch.seq)
    for block in session.execute(query, execution_options={"yield_per": 500}).partitions():
        yield from map(_told, block)


_TOLD = select(
    Touch.seq, Touch.id, Touch.subject, Touch.contributor, Touch.kind, Touch.at, Content.payload,
    Content.update_bytes,
).join(Content, Content.seq == Touch.seq)  # fmt: skip


def _told(row: Any) -> Told:
    payload = json.loads(row.payload) if row.payload is not None else {"erased": True}
    if not isinstance(payload, dict):
        payload = {"strange": payload}
    return Told(
        row.seq, row.id, row.subject, row.contributor, row.kind, row.at, payload, row.update_bytes
    )


def payload_of(session: Session, seq: int) -> dict[str, Any]:
    """What touch `seq` says."""
    content = session.scalar(select(Content.payload).where(Content.seq == seq))
    return json.loads(content) if content is not None else {"erased": True}
