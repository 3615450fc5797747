"""Holding an article while a matter needs it: nothing of it is erased, and it is not published."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.acts.acting import Changes
from db.acts.matters.handling import fit, handling
from db.models.matter import Hold
from db.newsroom import Newsroom
from db.refusal import Refused


def holds_on(session: Session, article: str) -> list[Hold]:
    """The holds that lie on an article (an id)."""
    found = select(Hold).where(Hold.article == article, Hold.lifted.is_(None))
    return list(session.scalars(found.order_by(Hold.seq)))


def set_hold(
    newsroom: Newsroom, actor: str, ref: str, on: bool, *, stops_publication: bool = True,
    reason: str = "",
) -> Changes:  # fmt: skip
    """Hold the matter's article, or let it go. `stops_publication` False still keeps everything
    from being erased. Raises Refused `conflict` where there is nothing to do."""
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        article = at.told().article
        if article is None:
            raise Refused("bad-input", f"{at.ref} is about no article", "there is nothing to hold")
        known = [hold for hold in holds_on(session, article) if hold.matter == at.ref]
        if on == bool(known):
            raise Refused(
                "conflict", f"{at.ref} {'holds its article already' if on else 'holds nothing'}",
                f"see: colophon escalation show {at.ref}",
            )  # fmt: skip
        clear = {"article": article, "on": on, "stops_publication": stops_publication}
        seq = at.add("matter.held", clear, {"reason": fit(reason).strip()})
        if on:
            values = {"matter": at.ref, "article": article, "stops_publication": stops_publication}
            session.execute(insert(Hold).values(seq=seq, lifted=None, **values))
        for hold in known:
            hold.lifted = seq
        session.flush()
        return at.done(seq)
