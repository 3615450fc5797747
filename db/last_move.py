"""The last step of a piece from state to state, with the reason that was given for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.acts import acting
from db.ledger.chain import told
from db.models.contributor import Contributor
from db.rules.moves import MOVES

KINDS = {f"moved.{move.act}" for move in MOVES}


@dataclass(frozen=True)
class LastMove:
    """`kind` as in the ledger (`moved.return`), `by` a name, `reason` empty where none is due."""

    kind: str
    by: str
    reason: str


def last_move(session: Session, wanted: str) -> LastMove | None:
    """The last step of an article, None while it never left its first draft."""
    moves = told(session, acting.article(session, wanted).id, KINDS)
    if not moves:
        return None
    last = moves[-1]
    by = session.get_one(Contributor, last.contributor).name
    return LastMove(last.kind, by, str(last.payload.get("reason") or ""))
