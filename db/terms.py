"""The words of the newsroom: states, kinds, origins, parts, and what a touch can be."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from enum import StrEnum

import uuid6


class Kind(StrEnum):
    """What a contributor is."""

    FREELANCER = "freelancer"
    REPORTER = "reporter"
    EDITOR = "editor"
    CEO = "ceo"
    AI = "ai"


class State(StrEnum):
    """Where an article stands."""

    DRAFT = "draft"
    EDIT = "edit"
    PUBLISHED = "published"
    SPIKED = "spiked"
    WITHDRAWN = "withdrawn"


class Origin(StrEnum):
    """How a run of text came in."""

    TYPED = "typed"
    PASTED = "pasted"
    IMPORTED = "imported"
    GENERATED = "generated"
    RESTORED = "restored"


APPROVERS = frozenset({Kind.EDITOR, Kind.CEO})
PEOPLE = frozenset({Kind.FREELANCER, Kind.REPORTER, Kind.EDITOR, Kind.CEO})

#: The parts every article has, in reading order; images add `alt:N`, `caption:N`, `credit:N`.
PARTS = ("date_line", "headline", "dateline", "body", "share_line", "notice")
IMAGE_PARTS = ("alt", "caption", "credit")

#: What stands for each character that was redacted.
BLANK = "█"

#: Who speaks when the program itself records something (making a newsroom).
UNKNOWN_SOURCE = "unknown"


def is_part(name: str, images: int) -> bool:
    """Whether `name` is a part of an article that has `images` images (numbered from 1)."""
    if name in PARTS:
        return True
    what, _, number = name.partition(":")
    if what not in IMAGE_PARTS or not number.isdecimal() or len(number) > 6:
        return False
    return number == str(int(number)) and 1 <= int(number) <= images


def part_names(images: int) -> list[str]:
    """All parts of an article with `images` images, in a fixed order."""
    return [*PARTS, *(f"{what}:{n}" for n in range(1, images + 1) for what in IMAGE_PARTS)]


def now() -> str:
    """The time in UTC, milliseconds, as `2026-03-04T05:06:07.089Z`."""
    return stamp(datetime.now(UTC))


def stamp(time: datetime) -> str:
    """A time with its zone as the record writes it: in UTC, to the millisecond."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """A UUIDv7 (RFC 9562)."""
    return str(uuid.UUID(int=uuid6.uuid7().int))
