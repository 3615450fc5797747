"""The checkable statements of a text: figures, dates, names and quotations, found by form.

They are what the editor ticks at sign-off, one by one; digits of any script count (Bengali too).
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from db.manuscript.diff import is_boundary

#: A sentence longer than this is cut to so many characters before and after its figure.
LONGEST, AROUND = 200, 70

_FIGURE = regex.compile(r"\p{Nd}+(?:[.,:/–-]?\p{Nd}+)*\s?%?")
_QUOTATION = regex.compile(
    r"“[^”\n]{3,}”|\"[^\"\n]{3,}\"|«[^»\n]{3,}»|「[^」\n]{2,}」|„[^“\n]{3,}“"
)
# A part of a name: `U.S.`, `Dr.`, or a word; another dot ends a sentence and so the name.
_PART = r"(?:(?:\p{Lu}\.)+|(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Lt|Col|Sgt|Jr|Sr)\.|\p{Lu}[\p{L}\p{M}’'-]+)"
_NO_NAME = r"(?!(?:The|A|An|In|On|At|For|From|But|And|By|His|Her|He|She|It|They|We|As|When|If)\b)"
_NAME = regex.compile(
    rf"\b{_NO_NAME}{_PART}(?:[ \u00a0]+(?:(?:of|de|van|von|al|bin)[ \u00a0]+)?{_PART})+"
)
_SENTENCE_END = regex.compile(
    r"(?<!\b\p{Lu}|\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Lt|Col|Sgt|No))[.!?…।][”\"’»)]*\s+|[。！？]"
)
_WORD_NUMBER = regex.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?"
    r"|millions?|billions?)\b",
    regex.IGNORECASE,
)


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|জানুয়ারি|ফেব্রুয়ারি|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর)"
)
_DATE = regex.compile(
    rf"{_MONTH}\.?\s\p{{Nd}}{{1,2}}(?:,?\s\p{{Nd}}{{4}})?\b|\p{{Nd}}{{1,2}}\s{_MONTH}(?:,?\s\p{{Nd}}{{4}})?"
    r"|\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}|\p{Nd}{4}年\p{Nd}{1,2}月(?:\p{Nd}{1,2}日)?"
)


@dataclass(frozen=True)
class Statement:
    """The n-th checkable statement: `kind` is figure, date, quotation or name; `text` its words."""

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
    for match in _DATE.finditer(text):
        if not any(a <= match.start() < b for a, b in covered):
            found.append((match.start(), "date", _around(text, match)))
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
    """The sentence of a figure; of a long one the words around it, with … where it is cut."""
    low = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    high = end if end >= 0 else len(text)
    for sentence in _SENTENCE_END.finditer(text, low, match.start()):
        low = sentence.end()
    after = _SENTENCE_END.search(text, match.end(), high)
    if after is not None:
        high = after.start() + len(after.group().rstrip())
    if high - low <= LONGEST:
        return text[low:high].strip()
    first, last = max(low, match.start() - AROUND), min(high, match.end() + AROUND)
    while low < first < match.start() and not is_boundary(text, first):
        first += 1
    while match.end() < last < high and not is_boundary(text, last):
        last -= 1
    words = text[first:last].strip()
    return f"{'…' if first > low else ''}{words}{'…' if last < high else ''}"
