"""A contributor's private record: sealed to the CEO and to themselves, notes to the CEO alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, contributor, person
from db.acts.leaving import require_other_readers
from db.acts.matters.handling import Document, fit
from db.ledger.chain import append
from db.models.contributor import Contributor, JoinedEntry
from db.newsroom import Newsroom
from db.private_records import record
from db.refusal import Refused
from db.rules import private_fields
from db.rules.four_eyes import entries_of
from db.rules.readers import ceos
from db.sealing import append_sealed
from db.terms import Kind


def change_record(
    newsroom: Newsroom, actor: str, wanted: str, values: Mapping[str, str], *,
    contract: Document | None = None, notes: str | None = None,
) -> Changes:  # fmt: skip
    """Put down fields of a record, a contract's document, and the CEO's own notes; an empty value
    takes a field away. Raises Refused."""
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "contributors")
        found = contributor(session, wanted)
        known = record(session, who, found)
        of_ai = found.kind == Kind.AI
        fields = private_fields.checked(of_ai, values, known.fields)
        changed = {k: v for k, v in fields.items() if v != known.fields.get(k, "")}
        seq = None
        if changed or contract is not None:
            seq = _record(session, who, found, changed, contract)
        if notes is not None and notes.strip() != known.notes:
            # Also where a CEO's own record is told: what is noted of them is not for them.
            others = {one.id: one for one in (who, *ceos(session)) if one.id != found.id}
            readers = others or {who.id: who}
            seq = append_sealed(session, who.id, found.id, "contributor.noted", {},
                                {"notes": fit(notes).strip()}, readers.values())  # fmt: skip
        if seq is None:
            raise Refused("bad-input", "nothing of the record would change", "give a field")
        return Changes(seq)


def _record(
    session: Session, who: Contributor, found: Contributor, changed: dict[str, str],
    contract: Document | None,
) -> int:  # fmt: skip
    own = [] if found.kind == Kind.AI else [found]
    readers = {one.id: one for one in (who, *ceos(session), *own)}
    secret: dict[str, Any] = {"fields": {k: fit(v) for k, v in changed.items()}}
    files = []
    if contract is not None:
        if found.kind == Kind.AI:
            raise Refused("bad-input", "an AI has no contract", "leave the document away")
        secret["contract"] = contract.name
        secret["contract_sha256"] = hashlib.sha256(contract.content).hexdigest()
        files = [contract.content]
    return append_sealed(
        session, who.id, found.id, "contributor.recorded", {}, secret, readers.values(), files
    )


def join_entries(newsroom: Newsroom, actor: str, wanted: str, into: str) -> Changes:
    """Two entries of the register are one person: `wanted` ends, and counts as `into` from now on.

    The record is not altered: what stands under either name goes on standing there.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "contributors")
        found, other = contributor(session, wanted), contributor(session, into)
        if found.id == other.id:
            raise Refused("bad-input", "an entry is not joined to itself", "name the other entry")
        if Kind.AI in (found.kind, other.kind):
            raise Refused("bad-input", "an AI is no person's other name", "name two people")
        for one in (found, other):
            if session.get(JoinedEntry, one.id) is not None:
                raise Refused("conflict", f"{one.name} is joined to another entry already",
                              "name the entry that goes on")  # fmt: skip
        if len(entries_of(session, found.id)) > 1:
            raise Refused("conflict", f"other entries were joined to {found.name}",
                          f"join {other.name} to {found.name} instead")  # fmt: skip
        if not other.active:
            raise Refused("bad-input", f"{other.name} no longer contributes",
                          "join into the entry that goes on")  # fmt: skip
        if found.kind == Kind.CEO:
            raise Refused("conflict", f"{found.name} holds the CEO's office",
                          "hand the office on first: colophon contributor change --kind")  # fmt: skip
        require_other_readers(session, found)
        seq = append(session, who.id, found.id, "contributor.joined",
                     {"person": other.id, "active": False})  # fmt: skip
        session.execute(insert(JoinedEntry).values(contributor=found.id, person=other.id, seq=seq))
        found.active = False
        session.flush()
        return Changes(seq)
