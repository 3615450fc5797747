"""What an editor has to decide on a piece, as screens and commands ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts import acting
from db.ledger.chain import told
from db.manuscript import changes as changing
from db.manuscript.store import load
from db.models.contributor import Contributor
from db.models.touch import Touch as TouchRow
from db.rules.pending import undecided


@dataclass(frozen=True)
class Change:
    """A change against the last approved text; `contributor` is a name.

    `start` counts in the text with the change, `old` in the text without it. `move` is the number of a move's other half, 0 for what did not move; `key` names the change
    whatever others come or go around it; `proposal` is who offers what is not in the text yet.
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
    and when."""

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
        return Change(
            c.n, c.part, c.start, c.length, c.inserted, c.deleted,
            who.name if who else "", who.kind if who else "", c.origin, c.seq,
            people[c.proposal].name if c.proposal in people else None,
            c.key, c.move, c.old, times.get(c.seq, ""),
            people[by].name if by in people and by != c.contributor else None,
        )  # fmt: skip

    return Changes(
        newest, tuple(shown(c) for c in found), text.texts(),
        _approved_last(session, piece.id, people),
    )  # fmt: skip


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


def new_pictures(session: Session, article: str) -> dict[int, tuple[str, str]]:
    """The pictures (by number) added since the last version, and who (name, kind) added each."""
    people = {c.id: c for c in session.scalars(select(Contributor))}
    added: dict[int, tuple[str, str]] = {}
    for touch in told(session, article, {"image.added", "image.removed", "moved.publish"}):
        if touch.kind == "moved.publish":
            added = {}
        elif touch.kind == "image.removed":
            added.pop(int(touch.payload.get("n", 0)), None)
        else:
            who = people[touch.contributor]
            added[int(touch.payload.get("n", 0))] = (who.name, who.kind)
    return added
