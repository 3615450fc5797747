"""What lists show of articles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """What lists show of an article."""

    id: str
    headline: str
    state: str
    language: str
    version: int
    desk: str | None
    assigned_to: str | None
    assigned_kind: str | None
    due: str | None
    words: int
    ai_share: float
    shares: dict[str, float]
    updated: str
    undecided: bool
    signed_off: bool
    #: signed by somebody whose own words nobody else vouches for yet
    to_agree: bool
    #: a thread that waits calls the person who looks by name, and they have not answered
    called: bool
    held: bool
    note_issue: int | None


@dataclass(frozen=True)
class Page:
    """Some rows, and the cursor of the next page; None after the last."""

    rows: tuple[Card, ...]
    next: str | None
