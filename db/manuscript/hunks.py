"""Hunks as people read them: whole words and graphemes, and moves cut out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from db.manuscript.alignment import LEAST_MOVE, Move
from db.manuscript.diff import Hunk, is_boundary


class Piece(NamedTuple):
    """`removed` code points at `old` became `inserted` ones at `new`.

    `widened` where it holds characters of both texts, so that no word is cut; `move` is a number
    that both halves of a move share, 0 for others. `fresh` is where characters stand that the old text did
    not have here, from and to.
    """

    old: int
    removed: int
    new: int
    inserted: int
    widened: bool
    move: int
    fresh: tuple[tuple[int, int], ...] = ()


def pieces(
    old: str, new: str, hunks: list[Hunk], moves: list[Move], whose: Callable[[Hunk], object]
) -> Iterator[Piece]:
    """The hunks in reading order, none of which cuts a word or a grapheme of either text.

    Words that one author put in side by side are one piece: `whose` tells it, None for nobody's.
    """
    joined = list(_joined(old, new, _side_by_side(new, hunks, whose)))
    whole = [move for move in (_trimmed(old, new, move) for move in moves) if move is not None]
    # A piece that holds characters of both texts is decided whole: no half of a move leaves it.
    torn = [piece for piece in joined if piece.widened]
    apart = [move for move in whole if not any(_touches(piece, move) for piece in torn)]
    away = sorted((move.old, move.length, n) for n, move in enumerate(apart, 1))
    here = sorted((move.new, move.length, n) for n, move in enumerate(apart, 1))
    for piece in joined:
        yield from _without_moves(piece, away, here)


def _touches(piece: Piece, move: Move) -> bool:
    old_end, new_end = piece.old + piece.removed, piece.new + piece.inserted
    return piece.old <= move.old < old_end or piece.new <= move.new < new_end


def _trimmed(old: str, new: str, move: Move) -> Move | None:
    """The move without words that it cuts; None where little is left."""
    start, length = 0, move.length

    def cuts(offset: int) -> bool:
        return not (is_boundary(old, move.old + offset) and is_boundary(new, move.new + offset))

    while start < length and cuts(start):
        start += 1
    while length > start and cuts(length):
        length -= 1
    if length - start < LEAST_MOVE:
        return None
    return Move(move.old + start, move.new + start, length - start)


def _side_by_side(
    new: str, hunks: list[Hunk], whose: Callable[[Hunk], object]
) -> Iterator[list[Hunk]]:
    """Hunks that only blanks of one line part, and one author wrote."""
    together: list[Hunk] = []
    by: object = None
    for hunk in hunks:
        mine = whose(hunk)
        if together:
            between = new[together[-1].new + together[-1].inserted : hunk.new]
            if mine is None or mine != by or between.strip(" \u00a0"):
                yield together
                together = []
        together.append(hunk)
        by = mine
    if together:
        yield together


def _joined(old: str, new: str, groups: Iterable[list[Hunk]]) -> Iterator[Piece]:
    """Groups of hunks widened to whole words; those that meet are one."""
    waiting: Piece | None = None
    every = list(groups)
    for n, group in enumerate(every):
        before = waiting.new + waiting.inserted if waiting is not None else 0
        after = every[n + 1][0].new if n + 1 < len(every) else len(new)
        wide = _widened(old, new, group, group[0].new - before, after)
        if waiting is not None and wide.new == before and waiting.old + waiting.removed == wide.old:
            waiting = Piece(
                waiting.old, waiting.removed + wide.removed, waiting.new,
                waiting.inserted + wide.inserted, True, 0, waiting.fresh + wide.fresh,
            )  # fmt: skip
            continue
        if waiting is not None:
            yield waiting
        waiting = wide
    if waiting is not None:
        yield waiting


def _widened(old: str, new: str, group: list[Hunk], left: int, after: int) -> Piece:
    """The hunks with as much of what stays around them as makes whole words: at most `left` before
    them, and not beyond `after`."""
    first, last = group[0], group[-1]
    low = 0
    while low < left and not (
        is_boundary(old, first.old - low) and is_boundary(new, first.new - low)
    ):
        low += 1
    high, old_end, new_end = 0, last.old + last.removed, last.new + last.inserted
    while new_end + high < after and not (
        is_boundary(old, old_end + high) and is_boundary(new, new_end + high)
    ):
        high += 1
    return Piece(
        first.old - low, old_end - first.old + low + high,
        first.new - low, new_end - first.new + low + high,
        low + high > 0 or len(group) > 1, 0,
        tuple((hunk.new, hunk.new + hunk.inserted) for hunk in group),
    )  # fmt: skip


def _without_moves(
    piece: Piece, away: list[tuple[int, int, int]], here: list[tuple[int, int, int]]
) -> Iterator[Piece]:
    """A piece cut where words moved away or came: first what went, then what came."""
    went = [m for m in away if piece.old <= m[0] < piece.old + piece.removed]
    came = [m for m in here if piece.new <= m[0] < piece.new + piece.inserted]
    if not went and not came:
        yield piece
        return
    at = piece.old
    for start, length, move in [*went, (piece.old + piece.removed, 0, 0)]:
        if start > at:
            yield Piece(at, start - at, piece.new, 0, False, 0)
        if length:
            yield Piece(start, length, piece.new, 0, False, move)
        at = start + length
    at, old_end = piece.new, piece.old + piece.removed
    for start, length, move in [*came, (piece.new + piece.inserted, 0, 0)]:
        if start > at:
            yield Piece(old_end, 0, at, start - at, False, 0)
        if length:
            yield Piece(old_end, 0, start, length, False, move)
        at = start + length
