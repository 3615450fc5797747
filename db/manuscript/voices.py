"""Whose change some inserted words are: cut by author and paragraph, no word torn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from db.manuscript.diff import is_boundary
from db.manuscript.hunks import Piece
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.terms import Origin


class Voice(NamedTuple):
    """An author (a contributor's id), how the words came, and who first brought them in."""

    contributor: str
    origin: str
    brought_by: str


NOBODY = Voice("", "", "")


class _Run(NamedTuple):
    """The characters from `low` to `high`, and whose they are."""

    low: int
    high: int
    voice: Voice


def in_voices(
    manuscript: Manuscript, put: list[Span], new: str, piece: Piece
) -> Iterator[tuple[int, int, Voice | None]]:
    """The inserted words of a piece: where they stand, how many, and whose.

    They are cut where the author changes, and between paragraphs. A word that several wrote is
    whose most of its new characters are, an AI's before others; a blank goes with what it is
    between.
    """
    start, end = piece.new, piece.new + piece.inserted
    runs = list(_runs(manuscript, put, start))
    if piece.widened:
        # Some of its characters were there before: it is accepted whole, or they would stand twice.
        if start < end:
            yield start, end - start, _most(runs, piece.fresh)
        return
    for run in _with_blanks(new, _whole(new, runs, start, end)):
        at = run.low
        for stop in _paragraph_ends(new, run.low, run.high):
            yield at, stop - at, run.voice
            at = stop


def _runs(manuscript: Manuscript, put: list[Span], at: int) -> Iterator[_Run]:
    for run in manuscript.authors_of(put):
        yield _Run(at, at + run.length, Voice(run.contributor, run.origin, run.brought_by))
        at += run.length


def _most(runs: Iterable[_Run], places: Iterable[tuple[int, int]]) -> Voice | None:
    """Who wrote most of the characters in `places`; an AI that wrote any, the first of equals."""
    lengths: dict[Voice, int] = {}
    for low, high in places:
        for run in runs:
            own = min(run.high, high) - max(run.low, low)
            if own > 0:
                lengths[run.voice] = lengths.get(run.voice, 0) + own
    return max(lengths, key=lambda v: (v.origin == Origin.GENERATED, lengths[v]), default=None)


def _whole(text: str, runs: list[_Run], start: int, end: int) -> list[_Run]:
    """The runs so that none begins or ends inside a word."""
    out: list[_Run] = []
    at = start
    for n, run in enumerate(runs):
        if run.high <= at:
            continue
        low, high = run.high, run.high
        while low > at and low < end and not is_boundary(text, low):
            low -= 1
        while high < end and not is_boundary(text, high):
            high += 1
        if low > at:
            out.append(_Run(at, low, run.voice))
        if high > low:
            others = [r for r in runs[max(n - 1, 0) :] if r.low < high]
            out.append(_Run(low, high, _most(others, [(low, high)]) or run.voice))
        at = high
    return _joined(out)


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    out: list[_Run] = []
    for run in runs:
        if out and out[-1].voice == run.voice:
            out[-1] = _Run(out[-1].low, run.high, run.voice)
        else:
            out.append(run)
    return out


def _with_blanks(text: str, runs: list[_Run]) -> list[_Run]:
    """Runs of nothing but blanks go with the words after them, the last with those before."""
    words = [run for run in runs if text[run.low : run.high].strip()]
    if not words:
        return runs
    out: list[_Run] = []
    at = runs[0].low
    for run in words:
        out.append(_Run(at, run.high, run.voice))
        at = run.high
    out[-1] = out[-1]._replace(high=runs[-1].high)
    return _joined(out)


def _paragraph_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Where paragraphs end between two places, and `stop`.

    Line ends go with the paragraph before them; where the words begin with line ends, as those
    added after a paragraph do, with the one after them.
    """
    after = text[start : start + 1] == "\n"
    at = start
    while at < stop and text[at] == "\n":
        at += 1
    at = text.find("\n", at, stop)
    while at >= 0:
        here = at
        while at < stop and text[at] == "\n":
            at += 1
        if at >= stop:
            break
        yield here if after else at
        at = text.find("\n", at, stop)
    if start < stop:
        yield stop
