"""A newsroom that lost or changed what this computer saw: nothing goes there until the CEO decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, person
from db.ledger import keys
from db.ledger.chain import append, newsroom_id, statement, told
from db.ledger.digest import START, chained, digest, leaf
from db.models.bureau import Seen
from db.models.contributor import Contributor
from db.models.touch import Touch
from db.newsroom import Newsroom
from db.refusal import Refused
from db.terms import Kind

#: The touch by which the CEO goes on with a record that lost history.
ACCEPTED = "history.accepted"


class HistoryLost(Refused):
    """The touch `seq` that this computer saw, with this hash and at this time, is gone or another."""

    def __init__(self, seq: int, hashed: bytes, at: str) -> None:
        super().__init__(
            "append-only",
            f"the newsroom lost or changed its history: touch {seq}, which this computer saw on"
            f" {at[:10]} at {at[11:16]} UTC, is gone or another",
            "nothing is sent until the CEO decides; what is written is kept on this computer",
        )
        self.seq, self.hash, self.at = seq, hashed, at


def check_seen(session: Session, seen: Seen | None) -> None:
    """See that the newsroom still has the touch that was seen last. Raises HistoryLost."""
    if seen is None:
        return
    found = session.scalar(select(Touch.hash).where(Touch.seq == seen.seq))
    if found != seen.hash:
        raise HistoryLost(seen.seq, seen.hash, seen.at)


def check_touches(
    touches: Iterable[Mapping[str, Any]], contents: Iterable[Mapping[str, Any]]
) -> None:
    """See that touches say what was hashed, and that each hash follows from the one before
    (`previous`). Raises Refused for the first that does not: somebody altered the database."""
    said = {row["seq"]: row for row in contents}
    for touch in touches:
        made = leaf(
            touch["seq"], touch["id"], touch["subject"], touch["contributor"], touch["kind"],
            touch["at"], touch["payload_digest"], touch["update_digest"],
        )  # fmt: skip
        previous = touch["previous"] if touch["seq"] > 1 else START
        holds = made == touch["leaf"] and previous and chained(previous, made) == touch["hash"]
        content = said.get(touch["seq"])
        if not holds or (content is not None and not _is_as_hashed(touch, content)):
            raise Refused(
                "append-only",
                f"touch {touch['seq']} of {touch['subject']} does not say what was hashed: the"
                " newsroom's database was altered",
                "tell the CEO; colophon ledger verify names all that does not fit",
            )


def _is_as_hashed(touch: Mapping[str, Any], content: Mapping[str, Any]) -> bool:
    """Whether a touch's content has its digests; what was erased has none, and names its erasure."""
    if content["erased_by"] is not None:
        return True
    for what, name in (("payload", "payload_digest"), ("update", "update_digest")):
        salt, words = content[f"{what}_salt"], content[what]
        found = digest(salt, words) if salt is not None and words is not None else None
        if found != touch[name]:
            return False
    return True


def accept_history(
    newsroom: Newsroom, actor: str, seq: int | None, hashed: bytes | None, why: str
) -> Changes:
    """Go on with the record as the newsroom has it, although touch `seq` with this hash is not in
    it: as after a backup was restored on purpose. None for both where only somebody else's computer
    saw that touch. The CEO alone, by a signed touch. Raises Refused."""
    if not newsroom.shared:
        raise Refused("bad-input", "this newsroom is on one computer: nobody saw another record of it",
                      "a backup is taken into use by: colophon restore")  # fmt: skip
    if not why.strip():
        raise Refused("bad-input", "a decision about lost history says why", "say it with --why")
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "history")
        said = {"lost": seq, "hash": hashed.hex() if hashed is not None else None, "why": why}
        return Changes(append(session, who.id, newsroom_id(session), ACCEPTED, said))


def is_decided(session: Session, known: Collection[str]) -> bool:
    """Whether the CEO decided by a touch that this computer does not know yet: one that it saw
    before the loss says nothing about it."""
    here = newsroom_id(session)
    for touch in told(session, here, {ACCEPTED}):
        maker = session.get(Contributor, touch.contributor)
        if touch.id in known or maker is None or maker.kind != Kind.CEO or not maker.public_key:
            continue
        message = statement(here, touch.contributor, here, ACCEPTED, touch.payload)
        if keys.holds(maker.public_key, str(touch.payload.get("signature", "")), message):
            return True
    return False
