"""The pastes that stand in a text: their words, and the source somebody named."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.acts import acting
from db.manuscript.manuscript import Manuscript
from db.manuscript.store import load
from db.terms import UNKNOWN_SOURCE, Origin


@dataclass(frozen=True)
class Paste:
    """One paste; `number` names it in `name_source`, `start` counts code points of the part.

    `source` is None while nobody named it.
    """

    number: int
    part: str
    start: int
    words: str
    source: str | None


def pastes(session: Session, wanted: str) -> list[Paste]:
    """The pastes of an article, in the order of the text. Raises Refused `not-found`."""
    return pastes_in(load(session, acting.article(session, wanted).id))


def pastes_in(manuscript: Manuscript) -> list[Paste]:
    """The pastes in a text, each once, with what is left of its words."""
    found: dict[int, Paste] = {}
    for part in manuscript.parts():
        text, at = manuscript.text(part), 0
        for run in manuscript.authors(part):
            for span in run.spans:
                words = text[at : at + span.length]
                at += span.length
                if run.origin != Origin.PASTED:
                    continue
                before = found.get(span.peer)
                source = run.source if run.source != UNKNOWN_SOURCE else None
                found[span.peer] = (
                    Paste(span.peer, part, at - span.length, words, source or None)
                    if before is None
                    else Paste(span.peer, before.part, before.start, before.words + words, source)
                )
    return list(found.values())
