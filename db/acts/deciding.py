"""Accepting and rejecting changes; each decision is a touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, person
from db.acts.recording import record_text, refresh_row, set_approved
from db.ledger.chain import append
from db.manuscript import changes as changing
from db.manuscript import spans as spanning
from db.manuscript.changes import Change
from db.manuscript.manuscript import Manuscript
from db.manuscript.pen import Pen
from db.manuscript.store import load, with_proposals
from db.models.article import Article, Proposal
from db.models.contributor import Contributor
from db.models.record import Acceptance
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.pending import approved, open_proposals, undecided
from db.terms import Origin


def accept(
    newsroom: Newsroom, actor: str, wanted: str, numbers: Sequence[int] | None = None, *,
    at: int | None = None,
) -> Changes:  # fmt: skip
    """Accept changes by number (none named: all). A writer's proposals are taken in together.

    With `at`, a text or proposal newer than that touch is a `conflict`.
    """
    with newsroom.write() as session:
        who, piece, manuscript, chosen = _chosen(session, actor, wanted, numbers, at, "accept")
        seq = accept_in(session, who, piece, manuscript, chosen)
        return Changes(seq or piece.text_seq, piece.id, piece.state)


def accept_in(
    session: Session, who: Contributor, piece: Article, manuscript: Manuscript,
    chosen: Sequence[Change],
) -> int | None:  # fmt: skip
    """Accept changes in a session that is open already."""
    plain = [change for change in chosen if change.proposal is None]
    seq = None
    if plain:
        seq = _take(session, who, piece, manuscript, changing.edits_of(plain), [])
    for writer in dict.fromkeys(c.proposal for c in chosen if c.proposal is not None):
        peers = open_proposals(session, piece.id)[writer]
        fork = with_proposals(session, piece.id, manuscript, peers)
        if len(fork.refused) > len(manuscript.refused):
            raise Refused(
                "conflict", "these proposed words build on words that are not there",
                "reject them; they stay in the record",
            )  # fmt: skip
        known = approved(session, piece.id)
        own = [c for c in changing.changes(fork, known) if _is_of(c, peers, fork)]
        seq = _take(session, who, piece, fork, changing.edits_of(own), peers)
        session.execute(update(Proposal).where(Proposal.peer.in_(peers)).values(state="accepted"))
        manuscript = load(session, piece.id)
    if seq is None:
        return None
    taken = any(change.proposal is not None for change in chosen)
    refresh_row(session, piece, manuscript, seq, text_changed=taken)
    return seq


def _is_of(change: Change, peers: Sequence[int], manuscript: Manuscript) -> bool:
    """Whether a change of the merged text came with the proposal."""
    if change.spans:
        return any(span.peer in peers for span in change.spans)
    return any(seq == change.seq and peer in peers for seq, peer, _s, _e in manuscript.rows)


def _take(
    session: Session, who: Contributor, piece: Article, manuscript: Manuscript,
    edits: list[changing.Edit], peers: Sequence[int],
) -> int:  # fmt: skip
    payload: dict[str, Any] = {"edits": [list(edit) for edit in edits], "proposals": list(peers)}
    seq = append(session, who.id, piece.id, "accepted", payload)
    known = approved(session, piece.id)
    changing.apply(known, edits)
    set_approved(session, piece.id, {edit[0]: known[edit[0]] for edit in edits})
    for source in changing.accepted_by_source(manuscript, edits):
        session.execute(
            insert(Acceptance).values(
                article=piece.id,
                peer=source.peer,
                counter=source.counter,
                length=source.length,
                contributor=who.id,
                seq=seq,
            )
        )
    piece.decided_seq = seq
    return seq


def reject(
    newsroom: Newsroom, actor: str, wanted: str, numbers: Sequence[int] | None = None, *,
    reason: str | None = None, at: int | None = None,
) -> Changes:  # fmt: skip
    """Put back the former words with their former authors; proposals are left out for good."""
    with newsroom.write() as session:
        who, piece, manuscript, chosen = _chosen(session, actor, wanted, numbers, at, "reject")
        plain = [change for change in chosen if change.proposal is None]
        pen = Pen(manuscript, who.id, who.id, Origin.RESTORED)
        known = approved(session, piece.id)
        for change in sorted(plain, key=lambda c: (c.part, c.start, c.old), reverse=True):
            _, spans = known.get(change.part, ("", []))
            former = spanning.cut(spans, change.old, len(change.deleted))
            pen.splice(change.part, change.start, change.length, change.deleted, former)
        seq = record_text(session, who, piece, pen)
        writers = dict.fromkeys(c.proposal for c in chosen if c.proposal is not None)
        waiting = open_proposals(session, piece.id)
        peers = [peer for writer in writers for peer in waiting[writer]]
        words = [[c.part, c.deleted, c.inserted] for c in chosen]
        last = append(
            session, who.id, piece.id, "rejected",
            {"reason": reason, "proposals": peers, "words": words, "restored": seq is not None},
        )  # fmt: skip
        session.execute(update(Proposal).where(Proposal.peer.in_(peers)).values(state="rejected"))
        if seq is not None:
            piece.decided_seq = last
            refresh_row(session, piece, manuscript, seq)
        refresh_row(session, piece, manuscript, last, text_changed=False)
        return Changes(last, piece.id, piece.state)


def _chosen(
    session: Session, actor: str, wanted: str, numbers: Sequence[int] | None, at: int | None,
    act: str,
) -> tuple[Contributor, Article, Manuscript, list[Change]]:  # fmt: skip
    who = person(session, actor)
    piece = article(session, wanted)
    allowed(session, who, "decide", piece)
    manuscript = load(session, piece.id)
    found = undecided(session, piece, manuscript)
    newest = max([piece.text_seq, *(change.seq for change in found)])
    if at is not None and newest > at:
        raise Refused(
            "conflict", f"the text has moved since touch {at}: touch {newest} came after",
            f"look again: colophon changes {piece.id}",
        )  # fmt: skip
    if not numbers:
        if not found:
            raise Refused("bad-input", f"there is no change to {act}", "see: colophon changes")
        return who, piece, manuscript, found
    known = {change.n: change for change in found}
    missing = [n for n in numbers if n not in known]
    if missing:
        raise Refused(
            "not-found", f"there is no change {missing[0]}", f"see: colophon changes {piece.id}"
        )
    return who, piece, manuscript, [known[n] for n in dict.fromkeys(numbers)]
