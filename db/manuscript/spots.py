"""Where the operations of one touch changed a text: the places, in reading order.

What the touch wrote and took out again itself is nowhere; positions count code points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from db.manuscript.document import Operation
from db.manuscript.spans import Span
from db.terms import PARTS


@dataclass
class Spot:
    """One place: the letters put there (number, letter), and the characters taken out there.

    `start` is where it stands at the end of the touch; what was taken out stood before the letters.
    """

    part: str
    start: int
    letters: list[tuple[int, str]] = field(default_factory=list)
    erased: list[Span] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.start + len(self.letters)


def spots(operations: Iterable[Operation], own: range) -> list[Spot]:
    """Where operations numbered `own` of one peer put letters and took characters out."""
    by_part: dict[str, list[Spot]] = {}
    for operation in operations:
        found = by_part.setdefault(operation.part, [])
        if operation.erased is None:
            _put(found, operation)
        else:
            _take(found, operation, operation.erased, own)
    order = {part: n for n, part in enumerate(PARTS)}
    parts = sorted(by_part, key=lambda part: (order.get(part, len(order)), part))
    return [spot for part in parts for spot in by_part[part] if spot.letters or spot.erased]


def _put(found: list[Spot], operation: Operation) -> None:
    """Typing that goes on where it stopped, or into what was typed, is in one place with it."""
    at, long = operation.position, len(operation.text)
    letters = [(operation.counter + n, letter) for n, letter in enumerate(operation.text)]
    here = bisect_right(found, at, key=lambda spot: spot.start)
    if here and found[here - 1].end >= at:
        spot = found[here - 1]
        offset = at - spot.start
        spot.letters[offset:offset] = letters
    else:
        found.insert(here, Spot(operation.part, at, letters))
        here += 1
    for later in found[here:]:
        later.start += long


def _take(found: list[Spot], operation: Operation, erased: Span, own: range) -> None:
    low = operation.position
    high = low + erased.length
    if erased.peer == operation.peer and erased.counter in own:
        for spot in found:
            del spot.letters[max(0, low - spot.start) : max(0, high - spot.start)]
    else:
        near = [n for n, spot in enumerate(found) if spot.end >= low and spot.start <= high]
        first = near[0] if near else bisect_right(found, low, key=lambda spot: spot.start)
        beside = [found[n] for n in near]
        before = [spot for spot in beside if spot.end <= low]
        here = Spot(operation.part, before[0].start if before else low)
        for spot in before:
            here.letters += spot.letters
            here.erased += spot.erased
        here.erased.append(erased)
        for spot in beside[len(before) :]:
            here.letters += spot.letters
            here.erased += spot.erased
        found[first : first + len(near)] = [here]
    for spot in found:
        if spot.start > low:
            spot.start = max(low, spot.start - erased.length)
