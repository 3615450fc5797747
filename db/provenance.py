"""Who wrote this? Whose some characters are, how and when they came in, and who signed them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts import acting
from db.manuscript import spans as spanning
from db.manuscript.manuscript import Authored, Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import load, with_proposals
from db.models.article import Peer, Proposal
from db.models.contributor import Contributor
from db.models.record import Acceptance, SignOff, Version
from db.models.touch import Touch
from db.refusal import Refused
from db.rules import gate


@dataclass(frozen=True)
class Signed:
    """A sign-off that these words stood under; `valid` while it is for the text as it stands,
    `version` the one that was published on it."""

    seq: int
    by: str
    at: str
    valid: bool
    version: int | None


@dataclass(frozen=True)
class Passage:
    """`length` code points from `start` on (of what was asked about) by one author and origin.

    `by` is who brought them in where that is not the author; they came in from touch `seq` (at
    `at`) to touch `last_seq` (at `until`). `accepted_by` and `signed` name who let them pass.
    """

    start: int
    length: int
    author: str
    kind: str
    origin: str
    source: str | None
    by: str | None
    seq: int
    at: str
    last_seq: int
    until: str
    accepted_by: tuple[str, ...]
    signed: tuple[Signed, ...]


def who_wrote(session: Session, wanted: str, part: str, start: int, length: int) -> list[Passage]:
    """Of some code points of a part as it stands. Raises Refused."""
    article = acting.article(session, wanted).id
    text = load(session, article)
    if part not in text.parts():
        raise Refused("bad-input", f"{part!r} is no part of this article", "see: colophon show")
    return passages(session, text, spanning.cut(text.spans(part), start, length))


def who_wrote_of(session: Session, wanted: str, spans: Sequence[Span]) -> list[Passage]:
    """Of any characters, in the order given, also of words that are only proposed."""
    article = acting.article(session, wanted).id
    text = load(session, article)
    unknown = {span.peer for span in spans} - text.known.peers.keys()
    if unknown:
        offered = session.scalars(select(Proposal.peer).where(Proposal.article == article)).all()
        text = with_proposals(session, text, offered)
    return passages(session, text, [s for s in spans if s.peer in text.known.peers])


def passages(
    session: Session, text: Manuscript, spans: Sequence[Span], at: int | None = None
) -> list[Passage]:
    """Who wrote these characters of a text, in the order given; `at` is the touch after which the
    text was so, None where it still is."""
    people = {c.id: c for c in session.scalars(select(Contributor))}
    signed = _signatures(session, text, at, people)
    record = _Record(session, text)
    out: list[Passage] = []
    at = 0
    for run in text.authors_of(spans):
        author = people[run.contributor]
        for span in run.spans:
            for piece, seq in record.by_touch(span):
                time = record.time(seq)
                under = tuple(one for one, known in signed if _covered(piece, known))
                accepted = tuple(dict.fromkeys(people[who].name for who in record.acceptors(piece)))
                new = Passage(
                    at, piece.length, author.name, author.kind, run.origin, run.source,
                    _brought_by(run, people), seq, time, seq, time, accepted, under,
                )  # fmt: skip
                at += piece.length
                if out and _alike(out[-1], new):
                    out[-1] = _joined(out[-1], new)
                else:
                    out.append(new)
    return out


def _brought_by(run: Authored, people: dict[str, Contributor]) -> str | None:
    return None if run.brought_by == run.contributor else people[run.brought_by].name


def _alike(one: Passage, other: Passage) -> bool:
    def key(p: Passage) -> tuple[object, ...]:
        return (p.author, p.origin, p.source, p.by, p.accepted_by, p.signed)

    return key(one) == key(other)


def _joined(one: Passage, other: Passage) -> Passage:
    first = min((one, other), key=lambda p: p.seq)
    last = max((one, other), key=lambda p: p.last_seq)
    return replace(
        one, length=one.length + other.length, seq=first.seq, at=first.at,
        last_seq=last.last_seq, until=last.until,
    )  # fmt: skip


class _Record:
    """What the record says of characters, read once for many of them."""

    def __init__(self, session: Session, text: Manuscript) -> None:
        self._session = session
        self._rows: dict[int, list[tuple[int, int, int]]] = {}
        for seq, peer, start, end in text.rows:
            self._rows.setdefault(peer, []).append((start, end, seq))
        for rows in self._rows.values():
            rows.sort()
        self._accepted: dict[int, list[tuple[int, int, str]]] = {}
        found = select(
            Acceptance.peer, Acceptance.counter, Acceptance.length, Acceptance.contributor
        ).where(Acceptance.article == text.known.article)
        for row in session.execute(found.order_by(Acceptance.seq)):
            known = self._accepted.setdefault(row.peer, [])
            known.append((row.counter, row.counter + row.length, row.contributor))
        self._times: dict[int, str] = {}

    def by_touch(self, span: Span) -> list[tuple[Span, int]]:
        """The characters of a span, cut where another touch brought them."""
        out: list[tuple[Span, int]] = []
        rows = self._rows.get(span.peer, [])
        at, stop = span.counter, span.counter + span.length
        for start, end, seq in rows[max(0, bisect_right(rows, at, key=itemgetter(0)) - 1) :]:
            if start >= stop:
                break
            low, high = max(start, at), min(end, stop)
            if low < high:
                out.append((Span(span.peer, low, high - low), seq))
        if out:
            return sorted(out)
        # Of another article: the touch that first brought its peer tells when.
        home = self._session.scalar(select(Peer.seq).where(Peer.peer == span.peer))
        return [(span, home or 0)]

    def time(self, seq: int) -> str:
        """When a touch was made."""
        if seq not in self._times:
            found = self._session.scalar(select(Touch.at).where(Touch.seq == seq))
            self._times[seq] = found or ""
        return self._times[seq]

    def acceptors(self, span: Span) -> list[str]:
        """Who (ids) accepted any of these characters, the first who did first."""
        low, high = span.counter, span.counter + span.length
        known = self._accepted.get(span.peer, ())
        return [who for start, end, who in known if start < high and end > low]


_Known = dict[int, list[tuple[int, int]]]


def _signatures(
    session: Session, text: Manuscript, at: int | None, people: dict[str, Contributor]
) -> list[tuple[Signed, _Known]]:
    """Every sign-off of an article, with the characters of the text it was for."""
    article = text.known.article
    piece = acting.article(session, article)
    rows = session.scalars(
        select(SignOff).where(SignOff.article == article).order_by(SignOff.seq)
    ).all()
    versions = session.scalars(select(Version).where(Version.article == article)).all()
    out = []
    for n, row in enumerate(rows):
        following = rows[n + 1].seq if n + 1 < len(rows) else None
        led_to = [
            v.number for v in versions
            if v.seq > row.seq and (following is None or v.seq < following)
        ]  # fmt: skip
        same = not _moved(session, article, row.seq, at)
        past = text if same else load(session, article, row.seq)
        known: _Known = {}
        for part in past.parts():
            for source in past.sources_of(past.spans(part)):
                known.setdefault(source.peer, []).append((source.counter, source.length))
        known = {peer: _merged(of_peer) for peer, of_peer in known.items()}
        one = Signed(row.seq, people[row.signer].name, row.at, gate.is_valid(row, piece),
                     led_to[0] if led_to else None)  # fmt: skip
        out.append((one, known))
    return out


def _moved(session: Session, article: str, one: int, other: int | None) -> bool:
    """Whether any words came into an article's text between two touches; None is the newest."""
    moving = select(Touch.seq).where(
        Touch.subject == article, Touch.kind.in_(("text", "accepted", "taken-in")),
        Touch.seq > (one if other is None else min(one, other)),
    )  # fmt: skip
    if other is not None:
        moving = moving.where(Touch.seq <= max(one, other))
    return session.scalar(moving.limit(1)) is not None


def _merged(known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Counters and lengths in order, none within another."""
    out: list[tuple[int, int]] = []
    for counter, length in sorted(known):
        if out and counter <= sum(out[-1]):
            first = out[-1][0]
            out[-1] = (first, max(sum(out[-1]), counter + length) - first)
        else:
            out.append((counter, length))
    return out


def _covered(span: Span, known: _Known) -> bool:
    """Whether every character of a span is among those known."""
    of_peer = known.get(span.peer, [])
    at = bisect_right(of_peer, span.counter, key=itemgetter(0)) - 1
    return at >= 0 and sum(of_peer[at]) >= span.counter + span.length
