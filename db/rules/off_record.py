"""What is off the record: never sent to an AI, in no exported byte, not in the search index.

A mark is on characters, as first written: it goes with them through edits and moves, and to every
copy the program knows of. Words written between marked ones, and the same words standing elsewhere,
count as off the record too: what is not known to be harmless does not leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import regex
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.manuscript import diff
from db.manuscript import spans as spanning
from db.manuscript.document import BrokenUpdate
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import load
from db.models.article import Peer
from db.models.off_record import OffRecord

#: Marked words that stand elsewhere are found from so many characters on.
SHORTEST = 8
#: What stands for words off the record where something must.
COVER = "[off the record]"
_WORDS = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_SENTENCES = regex.compile(r"[^.!?।\n]+")

#: start and length, in code points of one part
Range = tuple[int, int]


class _Run(NamedTuple):
    """Characters of one peer and the newest touch about them; `at` counts within that touch."""

    counter: int
    length: int
    seq: int
    at: int
    off: bool


class _Hit(NamedTuple):
    start: int
    length: int
    seq: int
    at: int
    off: bool


@dataclass(frozen=True)
class Secret:
    """What of a text is off the record: ranges of its parts, and the words themselves with the
    characters they were first written as."""

    ranges: Mapping[str, Sequence[Range]] = field(default_factory=dict)
    words: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    runs: Mapping[int, Sequence[_Run]] = field(default_factory=dict)

    def shown(self, part: str, text: str) -> str:
        """The part's text without what is off the record."""
        return "".join(text[a:b] for a, b in on_record(len(text), self.ranges.get(part, ())))

    def covered(self, manuscript: Manuscript, spans: Iterable[Span], text: str) -> str:
        """The text of any characters, of the past too, with what is off the record covered."""
        hits = _hits_of(manuscript, spans, self.runs)
        ranges = [(hit.start, hit.length) for hit in hits if hit.off]
        return _covered(text, _joined([*ranges, *_again(self.words, text)]))

    def cleared(self, text: str) -> str:
        """Words of which nobody knows the characters: covered all if any of them may be secret."""
        if any(each in _tokens(text) for said in self.words for each in _telling(said)):
            return COVER
        return _covered(text, _joined(_again(self.words, text)))

    def in_words(self, text: str) -> bool:
        """Whether any words that are off the record stand in some other text."""
        return bool(self.behind(text))

    def behind(self, text: str) -> list[Span]:
        """The marked characters whose words stand in some other text."""
        return [span for said, spans in self.words.items() if any(_again([said], text))
                for span in spans]  # fmt: skip


def _covered(text: str, ranges: Sequence[Range]) -> str:
    for start, length in reversed(ranges):
        text = f"{text[:start]}{COVER}{text[start + length :]}"
    return text


def _tokens(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text.casefold()))} "


def _telling(said: str) -> list[str]:
    """What of a sentence betrays it: its long words, and any three of them together."""
    words = _tokens(said).split()
    threes = [f" {' '.join(words[n : n + 3])} " for n in range(len(words) - 2)]
    return [*(f" {word} " for word in words if len(word) >= SHORTEST), *threes]


def on_record(length: int, off: Iterable[Range]) -> list[tuple[int, int]]:
    """From where to where a text of `length` is on the record."""
    out, at = [], 0
    for start, size in off:
        if start > at:
            out.append((at, start))
        at = start + size
    if at < length:
        out.append((at, length))
    return out


def secret(session: Session, manuscript: Manuscript) -> Secret:
    """What of this text, now or at any moment of the past, is off the record."""
    runs = _runs(session, manuscript)
    if not runs:
        return Secret()
    words = _words(session, manuscript, runs)
    found: dict[str, list[Range]] = {}
    near: list[Span] = []
    for part in manuscript.parts():
        text = manuscript.text(part)
        hits = _hits_of(manuscript, manuscript.spans(part), runs)
        ranges = [_whole_words(text, *each) for each in _with_gaps(hits)]
        ranges += [_whole_words(text, *each) for each in _again(words, text)]
        if ranges:
            found[part] = _joined(ranges)
            for start, length in found[part]:
                here = spanning.cut(manuscript.spans(part), start, length)
                near += manuscript.sources_of(here)
    return Secret(found, words, _with(runs, near))


def texts_on_record(session: Session, manuscript: Manuscript) -> dict[str, str]:
    """All parts' texts as they may leave the newsroom."""
    hidden = secret(session, manuscript)
    return {part: hidden.shown(part, text) for part, text in manuscript.texts().items()}


def _runs(session: Session, manuscript: Manuscript) -> dict[int, list[_Run]]:
    if session.scalar(select(OffRecord.seq).limit(1)) is None:
        return {}
    peers = sorted({*manuscript.known.peers, *manuscript.foreign_peers()})
    rows: list[OffRecord] = []
    for first in range(0, len(peers), 500):
        some = OffRecord.peer.in_(peers[first : first + 500])
        rows += session.scalars(select(OffRecord).where(some))
    out: dict[int, list[_Run]] = {}
    lengths: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: (row.seq, row.n)):
        at = lengths.get(row.seq, 0)
        lengths[row.seq] = at + row.length
        known = out.setdefault(row.peer, [])
        out[row.peer] = [
            *(rest for run in known for rest in _less(run, row.counter, row.counter + row.length)),
            _Run(row.counter, row.length, row.seq, at, row.off),
        ]
    return {peer: sorted(runs) for peer, runs in out.items()}


