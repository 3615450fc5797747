"""What the record adds up to: figures by month, read from the touches and the rows that follow.

A month is a month in UTC, `2026-03`, and `since` the first one counted (None: from the beginning).
A piece counts for the desk it is at now. What was removed with the sample newsroom is not counted,
except among the touches. Nothing is kept between two readings.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.acts.recording import kinds
from db.manuscript.content import count_words
from db.manuscript.content import shares as shares_of
from db.manuscript.store import load
from db.models.article import Article
from db.models.record import SignOff, Version
from db.models.touch import Content, Touch
from db.rules.moves import MOVES
from db.terms import Kind, State

#: Touches after which a sign-off no longer stands for the text.
VOIDING = ("text", "source.named", "image.added", "image.removed", "image.flagged", "redacted",
           "accepted", "taken-in", "taken-back")  # fmt: skip
#: Touches that void a sign-off where they say so: a language set, a rejection that changed words.
_PERHAPS = {"details": "language", "rejected": "restored"}
_TARGETS = {(f"moved.{move.act}", move.source.value): move.target.value for move in MOVES}
_MOVING = ("article.made", *sorted({kind for kind, _ in _TARGETS}))


@dataclass(frozen=True)
class Published:
    """Of one month and desk: pieces published for the first time, and corrections of pieces."""

    month: str
    desk: str | None
    pieces: int
    corrections: int


@dataclass(frozen=True)
class Share:
    """Words of the texts published in a month, and how many of them are an AI's.

    An AI's part of a text is its share of the characters, as everywhere; a text weighs by its
    words.
    """

    month: str
    words: int
    ai_words: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.ai_words / self.words if self.words else 0.0


@dataclass(frozen=True)
class Waiting:
    """A version that must be read from its touches: its article's text moved on since."""

    article: str
    seq: int
    month: str


@dataclass(frozen=True)
class Shares:
    """Shares by month as far as rows tell them, and the versions that are missing there."""

    months: tuple[Share, ...]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True)
class Stay:
    """How long pieces stayed in a state that they left in this month, in hours."""

    month: str
    state: str
    number: int
    median: float
    longest: float


@dataclass(frozen=True)
class SignOffs:
    """Sign-offs made in a month, and how many of these a later touch voided before publication."""

    month: str
    made: int
    voided: int


@dataclass(frozen=True)
class Touches:
    """Touches of one month."""

    month: str
    number: int


def months_before(stamp: str, count: int) -> str:
    """The first of the `count` months that end with that of a time."""
    index = int(stamp[:4]) * 12 + int(stamp[5:7]) - count
    return f"{index // 12:04}-{index % 12 + 1:02}"


def months(first: str, last: str) -> list[str]:
    """Every month from one to another, both included."""
    out = []
    index = int(first[:4]) * 12 + int(first[5:7]) - 1
    while (month := f"{index // 12:04}-{index % 12 + 1:02}") <= last[:7]:
        out.append(month)
        index += 1
    return out


def published(
    session: Session, since: str | None = None, desk: str | None = None
) -> list[Published]:
    """Pieces and corrections published, by month and desk."""
    month = func.substr(Version.at, 1, 7)
    first = func.sum(case((Version.number == 1, 1), else_=0))
    rows = session.execute(
        select(month.label("month"), Article.desk, first.label("pieces"), func.count().label("all"))
        .join(Article, Article.id == Version.article)
        .where(*_wanted(Version.at, since, desk))
        .group_by(month, Article.desk)
        .order_by(month, Article.desk)
    )
    return [Published(r.month, r.desk, int(r.pieces), int(r.all - r.pieces)) for r in rows]


def _wanted(
    at: InstrumentedAttribute[str], since: str | None, desk: str | None
) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = []
    if since is not None:
        out.append(at >= since)
    if desk is not None:
        out.append(Article.desk == desk)
    return out


def shares(session: Session, since: str | None = None, desk: str | None = None) -> Shares:
    """The AI's share of the published words by month, as far as rows tell it without reading texts.

    A row tells it of its newest version while the text was not touched since the publication.
    """
    month = func.substr(Version.at, 1, 7)
    told = and_(Version.number == Article.version, Article.text_seq < Version.seq)
    joined = select().join_from(Version, Article, Article.id == Version.article)
    wanted = _wanted(Version.at, since, desk)
    rows = session.execute(
        joined.add_columns(
            month.label("month"), func.sum(Article.words).label("words"),
            func.sum(Article.words * Article.ai_share).label("ai"),
        ).where(told, *wanted).group_by(month).order_by(month)
    )  # fmt: skip
    later = session.execute(
        joined.add_columns(Version.article, Version.seq, month.label("month"))
        .where(~told, *wanted)
        .order_by(Version.seq.desc())
    )
    return Shares(
        tuple(Share(r.month, int(r.words), float(r.ai)) for r in rows),
        tuple(Waiting(r.article, r.seq, r.month) for r in later),
    )


