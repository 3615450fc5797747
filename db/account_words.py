"""The words that a touch put into a text and took out of it, each with its author."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.ledger.chain import Told
from db.manuscript import spans as spanning
from db.manuscript.document import BrokenUpdate
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.spots import spots
from db.manuscript.store import load, with_proposals
from db.models.article import Proposal
from db.models.contributor import Contributor
from db.rules.off_record import secret


@dataclass(frozen=True)
class Words:
    """Some words of a part by one author (a name); `brought_by` is who else brought them in.

    `place` orders the words of one touch as they are read; what went and what came there share it.
    """

    part: str
    text: str
    author: str
    kind: str
    origin: str
    source: str | None = None
    brought_by: str | None = None
    place: int = 0


class Reader:
    """Reads the rows of one article, those of proposals that never came into the text too."""

    def __init__(self, session: Session, article: str) -> None:
        self._people = {c.id: c for c in session.scalars(select(Contributor))}
        text = load(session, article)
        offered = session.scalars(select(Proposal.peer).where(Proposal.article == article)).all()
        self._text = with_proposals(session, text, offered) if offered else text
        self.standing = text
        self.secret = secret(session, self._text)
        self.untrue = dict(text.refused)

    def person(self, identity: Any) -> tuple[str, str]:
        """A contributor's name and kind."""
        found = self._people.get(str(identity))
        return (found.name, found.kind) if found is not None else (str(identity), "")

    def of_row(self, touch: Told) -> tuple[list[Words], list[Words]]:
        """What a row of text put in and took out; what it wrote and deleted itself is neither."""
        said = touch.payload
        try:
            operations = self._text.document.operations(said["peer"], said["start"], said["end"])
        except (BrokenUpdate, KeyError, TypeError):
            return [], []
        put: list[Words] = []
        taken: list[Words] = []
        for n, spot in enumerate(spots(operations, range(said["start"], said["end"]))):
            if spot.letters:
                spans = spanning.joined(Span(said["peer"], number, 1) for number, _ in spot.letters)
                words = "".join(letter for _, letter in spot.letters)
                put += self.by_author(spot.part, words, spans, n)
            for span in spanning.joined(spot.erased):
                with suppress(BrokenUpdate):
                    words = self._text.document.characters(span)
                    taken += self.by_author(spot.part, words, [span], n)
        return put, taken

    def by_author(self, part: str, text: str, spans: Sequence[Span], place: int = 0) -> list[Words]:
        """Words that are these characters, cut where the author changes."""
        if spanning.total(spans) != len(text):
            words = self.secret.cleared(text)
            return [Words(part, words, "", "", "", place=place)] if text else []
        out = []
        at = 0
        for run in self._text.authors_of(spans):
            name, kind = self.person(run.contributor)
            by = None if run.brought_by == run.contributor else self.person(run.brought_by)[0]
            words = self.secret.covered(self._text, run.spans, text[at : at + run.length])
            out.append(Words(part, words, name, kind, run.origin, run.source, by, place))
            at += run.length
        return out

    def of_peers(self, touches: Iterable[Told], peers: Sequence[int]) -> list[Words]:
        """All that was put in under some peers."""
        rows = [t for t in touches if t.kind in ("text", "proposed") and t.peer in peers]
        return [words for row in rows for words in self.of_row(row)[0]]


def shares_by_person(text: Manuscript) -> dict[str, float]:
    """Each contributor's share (by id) of the characters as they stand."""
    counts: dict[str, int] = {}
    for part in text.parts():
        for run in text.authors(part):
            counts[run.contributor] = counts.get(run.contributor, 0) + run.length
    whole = sum(counts.values())
    return {who: count / whole for who, count in counts.items()} if whole else {}
