"""Sign-offs, agreements, acceptances, versions, images: what the gate asks for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Number


class SignOff(Base):
    """An editor's statement, bound to the hash of the exact text."""

    __tablename__ = "sign_off"
    __table_args__ = (Index("sign_off_article", "article", "seq"),)

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    article: Mapped[str] = mapped_column(ForeignKey("article.id"))
    signer: Mapped[str]
    responsible: Mapped[str]
    text_sha256: Mapped[str]
    examined: Mapped[str]
    facts: Mapped[str]
    needs_agree: Mapped[bool]
    meets_exception: Mapped[bool]
    why_not: Mapped[list[Any]]
    at: Mapped[str]


class Agreement(Base):
    """A second person's word for the signer's own words, bound to the same hash."""

    __tablename__ = "agreement"

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    article: Mapped[str]
    sign_off: Mapped[int] = mapped_column(ForeignKey("sign_off.seq"))
    contributor: Mapped[str]
    text_sha256: Mapped[str]


class Acceptance(Base):
    """Who accepted which characters of which peer."""

    __tablename__ = "acceptance"
    __table_args__ = (Index("acceptance_article", "article", "peer"),)

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    article: Mapped[str]
    peer: Mapped[int] = mapped_column(Number)
    counter: Mapped[int]
    length: Mapped[int]
    contributor: Mapped[str]
    seq: Mapped[int] = mapped_column(Number)


class Version(Base):
    """The text as published; its words lie in the publication's touch. Append-only."""

    __tablename__ = "version"

    article: Mapped[str] = mapped_column(ForeignKey("article.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Number)
    text_sha256: Mapped[str]
    note_issue: Mapped[int]
    label_issue: Mapped[int | None]
    at: Mapped[str]


class Image(Base):
    """The bytes of a picture, by their hash."""

    __tablename__ = "image"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    bytes: Mapped[bytes]


class ArticleImage(Base):
    """The n-th picture of an article, and whether AI made or altered it."""

    __tablename__ = "article_image"

    article: Mapped[str] = mapped_column(ForeignKey("article.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(ForeignKey("image.sha256"))
    ai: Mapped[bool | None]


class Font(Base):
    """A font file that the newsroom added."""

    __tablename__ = "font"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    bytes: Mapped[bytes]
    seq: Mapped[int] = mapped_column(Number)
