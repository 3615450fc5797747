"""What differs from the text as last approved: runs of words, each with its author.

A character counts as approved by its identity, not by its looks: words deleted and typed again
are a change, words moved back by undo are not. Positions count Unicode code points, per part.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from rapidfuzz.distance import Indel

from db.manuscript import diff
from db.manuscript import spans as spanning
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span

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
    #: whose proposal it is, if it is not in the text yet; a writer's are decided together
    proposal: str | None = None


def changes(manuscript: Manuscript, approved: Approved, decided: int) -> list[Change]:
    """All changes in reading order, numbered from 1; `decided` is the last decision's touch."""
    deleters: Deleters | None = None
    out: list[Change] = []
    for part in manuscript.parts():
        old, old_spans = approved.get(part, ("", []))
        spans = manuscript.spans(part)
        if spans == old_spans:
            continue
        new = manuscript.text(part)
        for hunk in _hunks(manuscript.sources_of(old_spans), manuscript.sources_of(spans)):
            if hunk.removed and deleters is None:
                deleters = Deleters(manuscript, decided)
            out.extend(_pieces(manuscript, part, hunk, old, old_spans, new, spans, deleters, out))
    return out


def _hunks(old: list[Span], new: list[Span]) -> list[diff.Hunk]:
    """Where two texts hold other characters, told by who the characters are."""
    cuts: dict[int, set[int]] = {}
    for peer, counter, length in [*old, *new]:
        cuts.setdefault(peer, set()).update((counter, counter + length))
    ordered = {peer: sorted(found) for peer, found in cuts.items()}
    numbers: dict[tuple[int, int], int] = {}
    ours, our_at = _atoms(old, ordered, numbers)
    theirs, their_at = _atoms(new, ordered, numbers)
    return [
        diff.Hunk(
            our_at[op.src_start], our_at[op.src_end] - our_at[op.src_start],
            their_at[op.dest_start], their_at[op.dest_end] - their_at[op.dest_start],
        )
        for op in _joined(Indel.opcodes(ours, theirs))
    ]  # fmt: skip


def _atoms(
    spans: list[Span], cuts: dict[int, list[int]], numbers: dict[tuple[int, int], int]
) -> tuple[list[int], list[int]]:
    """The spans cut wherever any span begins or ends, as numbers, and where each stands."""
    out: list[int] = []
    at = [0]
    for peer, counter, length in spans:
        places = cuts[peer]
        low = bisect_left(places, counter)
        high = bisect_left(places, counter + length)
        for n in range(low, high):
            out.append(numbers.setdefault((peer, places[n]), len(numbers)))
            at.append(at[-1] + places[n + 1] - places[n])
    return out, at


class _Op(NamedTuple):
    src_start: int
    src_end: int
    dest_start: int
    dest_end: int


def _joined(opcodes: Iterable[Any]) -> list[_Op]:
    """What is not equal; a deletion and an insertion at one place are one."""
    out: list[_Op] = []
    for op in opcodes:
        if op.tag == "equal":
            continue
        here = _Op(op.src_start, op.src_end, op.dest_start, op.dest_end)
        last = out[-1] if out else None
        if last and (last.src_end, last.dest_end) == (here.src_start, here.dest_start):
            out[-1] = _Op(last.src_start, here.src_end, last.dest_start, here.dest_end)
        else:
            out.append(here)
    return out


def _pieces(
    manuscript: Manuscript, part: str, hunk: diff.Hunk, old: str, old_spans: list[Span],
    new: str, spans: list[Span], deleters: Deleters | None, before: list[Change],
) -> list[Change]:  # fmt: skip
    """A hunk as changes, one for each author; the first carries what was deleted."""
    deleted = old[hunk.old : hunk.old + hunk.removed]
    out: list[Change] = []
    at = hunk.new
    put = spanning.cut(spans, hunk.new, hunk.inserted)
    for run in manuscript.authors_of(put):
        own = tuple(spanning.cut(put, at - hunk.new, run.length))
        out.append(
            Change(
                len(before) + len(out) + 1,
                part,
                at,
                run.length,
                new[at : at + run.length],
                "" if out else deleted,
                run.contributor,
                run.origin,
                _newest(manuscript, own),
                hunk.old if not out else hunk.old + hunk.removed,
                own,
            )
        )
        at += run.length
    if not out and deleters is not None:
        who, origin, seq = deleters.of(spanning.cut(old_spans, hunk.old, hunk.removed))
        out.append(
            Change(len(before) + 1, part, hunk.new, 0, "", deleted, who, origin, seq, hunk.old, ())
        )
    return out


def _newest(manuscript: Manuscript, spans: Iterable[Span]) -> int:
    return max((manuscript.seq_of(span.peer, span.counter) for span in spans), default=0)


class Deleters:
    """Who took characters out since the last decision."""

    def __init__(self, manuscript: Manuscript, since: int) -> None:
        self._manuscript = manuscript
        self._erased: list[tuple[Span, int, int]] = []
        for seq, peer, start, end in manuscript.rows:
            if seq <= since:
                continue
            for operation in manuscript.document.operations(peer, start, end):
                if operation.erased is not None:
                    self._erased.append((operation.erased, peer, seq))

    def of(self, spans: Iterable[Span]) -> tuple[str, str, int]:
        """The contributor, origin and touch of the newest deletion among `spans`."""
        found: tuple[int, int] | None = None
        for span in spans:
            end = span.counter + span.length
            for erased, peer, seq in self._erased:
                if (
                    erased.peer == span.peer
                    and erased.counter < end
                    and erased.counter + erased.length > span.counter
                    and (found is None or seq > found[0])
                ):
                    found = (seq, peer)
        if found is None:
            return "", "typed", 0
        behind = self._manuscript.known.peers[found[1]]
        return behind.contributor, behind.origin, found[0]


def of_proposal(base: Manuscript, fork: Manuscript, contributor: str) -> list[Change]:
    """What a proposal would change in the text as it stands; numbered from 1."""
    now = {part: (base.text(part), base.spans(part)) for part in base.parts()}
    return [replace(change, proposal=contributor) for change in changes(fork, now, 0)]


def apply(approved: dict[str, tuple[str, list[Span]]], edits: Iterable[Edit]) -> None:
    """Put accepted edits into the approved text; later places first, as they were recorded."""
    for part, old, removed, text, spans in edits:
        words, known = approved.get(part, ("", []))
        known = list(known)
        spanning.splice(known, old, removed, [Span(*span) for span in spans])
        approved[part] = (words[:old] + text + words[old + removed :], known)


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
    """The first characters that accepting these edits vouches for."""
    return [
        source
        for _part, _old, _removed, _text, spans in edits
        for span in spans
        for source in manuscript.sources(Span(*span))
    ]
