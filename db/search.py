"""Full-text search: one folding for what is indexed and what is asked.

Bengali needs its combining marks kept as letters, and joiners and case taken out of the way;
scripts without spaces are cut into pairs of letters. The index's rows stand in the order of the
articles' last touches, so that the newest matches are found without looking at the others.
"""

from __future__ import annotations

import unicodedata
from typing import Protocol

import regex
from sqlalchemy.orm import Session

from db.storage import sqlite_search
from db.storage.speech import is_postgresql

_JOINERS = {0x200C: None, 0x200D: None}
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_WORDS = regex.compile(
    rf"(?V1)[{_UNSPACED}][{_UNSPACED}\p{{Mn}}\p{{Mc}}]*"
    rf"|[[\p{{L}}\p{{N}}\p{{Mn}}\p{{Mc}}]--[{_UNSPACED}]]+"
)
_PAIRED = regex.compile(rf"[{_UNSPACED}]")
#: Prefixes shorter than this match too much to be searched for.
SHORTEST_PREFIX = 3


def folded(words: str) -> str:
    """NFC, without joiners, casefolded."""
    return unicodedata.normalize("NFC", words).translate(_JOINERS).casefold()


def _pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


def indexed_form(words: str) -> str:
    """What the index keeps of a text: its words, folded."""
    plain = folded(words)
    if not _PAIRED.search(plain):
        return plain
    out: list[str] = []
    for word in _WORDS.findall(plain):
        out.extend([*_pairs(word), word[-1]] if _PAIRED.match(word) else [word])
    return " ".join(out)


class Index(Protocol):
    """What keeps the index: `db.storage.sqlite_search`, or that of PostgreSQL."""

    def index(self, session: Session, article: str, words: str, seq: int) -> None: ...
    def move_up(self, session: Session, article: str) -> None: ...
    def remove(self, session: Session, article: str) -> None: ...
    def matches(
        self, session: Session, query: str, before: int | None, limit: int
    ) -> list[tuple[int, str]]: ...


def _of(session: Session) -> Index:
    if is_postgresql(session):
        from db.storage import postgresql_search

        return postgresql_search
    return sqlite_search


def index(session: Session, article: str, words: str, seq: int) -> None:
    """Put the words of an article into the index, in place of what stood there."""
    _of(session).index(session, article, indexed_form(words), seq)


def move_up(session: Session, article: str) -> None:
    """The article is the one touched last: its matches come first."""
    _of(session).move_up(session, article)


def remove(session: Session, article: str) -> None:
    """Take an article out of the index."""
    _of(session).remove(session, article)


def query_of(asked: str, *, whole: bool = False) -> str | None:
    """What a person typed as a query that nothing in it can break; None where no word is left.

    All words must be there; the last one may be the beginning of a word, unless `whole`.
    """
    words = _WORDS.findall(folded(asked))
    if not words:
        return None
    terms: list[str] = []
    for word in words:
        terms.extend(_pairs(word) if _PAIRED.match(word) else [word])
    # One letter of such a script is the beginning of a pair.
    quoted = [f'"{term}"*' if _PAIRED.fullmatch(term) else f'"{term}"' for term in terms]
    unfinished = not whole and not asked[-1:].isspace() and not _PAIRED.match(words[-1])
    if unfinished and len(words[-1]) >= SHORTEST_PREFIX:
        quoted[-1] += "*"
    return " ".join(quoted)


def matches(session: Session, query: str, before: int | None, limit: int) -> list[tuple[int, str]]:
    """The newest articles that match, as (place in the index, id); `before` goes on from a place."""
    return _of(session).matches(session, query, before, limit)
