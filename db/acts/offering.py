"""What is offered for a text and not in it yet: an AI's answer, a writer's words for a piece in
edit. Whoever may write takes an AI's proposal in; that is writing, not approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.acts.recording import refresh_row
from db.ledger.chain import append, told
from db.manuscript.changes import Change
from db.manuscript.manuscript import Manuscript
from db.manuscript.store import load, with_proposals
from db.models.article import Article, Proposal
from db.models.contributor import Contributor
from db.refusal import Refused
from db.rules.permissions import writes_as
from db.terms import Kind, State

Offered = Mapping[tuple[int, ...], Sequence[Change]]


def may_take_in(
    session: Session, who: Contributor, piece: Article, chosen: Sequence[Change]
) -> bool:
    """Whether deciding on `chosen` is writing: an AI's proposals for a draft that is theirs."""
    if piece.state != State.DRAFT or not chosen or not all(change.peers for change in chosen):
        return False
    return all(_is_ai(session, c.proposal) for c in chosen) and (
        writes_as(session, who, piece) == "write"
    )


def _is_ai(session: Session, contributor: str | None) -> bool:
    found = session.get(Contributor, contributor)
    return found is not None and found.kind == Kind.AI


def take_in_in(session: Session, who: Contributor, piece: Article, offered: Offered) -> int:
    """Put offered words into the text, undecided, in a session that is open already."""
    peers = [peer for offer in offered for peer in offer]
    with_offer(session, load(session, piece.id), peers)
    aside = instead_of(session, piece.id, peers)
    more = {"aside": aside} if aside else {}
    seq = append(session, who.id, piece.id, "taken-in", {"proposals": peers, **more})
    mark(session, peers, "taken-in")
    mark(session, aside, "set-aside")
    refresh_row(session, piece, load(session, piece.id), seq)
    return seq


def set_aside_in(session: Session, who: Contributor, piece: Article, offered: Offered) -> int:
    """Leave an AI's proposals out for good."""
    peers = [peer for offer in offered for peer in offer]
    seq = append(session, who.id, piece.id, "set-aside", {"proposals": peers})
    mark(session, peers, "set-aside")
    refresh_row(session, piece, load(session, piece.id), seq, text_changed=False)
    return seq


def instead_of(session: Session, article: str, peers: Sequence[int]) -> list[int]:
    """The open proposals that `peers` were offered instead of. Raises Refused for two of a kind."""
    kinds = {
        touch.peer: touch.payload["one_of"]
        for touch in told(session, article, {"proposed"})
        if "one_of" in touch.payload
    }
    mine = [kinds[peer] for peer in peers if peer in kinds]
    if len(set(mine)) < len(mine):
        raise Refused(
            "conflict", "only one of these proposals can be in the text", "choose one of them"
        )
    others = [peer for peer, kind in kinds.items() if kind in mine and peer not in peers]
    waiting = select(Proposal.peer).where(Proposal.peer.in_(others), Proposal.state == "open")
    return list(session.scalars(waiting)) if others else []


def with_offer(session: Session, manuscript: Manuscript, peers: Sequence[int]) -> Manuscript:
    """A fork of the text that holds what is offered. Raises Refused where it does not fit."""
    fork = with_proposals(session, manuscript, peers)
    if len(fork.refused) > len(manuscript.refused):
        raise Refused(
            "conflict", "these proposed words build on words that are not there",
            "reject them; they stay in the record",
        )  # fmt: skip
    return fork


def mark(session: Session, peers: Iterable[int], state: str) -> None:
    """Remember what became of proposals."""
    session.execute(update(Proposal).where(Proposal.peer.in_(list(peers))).values(state=state))
