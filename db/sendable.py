"""What of an article may be sent to an AI: the text without what is off the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from db.acts import acting
from db.acts.asking import may_ask
from db.manuscript import diff
from db.manuscript.store import load
from db.refusal import Refused
from db.rules.off_record import Secret, on_record, secret


class Stretch(NamedTuple):
    """Words on the record that begin at `start` of their part, in code points."""

    start: int
    text: str


@dataclass(frozen=True)
class Sendable:
    """The parts as they may be sent, as of touch `at`; `withheld` counts the passages left out."""

    article: str
    at: int
    language: str
    parts: dict[str, tuple[Stretch, ...]]
    lengths: dict[str, int]
    withheld: int
    secret: Secret

    def text(self, part: str) -> str:
        """A part's words that may be sent."""
        return "".join(stretch.text for stretch in self.parts[part])


def sendable(
    session: Session, actor: str, wanted: str, parts: tuple[str, ...], *, edits: bool,
    within: tuple[int, int] | None = None,
) -> Sendable:  # fmt: skip
    """These parts, with `within` (start, length; widened to whole words) only that of the first.

    Raises Refused where the actor may not ask an AI about this piece.
    """
    may_ask(session, actor, wanted, edits=edits)
    piece = acting.article(session, wanted)
    manuscript = load(session, piece.id)
    hidden = secret(session, manuscript)
    found: dict[str, tuple[Stretch, ...]] = {}
    withheld = 0
    for part in parts:
        if part not in manuscript.parts():
            raise Refused("bad-input", f"{part!r} is no part of this article",
                          "parts are " + ", ".join(manuscript.parts()))  # fmt: skip
        text = manuscript.text(part)
        low, high = _within(text, within) if within and part == parts[0] else (0, len(text))
        off = hidden.ranges.get(part, ())
        withheld += sum(start < high and start + length > low for start, length in off)
        found[part] = tuple(
            Stretch(max(a, low), text[max(a, low) : min(b, high)])
            for a, b in on_record(len(text), off)
            if max(a, low) < min(b, high)
        )
    lengths = {part: len(manuscript.text(part)) for part in parts}
    return Sendable(piece.id, piece.text_seq, piece.language, found, lengths, withheld, hidden)


def _within(text: str, wanted: tuple[int, int]) -> tuple[int, int]:
    start, length = wanted
    if start < 0 or length < 1 or start + length > len(text):
        raise Refused("bad-input", f"there are no {length} characters at {start}",
                      f"the part has {len(text)}")  # fmt: skip
    end = start + length
    while not diff.is_boundary(text, start):
        start -= 1
    while not diff.is_boundary(text, end):
        end += 1
    return start, end
