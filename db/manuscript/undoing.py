"""Undo and redo of one's own edits, by the identity of characters and not by positions.

What others write meanwhile moves positions; characters stay who they are. A character that undo
puts back is a new one that copies the old: `again` remembers which now stands for which.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.manuscript.manuscript import Manuscript
from db.manuscript.pen import Pen
from db.manuscript.spans import Span, joined

#: Typing that pauses longer than this begins a new step, in seconds.
PAUSE = 2.0


@dataclass
class Step:
    """One splice: `gone` stood at `mark`, `put` came there instead."""

    part: str
    mark: str
    text: str
    gone: list[Span]
    put: list[Span]
    typed: str = ""
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Splice:
    """A change of the text as it was made, in code points."""

    part: str
    position: int
    removed: str
    inserted: str


class Steps:
    """Two stacks of steps."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._again: dict[int, list[tuple[int, int, Span]]] = {}

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def add(self, step: Step) -> None:
        """Remember a step that was made elsewhere."""
        self._done.append(step)

    def did(self, part: str, position: int, text: str, gone: list[Span], put: Span,
            typed: str) -> None:  # fmt: skip
        """Remember a splice that was just made; typing on joins the step before."""
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last is not None and self._goes_on(last, part, gone, put, typed):
            last.put = joined([*last.put, put])
            last.typed += typed
            last.at = time.monotonic()
            return
        mark = self._manuscript.document.mark(part, position)
        self._done.append(Step(part, mark, text, gone, [put] if put.length else [], typed))

    def _goes_on(self, last: Step, part: str, gone: list[Span], put: Span, typed: str) -> bool:
        if gone or not last.put or not put.length or last.part != part or len(typed) > 12:
            return False
        end = last.put[-1]
        follows = (end.peer, end.counter + end.length) == (put.peer, put.counter)
        new_word = last.typed[-1:].isspace() and not typed[:1].isspace()
        broken = "\n" in last.typed or new_word or time.monotonic() - last.at > PAUSE
        return follows and not broken

    def undo(self, pen: Pen) -> list[Splice]:
        """Take the last step back; what that changed."""
        return self._turn(self._done, self._undone, pen)

    def redo(self, pen: Pen) -> list[Splice]:
        """Make the step that was taken back again."""
        return self._turn(self._undone, self._done, pen)

    def _turn(self, source: list[Step], target: list[Step], pen: Pen) -> list[Splice]:
        if not source:
            return []
        step = source.pop()
        out: list[Splice] = []
        manuscript = pen.manuscript
        taken: list[Span] = []
        words = ""
        place = manuscript.document.find(step.mark) or 0
        for position, length in reversed(self._places(step.part, step.put)):
            removed = manuscript.document.slice(step.part, position, length)
            gone, _ = pen.splice(step.part, position, length, "")
            taken, words, place = [*gone, *taken], removed + words, position
            out.append(Splice(step.part, position, removed, ""))
        put = Span(pen.peer, 0, 0)
        if step.text:
            place = min(place, manuscript.document.length(step.part))
            _, put = pen.splice(step.part, place, 0, step.text, self._first(step.gone))
            self._stands_for(step.gone, put)
            out.append(Splice(step.part, place, "", step.text))
        mark = manuscript.document.mark(step.part, place)
        target.append(Step(step.part, mark, words, joined(taken), [put] if put.length else []))
        return out

    def _first(self, spans: Iterable[Span]) -> list[Span]:
        return self._manuscript.sources_of(spans)

    def _stands_for(self, gone: Sequence[Span], put: Span) -> None:
        at = put.counter
        for span in gone:
            self._again.setdefault(span.peer, []).append(
                (span.counter, span.length, Span(put.peer, at, span.length))
            )
            at += span.length

    def _now(self, span: Span, depth: int = 0) -> list[Span]:
        """The characters that stand for those of `span` by now."""
        for counter, length, other in reversed(self._again.get(span.peer, ())):
            low = max(span.counter, counter)
            high = min(span.counter + span.length, counter + length)
            if low >= high:
                continue
            before = Span(span.peer, span.counter, low - span.counter)
            inside = Span(other.peer, other.counter + low - counter, high - low)
            after = Span(span.peer, high, span.counter + span.length - high)
            out: list[Span] = []
            for piece, deeper in ((before, False), (inside, True), (after, False)):
                if piece.length:
                    out.extend(self._now(piece, depth + deeper) if depth < 500 else [piece])
            return out
        return [span]

    def _places(self, part: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
        """Where the characters stand now: position and length, in order."""
        wanted: dict[int, list[tuple[int, int]]] = {}
        for span in spans:
            for now in self._now(span):
                wanted.setdefault(now.peer, []).append((now.counter, now.counter + now.length))
        out: list[tuple[int, int]] = []
        at = 0
        for peer, counter, length in self._manuscript.spans(part):
            for low, high in wanted.get(peer, ()):
                start, end = max(low, counter), min(high, counter + length)
                if start < end:
                    out.append((at + start - counter, end - start))
            at += length
        return sorted(out)


def kept(step: Step) -> list[Any]:
    """A step as it is kept in the record."""
    return [step.part, step.mark, step.text, [list(s) for s in step.gone],
            [list(s) for s in step.put]]  # fmt: skip


def turn_back(pen: Pen, steps: Iterable[list[Any]]) -> None:
    """Take steps of the record back, the last first, wherever their characters stand by now."""
    turning = Steps(pen.manuscript)
    for part, mark, text, gone, put in steps:
        turning.add(Step(part, mark, text, [Span(*s) for s in gone], [Span(*s) for s in put]))
    while turning.can_undo:
        turning.undo(pen)
