"""Manuscripts from the ledger: read in its order, checked row by row, with a cache of snapshots."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.ledger.chain import Told, told
from db.manuscript.document import BrokenUpdate, Document
from db.manuscript.manuscript import Manuscript
from db.manuscript.rows import Behind, Known, UntrueRow, read_row
from db.manuscript.spans import Span
from db.models.article import Peer, Snapshot
from db.models.contributor import Contributor
from db.terms import Kind

#: Touches that a manuscript is made of.
KINDS = {"text", "proposed", "accepted", "taken-in", "source.named", "image.added", "image.removed"}
_NEVER = 1 << 62
#: A snapshot is made again after so many rows.
SNAPSHOT_EVERY = 200
#: So is it after so many operations: a long insertion takes seconds to read from its row.
SNAPSHOT_AT = 50_000


def load(
    session: Session, article: str, at: int | None = None, *, cached: bool = True
) -> Manuscript:
    """The manuscript as the ledger has it, or as it was after touch `at`.

    `cached=False` reads every row again and trusts no snapshot; audits do.
    """
    manuscript = bare(session, article)
    after = 0
    snapshot = session.get(Snapshot, article) if cached else None
    if snapshot is not None and at is not None and snapshot.seq > at:
        if before(session, manuscript, snapshot, at):
            return manuscript
    elif snapshot is not None:
        try:
            manuscript.document = Document.from_snapshot(snapshot.bytes)
        except BrokenUpdate:
            snapshot = None  # a broken cache is made again from the rows
        if snapshot is not None:
            manuscript.restore_state(snapshot.state)
            manuscript.rebase(snapshot.bytes)
            after = snapshot.seq
    for touch in told(session, article, KINDS, after):
        if at is not None and touch.seq > at:
            break
        take_touch(session, manuscript, touch)
    learn_foreign(session, manuscript)
    return manuscript


#: Touches that may do more than add a row at their own place in the ledger.
_MORE = KINDS - {"text", "proposed"}


def _does_more(touch: Told) -> bool:
    return touch.kind not in ("accepted", "taken-in") or bool(touch.payload.get("proposals"))


def before(session: Session, manuscript: Manuscript, snapshot: Snapshot, at: int) -> bool:
    """Make the manuscript what it was after touch `at` from a later snapshot, whose rows were all
    found true; whether that can be done: else every row up to there must be read."""
    since = told(session, manuscript.known.article, _MORE, at)
    if any(touch.seq <= snapshot.seq and _does_more(touch) for touch in since):
        return False
    state = snapshot.state
    rows = [row for row in state["rows"] if row[0] <= at]
    ends: dict[int, int] = {}
    for _, peer, _, end in rows:
        ends[peer] = max(ends.get(peer, 0), end)
    try:
        manuscript.document = Document.from_snapshot(snapshot.bytes).before(ends)
    except BrokenUpdate:
        return False
    manuscript.restore_state(
        {
            **state,
            "rows": rows,
            "peers": [known for known in state["peers"] if known[0] in ends],
            "copies": [copy for copy in state["copies"] if copy[1] < ends.get(copy[0], 0)],
            "refused": [refused for refused in state["refused"] if refused[0] <= at],
            "ai_deletions": [gone for gone in state["ai_deletions"] if gone[2] <= at],
            "spans": {},
        }
    )
    manuscript.rebase(manuscript.document.snapshot())
    return True


def take_touch(
    session: Session, manuscript: Manuscript, touch: Told, own: Collection[int] = (),
    mine: Collection[str] = (),
) -> None:  # fmt: skip
    """Take in what a touch does to the text; rows of `own` peers, and the touches of `mine` (ids),
    are in the document already."""
    if touch.kind == "text":
        _take(session, manuscript, touch, own, mine)
    elif touch.kind in ("accepted", "taken-in") and touch.payload.get("proposals"):
        peers = touch.payload["proposals"]
        for row in proposals_of(session, manuscript, peers, touch.seq):
            _take(session, manuscript, row, own, mine)
    elif touch.kind == "source.named":
        rename(manuscript, touch.payload)
    elif touch.kind == "image.added":
        count_images(manuscript, int(touch.payload.get("n", 0)))
    elif touch.kind == "image.removed":
        count_images(manuscript, int(touch.payload.get("n", 1)) - 1)


def _take(
    session: Session, manuscript: Manuscript, touch: Told, own: Collection[int] = (),
    mine: Collection[str] = (),
) -> None:  # fmt: skip
    try:
        row = read_row(touch.seq, touch.contributor, touch.payload, touch.update)
    except UntrueRow as why:
        manuscript.refused.append((touch.seq, str(why)))
        return
    if row.peer in own or touch.id in mine:
        manuscript.note(row)
        return
    behind = manuscript.known.peers.get(row.peer) or row.new
    manuscript.take(row, is_ai=behind is not None and _is_ai(session, behind.contributor))


def count_images(manuscript: Manuscript, images: int) -> None:
    """The article has so many pictures now; only the last one can go."""
    known = manuscript.known
    known.most_images = max(known.images, known.most_images, images)
    known.images = images


def rename(manuscript: Manuscript, payload: dict[str, Any]) -> None:
    """A paste got another source, or turned out to be an AI's: its peer changes hands."""
    peer = payload.get("peer")
    if isinstance(peer, int):
        manuscript.rename(
            peer, str(payload["contributor"]), str(payload["origin"]), payload.get("source")
        )


