"""Which texts the search index lags behind: the same table, whatever keeps the index."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session


def mark_stale(session: Session, article: str) -> None:
    """Note that the article's words moved on; the next search brings the index up to date."""
    session.execute(
        text("INSERT INTO unindexed (article) VALUES (:a) ON CONFLICT DO NOTHING"), {"a": article}
    )


def is_stale(session: Session, article: str) -> bool:
    """Whether the article's text moved on since it was indexed."""
    found = session.execute(text("SELECT 1 FROM unindexed WHERE article = :a"), {"a": article})
    return found.scalar() is not None
