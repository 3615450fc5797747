"""Bringing the copy up to date with the newsroom: whole pieces, by few questions at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
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
    update,
)
from sqlalchemy.orm import Session, aliased

from db import search
from db.bureau.history import ACCEPTED, check_touches
from db.models import Base
from db.models.article import Article, Peer, Snapshot
from db.models.bureau import Kept
from db.models.contributor import Contributor, JoinedEntry
from db.models.newsroom import AllowedMove, IssuedText, Setting, StateCount
from db.models.record import ArticleImage, Font, Image
from db.models.touch import Content, Head, Touch
from db.newsroom import Newsroom
from db.storage.asking import ask
from db.storage.bureau import transaction
from db.storage.stale import mark_stale

#: Tables of the newsroom as a whole that are kept.
_COMMON: tuple[type[Base], ...] = (Setting, Contributor, JoinedEntry, IssuedText, AllowedMove)
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


class Batch:
    """What a newsroom answered about some pieces, all in one moment."""

    def __init__(self, newsroom: Newsroom, wanted: Mapping[str, int], common: bool) -> None:
        """Ask for `wanted` pieces, each for what came after the touch named, and with `common` for
        what is the newsroom's as a whole. One round trip; one more where something was erased."""
        self.wanted = dict(wanted)
        self._answers = _ask(newsroom, self.wanted, common)
        touches = self._answers[1]
        #: pieces of which more is kept than may be
        self.rewritten = {t["subject"] for t in touches if t["kind"] in _REWRITE} & {
            article for article, seq in wanted.items() if seq
        }
        if self.rewritten:
            self.wanted |= dict.fromkeys(self.rewritten, 0)
            self._answers = _ask(newsroom, self.wanted, common)
        check_touches(self._answers[1], self._answers[2])
        self.common = common
        self.seq = int(self._answers[0][0]["seq"])

    @property
    def fonts(self) -> set[str]:
        """The fonts that the newsroom added, by their hashes; none where they were not asked for."""
        return {str(row["sha256"]) for row in self._answers[-1]} if self.common else set()

    @property
    def sources(self) -> set[int]:
        """The peers from which words of these pieces were copied."""
        return {int(one[2]) for row in self._answers[2] for one in _copies(row["payload"])}

    def put(self, copy: Session) -> None:
        """Put it into the copy, but for pieces of which another window put more there meanwhile."""
        (head,), *rows = self._answers
        newer = select(Kept.article).where(Kept.article.in_(list(self.wanted)), Kept.seq > self.seq)
        there = {str(row["id"]) for row in rows[2]}  # one begun here may not be there yet
        pieces = there - set(copy.scalars(newer))
        if self.rewritten:
            empty(copy, self.rewritten & pieces)
        if self.common:  # up to there it is known what changed of the newsroom as a whole
            _replace(copy, Head.__table__, [head])
        answers = iter(rows)
        touches = [_bare(row) for row in next(answers) if row["subject"] in pieces]
        numbers = {row["seq"] for row in touches}
        _add(copy, Touch.__table__, touches)
        _add(copy, Content.__table__, [row for row in next(answers) if row["seq"] in numbers])
        articles = [row for row in next(answers) if row["id"] in pieces]
        _replace(copy, Article.__table__, articles, Article.id.in_(pieces))
        for table in _OF_ARTICLES:
            found = [row for row in next(answers) if row["article"] in pieces]
            _replace(copy, table, found, table.c.article.in_(pieces))
        snapshots = [row for row in next(answers) if row["article"] in pieces]
        fresh = [row["article"] for row in snapshots]
        _replace(copy, Snapshot.__table__, snapshots, Snapshot.article.in_(fresh))
        if self.common:
            for model in _COMMON:
                _replace(copy, model.__table__, next(answers))
        _note(copy, pieces, self.seq)
        gone = set(self.wanted) - there
        begun = select(Article.id).where(Article.id.in_(gone), Article.text_seq == 0)
        if gone := gone & set(copy.scalars(select(Kept.article))) - set(copy.scalars(begun)):
            forget(copy, gone)


