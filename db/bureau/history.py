"""A newsroom that lost or changed what this computer saw: nothing goes there until the CEO decides."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, person
from db.ledger import keys
from db.ledger.chain import append, newsroom_id, statement, told
from db.models.contributor import Contributor
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


def accept_history(newsroom: Newsroom, actor: str, seq: int, hashed: bytes, why: str) -> Changes:
    """Go on with the record as the newsroom has it, although touch `seq` with this hash is not in
    it: as after a backup was restored on purpose. The CEO alone, by a signed touch."""
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "history")
        said = {"lost": seq, "hash": hashed.hex(), "why": why}
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
