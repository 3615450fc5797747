"""The register with what its people and AIs did, read from the record: for the CEO."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.manuscript.store import load
from db.models.article import Article, Peer
from db.models.contributor import Contributor
from db.models.touch import Touch
from db.paging import cursor_of, read_cursor
from db.refusal import Refused
from db.terms import Kind

_MET = ("moved.return", "moved.correct", "moved.withdraw")
_RANK = {kind.value: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Entry:
    """One of the register. `pieces` are those that words under their name came into; `ai_share` is
    the AI's part of these, from 0 to 1, None for an AI; `last` when they last touched anything.

    An AI is `paused` while it is ended, or who answers for it is.
    """

    id: str
    name: str
    kind: str
    active: bool
    provider: str | None
    answers_to: str | None
    answers_for: tuple[str, ...]
    paused: bool
    pieces: int
    ai_share: float | None
    last: str | None


@dataclass(frozen=True)
class RegisterPage:
    """Some entries, by kind and name, the ended last; and the cursor of the next page."""

    entries: tuple[Entry, ...]
    next: str | None
    people: int
    ai: int


@dataclass(frozen=True)
class Work:
    """What one contributor did: `pieces` that their words came into (ids, newest first), and their
    touches counted by kind."""

    pieces: tuple[str, ...]
    did: dict[str, int]
    #: what became of these pieces: sent back, corrected, withdrawn; each piece once
    met: dict[str, int]
    last: str | None


def register_page(
    session: Session, *, search: str = "", which: str = "", limit: int = 60,
    after: str | None = None,
) -> RegisterPage:  # fmt: skip
    """A page of the register; `which` is `people`, `ai` or empty. `search` looks at names, kinds
    and providers."""
    if limit < 1:
        raise Refused("bad-input", "a page has at least one row", "ask for one or more")
    everybody = session.execute(
        select(Contributor.id, Contributor.name, Contributor.kind, Contributor.active,
               Contributor.provider, Contributor.answers_to)
        .where(Contributor.active | ~Contributor.sample)
    ).all()  # fmt: skip
    names = {row.id: row for row in everybody}
    wanted = search.casefold().split()
    found = sorted((row for row in everybody if _fits(row, wanted)), key=_key)
    of_ai = sum(row.kind == Kind.AI for row in found)
    shown = [row for row in found if not which or (which == "ai") == (row.kind == Kind.AI)]
    cursor = read_cursor(after)
    if cursor is not None:
        shown = [row for row in shown if _key(row) > (cursor[0], cursor[1])]
    page = shown[:limit]
    more = cursor_of(list(_key(page[-1]))) if len(shown) > limit else None
    ids = [row.id for row in page]
    pieces, shares, last = _pieces(session, ids), _shares(session, ids), _last(session, page)
    answered: dict[str, list[str]] = {}
    for row in everybody:
        if row.answers_to and row.active:
            answered.setdefault(row.answers_to, []).append(row.name)
    entries = tuple(
        Entry(
            row.id, row.name, row.kind, bool(row.active), row.provider,
            names[row.answers_to].name if row.answers_to in names else None,
            tuple(sorted(answered.get(row.id, ()))), _paused(row, names), pieces.get(row.id, 0),
            None if row.kind == Kind.AI else shares.get(row.id, 0.0), last.get(row.id),
        )
        for row in page
    )  # fmt: skip
    return RegisterPage(entries, more, len(found) - of_ai, of_ai)


def _fits(row: Any, wanted: list[str]) -> bool:
    words = f"{row.name} {row.kind} {row.provider or ''}".casefold()
    return all(word in words for word in wanted)


def _key(row: Any) -> tuple[int, str]:
    return _RANK[row.kind] + (0 if row.active else len(_RANK)), f"{row.name.casefold()}\0{row.id}"


def _paused(row: Any, names: dict[str, Any]) -> bool:
    if row.kind != Kind.AI:
        return False
    answers = names.get(row.answers_to)
    return not row.active or answers is None or not answers.active


def _pieces(session: Session, ids: Collection[str]) -> dict[str, int]:
    rows = session.execute(
        select(Peer.contributor, func.count(Peer.article.distinct()).label("number"))
        .where(Peer.contributor.in_(ids))
        .group_by(Peer.contributor)
    )
    return {row.contributor: int(row.number) for row in rows}


def _shares(session: Session, ids: Collection[str]) -> dict[str, float]:
    """The AI's share of each one's pieces, a piece weighing by its words."""
    theirs = (
        select(Peer.contributor, Peer.article)
        .where(Peer.contributor.in_(ids))
        .distinct()
        .subquery()
    )
    rows = session.execute(
        select(theirs.c.contributor, func.sum(Article.words).label("words"),
               func.sum(Article.words * Article.ai_share).label("ai"))
        .join(Article, Article.id == theirs.c.article)
        .group_by(theirs.c.contributor)
    )  # fmt: skip
    return {row.contributor: float(row.ai) / row.words if row.words else 0.0 for row in rows}


def _last(session: Session, page: Collection[Any]) -> dict[str, str]:
    """When people last touched anything, and when an AI's words last came in."""
    people = [row.id for row in page if row.kind != Kind.AI]
    models = [row.id for row in page if row.kind == Kind.AI]
    found = session.execute(
        select(Touch.contributor, func.max(Touch.at))
        .where(Touch.contributor.in_(people))
        .group_by(Touch.contributor)
    )
    came = (
        select(Peer.contributor, func.max(Peer.seq).label("seq"))
        .where(Peer.contributor.in_(models))
        .group_by(Peer.contributor)
        .subquery()
    )
    of_ai = session.execute(
        select(came.c.contributor, Touch.at).join(Touch, Touch.seq == came.c.seq)
    )
    return {row[0]: row[1] for row in (*found, *of_ai)}


def work_of(session: Session, contributor: str) -> Work:
    """What one contributor (an id) did."""
    did = session.execute(
        select(Touch.kind, func.count().label("number"))
        .where(Touch.contributor == contributor)
        .group_by(Touch.kind)
    )
    pieces = session.scalars(
        select(Peer.article)
        .where(Peer.contributor == contributor)
        .group_by(Peer.article)
        .order_by(func.max(Peer.seq).desc())
    )
    theirs = select(Peer.article).where(Peer.contributor == contributor)
    met = session.execute(
        select(Touch.kind, func.count(Touch.subject.distinct()).label("number"))
        .where(Touch.kind.in_(_MET), Touch.subject.in_(theirs))
        .group_by(Touch.kind)
    )
    row = session.get_one(Contributor, contributor)
    return Work(
        tuple(pieces), {one.kind: int(one.number) for one in did},
        {one.kind: int(one.number) for one in met},
        _last(session, [row]).get(contributor),
    )  # fmt: skip


def characters_in(session: Session, article: str, contributor: str) -> dict[str, int]:
    """How many characters of a piece's text as it stands are theirs, by how they came in.

    Copied and moved characters are still those of who wrote them.
    """
    text = load(session, article)
    counted: Counter[str] = Counter()
    for part in text.parts():
        for run in text.authors(part):
            if run.contributor == contributor:
                counted[run.origin] += run.length
    return dict(counted)
