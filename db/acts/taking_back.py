"""Taking the last decision on a piece back: what was accepted or rejected waits again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, person
from db.acts.offering import mark
from db.acts.picturing import bring_back
from db.acts.recording import record_text, refresh_row, set_approved
from db.ledger.chain import Told, append, told
from db.manuscript import changes as changing
from db.manuscript.pen import Pen
from db.manuscript.store import load
from db.manuscript.undoing import turn_back
from db.models.contributor import Contributor
from db.models.record import Acceptance
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.pending import approved
from db.terms import Origin

DECISIONS = frozenset({"accepted", "rejected"})
#: After these there is nothing to take back: the text was published, or opened again.
_ENDS = frozenset({"moved.publish", "moved.correct", "moved.drop-correction", "moved.submit"})


def last_decision(session: Session, article_id: str) -> Told | None:
    """The newest decision that still stands and can be taken back."""
    found: list[Told] = []
    for touch in told(session, article_id, {*DECISIONS, *_ENDS, "taken-back"}):
        if touch.kind == "taken-back":
            found = [one for one in found if one.seq != touch.payload["of"]]
        elif touch.kind in _ENDS:
            found = []
        else:
            found.append(touch)
    last = found[-1] if found else None
    if last is None or ("was" not in last.payload and "steps" not in last.payload):
        return None
    return last


def take_back(newsroom: Newsroom, actor: str, wanted: str) -> Changes:
    """Take one's last decision back. What it accepted stays in the text, undecided; what it
    rejected stands there again. Raises Refused where the last decision is somebody else's."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "decide", piece)
        decision = last_decision(session, piece.id)
        if decision is None:
            raise Refused("bad-input", "no decision waits to be taken back", "decide anew instead")
        if decision.contributor != who.id:
            by = session.get_one(Contributor, decision.contributor).name
            raise Refused("conflict", f"the last decision is {by}'s", "decide anew instead")
        said = decision.payload
        manuscript = load(session, piece.id)
        shown = bring_back(session, who, piece, manuscript, said.get("pictures", []))
        pen = Pen(manuscript, who.id, who.id, Origin.RESTORED)
        turn_back(pen, said.get("steps", ()))
        text = record_text(session, who, piece, pen) or shown
        edits = inverse(said)
        payload = {
            "of": decision.seq, "edits": [list(edit) for edit in edits],
            "reopened": said["proposals"] if decision.kind == "rejected" else [],
        }  # fmt: skip
        seq = append(session, who.id, piece.id, "taken-back", payload)
        known = approved(session, piece.id)
        changing.apply(known, edits)
        set_approved(session, piece.id, {edit[0]: known[edit[0]] for edit in edits})
        session.execute(
            delete(Acceptance).where(Acceptance.article == piece.id, Acceptance.seq == decision.seq)
        )
        mark(session, payload["reopened"], "open")
        piece.decided_seq = seq
        if text is not None:
            refresh_row(session, piece, manuscript, text)
        refresh_row(session, piece, manuscript, seq, text_changed=False)
        return Changes(seq, piece.id, piece.state)


def inverse(said: dict[str, Any]) -> list[changing.Edit]:
    """The edits that make the approved text what it was before a decision."""
    if "was" not in said:
        return []
    pairs = list(zip(said["edits"], said["was"], strict=True))
    return [
        (part, old, len(text), was, spans)
        for (part, old, _removed, text, _spans), (was, spans) in reversed(pairs)
    ]
