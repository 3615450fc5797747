"""What an editor has to decide on a piece, as screens and commands ask for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts import acting
from db.manuscript import changes as changing
from db.manuscript.store import load
from db.models.contributor import Contributor
from db.models.touch import Touch as TouchRow
from db.rules import pictures
from db.rules.pending import undecided


@dataclass(frozen=True)
class Change:
    """A change against the last approved text; `contributor` is a name.

    `start` counts in the text with the change, `old` in the text without it. `move` is the number of
    a move's other half, 0 for what did not move; `key` names the change whatever others come or go
    around it; `proposal` is who offers what is not in the text yet.
    """

    n: int
    part: str
    start: int
    length: int
    inserted: str
    deleted: str
    contributor: str
    kind: str
    origin: str
    seq: int
    proposal: str | None
    key: str
    move: int
    old: int
    #: when its newest words were written, UTC, and who brought an AI's or another's words in
    at: str
    by: str | None


@dataclass(frozen=True)
class Changes:
    """What is undecided as of touch `at`, in the parts' `texts`; `since` is who approved last,
    and when. A picture that waits is a part of its own, `image:N`, and told in words."""

    at: int
    changes: tuple[Change, ...]
    texts: dict[str, str]
    since: tuple[str, str] | None


def changes(session: Session, wanted: str) -> Changes:
    """What differs from the last approved text, and the proposals that wait."""
    piece = acting.article(session, wanted)
    text = load(session, piece.id)
    found = undecided(session, piece, text)
    people = {c.id: c for c in session.scalars(select(Contributor))}
    newest = max([piece.text_seq, piece.decided_seq, *(change.seq for change in found)])
    times = _times(session, piece.id, {change.seq for change in found})

    def shown(c: changing.Change) -> Change:
        who = people.get(c.contributor)
        by = c.brought_by
        if n := pictures.number_of(c.part):
            c = _in_words(c, n)
        return Change(
            c.n, c.part, c.start, c.length, c.inserted, c.deleted,
            who.name if who else "", who.kind if who else "", c.origin, c.seq,
            people[c.proposal].name if c.proposal in people else None,
            c.key, c.move, c.old, times.get(c.seq, ""),
            people[by].name if by in people and by != c.contributor else None,
        )  # fmt: skip

    every = tuple(shown(c) for c in found)
    return Changes(
        newest, every, _with_pictures(text.texts(), every),
        _approved_last(session, piece.id, people),
    )  # fmt: skip


def _in_words(change: changing.Change, n: int) -> changing.Change:
    """A picture's change as people read it; one that is new replaces nothing."""
    now = pictures.words_for(n, change.inserted)
    was = "" if pictures.is_new(change) else pictures.words_for(n, change.deleted)
    return replace(change, inserted=now, length=len(now), deleted=was)


def _with_pictures(texts: dict[str, str], every: tuple[Change, ...]) -> dict[str, str]:
    """The texts with each picture that waits before its own words."""
    out: dict[str, str] = {}
    waits = {c.part: c.inserted for c in every if pictures.number_of(c.part)}
    for part, text in texts.items():
        picture = pictures.part_of(int(part.partition(":")[2] or 0))
        if picture in waits:
            out[picture] = waits.pop(picture)
        out[part] = text
    return out


def _times(session: Session, article: str, wanted: set[int]) -> dict[int, str]:
    """When each of these touches was made."""
    if not wanted:
        return {}
    rows = session.execute(
        select(TouchRow.seq, TouchRow.at).where(
            TouchRow.subject == article, TouchRow.seq.between(min(wanted), max(wanted))
        )
    )
    return {row.seq: row.at for row in rows}


def _approved_last(
    session: Session, article: str, people: dict[str, Contributor]
) -> tuple[str, str] | None:
    last = session.execute(
        select(TouchRow.contributor, TouchRow.at)
        .where(TouchRow.subject == article, TouchRow.kind.in_(("accepted", "moved.publish")))
        .order_by(TouchRow.seq.desc())
        .limit(1)
    ).one_or_none()
    return None if last is None else (people[last.contributor].name, last.at)
