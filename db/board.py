"""The list of articles: keyset pages on indexes, as fast at a million as at ten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from db import search as searching
from db.cards import Card, Page
from db.models.article import Article
from db.models.comment import Comment, Mention
from db.models.contributor import Contributor
from db.models.matter import Hold
from db.models.newsroom import StateCount
from db.models.record import Agreement, SignOff, Version
from db.models.touch import Touch
from db.paging import cursor_of, read_cursor
from db.refusal import Refused

#: Of a search that is sorted by deadline, so many of the newest matches are looked at.
SORTED_MATCHES = 5000
#: A search looks through so many matches at a time for those that pass the filters.
CHUNK = 200


def board_page(
    session: Session, *, search: str | None = None, order: str = "updated",
    limit: int = 60, after: str | None = None, state: str | None = None,
    desk: str | None = None, assigned_to: str | None = None, due_before: str | None = None,
    language: str | None = None, ai_min: float | None = None, ai_max: float | None = None,
    held: bool | None = None, me: str | None = None, called: bool = False,
) -> Page:  # fmt: skip
    """A page of articles, `updated` newest first or by `due`, soonest first.

    `assigned_to` is a contributor's id; `ai_min`, `ai_max` are shares from 0 to 1. `me` is the
    name of who looks; `called` asks for the pieces whose comments call them, and wait.
    """
    if limit < 1:
        raise Refused("bad-input", "a page has at least one row", "give --limit 1 or more")
    filters: list[ColumnElement[bool]] = []
    for column, value in (
        (Article.state, state), (Article.desk, desk), (Article.assigned_to, assigned_to),
        (Article.language, language),
    ):  # fmt: skip
        if value is not None:
            filters.append(column == value)
    if due_before is not None:
        filters.append(and_(Article.due < due_before, Article.state.in_(("draft", "edit"))))
    if ai_min is not None:
        filters.append(Article.ai_share >= ai_min)
    if ai_max is not None:
        filters.append(Article.ai_share <= ai_max)
    if held is not None:
        filters.append(_held() if held else ~_held())
    if called:
        filters.append(_called(me))
    query = searching.query_of(search, whole=True) if search and search.strip() else None
    if search and search.strip() and query is None:
        return Page((), None)
    cursor = read_cursor(after)
    begun = searching.query_of(search) if query is not None and search else None
    if query is not None and begun is not None and order != "due":
        if cursor is not None:
            if cursor[1] not in (query, begun):
                raise Refused(
                    "bad-input", "the cursor is of another search", "begin without --after"
                )
            return _found(session, str(cursor[1]), filters, limit, cursor, me)
        found = _found(session, query, filters, limit, None, me)
        # Whole words fill the page or else the last one counts as a word that is only begun.
        return found if found.next else _found(session, begun, filters, limit, None, me)
    if query is not None and begun is not None:
        query = begun
        ids = [i for _, i in searching.matches(session, query, None, SORTED_MATCHES)]
        filters.append(Article.id.in_(ids))
    return _ordered(session, filters, order, limit, cursor, me)


def _ordered(
    session: Session, filters: list[ColumnElement[bool]], order: str, limit: int,
    cursor: list[Any] | None, me: str | None,
) -> Page:  # fmt: skip
    wanted = _cards(me).where(*filters)
    if order == "due":
        late = func.coalesce(Article.due, "9999")
        if cursor is not None:
            wanted = wanted.where(
                or_(late > cursor[0], and_(late == cursor[0], Article.id > cursor[1]))
            )
        wanted = wanted.order_by(late, Article.id)
    else:
        if cursor is not None:
            wanted = wanted.where(
                or_(
                    Article.updated < cursor[0],
                    and_(Article.updated == cursor[0], Article.id < cursor[1]),
                ),
                Article.updated <= cursor[0],
            )
        wanted = wanted.order_by(Article.updated.desc(), Article.id.desc())
    rows = session.execute(wanted.limit(limit + 1)).all()
    cards = tuple(_card(row) for row in rows[:limit])
    more = None
    if len(rows) > limit:
        last = rows[limit - 1].Article
        more = cursor_of([last.due or "9999" if order == "due" else last.updated, last.id])
    return Page(cards, more)


def _found(
    session: Session, query: str, filters: list[ColumnElement[bool]], limit: int,
    cursor: list[Any] | None, me: str | None,
) -> Page:  # fmt: skip
    """Matches newest first, a chunk at a time, until the page is full."""
    before = int(cursor[0]) if cursor else None
    out: list[tuple[int, Card]] = []
    size = max(limit + 1, CHUNK if filters else 0)
    while len(out) <= limit:
        chunk = searching.matches(session, query, before, size)
        if chunk:
            rows = session.execute(
                _cards(me).where(Article.id.in_([i for _, i in chunk]), *filters)
            ).all()
            cards = {row.Article.id: _card(row) for row in rows}
            out.extend((place, cards[i]) for place, i in chunk if i in cards)
            before = chunk[-1][0]
        if len(chunk) < size:
            break
        size = min(size * 4, 10_000)
    more = cursor_of([out[limit - 1][0], query]) if len(out) > limit else None
    return Page(tuple(card for _, card in out[:limit]), more)


def _cards(me: str | None) -> Select[Any]:
    person = aliased(Contributor)
    stands = (
        SignOff.article == Article.id,
        SignOff.text_sha256 == Article.text_sha256,
        SignOff.seq > Article.text_seq,
        SignOff.seq > Article.decided_seq,
        Article.state == "edit",
    )
    signed = exists().where(*stands)
    given = exists().where(Agreement.sign_off == SignOff.seq)
    alone = exists().where(*stands, SignOff.needs_agree, ~given)
    note = (
        select(Version.note_issue)
        .where(Version.article == Article.id, Version.number == Article.version)
        .scalar_subquery()
    )
    return select(
        Article, person.name.label("assigned"), person.kind.label("assigned_kind"),
        signed.label("signed"), alone.label("alone"), _called(me).label("called"),
        _held().label("held"), note.label("note"),
    ).outerjoin(person, person.id == Article.assigned_to)  # fmt: skip


def _called(me: str | None) -> ColumnElement[bool]:
    """Whether a thread that waits calls `me`, and they have not answered in it."""
    thread, answer = aliased(Comment), aliased(Comment)
    answered = exists().where(
        answer.article == Mention.article, answer.n == Mention.n, answer.seq > Mention.seq,
        Touch.seq == answer.seq, Touch.contributor == Mention.contributor,
    )  # fmt: skip
    return exists().where(
        Mention.contributor == select(Contributor.id).where(Contributor.name == me).scalar_subquery(),
        Mention.article == Article.id, thread.article == Mention.article, thread.n == Mention.n,
        ~thread.reply, thread.resolved.is_(None), ~answered,
    )  # fmt: skip


def _held() -> ColumnElement[bool]:
    """Whether a matter stops the piece's publication."""
    return exists().where(Hold.article == Article.id, Hold.stops_publication, Hold.lifted.is_(None))


def _card(row: Row[Any]) -> Card:
    a = row.Article
    return Card(
        a.id, a.headline, a.state, a.language, a.version, a.desk, row.assigned, row.assigned_kind,
        a.due, a.words, a.ai_share, a.shares, a.updated, bool(a.undecided), bool(row.signed),
        bool(row.alone), bool(row.called), bool(row.held), row.note,
    )  # fmt: skip


def counts(session: Session) -> dict[str, int]:
    """How many articles stand in each state; kept by triggers."""
    rows = session.execute(select(StateCount.state, StateCount.count.label("number")))
    return {row.state: int(row.number) for row in rows if row.number}
