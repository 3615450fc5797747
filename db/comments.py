"""An article's comments as screens and commands ask for them; each beside the words it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.acts import acting
from db.ledger.chain import Told, told
from db.manuscript.anchors import Anchor, Place, Places
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import load
from db.models.comment import Comment as Row
from db.models.contributor import Contributor

KINDS = {"comment.added", "comment.replied", "comment.resolved"}
ERASED = "(erased)"


@dataclass(frozen=True)
class Reply:
    """An answer in a thread; `by` is a name."""

    by: str
    kind: str
    at: str
    text: str
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class Comment:
    """A thread: `words` are what it was written about, `start` and `length` where they stand now.

    An orphaned one has lost all its words; `start` is then where they stood. `by`, `resolved_by`
    and `mentions` are names; `resolved` is when, None while the thread is open. `anchor` finds its
    place again in a text that moved on.
    """

    n: int
    part: str
    start: int
    length: int
    words: str
    orphaned: bool
    by: str
    kind: str
    at: str
    text: str
    resolved: str | None
    resolved_by: str | None
    mentions: tuple[str, ...]
    replies: tuple[Reply, ...]
    anchor: Anchor


def comments(session: Session, wanted: str) -> list[Comment]:
    """All threads of an article, in the order they were begun. Raises Refused `not-found`."""
    piece = acting.article(session, wanted)
    if open_count(session, piece.id) is None:
        return []
    return comments_in(session, load(session, piece.id))


def open_count(session: Session, article: str) -> int | None:
    """How many threads of an article (an id) wait; None where there never was one."""
    rows = select(func.count(), func.count(Row.resolved)).where(
        Row.article == article, Row.reply.is_(False)
    )
    every, resolved = session.execute(rows).one()
    return int(every - resolved) if every else None


def newest(session: Session, article: str) -> tuple[int, int]:
    """The newest touches that said something in a thread of an article (an id), or resolved one:
    while they stay the same, so do its threads."""
    last = select(func.max(Row.seq), func.max(Row.resolved)).where(Row.article == article)
    said, resolved = session.execute(last).one()
    return said or 0, resolved or 0


def comments_in(session: Session, manuscript: Manuscript) -> list[Comment]:
    """The threads beside a text at hand, which may hold words that are not saved yet."""
    article = manuscript.known.article
    touches = {touch.seq: touch for touch in told(session, article, KINDS)}
    rows = session.scalars(select(Row).where(Row.article == article).order_by(Row.seq)).all()
    if not rows:
        return []
    people = {c.id: c for c in session.scalars(select(Contributor))}
    places = Places(manuscript)
    replies: dict[int, list[Reply]] = {}
    for row in rows:
        if row.reply:
            replies.setdefault(row.n, []).append(_reply(touches[row.seq], people))
    out = []
    for row in rows:
        if not row.reply:
            resolved = touches.get(row.resolved) if row.resolved is not None else None
            out.append(
                _comment(
                    row.n,
                    touches[row.seq],
                    resolved,
                    replies.get(row.n, []),
                    people,
                    places,
                    manuscript,
                )
            )
    return out


def _comment(
    n: int, added: Told, resolved: Told | None, replies: list[Reply],
    people: dict[str, Contributor], places: Places, manuscript: Manuscript,
) -> Comment:  # fmt: skip
    said = added.payload
    part, spans = said.get("part", "body"), tuple(Span(*span) for span in said.get("spans", ()))
    anchor = Anchor(part, spans, added.seq)
    place = places.find(*anchor)
    orphaned = place is None
    if place is None:
        at = manuscript.document.find(said.get("mark", "")) or 0
        place = Place(part, min(at, manuscript.document.length(part)), 0)
    by = people[added.contributor]
    return Comment(
        n, place.part, place.start, place.length, said.get("words", ""), orphaned, by.name,
        by.kind, added.at, said.get("text", ERASED),
        resolved.at if resolved is not None else None,
        people[resolved.contributor].name if resolved is not None else None,
        _names(said, people), tuple(replies), anchor,
    )  # fmt: skip


def _reply(touch: Told, people: dict[str, Contributor]) -> Reply:
    by, said = people[touch.contributor], touch.payload
    return Reply(by.name, by.kind, touch.at, said.get("text", ERASED), _names(said, people))


def _names(said: dict[str, Any], people: dict[str, Contributor]) -> tuple[str, ...]:
    return tuple(people[one].name for one in said.get("mentions", ()) if one in people)
