"""Whoever can touch an article."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Number


class Contributor(Base):
    """A person, or one version of one AI model; every AI has a person who answers for it."""

    __tablename__ = "contributor"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('freelancer','reporter','editor','ceo','ai')", name="contributor_kind"
        ),
        CheckConstraint(
            "(kind = 'ai') = (answers_to IS NOT NULL AND model IS NOT NULL)",
            name="ai_answers_to_a_person",
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    email: Mapped[str | None]
    byline: Mapped[str | None]
    provider: Mapped[str | None]
    model: Mapped[str | None]
    model_version: Mapped[str | None]
    answers_to: Mapped[str | None]
    public_key: Mapped[str | None]
    sample: Mapped[bool] = mapped_column(default=False)
    seq: Mapped[int] = mapped_column(Number)


class JoinedEntry(Base):
    """An entry that was found to be the person of another entry, and ended."""

    __tablename__ = "joined_entry"

    contributor: Mapped[str] = mapped_column(ForeignKey("contributor.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("contributor.id"))
    seq: Mapped[int] = mapped_column(Number)
