"""Comments on words of an article. What they say is kept in their touches alone."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Number


class Mention(Base):
    """Whom a comment or reply calls by name, in thread `n` of an article."""

    __tablename__ = "mention"
    __table_args__ = (Index("mention_contributor", "contributor", "article"),)

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    contributor: Mapped[str] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(ForeignKey("article.id"))
    n: Mapped[int]


class Comment(Base):
    """A comment, or a reply to one; `n` numbers the threads of an article from 1.

    `resolved` is the touch that resolved the thread, in the row of its first comment.
    """

    __tablename__ = "comment"
    __table_args__ = (Index("comment_article", "article", "n"),)

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    article: Mapped[str] = mapped_column(ForeignKey("article.id"))
    n: Mapped[int]
    reply: Mapped[bool]
    resolved: Mapped[int | None] = mapped_column(Number)
