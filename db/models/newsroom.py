"""What the newsroom as a whole has: settings, and the issued texts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Number


class Setting(Base):
    """One setting of the newsroom, as the last touch set it."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    seq: Mapped[int] = mapped_column(Number)


class IssuedText(Base):
    """One issue of the reader note or of the AI label's words, in one language; append-only."""

    __tablename__ = "issued_text"
    __table_args__ = (CheckConstraint("what IN ('note','label')", name="issued_what"),)

    what: Mapped[str] = mapped_column(primary_key=True)
    issue: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    language: Mapped[str]
    text: Mapped[str]
    sha256: Mapped[str]
    from_time: Mapped[str]
    seq: Mapped[int] = mapped_column(Number)


class AllowedMove(Base):
    """The moves between states, written from `db.rules.moves`, read by the triggers."""

    __tablename__ = "allowed_move"

    from_state: Mapped[str] = mapped_column(primary_key=True)
    to_state: Mapped[str] = mapped_column(primary_key=True)
    was_published: Mapped[bool] = mapped_column(primary_key=True)
    who: Mapped[str]  # writers, approvers or ceo


class StateCount(Base):
    """How many articles stand in each state; kept by triggers."""

    __tablename__ = "state_count"

    state: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(Number)