def _with(runs: dict[int, list[_Run]], near: Iterable[Span]) -> dict[int, list[_Run]]:
    """The runs, and the characters that stand among or repeat what they mark."""
    out = {peer: list(known) for peer, known in runs.items()}
    for span in near:
        out.setdefault(span.peer, []).append(_Run(span.counter, span.length, 0, 0, True))
    return out


def _less(run: _Run, low: int, high: int) -> list[_Run]:
    """What of a run an newer one from `low` to `high` leaves."""
    end = run.counter + run.length
    out = []
    if run.counter < low:
        out.append(run._replace(length=min(end, low) - run.counter))
    if end > high:
        gone = max(high - run.counter, 0)
        out.append(run._replace(counter=run.counter + gone, length=end - run.counter - gone,
                                at=run.at + gone))  # fmt: skip
    return out


def _hits_of(
    manuscript: Manuscript, spans: Iterable[Span], runs: Mapping[int, Sequence[_Run]]
) -> list[_Hit]:
    """Where among some characters those with a mark are, in order."""
    out: list[_Hit] = []
    at = 0
    for span in spans:
        for source in manuscript.sources(span):
            end = source.counter + source.length
            for run in runs.get(source.peer, ()):
                low, high = max(run.counter, source.counter), min(run.counter + run.length, end)
                if low < high:
                    out.append(_Hit(at + low - source.counter, high - low, run.seq,
                                    run.at + low - run.counter, run.off))  # fmt: skip
            at += source.length
    return sorted(out)


def _with_gaps(hits: list[_Hit]) -> list[Range]:
    """What is off the record, with what was written between characters of one mark."""
    out: list[Range] = []
    last: _Hit | None = None
    for hit in hits:
        if last is not None and hit.off and (
            hit.seq == last.seq and hit.at >= last.at + last.length
        ):  # fmt: skip
            between = last.start + last.length
            known = [(h.start, h.length) for h in hits if between <= h.start < hit.start]
            out += [(between + a, b - a) for a, b in on_record(
                hit.start - between, [(s - between, size) for s, size in known])]  # fmt: skip
        if hit.off:
            out.append((hit.start, hit.length))
            last = hit
    return out


def _words(
    session: Session, manuscript: Manuscript, runs: dict[int, list[_Run]]
) -> dict[str, tuple[Span, ...]]:
    """The marked passages' sentences, as they were first written, and their characters."""
    pieces: dict[int, list[tuple[int, Span]]] = {}
    for peer, known in runs.items():
        for run in known:
            if run.off:
                span = Span(peer, run.counter, run.length)
                pieces.setdefault(run.seq, []).append((run.at, span))
    out: dict[str, tuple[Span, ...]] = {}
    for found in pieces.values():
        passage, end = "", 0
        spans: list[tuple[int, Span]] = []
        for at, span in sorted(found):
            passage += "\n" if at != end else ""
            spans.append((len(passage), span))
            passage += _characters(session, manuscript, span).ljust(span.length)
            end = at + span.length
        for match in _SENTENCES.finditer(passage):
            words = match[0].strip()
            if len(words) >= SHORTEST:
                out[words] = tuple(_cut(spans, match.start(), match.end()))
    return out


def _cut(spans: list[tuple[int, Span]], low: int, high: int) -> list[Span]:
    """The characters from `low` to `high` of a passage whose spans begin where they say."""
    out = []
    for at, span in spans:
        first, end = max(at, low), min(at + span.length, high)
        if first < end:
            out.append(Span(span.peer, span.counter + first - at, end - first))
    return out


def _characters(session: Session, manuscript: Manuscript, span: Span) -> str:
    try:
        return manuscript.document.characters(span)
    except BrokenUpdate:
        home = session.scalar(select(Peer.article).where(Peer.peer == span.peer))
    if home is None or home == manuscript.known.article:
        return ""
    try:
        return load(session, home).document.characters(span)
    except BrokenUpdate:
        return ""


def _again(words: Iterable[str], text: str) -> Iterator[Range]:
    """Where the words stand in a text, however they are spaced or capitalised."""
    for each in words:
        pattern = r"\s+".join(map(regex.escape, each.split()))
        for match in regex.finditer(pattern, text, regex.IGNORECASE):
            yield match.start(), match.end() - match.start()


def _whole_words(text: str, start: int, length: int) -> Range:
    end = start + length
    while not diff.is_boundary(text, start):
        start -= 1
    while not diff.is_boundary(text, end):
        end += 1
    return start, end - start


def _joined(ranges: Iterable[Range]) -> list[Range]:
    out: list[Range] = []
    for start, length in sorted(ranges):
        if out and start <= out[-1][0] + out[-1][1]:
            first, size = out[-1]
            out[-1] = first, max(size, start + length - first)
        else:
            out.append((start, length))
    return out
