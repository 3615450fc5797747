"""Which characters two texts share, told by who the characters are and not by their looks.

A text is a list of letters in reading order: characters as they were first written, and as they
stand here, which differ for copies. A character itself never moves in a manuscript, so whatever
both texts hold unchanged stays; of copies, as undo and moves make them, what is in the same order
stays too, and the rest has moved. Positions count code points.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from db.manuscript.diff import Hunk
from db.manuscript.spans import Span

#: Fewer characters than these are deleted and inserted, more are moved.
LEAST_MOVE = 24


class Letters(NamedTuple):
    """Some characters: as first written, and the peer and counter they stand here with."""

    source: Span
    peer: int
    counter: int


class Move(NamedTuple):
    """`length` characters that stood at `old` stand at `new` now."""

    old: int
    new: int
    length: int


class _Run(NamedTuple):
    """Letters that follow each other in both texts: where they begin, and whether they are the
    same characters there and here."""

    old: int
    new: int
    length: int
    same: bool


def align(old: list[Letters], new: list[Letters]) -> tuple[list[Hunk], list[Move]]:
    """What differs, in order, and which of it only moved (inside the hunks)."""
    runs = _runs(*_cut(old, new))
    kept = _heaviest(runs)
    staying = set(kept)
    moves = [
        Move(run.old, run.new, run.length)
        for run in runs
        if run not in staying and run.length >= LEAST_MOVE
    ]
    hunks: list[Hunk] = []
    old_at = new_at = 0
    end = _Run(_total(old), _total(new), 0, True)
    for run in [*kept, end]:
        if run.old > old_at or run.new > new_at:
            hunks.append(Hunk(old_at, run.old - old_at, new_at, run.new - new_at))
        old_at, new_at = run.old + run.length, run.new + run.length
    return hunks, moves


def _total(letters: list[Letters]) -> int:
    return sum(one.source.length for one in letters)


def _cut(old: list[Letters], new: list[Letters]) -> tuple[list[Letters], list[Letters]]:
    """Both cut wherever a source of either begins or ends, so that pieces can be compared."""
    cuts: dict[int, set[int]] = {}
    for (peer, counter, length), *_ in [*old, *new]:
        cuts.setdefault(peer, set()).update((counter, counter + length))
    ordered = {peer: sorted(found) for peer, found in cuts.items()}

    def pieces(letters: list[Letters]) -> list[Letters]:
        out = []
        for (peer, counter, length), own, number in letters:
            places = ordered[peer]
            for n in range(bisect_left(places, counter), bisect_left(places, counter + length)):
                low, high = places[n], places[n + 1]
                out.append(Letters(Span(peer, low, high - low), own, number + low - counter))
        return out

    return pieces(old), pieces(new)


def _runs(old: list[Letters], new: list[Letters]) -> list[_Run]:
    """What both hold, in the new order, joined where both go on alike."""
    places: dict[Letters, int] = {}
    copies: dict[Span, list[tuple[int, Letters]]] = {}
    at = 0
    for one in old:
        places[one] = at
        copies.setdefault(one.source, []).append((at, one))
        at += one.source.length
    here = set(new)
    # Those that stand in both as themselves are not there for copies to be matched with.
    waiting = {
        source: [place for place, one in found if one not in here]
        for source, found in copies.items()
    }
    out: list[_Run] = []
    at = 0
    for one in new:
        there = places.get(one)
        same = there is not None
        if there is None and waiting.get(one.source):
            there = waiting[one.source].pop(0)
        length = one.source.length
        if there is not None:
            last = out[-1] if out else None
            if (
                last is not None
                and last.same == same
                and (last.old + last.length, last.new + last.length) == (there, at)
            ):
                out[-1] = last._replace(length=last.length + length)
            else:
                out.append(_Run(there, at, length, same))
        at += length
    return out


def _heaviest(runs: list[_Run]) -> list[_Run]:
    """The runs that stay: of those in the same order in both texts, the most characters.

    The heaviest increasing subsequence, by a Fenwick tree over the old order; what is the same
    character in both weighs more than all copies.
    """
    if all(one.old < other.old for one, other in pairwise(runs)):
        return runs
    most = sum(run.length for run in runs) + 1
    ranks = {run.old: n for n, run in enumerate(sorted(runs), 1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(runs) + 1)
    before: list[int] = []
    end = (0, -1)
    for n, run in enumerate(runs):
        rank = ranks[run.old]
        found, at = (0, -1), rank - 1
        while at:
            found = max(found, best[at])
            at &= at - 1
        before.append(found[1])
        mine = (found[0] + run.length * (most if run.same else 1), n)
        end = max(end, mine)
        while rank < len(best):
            best[rank] = max(best[rank], mine)
            rank += rank & -rank
    out: list[_Run] = []
    index = end[1]
    while index >= 0:
        out.append(runs[index])
        index = before[index]
    return out[::-1]
