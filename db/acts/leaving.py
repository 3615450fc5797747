"""Somebody who ends leaves no matter shut for good."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.models.contributor import Contributor
from db.models.matter import Matter, Seal
from db.refusal import Refused
from db.rules.readers import current


def require_other_readers(session: Session, found: Contributor) -> None:
    """Raises Refused where an alternate who ends would shut a matter for good."""
    mine = select(Matter.ref).where(
        exists().where(Seal.subject == Matter.ref, Seal.reader == found.id)
    )
    alone = [ref for ref in session.scalars(mine) if len(current(session, ref)) == 1]
    if alone:
        raise Refused(
            "conflict", f"only {found.name} can read {', '.join(alone[:3])}",
            f"name another alternate; then {found.name} hands it on: colophon escalation recuse REF",
        )  # fmt: skip
