"""Where words that somebody once pointed at stand by now, told by who their characters are.

Text that is edited moves every position; a character stays who it is. Where it was deleted, a copy
of it made since (as moves and undo make them) stands for it. Positions count code points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span


class Anchor(NamedTuple):
    """Characters of a part as they were at touch `since`."""

    part: str
    spans: tuple[Span, ...]
    since: int


class Place(NamedTuple):
    """`length` characters of `part`, from `start` on."""

    part: str
    start: int
    length: int


class _Here(NamedTuple):
    """Characters of one span, as numbered where they are looked up, and where they stand."""

    counter: int
    length: int
    part: str
    at: int
    made: tuple[int, int]  # the peer and counter they stand here with


class Places:
    """The characters of one text, looked up by who they are; for many anchors in one text."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._own: dict[int, list[_Here]] = {}
        self._copied: dict[int, list[_Here]] = {}
        for part in manuscript.parts():
            at = 0
            for span in manuscript.spans(part):
                here = _Here(span.counter, span.length, part, at, (span.peer, span.counter))
                self._own.setdefault(span.peer, []).append(here)
                self._learn(span, part, at)
                at += span.length
        for known in self._own.values():
            known.sort()

    def _learn(self, span: Span, part: str, at: int) -> None:
        """Remember which of the characters are copies, and of what."""
        number = span.counter
        for source in self._manuscript.sources(span):
            if (source.peer, source.counter) != (span.peer, number):
                self._copied.setdefault(source.peer, []).append(
                    _Here(source.counter, source.length, part, at, (span.peer, number))
                )
            number += source.length
            at += source.length

    def find(self, part: str, spans: Iterable[Span], since: int) -> Place | None:
        """Where the characters `spans` of `part` stand: from the first that is left to the last.

        Of those that are gone, copies are found that came after touch `since`. None where nothing
        is left.
        """
        wanted = list(spans)
        left = [hit for span in wanted for hit in self._kept(span)]
        again = [hit for span in wanted for hit in self._again(span, since)]
        if not left:
            if not again:
                return None
            longest = max(again, key=lambda hit: hit.length)
            left = [longest]
            part = longest.part
        low = min(hit.start for hit in left)
        high = max(hit.start + hit.length for hit in left)
        # What was put back stands beside what never went.
        near = sorted(hit for hit in again if hit.part == part)
        for hit in (*near, *reversed(near)):
            if hit.start <= high and hit.start + hit.length >= low:
                low, high = min(low, hit.start), max(high, hit.start + hit.length)
        return Place(part, low, high - low)

    def _kept(self, span: Span) -> list[Place]:
        known = self._own.get(span.peer, [])
        first = max(bisect_right(known, span.counter, key=lambda here: here.counter) - 1, 0)
        out = []
        for here in known[first:]:
            if here.counter >= span.counter + span.length:
                break
            found = _common(here, span)
            if found is not None:
                out.append(found)
        return out

    def _again(self, span: Span, since: int) -> list[Place]:
        found = (
            _common(here, source)
            for source in self._manuscript.sources(span)
            for here in self._copied.get(source.peer, ())
            if self._is_newer(here, since)
        )
        return [place for place in found if place is not None]

    def _is_newer(self, here: _Here, since: int) -> bool:
        seq = self._manuscript.seq_of(*here.made)
        return seq > since or seq == 0  # 0: written, and not saved yet


def _common(here: _Here, span: Span) -> Place | None:
    low = max(here.counter, span.counter)
    high = min(here.counter + here.length, span.counter + span.length)
    return Place(here.part, here.at + low - here.counter, high - low) if low < high else None
