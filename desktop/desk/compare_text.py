"""What of two moments is shown: long stretches that are the same are folded to their ends.

Pure: from the parts of a comparison to runs of words in reading order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

#: Characters of what stayed the same that are shown beside what changed.
KEPT = 160


class Run(NamedTuple):
    """Words of one part; `what` is same, in, out, fold or part (its name). `by` says whose."""

    what: str
    part: str
    text: str
    kind: str = ""
    by: str = ""
    moved: bool = False


def runs(parts: Iterable[Any], side: str) -> list[Run]:
    """The runs of one side: `both`, the `earlier` text or the `later`."""
    left_out = {"earlier": "in", "later": "out"}.get(side, "")
    out: list[Run] = []
    for one in parts:
        out.append(Run("part", one.part, ""))
        pieces = one.pieces
        for n, piece in enumerate(pieces):
            if piece.what == "same":
                out += _same(one.part, piece.text, n > 0, n + 1 < len(pieces))
            elif piece.what != left_out:
                by = f"{piece.author}, {piece.origin}" if piece.author else ""
                out.append(Run(piece.what, one.part, piece.text, piece.kind, by, piece.moved))
    return out


def _same(part: str, text: str, after_change: bool, before_change: bool) -> Iterator[Run]:
    head = _end(text, KEPT) if after_change else 0
    tail = _start(text, len(text) - KEPT) if before_change else len(text)
    if not after_change and not before_change and len(text) > 2 * KEPT:
        head = _end(text, KEPT)
    hidden = text[head:tail]
    if len(hidden) < KEPT:
        yield Run("same", part, text)
        return
    if head:
        cut = "" if text[head] == "\n" else " …"
        yield Run("same", part, text[:head].rstrip("\n") + cut)
    yield Run("fold", part, _counted(hidden))
    if tail < len(text):
        cut = "" if text[tail - 1] == "\n" else "… "
        yield Run("same", part, cut + text[tail:].lstrip("\n"))


def _end(text: str, at: int) -> int:
    """The end of the paragraph, or else of the word, at a place."""
    found = text.find("\n", at, at + KEPT)
    found = found if found >= 0 else text.find(" ", at)
    return found if found >= 0 else len(text)


def _start(text: str, at: int) -> int:
    if at <= 0:
        return 0
    found = text.rfind("\n", max(0, at - KEPT), at)
    found = found if found >= 0 else text.rfind(" ", 0, at)
    return found + 1


def _counted(text: str) -> str:
    words = len(text.split())
    return f"{words:,} word{'' if words == 1 else 's'} the same"


def counts(parts: Iterable[Any]) -> tuple[int, int]:
    """How many words came, and how many went."""
    came = went = 0
    for one in parts:
        for piece in one.pieces:
            words = len(piece.text.split())
            came += words if piece.what == "in" else 0
            went += words if piece.what == "out" else 0
    return came, went
