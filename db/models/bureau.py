"""What a bureau has besides the newsroom's own tables, in files of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.models.base import Base, Number


class CopyBase(DeclarativeBase):
    """Base of the tables in the copy of a newsroom, beside those of the newsroom."""


class OutboxBase(DeclarativeBase):
    """Base of the outbox's table."""

    type_annotation_map = Base.type_annotation_map


class Kept(CopyBase):
    """A piece that is kept here, as it was after touch `seq`.

    `opened` is when it was opened last, empty where it was not; `source` says that words of another
    kept piece are copies of its words, so that it is needed to check them.
    """

    __tablename__ = "kept"

    article: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(Number)
    pinned: Mapped[bool] = mapped_column(default=False)
    source: Mapped[bool] = mapped_column(default=False)
    opened: Mapped[str] = mapped_column(default="")


class Speaks(CopyBase):
    """For which contributor the login speaks."""

    __tablename__ = "speaks"

    contributor: Mapped[str] = mapped_column(primary_key=True)


class Seen(OutboxBase):
    """The newest touch that was seen here, when, and the decisions about lost history known then."""

    __tablename__ = "seen"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Number)
    hash: Mapped[bytes]
    at: Mapped[str]
    decisions: Mapped[list[Any]]


class Waiting(OutboxBase):
    """What waits to be sent: a touch of an article that is not in the record yet.

    `peers` are those of the sitting it was made in; `refused` says why the newsroom did not take it.
    One that was `sent` stays until the copy has it: a newsroom that is restored from a backup has not.
    """

    __tablename__ = "waiting"

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    contributor: Mapped[str]
    article: Mapped[str]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    update_bytes: Mapped[bytes | None]
    peers: Mapped[list[Any]]
    at: Mapped[str]
    refused: Mapped[str | None]
    sent: Mapped[bool] = mapped_column(default=False)
