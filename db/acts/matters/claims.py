"""Claims that a person or an AI helped, and the CEO's confirmation (rule 7)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, insert, select

from db.acts.acting import Changes, person
from db.acts.matters.handling import Handling, add, fit, handling, matter, said, touched
from db.acts.matters.moving import not_own
from db.models.matter import Claim, Confirmation
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import first_hearing
from db.rules.first_hearing import MADE_BY
from db.rules.matter_moves import MatterState

LETTERS = Path(__file__).parents[3] / "resources" / "letters"


def standard_reply(language: str) -> str:
    """What a claim gets before the first hearing, in the language, else in English."""
    for tongue in (language, "en"):
        file = LETTERS / f"premature-{tongue}.txt"
        if file.exists():
            return file.read_text("utf-8").strip()
    raise Refused("not-found", "the standard reply is missing", "put back resources/letters")


def make_claim(
    newsroom: Newsroom, actor: str, ref: str, of: str, by: str, statement: str,
    language: str | None = None,
) -> tuple[Changes, str | None]:  # fmt: skip
    """Record a claim of help. Before the first hearing it is premature, and the second value is
    the standard reply it gets; after it, it waits for the CEO, and the second value is None.

    Anyone may hand a claim in; what it says is sealed like the matter.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        row = matter(session, ref)
        if of not in ("person", "ai"):
            raise Refused("bad-input", f"{of!r} does not help", "a claim is of person or ai")
        if row.state == MatterState.CLOSED:
            raise Refused(
                "states", f"{row.ref} is closed", "raise a new matter, or appeal in this one"
            )
        premature = first_hearing.first_held(session, row.ref) is None
        reply = standard_reply(language or "en") if premature else None
        count = select(func.count()).select_from(Claim).where(Claim.matter == row.ref)
        n = (session.scalar(count) or 0) + 1
        secret = {
            "of": of, "by": said(by, "claimant's name"), "statement": said(statement, "statement"),
            "answered": reply,
        }  # fmt: skip
        seq = add(session, who, row.ref, "claim.made", {"n": n, "premature": premature}, secret)
        session.execute(insert(Claim).values(matter=row.ref, n=n, premature=premature, seq=seq))
        touched(session, row, seq)
        return Changes(seq, row.ref, row.state), reply


def confirm(newsroom: Newsroom, actor: str, ref: str, made_by: str, reasons: str) -> Changes:
    """Confirm whether `person`, `ai` or `both` made the words, signed with the confirmer's key.

    Raises Refused `first-hearing` for a person's help before the first hearing was held, and
    `who-may` for everybody but the matter's reader, and for whom it is about.
    """
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        if made_by not in MADE_BY:
            raise Refused("bad-input", f"{made_by!r} makes nothing", "one of " + ", ".join(MADE_BY))
        not_own(at, "confirm")
        return at.done(_confirm(at, made_by, said(reasons, "reasons")))


def _confirm(at: Handling, made_by: str, reasons: str) -> int:
    refused = first_hearing.refusal(at.session, at.ref, made_by)
    if refused is not None:
        raise Refused.because(refused)
    if at.row.state == MatterState.CLOSED:
        raise Refused(
            "states", f"{at.ref} is closed",
            f"open it again by an appeal: colophon escalation appeal {at.ref} --reason R",
        )  # fmt: skip
    of_person = made_by in first_hearing.OF_PERSON
    secret = {"made_by": made_by, "reasons": fit(reasons)}
    seq = at.add("claim.confirmed", {"of_person": of_person}, secret)
    at.session.execute(insert(Confirmation).values(seq=seq, matter=at.ref, of_person=of_person))
    return seq
