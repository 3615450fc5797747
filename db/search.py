"""Full-text search: one folding for what is indexed and what is asked.

Bengali needs its combining marks kept as letters, and joiners and case taken out of the way.
"""

from __future__ import annotations

import unicodedata

import regex
from sqlalchemy import text
from sqlalchemy.orm import Session

_JOINERS = {0x200C: None, 0x200D: None}
_WORDS = regex.compile(r"[\p{L}\p{N}\p{M}]+")
#: Prefixes shorter than this match too much to be searched for.
SHORTEST_PREFIX = 3


def folded(words: str) -> str:
    """NFC, without joiners, casefolded."""
    return unicodedata.normalize("NFC", words).translate(_JOINERS).casefold()


def index(session: Session, article: str, words: str, seq: int) -> None:
    """Put the words of an article into the index, in place of what stood there."""
    number = session.execute(
        text("SELECT number FROM indexed WHERE article = :a"), {"a": article}
    ).scalar()
    if number is None:
        session.execute(
            text("INSERT INTO indexed (article, seq) VALUES (:a, :s)"), {"a": article, "s": seq}
        )
        number = session.execute(
            text("SELECT number FROM indexed WHERE article = :a"), {"a": article}
        ).scalar()
    else:
        session.execute(text("DELETE FROM article_text WHERE rowid = :n"), {"n": number})
        session.execute(
            text("UPDATE indexed SET seq = :s WHERE number = :n"), {"s": seq, "n": number}
        )
    session.execute(
        text("INSERT INTO article_text (rowid, words) VALUES (:n, :w)"),
        {"n": number, "w": folded(words)},
    )
    session.execute(text("DELETE FROM unindexed WHERE article = :a"), {"a": article})


def remove(session: Session, article: str) -> None:
    """Take an article out of the index."""
    number = session.execute(
        text("SELECT number FROM indexed WHERE article = :a"), {"a": article}
    ).scalar()
    if number is not None:
        session.execute(text("DELETE FROM article_text WHERE rowid = :n"), {"n": number})
        session.execute(text("DELETE FROM indexed WHERE number = :n"), {"n": number})


def mark_stale(session: Session, article: str) -> None:
    """Note that the article's words moved on; the next search brings the index up to date."""
    session.execute(
        text("INSERT INTO unindexed (article) VALUES (:a) ON CONFLICT DO NOTHING"), {"a": article}
    )


def stale(session: Session, limit: int = 50) -> list[str]:
    """Articles whose text moved on since it was indexed."""
    rows = session.execute(text("SELECT article FROM unindexed LIMIT :n"), {"n": limit})
    return [row[0] for row in rows]


def query_of(asked: str) -> str | None:
    """What a person typed as a query that nothing in it can break; None where no word is left.

    All words must be there; the last one may be the beginning of a word.
    """
    words = _WORDS.findall(folded(asked))
    if not words:
        return None
    terms = [f'"{word}"' for word in words]
    if len(words[-1]) >= SHORTEST_PREFIX and not asked[-1:].isspace():
        terms[-1] += "*"
    return " ".join(terms)


def condition() -> str:
    """What a query asks of `article.id` (its words bound as :search), for a list that orders itself."""
    return (
        "article.id IN (SELECT i.article FROM article_text t JOIN indexed i ON i.number = t.rowid"
        " WHERE article_text MATCH :search)"
    )
