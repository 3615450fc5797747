"""What waits for a decision: changes of the text, and proposals that are not in it yet."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.manuscript import changes as changing
from db.manuscript.changes import Change
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import with_proposals
from db.models.article import Approved, Article, Proposal


def approved(session: Session, article: str) -> dict[str, tuple[str, list[Span]]]:
    """The text and characters of each part as last approved."""
    rows = session.scalars(select(Approved).where(Approved.article == article))
    return {row.part: (row.text, [Span(*span) for span in row.spans]) for row in rows}


def open_proposals(session: Session, article: str) -> dict[str, list[int]]:
    """The peers of the proposals that wait, by who made them, in order."""
    out: dict[str, list[int]] = {}
    rows = session.execute(
        select(Proposal.contributor, Proposal.peer)
        .where(Proposal.article == article, Proposal.state == "open")
        .order_by(Proposal.seq)
    )
    for contributor, peer in rows:
        out.setdefault(contributor, []).append(peer)
    return out


def undecided(session: Session, piece: Article, manuscript: Manuscript) -> list[Change]:
    """All that an editor has to decide on the piece, numbered from 1."""
    found = changing.changes(manuscript, approved(session, piece.id))
    for writer, peers in open_proposals(session, piece.id).items():
        fork = with_proposals(session, piece.id, manuscript, peers)
        found.extend(changing.of_proposal(manuscript, fork, writer, len(found) + 1))
    return found


def is_undecided(session: Session, piece: Article, manuscript: Manuscript) -> bool:
    """Whether the text differs from the approved one, or a proposal waits."""
    if open_proposals(session, piece.id):
        return True
    known = approved(session, piece.id)
    return any(
        manuscript.sources_of(manuscript.spans(part))
        != manuscript.sources_of(known.get(part, ("", []))[1])
        for part in manuscript.parts()
    )
