"""What waits for a decision: changes of text and pictures, and proposals not in the text yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.ledger.chain import told
from db.manuscript import changes as changing
from db.manuscript.changes import Change
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import with_proposals
from db.models.article import Approved, Article, Proposal
from db.models.contributor import Contributor
from db.rules import pictures
from db.terms import Kind


def approved(session: Session, article: str) -> dict[str, tuple[str, list[Span]]]:
    """The text and characters of each part as last approved."""
    rows = session.scalars(select(Approved).where(Approved.article == article))
    return {row.part: (row.text, [Span(*span) for span in row.spans]) for row in rows}


@dataclass(frozen=True)
class Offer:
    """Words that are not in the text yet: all of a writer's, or one change of an AI's."""

    contributor: str
    peers: tuple[int, ...]


def offers(session: Session, article: str) -> list[Offer]:
    """What is offered for an article and waits, in order.

    A writer's rows build on each other and come in together, with what AIs wrote for them far
    away; each change of an AI's answer was made apart from the others.
    """
    rows = session.execute(
        select(Proposal.contributor, Proposal.peer, Contributor.kind)
        .join(Contributor, Contributor.id == Proposal.contributor)
        .where(Proposal.article == article, Proposal.state == "open")
        .order_by(Proposal.seq)
    )
    alone: list[Offer] = []
    writers: dict[str, list[int]] = {}
    found = rows.all()
    together = _together(session, article) if any(row.kind == Kind.AI for row in found) else {}
    for contributor, peer, kind in found:
        if peer in together:
            writers.setdefault(together[peer], []).append(peer)
        elif kind == Kind.AI:
            alone.append(Offer(contributor, (peer,)))
        else:
            writers.setdefault(contributor, []).append(peer)
    return [Offer(who, tuple(peers)) for who, peers in writers.items()] + alone


def _together(session: Session, article: str) -> dict[int, str]:
    """The peers whose words came back in a handover file, and whose offer (an id) they are."""
    proposed = told(session, article, {"proposed"})
    return {t.peer: t.payload["offered_by"] for t in proposed if "offered_by" in t.payload}


def undecided(session: Session, piece: Article, manuscript: Manuscript) -> list[Change]:
    """All that waits for a decision on the piece, numbered from 1; what is offered comes last."""
    known = approved(session, piece.id)
    found = changing.changes(manuscript, known)
    found += pictures.changes(session, piece.id, known, len(found) + 1)
    for offer in offers(session, piece.id):
        fork = with_proposals(session, manuscript, offer.peers)
        first = len(found) + 1
        found.extend(changing.of_proposal(manuscript, fork, offer.contributor, offer.peers, first))
    return found


def is_undecided(session: Session, piece: Article, manuscript: Manuscript) -> bool:
    """Whether the text or a picture differs from the approved one, or a proposal waits."""
    if offers(session, piece.id):
        return True
    known = approved(session, piece.id)
    if pictures.waiting(pictures.pictures_of(session, piece.id), known):
        return True
    return is_changed(manuscript, known)


def is_changed(manuscript: Manuscript, known: Mapping[str, tuple[str, list[Span]]]) -> bool:
    """Whether the text differs from the approved one."""
    return any(
        manuscript.sources_of(manuscript.spans(part))
        != manuscript.sources_of(known.get(part, ("", []))[1])
        for part in manuscript.parts()
    )
