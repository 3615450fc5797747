"""Reading a contributor's private record, and all that the newsroom keeps about one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.acting import contributor, person
from db.ledger.chain import Told, told, told_of
from db.models.contributor import Contributor, JoinedEntry
from db.models.matter import Matter
from db.models.touch import Touch
from db.refusal import Refused
from db.rules.private_fields import renew_by
from db.sealing import Opener
from db.terms import Kind

KINDS = {"contributor.recorded", "contributor.noted"}


@dataclass(frozen=True)
class Change:
    """Fields of a record as they were put down at one time, by whom (a name)."""

    seq: int
    at: str
    by: str
    fields: dict[str, str]


@dataclass
class PrivateRecord:
    """What is kept in private of a contributor; `notes` are the CEO's and read by the CEO alone.

    `contract` is its document's touch, number and name; `declaration_due` the day by which the
    declaration on AI use is renewed.
    """

    name: str
    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    contract: tuple[int, int, str] | None = None
    notes: str = ""
    declaration_due: str | None = None
    changes: list[Change] = field(default_factory=list)


def record(session: Session, reader: Contributor, found: Contributor) -> PrivateRecord:
    """The record as far as `reader` can open it. Raises Refused `confidential` or `no-key`."""
    if reader.id != found.id and reader.kind != Kind.CEO:
        raise Refused(
            "confidential", f"{found.name}'s record is read by the CEO and by {found.name}",
            "ask the CEO",
        )  # fmt: skip
    touches = [touch for touch in told(session, found.id) if touch.kind in KINDS]
    names = {c.id: c.name for c in session.scalars(select(Contributor))}
    return _folded(found, touches, Opener(session, reader).secrets(touches), names)


def _folded(
    found: Contributor, touches: Iterable[Told], secrets: dict[int, dict[str, Any]],
    names: dict[str, str],
) -> PrivateRecord:  # fmt: skip
    out = PrivateRecord(found.name, found.kind)
    for touch in touches:
        secret = secrets.get(touch.seq)
        if secret is None:
            continue
        if touch.kind == "contributor.noted":
            out.notes = str(secret.get("notes", ""))
            continue
        fields = dict(secret.get("fields", {}))
        out.fields = {k: v for k, v in {**out.fields, **fields}.items() if v}
        if "contract" in secret:
            out.contract = (touch.seq, 0, str(secret["contract"]))
            fields["contract"] = str(secret["contract"])
        out.changes.append(Change(touch.seq, touch.at, names.get(touch.contributor, ""), fields))
    out.declaration_due = renew_by(out.fields.get("declared_on"))
    return out


def show(session: Session, actor: str, wanted: str) -> PrivateRecord:
    """A contributor's record for whoever asks. Raises Refused `confidential`."""
    return record(session, person(session, actor), contributor(session, wanted))


def contract(session: Session, actor: str, wanted: str) -> bytes:
    """The contract's document. Raises Refused `not-found` where none is kept."""
    who, found = person(session, actor), contributor(session, wanted)
    kept = record(session, who, found).contract
    content = Opener(session, who).file(kept[0], kept[1]) if kept is not None else None
    if content is None:
        raise Refused("not-found", f"no contract of {found.name} is kept", "the CEO adds one")
    return content


def declarations(session: Session, actor: str, ids: Iterable[str]) -> dict[str, str]:
    """By when each of these people's declaration on AI use is renewed; for the CEO."""
    who = person(session, actor)
    touches = told_of(session, list(ids), {"contributor.recorded"})
    secrets = Opener(session, who).secrets(touches)
    made: dict[str, str] = {}
    for touch in touches:
        fields = secrets.get(touch.seq, {}).get("fields", {})
        if "declared_on" in fields:
            made[touch.subject] = fields["declared_on"]
    due = {one: renew_by(day) for one, day in made.items()}
    return {one: day for one, day in due.items() if day}


def own_data(session: Session, actor: str, wanted: str) -> dict[str, Any]:
    """All that the newsroom keeps about one person, for them or the CEO to hand out (GDPR,
    Articles 15 and 20): their entry, their record and its changes, what they touched."""
    who, found = person(session, actor), contributor(session, wanted)
    if found.kind == Kind.AI:
        raise Refused("bad-input", f"{found.name} is an AI, and no person", "name a person")
    kept = record(session, who, found)
    entry = ("id", "name", "kind", "active", "email", "byline", "public_key")
    joined = select(Contributor.name).join(JoinedEntry, JoinedEntry.contributor == Contributor.id)
    answers = select(Contributor.name).where(Contributor.answers_to == found.id)
    touches = session.execute(
        select(Touch.seq, Touch.at, Touch.kind, Touch.subject)
        .where(Touch.contributor == found.id)
        .order_by(Touch.seq)
    )
    raised = session.execute(
        select(Matter.ref, Matter.state, Matter.received)
        .where(Matter.raised_by == found.id)
        .order_by(Matter.ref)
    )
    return {
        "contributor": {name: getattr(found, name) for name in entry},
        "other_names": list(session.scalars(joined.where(JoinedEntry.person == found.id))),
        "answers_for": list(session.scalars(answers.order_by(Contributor.name))),
        "record": {**kept.fields, "declaration_due": kept.declaration_due,
                   "contract": kept.contract[2] if kept.contract else None},
        "record_changes": [asdict(change) for change in kept.changes],
        "touches": [dict(row._mapping) for row in touches],
        "escalations_raised": [dict(row._mapping) for row in raised],
    }  # fmt: skip
