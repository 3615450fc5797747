"""What screens and commands ask about escalations; to anyone but its readers, number and state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.orm import Session

from db.acts.acting import person
from db.acts.matters.handling import matter, procedure, tell
from db.ledger.chain import Told, told_of
from db.matters.escalation import Escalation, escalation
from db.models.contributor import Contributor
from db.models.matter import Matter, Seal
from db.models.touch import Touch
from db.paging import cursor_of, read_cursor
from db.refusal import Refused
from db.rules import deadlines, readers
from db.rules.matter_moves import MatterState
from db.sealing import Opener


@dataclass(frozen=True)
class Line:
    """A matter in a list; what is sealed is empty to those who do not read it."""

    ref: str
    state: str
    received: str = ""
    due: str | None = None
    kind: str = ""
    severity: str = ""
    complaint: str = ""
    article: str | None = None
    hold: bool = False


@dataclass(frozen=True)
class Page:
    """Some lines, and the cursor of the next page; None after the last."""

    lines: tuple[Line, ...]
    next: str | None


def show(session: Session, actor: str, ref: str) -> Escalation | Line:
    """A matter whole for its readers; for everybody else its number and state. Raises Refused."""
    who = person(session, actor)
    row = matter(session, ref)
    if readers.reads(session, who, row.ref):
        return tell(session, who, row)
    return Line(row.ref, row.state)


def whole(session: Session, actor: str, ref: str) -> Escalation:
    """A matter for one of its readers. Raises Refused `confidential`."""
    return tell(session, *_reader(session, actor, ref))


def _reader(session: Session, actor: str, ref: str) -> tuple[Contributor, Matter]:
    who = person(session, actor)
    row = matter(session, ref)
    refused = readers.refusal(session, who, row.ref, "confidential")
    if refused is not None:
        raise Refused.because(refused)
    return who, row


def page(
    session: Session, actor: str, *, state: str | None = None, open_only: bool = False,
    order: str = "updated", limit: int = 60, after: str | None = None,
) -> Page:  # fmt: skip
    """Matters, `updated` newest first or by `due`, soonest first: all that the actor reads; of
    others' those they raised, by number and state alone."""
    who = person(session, actor)
    if limit < 1:
        raise Refused("bad-input", "a page has at least one row", "give --limit 1 or more")
    if state is not None and state not in set(MatterState):
        raise Refused("bad-input", f"{state!r} is no state of an escalation",
                      "one of " + ", ".join(MatterState))  # fmt: skip
    mine = exists().where(Seal.reader == who.id, Seal.subject == Matter.ref)
    query = select(Matter).where(mine | (Matter.raised_by == who.id))
    if state is not None:
        query = query.where(Matter.state == state)
    if open_only:
        query = query.where(Matter.state != MatterState.CLOSED)
    cursor = read_cursor(after)
    late = func.coalesce(Matter.due, "9999")
    if order == "due":
        query = query.order_by(late, Matter.ref)
        if cursor is not None:
            query = query.where(tuple_(late, Matter.ref) > tuple_(*cursor))
    else:
        query = query.order_by(Matter.updated.desc(), Matter.ref.desc())
        if cursor is not None:
            query = query.where(tuple_(Matter.updated, Matter.ref) < tuple_(*cursor))
    rows = list(session.scalars(query.limit(limit + 1)))
    last = rows[limit - 1] if len(rows) > limit else None
    following = None
    if last is not None:
        following = cursor_of([(last.due or "9999") if order == "due" else last.updated, last.ref])
    return Page(tuple(_lines(session, who, rows[:limit])), following)


def _lines(session: Session, who: Contributor, rows: list[Matter]) -> Iterable[Line]:
    refs = [row.ref for row in rows]
    touches = told_of(session, refs, {"matter.opened", "matter.told", "matter.held"})
    opened = Opener(session, who).secrets(touches)
    by_ref: dict[str, list[Told]] = {}
    for touch in touches:
        by_ref.setdefault(touch.subject, []).append(touch)
    for row in rows:
        known = by_ref.get(row.ref, [])
        if not any(touch.seq in opened for touch in known):
            yield Line(row.ref, row.state)
            continue
        found = escalation(row.ref, known, opened)
        yield Line(row.ref, row.state, row.received, row.due, found.kind, found.severity,
                   found.complaint, found.article, found.hold)  # fmt: skip


def deadlines_of(session: Session, found: Escalation) -> list[deadlines.Deadline]:
    """A matter's deadlines, met or not."""
    return deadlines.deadlines(procedure(session), found.reached)


def document(session: Session, actor: str, ref: str, seq: int, n: int) -> bytes | None:
    """The bytes of one of a matter's documents; None where it was erased. Raises Refused."""
    who, row = _reader(session, actor, ref)
    if session.scalar(select(Touch.subject).where(Touch.seq == seq)) != row.ref:
        raise Refused("not-found", f"{row.ref} has no such document", "choose one of its own")
    return Opener(session, who).file(seq, n)


def names(session: Session, ids: Iterable[Any]) -> dict[str, str]:
    """The names of contributors, by id."""
    rows = session.execute(select(Contributor.id, Contributor.name))
    known = {row.id: row.name for row in rows}
    return {one: known.get(one, one) for one in ids}


def raised_by(session: Session, actor: str) -> list[tuple[str, str]]:
    """The matters that somebody raised: number and state, the newest first."""
    who = person(session, actor)
    rows = select(Matter.ref, Matter.state).where(Matter.raised_by == who.id)
    return [(row.ref, row.state) for row in session.execute(rows.order_by(Matter.ref.desc()))]


def raised_about(session: Session, actor: str, contributor: str) -> list[str]:
    """The matters (numbers) about a contributor (an id), of those that the actor reads."""
    who = person(session, actor)
    refs = session.scalars(select(Seal.subject).where(Seal.reader == who.id).distinct())
    touches = told_of(session, list(refs), {"matter.told"})
    secrets = Opener(session, who).secrets(touches)
    found = {t.subject for t in touches if contributor in secrets.get(t.seq, {}).get("about", [])}
    return sorted(found)
