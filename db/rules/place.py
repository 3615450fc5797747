"""A place in a text as people give it: a part, and START:LENGTH in code points."""

from __future__ import annotations

from db.manuscript import spans as spanning
from db.manuscript.anchors import Place
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.refusal import Refused
from db.terms import is_part


def place_in(manuscript: Manuscript, part: str, start: int, length: int) -> Place:
    """The place, if words are there. Raises Refused `bad-input`."""
    if not is_part(part, manuscript.known.images):
        raise Refused(
            "bad-input", f"{part!r} is no part of this article",
            "parts are " + ", ".join(manuscript.parts()),
        )  # fmt: skip
    most = manuscript.document.length(part)
    if start < 0 or length < 1 or start + length > most:
        raise Refused(
            "bad-input", f"{start}:{length} is no place in the {part}, which has {most} characters",
            "give START:LENGTH inside it",
        )  # fmt: skip
    return Place(part, start, length)


def characters_at(manuscript: Manuscript, place: Place) -> list[Span]:
    """Who the characters at a place are."""
    return spanning.cut(manuscript.spans(place.part), place.start, place.length)
