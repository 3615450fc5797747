"""Hearings: planned, adjourned, held. The first one held opens the right to confirm."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, insert, select

from db.acts.acting import Changes
from db.acts.matters.handling import Document, Handling, fit, handling, said
from db.acts.matters.moving import go
from db.models.matter import Hearing
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.details import moment
from db.rules.matter_moves import MOVES, MatterState
from db.terms import now

MODES = ("in person", "by video", "by phone", "in writing", "in court")


def plan_hearing(
    newsroom: Newsroom, actor: str, ref: str, on: str, place: str, *, mode: str = "in person",
    notice: str = "", materials: Sequence[Document] = (),
) -> tuple[Changes, int]:  # fmt: skip
    """Plan a hearing, or put down one that took place elsewhere; its number. Where the matter
    can, it moves on to its hearing."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        if at.row.state in (MatterState.CLOSED, MatterState.DECIDED, MatterState.REMEDY):
            raise Refused(
                "states", f"{at.ref} is {at.row.state}, and has no hearing any more",
                f"open it again by an appeal: colophon escalation appeal {at.ref} --reason R",
            )  # fmt: skip
        if mode not in MODES:
            raise Refused("bad-input", f"{mode!r} is no mode", "one of " + ", ".join(MODES))
        time = moment(on)
        count = select(func.count()).select_from(Hearing).where(Hearing.matter == at.ref)
        n = (session.scalar(count) or 0) + 1
        secret = {"place": said(place, "place"), "mode": mode, "notice": fit(notice).strip()}
        seq = at.add("hearing.planned", {"n": n, "on": time}, secret, materials)
        session.execute(
            insert(Hearing).values(matter=at.ref, n=n, on_time=time, state="planned", seq=seq)
        )
        if MatterState.HEARING in MOVES[MatterState(at.row.state)]:
            seq = go(at, "matter.moved", MatterState.HEARING, {"reason": ""})
        return at.done(seq), n


def adjourn(newsroom: Newsroom, actor: str, ref: str, n: int, to: str, reason: str) -> Changes:
    """Put a hearing off to another time."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        hearing = _waiting(at, n)
        time = moment(to)
        seq = at.add("hearing.adjourned", {"n": n, "on": time}, {"reason": said(reason, "reason")})
        hearing.on_time = time
        session.flush()
        return at.done(seq)


def hold_hearing(
    newsroom: Newsroom, actor: str, ref: str, n: int, attendees: Sequence[str],
    minutes: Document, *, statements: str = "", result: str = "",
) -> Changes:  # fmt: skip
    """Say that a hearing was held: on a day that has come, with who attended and its minutes.

    Raises Refused `first-hearing` for one that could not have been held yet.
    """
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        hearing = _waiting(at, n)
        who = [fit(name).strip() for name in attendees if name.strip()]
        if hearing.on_time > now():
            raise Refused(
                "first-hearing", f"hearing {n} of {at.ref} is on {hearing.on_time}, and not held yet",
                "wait for its day, or put it down with the day it was held on",
            )  # fmt: skip
        if not who:
            raise Refused("bad-input", "nobody attended", "name who did: --attendees A,B")
        if not minutes.content.strip():
            raise Refused("bad-input", "the minutes are empty", "give the file of the minutes")
        secret = {"attendees": who, "statements": fit(statements), "result": fit(result)}
        seq = at.add("hearing.held", {"n": n}, secret, [minutes])
        hearing.state = "held"
        session.flush()
        return at.done(seq)


def _waiting(at: Handling, n: int) -> Hearing:
    found = at.session.get(Hearing, (at.ref, n))
    if found is None:
        raise Refused(
            "not-found", f"{at.ref} has no hearing {n}", f"see: colophon escalation show {at.ref}"
        )
    if found.state == "held":
        raise Refused(
            "append-only", f"hearing {n} of {at.ref} was held, and stays so", "plan another"
        )
    return found
