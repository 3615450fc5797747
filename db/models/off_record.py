"""Which characters are off the record: said by who they are, so that edits and moves keep it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Number


class OffRecord(Base):
    """A run of characters, as first written, that touch `seq` put off the record or on it again.

    Of two touches about a character the newer one holds; `n` orders the runs of one touch.
    """

    __tablename__ = "off_record"
    __table_args__ = (Index("off_record_peer", "peer"),)

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article: Mapped[str] = mapped_column(ForeignKey("article.id"))
    peer: Mapped[int] = mapped_column(Number)
    counter: Mapped[int]
    length: Mapped[int]
    off: Mapped[bool]
