"""Bringing the copy up to date with the newsroom: whole pieces, by few questions at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.orm import Session

from db import search
from db.bureau.history import ACCEPTED
from db.models import Base
from db.models.article import Article, Peer, Snapshot
from db.models.bureau import Kept
from db.models.contributor import Contributor
from db.models.newsroom import AllowedMove, IssuedText, Setting, StateCount
from db.models.record import ArticleImage, Font, Image
from db.models.touch import Content, Head, Touch
from db.newsroom import Newsroom
from db.storage.asking import ask
from db.storage.stale import mark_stale

#: Tables of the newsroom as a whole that are kept.
_COMMON: tuple[type[Base], ...] = (Setting, Contributor, IssuedText, AllowedMove, Font)
#: Tables that say for each row which article it is of; the snapshot comes when it is newer.
_OF_ARTICLES = [
    table for table in Base.metadata.sorted_tables
    if "article" in table.c and table.name != Snapshot.__tablename__
]  # fmt: skip
#: Touches that change what earlier ones say.
_REWRITE = ("redacted", "erased")


@dataclass(frozen=True)
class News:
    """What came: the newest touch and its hash, and the kept pieces that changed; the hash of the
    touch that was seen last (None where it is gone), and the decisions about lost history."""

    seq: int
    hash: bytes
    changed: frozenset[str]
    seen: bytes | None
    decisions: tuple[str, ...]


def look(newsroom: Newsroom, kept: Mapping[str, int], known: int, seen: int) -> tuple[News, bool]:
    """Ask which of the `kept` pieces have touches after those known of them, whether anything of
    the newsroom as a whole changed since touch `known`, and for touch `seen`. One round trip."""
    newest = (
        select(Touch.subject, func.max(Touch.seq).label("seq"))
        .where(Touch.subject.in_(list(kept)), Touch.seq > min(kept.values(), default=0))
        .group_by(Touch.subject)
    )
    elsewhere = select(
        exists().where(Touch.seq > known, ~exists().where(Article.id == Touch.subject)).label("any")
    )
    last = select(Touch.hash).where(Touch.seq == seen)
    decisions = select(Touch.id).where(Touch.kind == ACCEPTED).order_by(Touch.seq)
    asked: list[Any] = [select(Head.seq, Head.hash), newest, elsewhere, last, decisions]
    with newsroom.read() as session:
        head, subjects, common, still, decided = ask(session, asked)
    changed = frozenset(row["subject"] for row in subjects if row["seq"] > kept[row["subject"]])
    hashed = still[0]["hash"] if still else None
    news = News(head[0]["seq"], head[0]["hash"], changed, hashed, tuple(d["id"] for d in decided))
    return news, bool(common[0]["any"])


def fetch(
    newsroom: Newsroom, copy: Session, wanted: Mapping[str, int], common: bool
) -> frozenset[str]:
    """Put `wanted` pieces, each with what came after the touch named, into the copy, and with
    `common` what is the newsroom's as a whole. One round trip, and one more for the pictures and
    the people of other pieces that come up; pieces that words were copied from are given back."""
    with newsroom.read() as session:
        found = ask(session, [select(Head.__table__), *_questions(wanted, common)])
        (head,), rows = found[0], iter(found[1:])
        rewritten = {
            row["subject"] for row in found[1] if row["kind"] in _REWRITE and wanted[row["subject"]]
        }
        if rewritten:  # what was kept of them says more than it may
            forget(copy, rewritten)
            again = {article: 0 if article in rewritten else seq for article, seq in wanted.items()}
            return fetch(newsroom, copy, again, common)
        _replace(copy, Head.__table__, [head])
        new = _put(copy, wanted, rows)
        if common:
            for model in _COMMON:
                _replace(copy, model.__table__, next(rows))
        sources = _more(session, copy, wanted, new)
    _note(copy, wanted, head["seq"])
    return sources


def _questions(wanted: Mapping[str, int], common: bool) -> list[Select[Any]]:
    """In the order in which `_put` reads the answers."""
    touched = or_(false(), *(_after(Touch.subject, Touch.seq, *one) for one in wanted.items()))
    asked: list[Select[Any]] = [
        select(Touch.__table__).where(touched).order_by(Touch.seq),
        select(Content.__table__).join(Touch, Touch.seq == Content.seq).where(touched),
        select(Article.__table__).where(Article.id.in_(list(wanted))),
    ]
    asked += [select(table).where(table.c.article.in_(list(wanted))) for table in _OF_ARTICLES]
    asked.append(select(Snapshot.article, Snapshot.seq, Snapshot.bytes, Snapshot.state).where(
        or_(false(), *(_after(Snapshot.article, Snapshot.seq, *one) for one in wanted.items()))
    ))  # fmt: skip
    return asked + [select(model.__table__) for model in _COMMON if common]


def _after(subject: Any, number: Any, article: str, seq: int) -> ColumnElement[bool]:
    return and_(subject == article, number > seq)


def _put(copy: Session, wanted: Mapping[str, int], rows: Any) -> list[dict[str, Any]]:
    """Put pieces' rows into the copy; the contents that are new."""
    touches, contents, articles = next(rows), next(rows), next(rows)
    _add(copy, Touch.__table__, touches)
    _add(copy, Content.__table__, contents)
    _replace(copy, Article.__table__, articles, Article.id.in_(list(wanted)))
    for table in _OF_ARTICLES:
        _replace(copy, table, next(rows), table.c.article.in_(list(wanted)))
    snapshots = next(rows)
    fresh = [row["article"] for row in snapshots]
    _replace(copy, Snapshot.__table__, snapshots, Snapshot.article.in_(fresh))
    return list(contents)


