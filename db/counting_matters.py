"""What escalations add up to, of those that whoever asks reads: numbers, never words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Executable, exists, null, or_, select
from sqlalchemy.orm import Session

from db.acts.acting import person
from db.acts.matters.handling import MOVING, procedure
from db.models.matter import Matter, Seal
from db.models.touch import Content, Touch
from db.rules import deadlines
from db.rules.matter_moves import MatterState

#: Ages of open matters in whole days: the last of each.
AGES = (7, 28, 90)
#: What a matter became at least, whatever its move led to.
_SOME = MatterState.ACKNOWLEDGED.value
_FIRST = MatterState.RECEIVED.value
#: States that touches of an act of their own tell; others only what a `matter.moved` says.
_TO = {
    "matter.decided": MatterState.DECIDED.value, "matter.appealed": MatterState.APPEAL.value,
    "matter.closed": MatterState.CLOSED.value,
}  # fmt: skip


@dataclass(frozen=True)
class Age:
    """How many open matters are `first` to `last` days old; the oldest have no last day."""

    first: int
    last: int | None
    number: int


@dataclass(frozen=True)
class Kept:
    """Deadlines of matters that fell due in a month: done in time, or late or not at all."""

    month: str
    kept: int
    missed: int


def _read(reader: str) -> ColumnElement[bool]:
    return exists().where(Seal.reader == reader, Seal.subject == Matter.ref)


def open_number(session: Session, actor: str) -> int:
    """How many matters that the actor reads are open."""
    return sum(age.number for age in open_matters(session, actor, "9999-12-31"))


def open_matters(session: Session, actor: str, now: str) -> list[Age]:
    """Open matters that the actor reads, by days since they were received. Raises Refused."""
    who = person(session, actor)
    received = session.scalars(
        select(Matter.received).where(Matter.state != MatterState.CLOSED, _read(who.id))
    )
    today = date.fromisoformat(now[:10])
    found: Counter[int] = Counter()
    for at in received:
        days = (today - date.fromisoformat(at[:10])).days
        found[sum(days > last for last in AGES)] += 1
    starts = (0, *(last + 1 for last in AGES))
    ends: tuple[int | None, ...] = (*AGES, None)
    return [Age(start, ends[n], found[n]) for n, start in enumerate(starts)]


def deadlines_kept(
    session: Session, actor: str, since: str | None = None, now: str = "9999"
) -> list[Kept]:
    """Deadlines of matters that the actor reads, by the month they fell due. Raises Refused.

    One that is still ahead and waits is neither kept nor missed.
    """
    who = person(session, actor)
    name = procedure(session)
    wanted: list[ColumnElement[bool]] = [_read(who.id)]
    if since is not None:
        early = _long_before(name, since)
        appealed = exists().where(
            Touch.subject == Matter.ref, Touch.kind == "matter.appealed", Touch.at >= early
        )
        wanted.append(or_(Matter.received >= early, appealed))
    read = select(Matter.ref, Matter.received).where(*wanted)
    reached: dict[str, list[tuple[str, str]]] = {
        ref: [(_FIRST, received)] for ref, received in _rows(session, read)
    }
    for ref, state, at in _moves(session, name, wanted):
        reached[ref].append((state, at))
    kept: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for states in reached.values():
        for deadline in deadlines.deadlines(name, states):
            month = deadline.due[:7]
            if since is not None and month < since:
                continue
            if deadline.kept:
                kept[month] += 1
            elif deadline.met is not None or deadline.due < now:
                missed[month] += 1
    return [Kept(month, kept[month], missed[month]) for month in sorted({*kept, *missed})]


def _moves(
    session: Session, name: str, of: list[ColumnElement[bool]]
) -> Iterator[tuple[str, str, str]]:
    """Moves of matters in order: which, the state reached, and when."""
    # Two indexes hold all of it; the touches' rows would cost as much again as everything else.
    theirs = select(Touch.seq, Touch.subject).where(
        Touch.subject.in_(select(Matter.ref).where(*of))
    )
    subjects = {seq: subject for seq, subject in _rows(session, theirs)}
    told = _told_apart(name)
    moves = select(Touch.seq, Touch.kind, Touch.at, Content.payload if told else null())
    if told:
        moves = moves.outerjoin(
            Content, (Content.seq == Touch.seq) & (Touch.kind == "matter.moved")
        )
    for seq, kind, at, payload in sorted(
        _rows(session, moves.where(Touch.kind.in_(sorted(MOVING)))), key=itemgetter(0)
    ):
        ref = subjects.get(seq)
        if ref is not None:
            state = json.loads(payload)["to"] if payload is not None else _TO.get(kind, _SOME)
            yield ref, state, at


def _rows(session: Session, query: Executable) -> Sequence[Any]:
    """The driver's own rows of a query: SQLAlchemy's would take half of all the time."""
    found = session.connection().execute(query)
    assert found.cursor is not None
    rows: Sequence[Any] = found.cursor.fetchall()
    found.close()
    return rows


def _told_apart(name: str) -> bool:
    """Whether the procedure must know to which state exactly each `matter.moved` led.

    It must not where that only matters for acknowledging: every move acknowledges.
    """
    apart = set(MatterState) - {*_TO.values(), MatterState.RECEIVED}
    return any(
        step.since in apart or step.until in apart - {MatterState.ACKNOWLEDGED}
        for step in deadlines.steps(name)
    )


def _long_before(name: str, since: str) -> str:
    """A day from which on whatever began can fall due in that month."""
    longest = max((step.within for step in deadlines.steps(name)), default=0)
    return (date.fromisoformat(f"{since}-01") - timedelta(2 * longest + 7)).isoformat()
