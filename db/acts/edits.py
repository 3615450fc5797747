"""What an editing session tells its page: changes of the text, and whose words are where.

Positions and lengths count UTF-16 units, as Qt does.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.manuscript import diff
from db.manuscript.manuscript import Manuscript
from db.manuscript.undoing import Splice


class Reads(Protocol):
    """Where a session reads: a newsroom, or what is kept of one."""

    def read(self) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True)
class Edit:
    """A change to show: `removed` units at `position` became `inserted`."""

    part: str
    position: int
    removed: int
    inserted: str


@dataclass(frozen=True)
class Run:
    """`length` units from `start` on by one contributor (a name)."""

    start: int
    length: int
    contributor: str
    kind: str
    origin: str


@dataclass
class Waiting:
    """A row that is not in the record yet; saved twice, it is one touch."""

    touch: str
    payload: dict[str, Any]
    update: bytes
    #: when it was written, where that was not just now
    at: str | None = None


def shown(manuscript: Manuscript, splices: list[Splice]) -> list[Edit]:
    """Splices already made, as edits in units. Each is told against the text before it."""
    out: list[Edit] = []
    texts: dict[str, str] = {}
    for splice in reversed(splices):
        text = texts.setdefault(splice.part, manuscript.text(splice.part))
        position = units(text[: splice.position])
        out.append(Edit(splice.part, position, units(splice.removed), splice.inserted))
        texts[splice.part] = (
            text[: splice.position]
            + splice.removed
            + text[splice.position + len(splice.inserted) :]
        )
    return out[::-1]


def units(text: str) -> int:
    """How many units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def edits(part: str, old: str, new: str) -> list[Edit]:
    """What turns `old` into `new`, last place first, so that each position still holds. Of a word
    that changed it is only what differs: a cursor may stand in it."""
    out = []
    for hunk in reversed(diff.words(old, new)):
        gone = old[hunk.old : hunk.old + hunk.removed]
        put = new[hunk.new : hunk.new + hunk.inserted]
        before = diff.common_start(gone, put)
        gone, put = gone[before:], put[before:]
        after = diff.common_end(gone, put)
        position = units(old[: hunk.old + before])
        out.append(Edit(part, position, units(gone[: len(gone) - after]), put[: len(put) - after]))
    return out
