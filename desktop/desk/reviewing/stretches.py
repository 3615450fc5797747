"""A text under review as one runs through it: what stays, what came, what went, what is offered.

Pure: from the parts as they stand and their changes to stretches in reading order. Positions of
changes count code points; a stretch only knows its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

#: `same` and `added` and `leaving` stand in the text, `gone` and `offered` do not.
SAME, ADDED, GONE, OFFERED, LEAVING = "same", "added", "gone", "offered", "leaving"


class Stretch(NamedTuple):
    """Words of one part that one change explains; `key` names the change, empty for none."""

    part: str
    text: str
    role: str
    key: str
    kind: str


def stretches(texts: Mapping[str, str], changes: Sequence[Any]) -> list[Stretch]:
    """All parts in order, each with its changes in place."""
    by_part: dict[str, list[Any]] = {}
    for change in changes:
        by_part.setdefault(change.part, []).append(change)
    return [one for part, text in texts.items() for one in _part(part, text, by_part.get(part, []))]


def _part(part: str, text: str, changes: list[Any]) -> list[Stretch]:
    plain = [change for change in changes if not change.proposal]
    offered = [change for change in changes if change.proposal]
    cuts = {0, len(text)}
    for change in plain:
        cuts.update((change.start, change.start + change.length))
    for change in offered:
        cuts.update((change.old, change.old + len(change.deleted)))
    places = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    before: dict[int, list[Stretch]] = {}
    for change in plain:
        if change.deleted:
            gone = Stretch(part, change.deleted, GONE, change.key, change.kind)
            before.setdefault(change.start, []).append(gone)
    for change in offered:
        if change.inserted:
            new = Stretch(part, change.inserted, OFFERED, change.key, change.kind)
            before.setdefault(change.old + len(change.deleted), []).append(new)
    out: list[Stretch] = list(before.get(0, ()))
    came = _Walk([(c.start, c.start + c.length, c) for c in plain])
    goes = _Walk([(c.old, c.old + len(c.deleted), c) for c in offered])
    for low, high in pairwise(places):
        words = text[low:high]
        leaving, added = goes.over(low), came.over(low)
        if leaving is not None:
            out.append(Stretch(part, words, LEAVING, leaving.key, leaving.kind))
        elif added is not None:
            out.append(Stretch(part, words, ADDED, added.key, added.kind))
        else:
            out.append(Stretch(part, words, SAME, "", ""))
        out.extend(before.get(high, ()))
    for n in range(len(out) - 1):
        _part_words(out, n)
    return out


def _part_words(out: list[Stretch], n: int) -> None:
    """A blank between words that go and those that come in their place, in what is not the text."""
    one, after = out[n], out[n + 1]
    if after.role not in (ADDED, OFFERED) or one.text[-1:].isspace() or after.text[:1].isspace():
        return
    if one.role == GONE:
        out[n] = one._replace(text=one.text + " ")
    elif one.role == LEAVING and after.role == OFFERED:
        out[n + 1] = after._replace(text=" " + after.text)


class _Walk:
    """Which change lies over a place, asked from left to right."""

    def __init__(self, ranges: list[tuple[int, int, Any]]) -> None:
        self._ranges = sorted((r for r in ranges if r[1] > r[0]), key=lambda r: r[:2])
        self._at = 0

    def over(self, place: int) -> Any:
        """The change that holds the character at `place`, or None."""
        while self._at < len(self._ranges) and self._ranges[self._at][1] <= place:
            self._at += 1
        if self._at < len(self._ranges) and self._ranges[self._at][0] <= place:
            return self._ranges[self._at][2]
        return None
