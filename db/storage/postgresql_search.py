"""The full-text index of a shared newsroom: sets of folded words, made here and not by the server.

SQLite's index takes diacritics off Latin letters by itself; here that is done before.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import regex
from sqlalchemy import text
from sqlalchemy.orm import Session

_WORD = regex.compile(r"[\p{L}\p{N}\p{Co}\p{Mn}\p{Mc}]+")
_TERM = re.compile(r'"([^"]*)"(\*?)')
#: So many of the newest articles are looked through for each match that is wanted, and at most; words
#: that one of so many has are common, and then so many more are looked through.
_NEAR, _AT_FIRST, _COMMON, _AT_MOST = 4, 3200, 20, 20_000
_AMONG_THE_NEWEST = """SELECT number, article FROM
  (SELECT number, article, words FROM indexed WHERE number < :b ORDER BY number DESC LIMIT :n) AS newest
  WHERE words @@ CAST(:q AS tsquery) ORDER BY number DESC LIMIT :l"""
_BY_THE_INDEX = """WITH found AS MATERIALIZED
  (SELECT number, article FROM indexed WHERE words @@ CAST(:q AS tsquery) AND number < :b)
  SELECT number, article FROM found ORDER BY number DESC LIMIT :l"""
#: A longer word is no word that anybody searches for, and the server would refuse it.
_LONGEST = 500


def bare(words: str) -> str:
    """The words without the diacritics of Latin letters."""
    if words.isascii():
        return words
    out: list[str] = []
    for letter in words:
        apart = unicodedata.normalize("NFD", letter)
        if len(apart) > 1 and apart[0].isascii() and apart[0].isalpha():
            out.append(apart[0])
        elif not "\u0300" <= letter <= "\u0331":
            out.append(letter)
    return "".join(out)


def words_of(folded: str) -> list[str]:
    """The different words of a folded text, sorted."""
    found = {word for word in _WORD.findall(bare(folded)) if len(word.encode()) <= _LONGEST}
    return sorted(found)


def index(session: Session, article: str, words: str, seq: int) -> None:
    """Put the folded words of an article into the index, in place of what stood there."""
    session.execute(
        text(
            "INSERT INTO indexed (number, article, seq, words)"
            " SELECT coalesce(max(number), 0) + 1, :a, :s, array_to_tsvector(:w) FROM indexed"
            " ON CONFLICT (article) DO UPDATE"
            " SET number = excluded.number, seq = excluded.seq, words = excluded.words"
        ),
        {"a": article, "s": seq, "w": words_of(words)},
    )
    session.execute(text("DELETE FROM unindexed WHERE article = :a"), {"a": article})


def move_up(session: Session, article: str) -> None:
    """The article is the one touched last: its matches come first."""
    session.execute(
        text(
            "UPDATE indexed SET number = newest + 1"
            " FROM (SELECT max(number) AS newest FROM indexed) AS every"
            " WHERE article = :a AND number < newest"
        ),
        {"a": article},
    )


def remove(session: Session, article: str) -> None:
    """Take an article out of the index."""
    session.execute(text("DELETE FROM indexed WHERE article = :a"), {"a": article})


def matches(session: Session, query: str, before: int | None, limit: int) -> list[tuple[int, str]]:
    """The newest articles that match, as (place in the index, id); `before` goes on from a place.

    The server cannot tell how common the beginning of a word is, or a word that is nowhere. So what
    is common is looked for among the newest articles, and what is not is asked of the index.
    """
    asked = {"q": _query(query), "b": before or 2**62, "l": limit}
    near = min(_NEAR * limit, _AT_FIRST)
    found = _rows(session, _AMONG_THE_NEWEST, asked | {"n": near})
    if not found or len(found) < min(limit, near // _COMMON):
        return _rows(session, _BY_THE_INDEX, asked)
    if len(found) < limit:
        more = near * limit * 3 // (2 * len(found))
        if more <= _AT_MOST:
            found = _rows(session, _AMONG_THE_NEWEST, asked | {"n": more})
    return found if len(found) >= limit else _rows(session, _BY_THE_INDEX, asked)


def _rows(session: Session, question: str, asked: dict[str, Any]) -> list[tuple[int, str]]:
    return [(int(row[0]), str(row[1])) for row in session.execute(text(question), asked)]


def _query(query: str) -> str:
    """A query of `db.search` in the server's words; its terms hold no quotes."""
    terms = [(bare(word), begun) for word, begun in _TERM.findall(query)]
    return " & ".join(f"'{word}'{':*' if begun else ''}" for word, begun in terms if word)