def share_of(session: Session, version: Waiting) -> Share:
    """The words of one version and the AI's part, from the manuscript at its publication."""
    text = load(session, version.article, version.seq)
    words = count_words(text.text("body"))
    return Share(version.month, words, words * shares_of(text, kinds(session)).get(Kind.AI, 0.0))


def together(found: Iterable[Share]) -> list[Share]:
    """One share for each month."""
    words: Counter[str] = Counter()
    ai: defaultdict[str, float] = defaultdict(float)
    for share in found:
        words[share.month] += share.words
        ai[share.month] += share.ai_words
    return [Share(month, words[month], ai[month]) for month in sorted(words)]


def stays(session: Session, since: str | None = None, desk: str | None = None) -> list[Stay]:
    """How long pieces stayed in each state, by the month in which they left it."""
    query = select(Touch.subject, Touch.seq, Touch.kind, Touch.at).where(Touch.kind.in_(_MOVING))
    wanted = select(Article.id).where(*_wanted(Article.updated, None, desk))
    if since is not None:
        # Who left a state since then: all moves of these pieces, for when they came into it.
        left = select(Touch.subject).where(Touch.kind.in_(_MOVING[1:]), Touch.at >= since)
        query = query.where(Touch.subject.in_(left))
    known = set(session.scalars(wanted))
    lives: dict[str, list[tuple[int, str, str]]] = {}
    for subject, seq, kind, at in session.execute(query):
        if subject in known:
            lives.setdefault(subject, []).append((seq, kind, at))
    hours: dict[tuple[str, str], list[float]] = defaultdict(list)
    for moves in lives.values():
        state, came = State.DRAFT.value, ""
        for _seq, kind, at in sorted(moves):
            if kind != "article.made":
                if since is None or at >= since:
                    hours[at[:7], state].append(_hours(came, at))
                state = _TARGETS.get((kind, state), state)
            came = at
    return [
        Stay(month, state, len(found), median(found), max(found))
        for (month, state), found in sorted(hours.items())
    ]


def _hours(came: str, left: str) -> float:
    """Hours between two times; none where a clock was put back."""
    gone = datetime.fromisoformat(left) - datetime.fromisoformat(came)
    return max(0.0, gone.total_seconds() / 3600)


def sign_offs(
    session: Session, since: str | None = None, desk: str | None = None
) -> list[SignOffs]:
    """Sign-offs by month, and those that a later touch of the text voided before a publication."""
    end = (
        select(func.min(Version.seq))
        .where(Version.article == SignOff.article, Version.seq > SignOff.seq)
        .correlate(SignOff)
        .scalar_subquery()
    )
    between = and_(
        Touch.subject == SignOff.article, Touch.seq > SignOff.seq, or_(end.is_(None), Touch.seq < end)
    )  # fmt: skip
    voided = exists().where(between, Touch.kind.in_(VOIDING))
    wanted = _wanted(SignOff.at, since, desk)
    signed = select(SignOff.seq, SignOff.at).join(Article, Article.id == SignOff.article)
    made: Counter[str] = Counter()
    void: Counter[str] = Counter()
    standing: dict[int, str] = {}
    for row in session.execute(signed.add_columns(voided.label("void")).where(*wanted)):
        made[row.at[:7]] += 1
        if row.void:
            void[row.at[:7]] += 1
        else:
            standing[row.seq] = row.at[:7]
    perhaps = session.execute(
        select(SignOff.seq, Touch.kind, Content.payload)
        .join_from(SignOff, Article, Article.id == SignOff.article)
        .join(Touch, and_(between, Touch.kind.in_(tuple(_PERHAPS))))
        .join(Content, Content.seq == Touch.seq)
        .where(*wanted, Content.payload.is_not(None))
    )
    for seq, kind, payload in perhaps:
        if seq in standing and json.loads(payload or b"{}").get(_PERHAPS[kind]):
            void[standing.pop(seq)] += 1
    return [SignOffs(month, made[month], void[month]) for month in sorted(made)]


def touches(session: Session, since: str | None = None) -> list[Touches]:
    """Touches by month: of everything in the newsroom, and of everybody."""
    kinds_: list[str] = []
    while (following := session.scalar(
        select(func.min(Touch.kind)).where(Touch.kind > (kinds_[-1] if kinds_ else ""))
    )) is not None:  # fmt: skip
        kinds_.append(following)
    if not kinds_:
        return []
    # One end at a time: SQL finds a minimum or a maximum at once, both only by reading all.
    first, last = (
        [session.scalar(select(end(Touch.at)).where(Touch.kind == kind)) or "" for kind in kinds_]
        for end in (func.min, func.max)
    )
    out = []
    for month in months(max(since or "", min(first)[:7]), max(last)):
        number = session.scalar(
            select(func.count()).where(
                Touch.kind.in_(kinds_), Touch.at >= month, Touch.at < f"{month}~"
            )
        )
        if number:
            out.append(Touches(month, int(number)))
    return out
