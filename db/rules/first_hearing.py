"""Rule 7: no claim of human help is confirmed before the matter's first hearing was held."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.matter import Hearing
from db.refusal import Refusal

MADE_BY = ("person", "ai", "both")
#: What a confirmation of these says of a person's help.
OF_PERSON = frozenset({"person", "both"})


def first_held(session: Session, ref: str) -> Hearing | None:
    """The hearing that opened the right to confirm: the one held first, by its own date."""
    return session.scalars(
        select(Hearing)
        .where(Hearing.matter == ref, Hearing.state == "held")
        .order_by(Hearing.on_time, Hearing.n)
        .limit(1)
    ).first()


def refusal(session: Session, ref: str, made_by: str) -> Refusal | None:
    """Why this cannot be confirmed yet, or None. That AI made something never waits."""
    if made_by not in OF_PERSON or first_held(session, ref) is not None:
        return None
    return Refusal(
        "first-hearing",
        f"no hearing of {ref} has been held, and until then no person's help is confirmed",
        f"plan one: colophon escalation hearing {ref} --on TIME --place PLACE",
    )
