"""The words that a touch put into a text and took out of it, each with its author."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.ledger.chain import Told
from db.manuscript import spans as spanning
from db.manuscript.document import BrokenUpdate, Operation
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import load, with_proposals
from db.models.article import Proposal
from db.models.contributor import Contributor
from db.rules.off_record import secret


@dataclass(frozen=True)
class Words:
    """Some words of a part by one author (a name); `brought_by` is who else brought them in."""

    part: str
    text: str
    author: str
    kind: str
    origin: str
    source: str | None = None
    brought_by: str | None = None


@dataclass
class _Run:
    """Letters that were written one after the other, as they stood at the end of the touch."""

    part: str
    start: int
    end: int
    letters: list[tuple[int, str]] = field(default_factory=list)


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
        own = range(said["start"], said["end"])
        gone: set[int] = set()
        others: list[tuple[str, Span]] = []
        for operation in operations:
            erased = operation.erased
            if erased is None:
                continue
            if erased.peer == said["peer"] and erased.counter in own:
                gone.update(range(erased.counter, erased.counter + erased.length))
            else:
                others.append((operation.part, erased))
        put = [words for run in _runs(operations, said["peer"], gone)
               for words in self._written(run, said["peer"], gone)]  # fmt: skip
        return put, self._erased(others)

    def _written(self, run: _Run, peer: int, gone: set[int]) -> list[Words]:
        left = [(number, letter) for number, letter in run.letters if number not in gone]
        spans = spanning.joined(Span(peer, number, 1) for number, _ in left)
        return self.by_author(run.part, "".join(letter for _, letter in left), spans)

    def _erased(self, found: Iterable[tuple[str, Span]]) -> list[Words]:
        parts: dict[str, list[Span]] = {}
        for part, span in found:
            parts.setdefault(part, []).append(span)
        out = []
        for part, spans in parts.items():
            # Deleted one by one backwards, they are told in the order they were written.
            for span in spanning.joined(sorted(spans)):
                try:
                    out += self.by_author(part, self._text.document.characters(span), [span])
                except BrokenUpdate:
                    continue
        return out

    def by_author(self, part: str, text: str, spans: Sequence[Span]) -> list[Words]:
        """Words that are these characters, cut where the author changes."""
        if spanning.total(spans) != len(text):
            return [Words(part, self.secret.cleared(text), "", "", "")] if text else []
        out = []
        at = 0
        for run in self._text.authors_of(spans):
            name, kind = self.person(run.contributor)
            by = None if run.brought_by == run.contributor else self.person(run.brought_by)[0]
            words = self.secret.covered(self._text, run.spans, text[at : at + run.length])
            out.append(Words(part, words, name, kind, run.origin, run.source, by))
            at += run.length
        return out

    def of_peers(self, touches: Iterable[Told], peers: Sequence[int]) -> list[Words]:
        """All that was put in under some peers."""
        rows = [t for t in touches if t.kind in ("text", "proposed") and t.peer in peers]
        return [words for row in rows for words in self.of_row(row)[0]]


def _runs(operations: Sequence[Operation], peer: int, gone: set[int]) -> list[_Run]:
    """Typing that went on where it had stopped is one run, corrections in it included."""
    out: list[_Run] = []
    for operation in operations:
        last = out[-1] if out else None
        if operation.erased is not None:
            erased = operation.erased
            if last is not None and last.part == operation.part:
                inside = erased.peer == peer and erased.counter in gone
                within = last.start <= operation.position < last.end
                if operation.position < last.start:
                    last.start, last.end = last.start - erased.length, last.end - erased.length
                elif inside and within:
                    last.end -= erased.length
            continue
        letters = [(operation.counter + n, letter) for n, letter in enumerate(operation.text)]
        if last is not None and (last.part, last.end) == (operation.part, operation.position):
            last.letters += letters
            last.end += len(letters)
        else:
            out.append(_Run(operation.part, operation.position,
                            operation.position + len(letters), letters))  # fmt: skip
    return out


def shares_by_person(text: Manuscript) -> dict[str, float]:
    """Each contributor's share (by id) of the characters as they stand."""
    counts: dict[str, int] = {}
    for part in text.parts():
        for run in text.authors(part):
            counts[run.contributor] = counts.get(run.contributor, 0) + run.length
    whole = sum(counts.values())
    return {who: count / whole for who, count in counts.items()} if whole else {}
