"""Who took characters out, read from the newest row back until it is known."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span


class _Erased(NamedTuple):
    counter: int
    length: int
    seq: int
    by: int


class Deleter(NamedTuple):
    """Who took characters out: the author, who brought that in, how, and with which touch."""

    contributor: str = ""
    brought_by: str = ""
    origin: str = "typed"
    seq: int = 0


class _Index:
    """Erased characters by peer, found by halves."""

    def __init__(self) -> None:
        self._of: dict[int, list[_Erased]] = {}
        self._longest: dict[int, int] = {}

    def add(self, span: Span, by: int, seq: int) -> None:
        insort(self._of.setdefault(span.peer, []), _Erased(span.counter, span.length, seq, by))
        self._longest[span.peer] = max(self._longest.get(span.peer, 0), span.length)

    def newest(self, spans: Iterable[Span]) -> _Erased | None:
        found: _Erased | None = None
        for peer, counter, length in spans:
            erased = self._of.get(peer, [])
            at = bisect_right(erased, (counter + length,))
            while at > 0:
                at -= 1
                one = erased[at]
                if one.counter + self._longest[peer] <= counter:
                    break
                if one.counter + one.length > counter and (found is None or one.seq > found.seq):
                    found = one
        return found


class Deleters:
    """Answers who deleted; each row is read once, and only as far back as was asked."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._by_character, self._by_source = _Index(), _Index()
        self._unread: Iterator[tuple[int, int, int, int]] = reversed(manuscript.rows)

    def _read_on(self) -> bool:
        """Read the next row that took something out; False after the first of all."""
        for seq, peer, start, end in self._unread:
            gone = [
                operation.erased
                for operation in self._manuscript.document.operations(peer, start, end)
                if operation.erased is not None
            ]
            for span in gone:
                self._by_character.add(span, peer, seq)
                for source in self._manuscript.sources(span):
                    self._by_source.add(source, peer, seq)
            if gone:
                return True
        return False

    def of(self, spans: list[Span]) -> Deleter:
        """Who is behind the newest deletion among `spans`.

        Where a copy of the same characters went instead, whoever took that out.
        """
        found = self._by_character.newest(spans)
        while found is None and self._read_on():
            found = self._by_character.newest(spans)
        if found is None:
            found = self._by_source.newest(self._manuscript.sources_of(spans))
        if found is None:
            return Deleter()
        behind = self._manuscript.behind(found.by)
        return Deleter(behind.contributor, behind.brought_by, behind.origin, found.seq)
