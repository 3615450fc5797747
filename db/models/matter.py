"""Escalations: what stands in clear so that the database can keep the rules; all words are sealed.

A matter's words lie in its touches, sealed to those who may read them; `seal` says who can open
which touch.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Number


class Matter(Base):
    """An escalation by its number; `due` is the next deadline of its procedure."""

    __tablename__ = "matter"
    __table_args__ = (
        Index("matter_state_updated", "state", text("updated DESC"), text("ref DESC")),
        Index("matter_updated", text("updated DESC"), text("ref DESC")),
        Index("matter_due", "due", "ref"),
    )

    ref: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    raised_by: Mapped[str]
    received: Mapped[str]
    due: Mapped[str | None]
    updated: Mapped[str]
    seq: Mapped[int] = mapped_column(Number)


class MatterMove(Base):
    """The moves between a matter's states, written from `db.rules.matter_moves`."""

    __tablename__ = "matter_move"

    from_state: Mapped[str] = mapped_column(primary_key=True)
    to_state: Mapped[str] = mapped_column(primary_key=True)


class Seal(Base):
    """The key of one sealed touch, sealed to the public key of one reader."""

    __tablename__ = "seal"
    __table_args__ = (Index("seal_reader", "reader", "subject"),)

    seq: Mapped[int] = mapped_column(ForeignKey("touch.seq"), primary_key=True, autoincrement=False)
    reader: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    sealed: Mapped[bytes]


class SealedFile(Base):
    """A document of a sealed touch, under the touch's key; `sha256` is that of the stored bytes."""

    __tablename__ = "sealed_file"

    seq: Mapped[int] = mapped_column(ForeignKey("touch.seq"), primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str]
    content: Mapped[bytes | None]


class Hearing(Base):
    """A hearing of a matter; once it is held it stays held."""

    __tablename__ = "hearing"
    __table_args__ = (CheckConstraint("state IN ('planned','held')", name="hearing_state"),)

    matter: Mapped[str] = mapped_column(ForeignKey("matter.ref"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    on_time: Mapped[str]
    state: Mapped[str]
    seq: Mapped[int] = mapped_column(Number)


class Claim(Base):
    """A claim of help; `premature` if no hearing of its matter had been held."""

    __tablename__ = "claim"

    matter: Mapped[str] = mapped_column(ForeignKey("matter.ref"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    premature: Mapped[bool]
    seq: Mapped[int] = mapped_column(Number)


class Confirmation(Base):
    """What was confirmed lies sealed; `of_person` says whether it speaks of a person's help."""

    __tablename__ = "confirmation"

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    matter: Mapped[str] = mapped_column(ForeignKey("matter.ref"))
    of_person: Mapped[bool]


class Hold(Base):
    """A matter holds an article: nothing of it is erased, and it is not published."""

    __tablename__ = "hold"
    __table_args__ = (Index("hold_article", "article"),)

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    matter: Mapped[str] = mapped_column(ForeignKey("matter.ref"))
    article: Mapped[str]
    stops_publication: Mapped[bool]
    lifted: Mapped[int | None] = mapped_column(Number)
