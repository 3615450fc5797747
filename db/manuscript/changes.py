"""What differs from the text as last approved: runs of words, each with its author.

A character counts as approved by its identity, not by its looks: words deleted and typed again
are a change, words moved back by undo are not. A change never cuts a word or a grapheme; what only
moved is told as a move, in two halves that are decided together. Positions count Unicode code
points, per part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from db.manuscript import spans as spanning
from db.manuscript.alignment import Letters, align
from db.manuscript.deleters import Deleters
from db.manuscript.diff import Hunk
from db.manuscript.hunks import Piece, pieces
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.voices import NOBODY, Voice, in_voices

#: The text and characters of each part as last approved.
Approved = Mapping[str, tuple[str, list[Span]]]


@dataclass(frozen=True)
class Change:
    """One change, the `n`-th: `inserted` stands at `start`; `deleted` stood at `old` before."""

    n: int
    part: str
    start: int
    length: int
    inserted: str
    deleted: str
    contributor: str
    origin: str
    seq: int
    old: int
    spans: tuple[Span, ...]
    #: names this very change, whatever others come or go around it
    key: str = ""
    #: the number of the move's other half; 0 for what did not move
    move: int = 0
    #: the characters taken out, as they stood before
    gone: tuple[Span, ...] = ()
    #: whose proposal it is and under which peers, if it is not in the text yet
    proposal: str | None = None
    peers: tuple[int, ...] = ()
    #: who brought it in: the one who first did, however often it was undone and put back since
    brought_by: str = ""


def changes(manuscript: Manuscript, approved: Approved, first: int = 1) -> list[Change]:
    """All changes in reading order, numbered from `first`."""
    deleters = Deleters(manuscript)
    out: list[Change] = []
    for part in manuscript.parts():
        found = list(_of_part(manuscript, part, *approved.get(part, ("", [])), deleters))
        out.extend(_with_everybody(found))
    return _numbered(out, first)


def _with_everybody(found: list[Change]) -> list[Change]:
    """What nobody took out, but words put inside tore apart, is the change of who put them there."""
    out: list[Change] = []
    after: Change | None = None
    for change in [*reversed(found)]:
        if not change.contributor:
            near = after or next((c for c in found if c.contributor), None)
            if near is not None:
                change = replace(
                    change, contributor=near.contributor, origin=near.origin, seq=near.seq,
                    brought_by=near.brought_by,
                )  # fmt: skip
        out.append(change)
        after = change
    return out[::-1]


def _numbered(found: list[Change], first: int) -> list[Change]:
    """With numbers; the halves of a move, which so far share a number, name each other's."""
    out = [replace(change, n=n, move=0) for n, change in enumerate(found, first)]
    halves: dict[tuple[str, int], list[int]] = {}
    for n, change in enumerate(found):
        if change.move:
            halves.setdefault((change.part, change.move), []).append(n)
    for one, other in (pair for pair in halves.values() if len(pair) == 2):
        out[one] = replace(out[one], move=other + first)
        out[other] = replace(out[other], move=one + first)
    return out


def _of_part(
    manuscript: Manuscript, part: str, old: str, old_spans: list[Span], deleters: Deleters
) -> Iterator[Change]:
    spans = manuscript.spans(part)
    if spans == old_spans:
        return
    new = manuscript.text(part)
    hunks, moves = align(letters(manuscript, old_spans), letters(manuscript, spans))
    before, now = spanning.Index(old_spans), spanning.Index(spans)

    def whose(hunk: Hunk) -> object:
        by = {manuscript.behind(span.peer) for span in now.cut(hunk.new, hunk.inserted)}
        voices = {(b.contributor, b.origin, b.brought_by) for b in by}
        return voices.pop() if len(voices) == 1 else None

    for piece in pieces(old, new, hunks, moves, whose):
        gone = before.cut(piece.old, piece.removed)
        put = now.cut(piece.new, piece.inserted)
        of = _moved if piece.move else _plain
        yield from of(manuscript, part, piece, old, new, gone, put, deleters)


def letters(manuscript: Manuscript, spans: list[Span]) -> list[Letters]:
    """The characters of `spans` as they were first written, for `align`."""
    out = []
    for span in spans:
        at = span.counter
        for source in manuscript.sources(span):
            out.append(Letters(source, span.peer, at))
            at += source.length
    return out


def _moved(
    manuscript: Manuscript, part: str, piece: Piece, old: str, new: str,
    gone: list[Span], put: list[Span], deleters: Deleters,
) -> Iterator[Change]:  # fmt: skip
    """One half of a move: who moved it is who took it away, or put it there."""
    if put:
        # The copies' own peer is the mover's; the words' author stays who they were.
        behind = manuscript.behind(put[0].peer)
        who = Voice(behind.brought_by, behind.origin, behind.brought_by)
        seq = newest(manuscript, put)
    else:
        who, seq = _deleter(deleters, gone)
    yield _change(part, piece, old, new, who, seq, gone, tuple(put), move=piece.move)


