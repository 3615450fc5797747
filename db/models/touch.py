"""The ledger's tables: touches, their erasable content, and the locked head."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Number


class Touch(Base):
    """Who did what to what, when. Append-only; `leaf` holds the bytes that were hashed."""

    __tablename__ = "touch"
    __table_args__ = (
        Index("touch_subject", "subject", "seq"),
        Index("touch_kind", "kind", "at"),
        Index("touch_contributor", "contributor", "kind", "at"),
    )

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    contributor: Mapped[str]
    kind: Mapped[str]
    at: Mapped[str]
    payload_digest: Mapped[str]
    update_digest: Mapped[str | None]
    leaf: Mapped[bytes]
    hash: Mapped[bytes]


class Content(Base):
    """What a touch says, apart from it, so that it can be erased while the touch stays."""

    __tablename__ = "content"

    seq: Mapped[int] = mapped_column(ForeignKey("touch.seq"), primary_key=True, autoincrement=False)
    payload: Mapped[bytes | None]
    payload_salt: Mapped[bytes | None]
    update_bytes: Mapped[bytes | None] = mapped_column("update")
    update_salt: Mapped[bytes | None]
    erased_by: Mapped[int | None] = mapped_column(Number)


class Head(Base):
    """The end of the chain; the one row everybody who writes locks first."""

    __tablename__ = "head"
    __table_args__ = (CheckConstraint("id = 1", name="one_head"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Number)
    hash: Mapped[bytes]
    #: the Merkle tree's peaks (size, hex), so that a checkpoint costs nothing; `audit` recomputes
    peaks: Mapped[list[Any]]
