"""The register of contributors; the CEO keeps it. Nobody is deleted: who leaves is ended."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, contributor, person
from db.acts.leaving import require_other_readers
from db.acts.office import leave_office, take_office
from db.acts.settings import record_setting
from db.acts.words import clean
from db.ledger.chain import append
from db.models.contributor import Contributor
from db.newsroom import Newsroom, setting
from db.refusal import Refused
from db.terms import Kind, new_id

DETAILS = ("email", "byline", "provider", "model", "model_version", "answers_to")
AI_DETAILS = ("provider", "model", "model_version", "answers_to")


def add_contributor(
    newsroom: Newsroom, actor: str, name: str, kind: str, *, sample: bool = False, **details: Any
) -> Changes:
    """Add a person or an AI. `details` are DETAILS; an AI needs `model` and `answers_to`."""
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "contributors")
        if sample:
            details = {**details, "sample": True}
        identity = new_id()
        seq = put_contributor(session, who.id, identity, name, kind, details)
        if kind == Kind.CEO:
            take_office(session, who, session.get_one(Contributor, identity))
        return Changes(seq)


def put_contributor(
    session: Session, actor: str, identity: str, name: str, kind: str, details: dict[str, Any]
) -> int:
    """Add a contributor in a session that is open already; the touch's number."""
    sample = bool(details.pop("sample", False))
    try:
        kind = Kind(kind)
    except ValueError:
        raise Refused(
            "bad-input", f"{kind!r} is no kind of contributor", "one of " + ", ".join(Kind)
        ) from None
    values = {
        "name": _name(session, name), "kind": str(kind), "sample": sample,
        **_details(session, kind, details),
    }  # fmt: skip
    if kind == Kind.AI:
        _only_once(session, values)
    seq = append(session, actor, identity, "contributor.added", values)
    session.execute(insert(Contributor).values(id=identity, active=True, seq=seq, **values))
    return seq


def _name(session: Session, name: str, but: str | None = None) -> str:
    wanted = " ".join(clean(name, "headline").split())
    if not wanted or not any(character.isalnum() for character in wanted):
        raise Refused("bad-input", "a contributor has a name", "give one")
    if len(wanted) > 200:
        raise Refused("bad-input", "the name is longer than 200 characters", "shorten it")
    taken = session.scalar(
        select(Contributor.id).where(func.lower(Contributor.name) == wanted.lower())
    )
    if taken is not None and taken != but:
        raise Refused("conflict", f"there is a contributor named {wanted!r}", "add a distinction")
    return wanted


def _only_once(session: Session, values: dict[str, Any]) -> None:
    """One contributor for each provider, model and version: its words are one author's."""
    known = session.scalars(
        select(Contributor).where(Contributor.kind == Kind.AI, Contributor.active)
    )
    for other in known:
        if all(getattr(other, key) == values.get(key) for key in AI_DETAILS[:3]):
            raise Refused("conflict", f"{other.name} is this model in this version already",
                          "use it, or give the version that sets them apart")  # fmt: skip


def _details(session: Session, kind: Kind, given: dict[str, Any]) -> dict[str, str | None]:
    values = {name: str(value).strip() or None for name, value in given.items() if value}
    unknown = values.keys() - set(DETAILS)
    if unknown:
        raise Refused(
            "bad-input", f"{unknown.pop()!r} is no detail", "one of " + ", ".join(DETAILS)
        )
    if kind != Kind.AI:
        odd = [name for name in AI_DETAILS if values.get(name)]
        if odd:
            raise Refused("bad-input", f"a person has no {odd[0]}", "leave it away, or --kind ai")
        return values
    if not values.get("model"):
        raise Refused("bad-input", "an AI contributor names its model", "give --model")
    if not values.get("answers_to"):
        raise Refused("bad-input", "a person answers for each AI", "give --answers-to NAME")
    answers = contributor(session, str(values["answers_to"]))
    if answers.kind == Kind.AI or not answers.active:
        raise Refused("bad-input", "an active person answers for an AI", "give --answers-to NAME")
    return {**values, "answers_to": answers.id}