def _deleter(deleters: Deleters, gone: list[Span]) -> tuple[Voice, int]:
    by = deleters.of(gone)
    return Voice(by.contributor, by.origin, by.brought_by), by.seq


def _plain(
    manuscript: Manuscript, part: str, piece: Piece, old: str, new: str,
    gone: list[Span], put: list[Span], deleters: Deleters,
) -> Iterator[Change]:  # fmt: skip
    """A piece as changes, one for each author and paragraph; the first carries what was deleted."""
    who, seq = _deleter(deleters, gone) if piece.removed else (NOBODY, 0)
    voices = list(in_voices(manuscript, put, new, piece))
    if not any(voice for _start, _length, voice in voices):
        yield _change(part, piece, old, new, who, seq, gone, tuple(put))
        return
    first = voices[0][2]
    if piece.removed and not piece.widened and first and first.contributor != who.contributor:
        alone = piece._replace(inserted=0)
        yield _change(part, alone, old, new, who, seq, gone, ())
        piece, gone = piece._replace(old=piece.old + piece.removed, removed=0), []
    within = spanning.Index(put)
    for start, length, voice in voices:
        own = tuple(within.cut(start - piece.new, length))
        here = Piece(piece.old, piece.removed, start, length, False, 0)
        when = max(newest(manuscript, own), seq)
        yield _change(part, here, old, new, voice or who, when, gone, own)
        after = piece.old + piece.removed
        piece, gone, seq = Piece(after, 0, piece.new, piece.inserted, False, 0), [], 0


def newest(manuscript: Manuscript, spans: Iterable[Span]) -> int:
    """The newest touch that brought any of these characters."""
    return max((manuscript.seq_of(span.peer, span.counter) for span in spans), default=0)


def _change(
    part: str, piece: Piece, old: str, new: str, who: Voice, seq: int,
    gone: list[Span], put: tuple[Span, ...], move: int = 0,
) -> Change:  # fmt: skip
    named = hashlib.sha256(repr((part, gone, put)).encode()).hexdigest()[:16]
    return Change(
        0, part, piece.new, piece.inserted, new[piece.new : piece.new + piece.inserted],
        old[piece.old : piece.old + piece.removed], who.contributor, who.origin, seq, piece.old,
        put, named, move, tuple(gone), brought_by=who.brought_by,
    )  # fmt: skip


def of_proposal(
    base: Manuscript, fork: Manuscript, contributor: str, peers: tuple[int, ...], first: int = 1
) -> list[Change]:
    """What a proposal would change in the text as it stands."""
    now = {part: (base.text(part), base.spans(part)) for part in base.parts()}
    found = changes(fork, now, first)
    return [replace(change, proposal=contributor, peers=peers) for change in found]


def same_as(
    manuscript: Manuscript, found: Iterable[Change], wanted: Sequence[Change]
) -> list[Change]:
    """Those of `found` that are `wanted` proposals, once their words are in the text."""
    fresh = [s for c in wanted for s in c.spans if s.peer in c.peers]
    gone = manuscript.sources_of(s for c in wanted for s in c.gone)
    return [
        change
        for change in found
        if spanning.overlap(change.spans, fresh)
        or (gone and spanning.overlap(manuscript.sources_of(change.gone), gone))
    ]


def apply(
    approved: dict[str, tuple[str, list[Span]]], edits: Iterable[Edit]
) -> list[tuple[str, list[Span]]]:
    """Put accepted edits into the approved text; later places first, as they were recorded.

    What each took out: with it the edits can be taken back.
    """
    was = []
    for part, old, removed, text, spans in edits:
        words, known = approved.get(part, ("", []))
        known = list(known)
        was.append((words[old : old + removed], spanning.cut(known, old, removed)))
        spanning.splice(known, old, removed, [Span(*span) for span in spans])
        approved[part] = (words[:old] + text + words[old + removed :], known)
    return was


#: part, where it stood in the approved text, how much of that goes, the words, their characters
Edit = tuple[str, int, int, str, list[list[int]]]


def edits_of(chosen: Iterable[Change]) -> list[Edit]:
    """The edits that accept `chosen`, last place first, so that each still finds its own."""
    ordered = sorted(chosen, key=lambda change: (change.part, change.old, change.start))
    return [
        (c.part, c.old, len(c.deleted), c.inserted, [list(span) for span in c.spans])
        for c in reversed(ordered)
    ]


def accepted_by_source(manuscript: Manuscript, edits: Iterable[Edit]) -> list[Span]:
    """The first characters that accepting these edits vouches for, each once."""
    found = (
        source
        for _part, _old, _removed, _text, spans in edits
        for span in spans
        for source in manuscript.sources(Span(*span))
    )
    return list(dict.fromkeys(found))
