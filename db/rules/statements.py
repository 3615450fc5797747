"""The checkable statements of a text: figures, dates, names and quotations, found by form.

They are what the editor ticks at sign-off, one by one; digits of any script count (Bengali too).
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

_FIGURE = regex.compile(r"\p{Nd}+(?:[.,:/–-]?\p{Nd}+)*\s?%?")
_QUOTATION = regex.compile(
    r"“[^”\n]{3,}”|\"[^\"\n]{3,}\"|«[^»\n]{3,}»|「[^」\n]{2,}」|„[^“\n]{3,}“"
)
_NAME = regex.compile(
    r"(?:\p{Lu}[\p{L}\p{M}.’'-]+)(?:\s+(?:of|de|van|von|al|bin)?\s*\p{Lu}[\p{L}\p{M}.’'-]+)+"
)
_WORD_NUMBER = regex.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?"
    r"|millions?|billions?)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """The n-th checkable statement: `kind` is figure, quotation or name; `text` its words."""

    n: int
    kind: str
    text: str
    start: int


def find(text: str) -> list[Statement]:
    """The statements in reading order, numbered from 1; the same name is asked about once."""
    found: list[tuple[int, str, str]] = []
    covered: list[tuple[int, int]] = []
    for match in _QUOTATION.finditer(text):
        found.append((match.start(), "quotation", match.group()))
        covered.append(match.span())
    for kind, pattern in (("figure", _FIGURE), ("figure", _WORD_NUMBER), ("name", _NAME)):
        seen: set[str] = set()
        for match in pattern.finditer(text):
            words = match.group().strip()
            if any(a <= match.start() < b for a, b in covered) or (
                kind == "name" and words in seen
            ):
                continue
            seen.add(words)
            found.append((match.start(), kind, _around(text, match) if kind == "figure" else words))
    found.sort()
    return [Statement(n, kind, words, at) for n, (at, kind, words) in enumerate(found, 1)]


def _around(text: str, match: regex.Match[str]) -> str:
    """A figure with a few words around it, so that one sees what it is about."""
    low = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 40)
    end = text.find("\n", match.end())
    high = min(end if end >= 0 else len(text), match.end() + 40)
    if low and not text[low - 1].isspace():
        space = text.find(" ", low, match.start())
        low = space + 1 if space >= 0 else match.start()
    if high < len(text) and not text[high].isspace():
        space = text.rfind(" ", match.end(), high)
        high = space if space >= 0 else match.end()
    return text[low:high].strip()
