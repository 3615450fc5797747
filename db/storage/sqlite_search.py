"""The full-text index of a newsroom's file (FTS5).

Its rows stand in the order of the articles' last touches, so that the newest matches are found
without looking at the others.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session


def index(session: Session, article: str, words: str, seq: int) -> None:
    """Put the folded words of an article into the index, in place of what stood there."""
    old = _number(session, article)
    number = _next(session)
    session.execute(
        text("INSERT INTO article_text (rowid, words) VALUES (:n, :w)"),
        {"n": number, "w": words},
    )
    if old is None:
        session.execute(
            text("INSERT INTO indexed (number, article, seq) VALUES (:n, :a, :s)"),
            {"n": number, "a": article, "s": seq},
        )
    else:
        _renumber(session, article, old, number, seq)
    session.execute(text("DELETE FROM unindexed WHERE article = :a"), {"a": article})


def move_up(session: Session, article: str) -> None:
    """The article is the one touched last: its matches come first."""
    old = _number(session, article)
    if old is None or old == _next(session) - 1:
        return
    number = _next(session)
    session.execute(
        text(
            "INSERT INTO article_text (rowid, words)"
            " SELECT :n, words FROM article_text WHERE rowid = :o"
        ),
        {"n": number, "o": old},
    )
    _renumber(session, article, old, number, None)


def _number(session: Session, article: str) -> int | None:
    return session.execute(
        text("SELECT number FROM indexed WHERE article = :a"), {"a": article}
    ).scalar()


def _next(session: Session) -> int:
    return int(
        session.execute(text("SELECT coalesce(max(number), 0) + 1 FROM indexed")).scalar_one()
    )


def _renumber(session: Session, article: str, old: int, number: int, seq: int | None) -> None:
    session.execute(text("DELETE FROM article_text WHERE rowid = :n"), {"n": old})
    session.execute(
        text("UPDATE indexed SET number = :n, seq = coalesce(:s, seq) WHERE article = :a"),
        {"n": number, "s": seq, "a": article},
    )


def remove(session: Session, article: str) -> None:
    """Take an article out of the index."""
    number = _number(session, article)
    if number is not None:
        session.execute(text("DELETE FROM article_text WHERE rowid = :n"), {"n": number})
        session.execute(text("DELETE FROM indexed WHERE number = :n"), {"n": number})


def matches(session: Session, query: str, before: int | None, limit: int) -> list[tuple[int, str]]:
    """The newest articles that match, as (place in the index, id); `before` goes on from a place."""
    rows = session.execute(
        text(
            "SELECT article_text.rowid, i.article FROM article_text"
            " CROSS JOIN indexed i ON i.number = article_text.rowid"
            " WHERE article_text MATCH :q AND article_text.rowid < :b"
            " ORDER BY article_text.rowid DESC LIMIT :l"
        ),
        {"q": query, "b": before or 2**62, "l": limit},
    )
    return [(int(row[0]), str(row[1])) for row in rows]
