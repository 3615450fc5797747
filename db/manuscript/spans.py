"""Runs of characters by identity: which peer wrote them, from which counter on.

A text is a list of `Span`s in reading order. Loro numbers each peer's characters; a span names
`length` of them in a row, so two texts can be compared character by character, not by looks.
Positions and lengths count Unicode code points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """`length` characters of `peer`, numbered from `counter`."""

    peer: int
    counter: int
    length: int


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same characters in as few spans as possible; empty ones are left out."""
    out: list[Span] = []
    for span in spans:
        if not span.length:
            continue
        if out:
            last = out[-1]
            if last.peer == span.peer and last.counter + last.length == span.counter:
                out[-1] = Span(last.peer, last.counter, last.length + span.length)
                continue
        out.append(span)
    return out


def cut(spans: Sequence[Span], start: int, length: int) -> list[Span]:
    """The spans of the characters `start` to `start + length`."""
    out: list[Span] = []
    at = 0
    end = start + length
    for peer, counter, count in spans:
        if at >= end:
            break
        low, high = max(start, at), min(end, at + count)
        if low < high:
            out.append(Span(peer, counter + low - at, high - low))
        at += count
    return out


class Index:
    """Cuts of one list of spans, each found by halves: for many cuts of a long text."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._starts = [0, *accumulate(span.length for span in spans)]

    def cut(self, start: int, length: int) -> list[Span]:
        """The spans of the characters `start` to `start + length`."""
        if length <= 0:
            return []
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, start + length)
        return cut(self._spans[first:last], start - self._starts[first], length)


def splice(spans: list[Span], start: int, removed: int, inserted: Sequence[Span]) -> None:
    """Take out `removed` characters at `start` and put `inserted` there, in place."""
    at = index = 0
    count = len(spans)
    while index < count and at + spans[index].length <= start:
        at += spans[index].length
        index += 1
    first = index
    new: list[Span] = []
    if start > at:
        peer, counter, _ = spans[index]
        new.append(Span(peer, counter, start - at))
    new.extend(inserted)
    end = start + removed
    while index < count and at + spans[index].length <= end:
        at += spans[index].length
        index += 1
    if index < count and end > at:
        peer, counter, length = spans[index]
        new.append(Span(peer, counter + end - at, length - (end - at)))
        index += 1
    low = max(first - 1, 0)
    high = min(index + 1, count)
    spans[low:high] = joined([*spans[low:first], *new, *spans[index:high]])


def overlap(ones: Iterable[Span], others: Iterable[Span]) -> bool:
    """Whether any character is in both."""
    by_peer: dict[int, list[Span]] = {}
    for span in others:
        by_peer.setdefault(span.peer, []).append(span)
    return any(
        one.counter < other.counter + other.length and other.counter < one.counter + one.length
        for one in ones
        for other in by_peer.get(one.peer, ())
    )


def total(spans: Iterable[Span]) -> int:
    """How many characters the spans hold."""
    return sum(span.length for span in spans)
