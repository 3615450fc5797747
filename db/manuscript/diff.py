"""What differs between two texts, word by word; a word is never cut inside a grapheme."""

from __future__ import annotations

from typing import NamedTuple

import regex
from rapidfuzz.distance import Indel

# A letter of a script without spaces, a word with its marks, white space, or one grapheme.
_TOKENS = regex.compile(
    r"(?V1)[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]\p{M}*"
    r"|(?:[[\p{L}\p{N}_]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]](?:\p{M}|[\u200c\u200d])*)+"
    r"|\s+|\X"
)
_PARAGRAPHS = regex.compile(r"[^\n]*\n+|[^\n]+")


# Letters of one word; those of scripts without spaces are words of their own.
_LETTER = regex.compile(
    r"(?V1)[[\p{L}\p{N}\p{M}_\u200c\u200d]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]"
)
#: Pairs of tokens that are compared, a bit each: past this a passage counts as written anew.
MOST_PAIRS = 800_000_000
_GRAPHEME = regex.compile(r"\X")


def is_boundary(text: str, position: int) -> bool:
    """Whether neither a word nor a grapheme is cut at `position`."""
    if position <= 0 or position >= len(text):
        return True
    before, after = text[position - 1], text[position]
    if before.isascii() and after.isascii():
        word = (before.isalnum() or before == "_") and (after.isalnum() or after == "_")
        return not word and not (before == "\r" and after == "\n")
    if _LETTER.match(before) and _LETTER.match(after):
        return False
    # A grapheme may be long (families of emoji); white space before it is a safe place to begin.
    low = position
    while low > 0 and position - low < 64 and not text[low - 1].isspace():
        low -= 1
    return any(m.start() == position for m in _GRAPHEME.finditer(text, low, position + 32))


class Hunk(NamedTuple):
    """`removed` code points at `old` became `inserted` ones at `new`."""

    old: int
    removed: int
    new: int
    inserted: int


def words(old: str, new: str) -> list[Hunk]:
    """The hunks that turn `old` into `new`, in order; two levels for long texts."""
    if old == new:
        return []
    start = _boundary_before(old, common_start(old, new))
    most = min(len(old), len(new)) - start
    end = _boundary_after(old, min(common_end(old, new), most))
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if len(before) + len(after) < 20_000:
        return _by(_TOKENS, before, after, start, start)
    out: list[Hunk] = []
    for block in _by(_PARAGRAPHS, before, after, start, start):
        gone = old[block.old : block.old + block.removed]
        put = new[block.new : block.new + block.inserted]
        if gone and put and len(gone) + len(put) < 200_000:
            out.extend(_by(_TOKENS, gone, put, block.old, block.new))
        else:
            out.append(block)
    return out


def common_start(one: str, other: str) -> int:
    """How many characters both begin with; found by halving, since slices compare quickly."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_end(one: str, other: str) -> int:
    """How many characters both end with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _boundary_before(text: str, position: int) -> int:
    """The end of the last white space at or before `position`, so that no word is cut."""
    for at in range(position, 0, -1):
        if text[at - 1].isspace() and (at == len(text) or not text[at].isspace()):
            return at
    return 0


def _boundary_after(text: str, length: int) -> int:
    """The same from the end: how many characters from there on begin with white space."""
    for count in range(length, 0, -1):
        at = len(text) - count
        if text[at].isspace() and (at == 0 or not text[at - 1].isspace()):
            return count
    return 0


def _by(
    pattern: regex.Pattern[str], old: str, new: str, old_start: int, new_start: int
) -> list[Hunk]:
    numbers: dict[str, int] = {}
    ours, theirs = pattern.findall(old), pattern.findall(new)
    one = [numbers.setdefault(token, len(numbers)) for token in ours]
    other = [numbers.setdefault(token, len(numbers)) for token in theirs]
    if len(one) * len(other) > MOST_PAIRS:
        return [Hunk(old_start, len(old), new_start, len(new))]
    old_at, new_at = _offsets(ours), _offsets(theirs)
    out: list[Hunk] = []
    for op in Indel.opcodes(one, other):
        if op.tag == "equal":
            continue
        a, b = old_at[op.src_start], old_at[op.src_end]
        c, d = new_at[op.dest_start], new_at[op.dest_end]
        hunk = Hunk(old_start + a, b - a, new_start + c, d - c)
        if (
            out
            and out[-1].old + out[-1].removed == hunk.old
            and (out[-1].new + out[-1].inserted == hunk.new)
        ):
            last = out.pop()
            hunk = Hunk(
                last.old, last.removed + hunk.removed, last.new, last.inserted + hunk.inserted
            )
        out.append(hunk)
    return out


def _offsets(tokens: list[str]) -> list[int]:
    at = 0
    out = [0]
    for token in tokens:
        at += len(token)
        out.append(at)
    return out