def _more(
    session: Session, copy: Session, wanted: Collection[str], contents: Iterable[dict[str, Any]]
) -> frozenset[str]:
    """Fetch pictures that are not kept yet, and who is behind the peers that copies name."""
    shown = select(ArticleImage.sha256).where(ArticleImage.article.in_(list(wanted)))
    missing = set(copy.scalars(shown)) - set(copy.scalars(select(Image.sha256)))
    named = {int(one[2]) for row in contents for one in _copies(row["payload"])}
    strange = named - set(copy.scalars(select(Peer.peer).where(Peer.peer.in_(named))))
    if not missing and not strange:
        return frozenset()
    images, peers = ask(session, [
        select(Image.__table__).where(Image.sha256.in_(missing)),
        select(Peer.__table__).where(Peer.peer.in_(strange)),
    ])  # fmt: skip
    _add(copy, Image.__table__, images)
    # Their rows come with their pieces: what is kept of a piece says whose its peers are.
    return frozenset(row["article"] for row in peers)


def _copies(payload: bytes | None) -> list[Any]:
    """The copies that a row of text declares; whoever reads it checks them."""
    try:
        said = json.loads(payload or b"{}")
        return [one for one in said.get("copies", ()) if len(one) == 4]
    except (ValueError, AttributeError, TypeError):
        return []


def forget(copy: Session, articles: Collection[str]) -> None:
    """Take pieces out of the copy, with all that they say."""
    chosen = list(articles)
    touches = select(Touch.seq).where(Touch.subject.in_(chosen))
    copy.execute(delete(Content).where(Content.seq.in_(touches)))
    copy.execute(delete(Touch).where(Touch.subject.in_(chosen)))
    for table in _OF_ARTICLES:
        copy.execute(delete(table).where(table.c.article.in_(chosen)))
    copy.execute(delete(Snapshot).where(Snapshot.article.in_(chosen)))
    copy.execute(delete(Article).where(Article.id.in_(chosen)))
    shown = select(ArticleImage.sha256)
    copy.execute(delete(Image).where(Image.sha256.not_in(shown)))
    copy.execute(delete(Kept).where(Kept.article.in_(chosen)))
    for article in chosen:
        search.remove(copy, article)
    count(copy)


def _note(copy: Session, wanted: Collection[str], seq: int) -> None:
    for article in wanted:
        row = copy.get(Kept, article)
        if row is None:
            copy.add(Kept(article=article, seq=seq))
        else:
            row.seq = seq
        mark_stale(copy, article)
    copy.flush()
    count(copy)


def count(copy: Session) -> None:
    """Count what is kept by state, as the newsroom counts all."""
    copy.execute(delete(StateCount))
    counted = select(Article.state, func.count().label("count")).group_by(Article.state)
    copy.execute(insert(StateCount).from_select(["state", "count"], counted))


def _replace(copy: Session, table: Any, rows: list[dict[str, Any]], which: Any = None) -> None:
    gone = delete(table)
    copy.execute(gone if which is None else gone.where(which))
    _add(copy, table, rows)


def _add(copy: Session, table: Table | Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        copy.execute(insert(table).prefix_with("OR REPLACE"), rows)  # another window was first
