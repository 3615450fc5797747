"""Two moments of an article, word by word, with who wrote what came and what went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts import acting
from db.manuscript.alignment import align
from db.manuscript.changes import letters
from db.manuscript.hunks import pieces as whole_pieces
from db.manuscript.manuscript import Manuscript
from db.manuscript.store import load
from db.models.contributor import Contributor


@dataclass(frozen=True)
class Piece:
    """Some words: `same` in both, `out` of the earlier one, or `in` the later one.

    Of words that differ, `author` (a name), `kind` and `origin` say whose they are; `moved` that
    they stand elsewhere in the other text.
    """

    what: str
    text: str
    author: str = ""
    kind: str = ""
    origin: str = ""
    moved: bool = False


@dataclass(frozen=True)
class PartCompared:
    """One part: its pieces in order. The `same` and `out` ones are the earlier text, the `same` and
    `in` ones the later."""

    part: str
    pieces: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Whether anything came or went."""
        return any(piece.what != "same" for piece in self.pieces)


@dataclass(frozen=True)
class Comparison:
    """What changed from touch `earlier` to touch `later`, in every part that has words."""

    earlier: int
    later: int
    parts: tuple[PartCompared, ...]


def compare(session: Session, wanted: str, one: int, other: int) -> Comparison:
    """Compare the texts as they were after two touches. Raises Refused `not-found`."""
    article = acting.article(session, wanted).id
    earlier, later = sorted((one, other))
    before, after = load(session, article, earlier), load(session, article, later)
    people = {c.id: (c.name, c.kind) for c in session.scalars(select(Contributor))}
    names = dict.fromkeys([*after.parts(), *before.parts()])
    parts = (
        PartCompared(part, tuple(_pieces(before, after, part, people)))
        for part in names
        if before.text(part) or after.text(part)
    )
    return Comparison(earlier, later, tuple(parts))


def _pieces(
    before: Manuscript, after: Manuscript, part: str, people: dict[str, tuple[str, str]]
) -> Iterator[Piece]:
    old, new = before.text(part), after.text(part)
    theirs, ours = _Voices(before, part, people), _Voices(after, part, people)
    # Told by who the characters are, and not by their looks: a word written anew is another one.
    hunks, moves = align(letters(after, before.spans(part)), letters(after, after.spans(part)))
    at = 0
    for piece in whole_pieces(old, new, hunks, moves, lambda _hunk: None):
        if piece.old > at:
            yield Piece("same", old[at : piece.old])
        yield from theirs.cut("out", old, piece.old, piece.removed, bool(piece.move))
        yield from ours.cut("in", new, piece.new, piece.inserted, bool(piece.move))
        at = max(at, piece.old + piece.removed)
    if at < len(old):
        yield Piece("same", old[at:])


class _Voices:
    """Who wrote each character of a part; asked in order, from the beginning to the end."""

    def __init__(
        self, manuscript: Manuscript, part: str, people: dict[str, tuple[str, str]]
    ) -> None:
        self._runs = manuscript.authors(part) if manuscript.text(part) else []
        self._people = people
        self._index = self._at = 0

    def cut(self, what: str, text: str, start: int, length: int, moved: bool) -> Iterator[Piece]:
        """Some characters, cut where their author changes."""
        end = start + length
        while start < end:
            run = self._runs[self._index]
            if self._at + run.length <= start:
                self._at += run.length
                self._index += 1
                continue
            stop = min(end, self._at + run.length)
            name, kind = self._people.get(run.contributor, (run.contributor, ""))
            yield Piece(what, text[start:stop], name, kind, run.origin, moved)
            start = stop