def change_contributor(newsroom: Newsroom, actor: str, wanted: str, **changes: Any) -> Changes:
    """Change `name`, `kind` (of a person) or DETAILS; an empty detail is taken away."""
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "contributors")
        found = contributor(session, wanted)
        values: dict[str, Any] = {}
        for name, value in changes.items():
            if value is None:
                continue
            if name == "name":
                values[name] = _name(session, value, found.id)
            elif name == "kind":
                values[name] = _kind(session, found, value)
            else:
                values[name] = _detail(session, found, name, str(value))
        if not values:
            raise Refused("bad-input", "nothing to change was named", "give an option")
        was, kind = found.kind, values.get("kind", found.kind)
        if was != Kind.CEO and kind == Kind.CEO:
            take_office(session, who, found)
        if was == Kind.CEO and kind != Kind.CEO:
            leave_office(session, who, found)
        if "name" in values and setting(session, "alternate") == found.name:
            record_setting(session, who, "alternate", values["name"])
        return Changes(_put(session, who, found, "contributor.changed", values))


def _kind(session: Session, found: Contributor, value: str) -> str:
    if value not in set(Kind):
        raise Refused(
            "bad-input", f"{value!r} is no kind of contributor", "one of " + ", ".join(Kind)
        )
    if (value == Kind.AI) != (found.kind == Kind.AI):
        raise Refused("bad-input", "an AI stays an AI, a person a person", "add a contributor")
    if found.kind == Kind.CEO and value != Kind.CEO:
        _other_ceo(session, found)
    return value


def _detail(session: Session, found: Contributor, name: str, value: str) -> str | None:
    if name not in DETAILS:
        raise Refused("bad-input", f"{name!r} is no detail", "one of " + ", ".join(DETAILS))
    if name in AI_DETAILS and found.kind != Kind.AI:
        raise Refused("bad-input", f"a person has no {name}", "leave it away")
    if name in ("model", "answers_to") and not value.strip():
        raise Refused("bad-input", f"an AI keeps its {name}", "give another")
    if name == "answers_to":
        person_ = contributor(session, value)
        if person_.kind == Kind.AI or not person_.active:
            raise Refused("bad-input", "an active person answers for an AI", "name one")
        return person_.id
    return value.strip() or None


def end_contributor(newsroom: Newsroom, actor: str, wanted: str) -> Changes:
    """Somebody no longer contributes; what they wrote stays theirs."""
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "contributors")
        found = contributor(session, wanted)
        if not found.active:
            raise Refused("conflict", f"{found.name} has ended already", "nothing to do")
        if found.kind == Kind.CEO:
            _other_ceo(session, found)
            leave_office(session, who, found)
        else:
            require_other_readers(session, found)
        return Changes(_put(session, who, found, "contributor.ended", {"active": False}))


def bring_back(newsroom: Newsroom, actor: str, wanted: str) -> Changes:
    """Somebody who had ended contributes again."""
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "contributors")
        found = contributor(session, wanted)
        if found.kind == Kind.CEO and not found.active:
            take_office(session, who, found)
        return Changes(_put(session, who, found, "contributor.changed", {"active": True}))


def _other_ceo(session: Session, found: Contributor) -> None:
    other = session.scalar(
        select(Contributor.id).where(
            Contributor.kind == Kind.CEO, Contributor.active, Contributor.id != found.id
        )
    )
    if other is None:
        raise Refused("conflict", f"{found.name} is the only CEO", "name another CEO first")


def _put(
    session: Session, actor: Contributor, found: Contributor, kind: str, values: dict[str, Any]
) -> int:
    seq = append(session, actor.id, found.id, kind, values)
    session.execute(update(Contributor).where(Contributor.id == found.id).values(**values))
    return seq