def proposals_of(
    session: Session, manuscript: Manuscript, peers: Collection[int], before: int
) -> list[Told]:
    """The rows proposed under these peers before a touch and not in the text, in order."""
    inside = {row[0] for row in manuscript.rows}
    found = told(session, manuscript.known.article, {"proposed"})
    return [t for t in found if t.peer in peers and t.seq < before and t.seq not in inside]


def with_proposals(session: Session, base: Manuscript, peers: Collection[int]) -> Manuscript:
    """A fork of the manuscript that holds these proposals besides."""
    fork = fork_of(base)
    for touch in proposals_of(session, base, peers, _NEVER):
        _take(session, fork, touch)
    return fork


def fork_of(base: Manuscript) -> Manuscript:
    """A copy that can be changed without changing `base`."""
    known = replace(base.known, peers=dict(base.known.peers))
    fork = Manuscript(known, base.document.fork())
    fork.restore_state(base.state())
    fork.rebase(fork.document.snapshot())
    return fork


def _is_ai(session: Session, contributor: str) -> bool:
    return _kind(session, contributor) == Kind.AI


def _kind(session: Session, contributor: str) -> str | None:
    """What somebody is, None for nobody. Asked once a session: a server may be far away, and every
    row has an author."""
    known: dict[str, str] = session.info.setdefault("kinds", {})
    if contributor not in known:
        found = session.scalar(select(Contributor.kind).where(Contributor.id == contributor))
        if found is None:
            return None
        known[contributor] = found
    return known[contributor]


def bare(session: Session, article: str) -> Manuscript:
    """An article's manuscript before its first row."""
    return Manuscript(_known(session, article))


def _known(session: Session, article: str) -> Known:
    at_home: set[int] = set()

    def is_contributor(identity: str) -> bool:
        return _kind(session, identity) is not None

    def elsewhere(peer: int) -> str | None:
        if not at_home:  # all at once: a server may be far away
            at_home.update(session.scalars(select(Peer.peer).where(Peer.article == article)))
        return article if peer in at_home else _home(session, peer)

    def characters(span: Span) -> str | None:
        home = elsewhere(span.peer)
        return None if home == article else _characters(session, home, span)

    return Known(article, {}, 0, is_contributor, elsewhere, characters)


def _home(session: Session, peer: int) -> str | None:
    return session.scalar(select(Peer.article).where(Peer.peer == peer))


def _characters(session: Session, home: str | None, span: Span) -> str | None:
    """Characters of the article `home`; None where there are none."""
    try:
        return None if home is None else load(session, home).document.characters(span)
    except BrokenUpdate:
        return None


def ask_anew(manuscript: Manuscript, read: Callable[[], AbstractContextManager[Session]]) -> None:
    """From now on what the manuscript has to ask is asked in a session of its own each time: the one
    that it was read in ends before."""
    known = manuscript.known

    def is_contributor(identity: str) -> bool:
        with read() as session:
            return _kind(session, identity) is not None

    def elsewhere(peer: int) -> str | None:
        with read() as session:
            return _home(session, peer)

    def characters(span: Span) -> str | None:
        with read() as session:
            home = _home(session, span.peer)
            return None if home == known.article else _characters(session, home, span)

    known.is_contributor, known.elsewhere = is_contributor, elsewhere
    known.characters = characters


def learn_foreign(session: Session, manuscript: Manuscript) -> None:
    """Find out who is behind the peers of other articles that copies here lead to."""
    for peer in manuscript.foreign_peers():
        row = session.get(Peer, peer)
        if row is not None:
            manuscript.foreign[peer] = Behind(
                row.contributor, row.brought_by, row.origin, row.source, row.seq
            )


def keep_snapshot(session: Session, article: str, manuscript: Manuscript, seq: int) -> None:
    """Put the manuscript into the cache, as it is after touch `seq`."""
    for part in manuscript.parts():
        manuscript.spans(part)
    session.execute(delete(Snapshot).where(Snapshot.article == article))
    session.execute(
        insert(Snapshot).values(
            article=article,
            seq=seq,
            bytes=manuscript.document.snapshot(),
            state=manuscript.state(),
        )
    )


def keep_cache(session: Session, article: str, manuscript: Manuscript, seq: int) -> None:
    """Make the snapshot anew once enough rows, or long ones, came after it."""
    last = session.scalar(select(Snapshot.seq).where(Snapshot.article == article)) or 0
    newer = [row for row in manuscript.rows[-SNAPSHOT_EVERY:] if row[0] > last]
    if len(newer) >= SNAPSHOT_EVERY or sum(r[3] - r[2] for r in newer) >= SNAPSHOT_AT:
        keep_snapshot(session, article, manuscript, seq)
