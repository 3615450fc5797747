"""What differs between two texts, word by word; a word is never cut inside a grapheme."""

from __future__ import annotations

from typing import NamedTuple

import regex
from rapidfuzz.distance import Indel

# A word with its marks, white space, or one grapheme of anything else.
_TOKENS = regex.compile(r"(?:[\p{L}\p{N}_](?:\p{M}|[\u200c\u200d])*)+|\s+|\X")
_PARAGRAPHS = regex.compile(r"[^\n]*\n+|[^\n]+")


class Hunk(NamedTuple):
    """`removed` code points at `old` became `inserted` ones at `new`."""

    old: int
    removed: int
    new: int
    inserted: int


def words(old: str, new: str) -> list[Hunk]:
    """The hunks that turn `old` into `new`, in order; two levels for long texts."""
    start = _common_start(old, new)
    if start == len(old) == len(new):
        return []
    if len(old) + len(new) < 20_000:
        return _by(_TOKENS, old, new, 0, 0)
    out: list[Hunk] = []
    for block in _by(_PARAGRAPHS, old, new, 0, 0):
        before = old[block.old : block.old + block.removed]
        after = new[block.new : block.new + block.inserted]
        if block.removed and block.inserted and len(before) + len(after) < 200_000:
            out.extend(_by(_TOKENS, before, after, block.old, block.new))
        else:
            out.append(block)
    return out


def _common_start(old: str, new: str) -> int:
    for index, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return index
    return min(len(old), len(new))


def _by(
    pattern: regex.Pattern[str], old: str, new: str, old_start: int, new_start: int
) -> list[Hunk]:
    numbers: dict[str, int] = {}
    ours, theirs = pattern.findall(old), pattern.findall(new)
    one = [numbers.setdefault(token, len(numbers)) for token in ours]
    other = [numbers.setdefault(token, len(numbers)) for token in theirs]
    old_at, new_at = _offsets(ours), _offsets(theirs)
    out: list[Hunk] = []
    for op in Indel.opcodes(one, other):
        if op.tag == "equal":
            continue
        a, b = old_at[op.src_start], old_at[op.src_end]
        c, d = new_at[op.dest_start], new_at[op.dest_end]
        hunk = Hunk(old_start + a, b - a, new_start + c, d - c)
        if out and out[-1].old + out[-1].removed == hunk.old and (
            out[-1].new + out[-1].inserted == hunk.new
        ):
            last = out.pop()
            hunk = Hunk(last.old, last.removed + hunk.removed, last.new, last.inserted + hunk.inserted)
        out.append(hunk)
    return out


def _offsets(tokens: list[str]) -> list[int]:
    at = 0
    out = [0]
    for token in tokens:
        at += len(token)
        out.append(at)
    return out