def fetch(newsroom: Newsroom, copy: Engine, wanted: Mapping[str, int], common: bool) -> bool:
    """Bring pieces of the copy up to date, and those that their words were copied from, without
    which nobody can check the copies. Whether something was taken out of it that left traces.

    Nobody waits for the copy while the newsroom is asked: one round trip, one more for fonts and
    sources that are not kept yet. Pictures come later: see `db.bureau.pictures`.
    """
    batches: list[Batch] = []
    files: list[dict[str, Any]] = []
    named: set[str] = set()
    ask_for = dict(wanted)
    while ask_for or common:
        batch = Batch(newsroom, ask_for, common)
        batches.append(batch)
        with Session(copy) as session:
            known = set(session.scalars(select(Kept.article)))
            here = select(Peer.peer).where(Peer.peer.in_(batch.sources))
            strange = batch.sources - set(session.scalars(here))
            fonts = batch.fonts - set(session.scalars(select(Font.sha256)))
        ask_for, common = {}, False
        if strange or fonts:
            letters, peers = _ask_more(newsroom, fonts, strange)
            files += letters
            named |= {row["article"] for row in peers}
            asked = known.union(*(one.wanted for one in batches))
            ask_for = dict.fromkeys({row["article"] for row in peers} - asked, 0)
    with transaction(copy) as session:
        for batch in batches:
            batch.put(session)
        _add(session, Font.__table__, files)
        session.execute(update(Kept).where(Kept.article.in_(named)).values(source=True))
    return any(batch.rewritten for batch in batches)


def know_until(copy: Session, news: News) -> None:
    """Nothing changed of the newsroom as a whole until there."""
    copy.execute(update(Head).where(Head.seq < news.seq).values(seq=news.seq, hash=news.hash))


def _ask(newsroom: Newsroom, wanted: Mapping[str, int], common: bool) -> list[list[dict[str, Any]]]:
    with newsroom.read() as session:
        return ask(session, [select(Head.__table__), *_questions(wanted, common)])


def _ask_more(
    newsroom: Newsroom, fonts: Collection[str], peers: Collection[int]
) -> list[list[dict[str, Any]]]:
    """Fonts by their hashes, and who is behind peers."""
    with newsroom.read() as session:
        return ask(session, [
            select(Font.__table__).where(Font.sha256.in_(fonts)),
            select(Peer.__table__).where(Peer.peer.in_(peers)),
        ])  # fmt: skip


def _questions(wanted: Mapping[str, int], common: bool) -> list[Select[Any]]:
    """In the order in which a batch reads the answers."""
    touched = or_(false(), *(_after(Touch.subject, Touch.seq, *one) for one in wanted.items()))
    before = aliased(Touch)
    previous = select(before.hash).where(before.seq == Touch.seq - 1).scalar_subquery()
    asked: list[Select[Any]] = [
        select(Touch.__table__, previous.label("previous")).where(touched).order_by(Touch.seq),
        select(Content.__table__).join(Touch, Touch.seq == Content.seq).where(touched),
        select(Article.__table__).where(Article.id.in_(list(wanted))),
    ]
    asked += [select(table).where(table.c.article.in_(list(wanted))) for table in _OF_ARTICLES]
    asked.append(select(Snapshot.article, Snapshot.seq, Snapshot.bytes, Snapshot.state).where(
        or_(false(), *(_after(Snapshot.article, Snapshot.seq, *one) for one in wanted.items()))
    ))  # fmt: skip
    if common:
        asked += [select(model.__table__) for model in _COMMON]
        asked.append(select(Font.sha256))
    return asked


def _bare(touch: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in touch.items() if name != "previous"}


def _after(subject: Any, number: Any, article: str, seq: int) -> ColumnElement[bool]:
    return and_(subject == article, number > seq)


def _copies(payload: bytes | None) -> list[Any]:
    """The copies that a row of text declares; whoever reads it checks them."""
    try:
        said = json.loads(payload or b"{}")
        return [one for one in said.get("copies", ()) if len(one) == 4]
    except (ValueError, AttributeError, TypeError):
        return []


def forget(copy: Session, articles: Collection[str]) -> None:
    """Keep these pieces no longer."""
    empty(copy, articles)
    copy.execute(delete(Kept).where(Kept.article.in_(list(articles))))


def empty(copy: Session, articles: Collection[str]) -> None:
    """Take all that pieces say out of the copy, so that they are fetched anew."""
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
    copy.execute(update(Kept).where(Kept.article.in_(chosen)).values(seq=0))
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
