"""Articles' rows, kept for fast lists; each can be rebuilt from the touches."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Number


class Article(Base):
    """Where an article stands, and what lists show of it."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft','edit','published','spiked','withdrawn')", name="article_state"
        ),
        Index("article_state_updated", "state", text("updated DESC"), text("id DESC")),
        Index("article_desk_updated", "desk", "state", text("updated DESC"), text("id DESC")),
        Index("article_updated", text("updated DESC"), text("id DESC")),
        Index("article_due", "state", "due", "id"),
        Index(
            "article_sample", "id", sqlite_where=text("sample = 1"), postgresql_where=text("sample")
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    headline: Mapped[str] = mapped_column(default="")
    dateline: Mapped[str] = mapped_column(default="")
    date_line: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    state: Mapped[str]
    version: Mapped[int] = mapped_column(default=0)
    desk: Mapped[str | None]
    assigned_to: Mapped[str | None]
    due: Mapped[str | None]
    translation_of: Mapped[str | None]
    words: Mapped[int] = mapped_column(default=0)
    ai_share: Mapped[float] = mapped_column(default=0.0)
    shares: Mapped[dict[str, Any]] = mapped_column(default=dict)
    text_sha256: Mapped[str]
    #: the last touch that changed the text, its origins, its language or its images
    text_seq: Mapped[int] = mapped_column(Number)
    #: the last decision (accept, reject, publication) and the touch that made the article
    decided_seq: Mapped[int] = mapped_column(Number, default=0)
    made_by: Mapped[str]
    updated: Mapped[str]
    undecided: Mapped[bool] = mapped_column(default=True)
    sample: Mapped[bool] = mapped_column(default=False)


class Writer(Base):
    """Whose piece an article is: who made it, wrote in its draft, or was assigned."""

    __tablename__ = "writer"

    article: Mapped[str] = mapped_column(ForeignKey("article.id"), primary_key=True)
    contributor: Mapped[str] = mapped_column(primary_key=True)


class Peer(Base):
    """Who is behind a peer of a manuscript, and how its text came in."""

    __tablename__ = "peer"
    __table_args__ = (Index("peer_article", "article"),)

    peer: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    article: Mapped[str]
    contributor: Mapped[str]
    brought_by: Mapped[str]
    origin: Mapped[str]
    source: Mapped[str | None]
    seq: Mapped[int] = mapped_column(Number)


class TextRow(Base):
    """Which touch brought which operations of which peer."""

    __tablename__ = "text_row"
    __table_args__ = (Index("text_row_peer", "article", "peer", "start"),)

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    article: Mapped[str]
    peer: Mapped[int] = mapped_column(Number)
    start: Mapped[int]
    end: Mapped[int]


class Approved(Base):
    """The text of one part as last approved: words, and the identity of each character."""

    __tablename__ = "approved"

    article: Mapped[str] = mapped_column(ForeignKey("article.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    spans: Mapped[list[Any]]


class Proposal(Base):
    """Words offered for a piece and not in its text: a writer's, or an AI's.

    `state` is open, or what became of it: accepted, taken-in, rejected or set-aside.
    """

    __tablename__ = "proposal"

    peer: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    article: Mapped[str]
    contributor: Mapped[str]
    state: Mapped[str]
    seq: Mapped[int] = mapped_column(Number)


class Snapshot(Base):
    """A cache of the manuscript up to a touch; may be thrown away at any time."""

    __tablename__ = "snapshot"

    article: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(Number)
    bytes: Mapped[bytes]
    state: Mapped[dict[str, Any]]
