"""What of an article is off the record, as screens and commands ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.acts import acting
from db.manuscript.store import load
from db.rules.off_record import secret


@dataclass(frozen=True)
class Passage:
    """Words off the record; `start` and `length` count code points of the part."""

    part: str
    start: int
    length: int
    text: str


def off_record(session: Session, wanted: str) -> list[Passage]:
    """Every passage off the record in the text as it stands."""
    piece = acting.article(session, wanted)
    manuscript = load(session, piece.id)
    ranges = secret(session, manuscript).ranges
    return [
        Passage(part, start, length, manuscript.text(part)[start : start + length])
        for part, found in ranges.items()
        for start, length in found
    ]
