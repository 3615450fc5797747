"""A piece's pictures as changes: each waits until an editor decides, and so does its AI flag.

What is approved of picture N stands among the approved parts as `image:N`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.ledger.chain import told
from db.manuscript.changes import Change
from db.manuscript.spans import Span
from db.models.record import ArticleImage
from db.terms import Origin

#: number, SHA-256 of the bytes, whether AI made or altered it
Picture = tuple[int, str, bool | None]
_Approved = Mapping[str, tuple[str, list[Span]]]
_PART = "image:"
_FLAGS = {"yes": True, "no": False, "not said": None}


def part_of(n: int) -> str:
    """The name under which picture `n` is approved."""
    return f"{_PART}{n}"


def number_of(part: str) -> int:
    """Which picture such a name means; 0 for a part of the text."""
    return int(part.removeprefix(_PART)) if part.startswith(_PART) else 0


def state_of(sha256: str, ai: bool | None) -> str:
    """What is approved of a picture, as the record keeps it."""
    flag = next(word for word, value in _FLAGS.items() if value is ai)
    return f"{sha256}, AI: {flag}"


def flag_in(state: str) -> bool | None:
    """The AI flag that `state_of` put down."""
    return _FLAGS[state.rpartition("AI: ")[2]]


def sha_in(state: str) -> str:
    """The picture that `state_of` put down, by its hash."""
    return state.partition(",")[0]


def is_new(change: Change) -> bool:
    """Whether the change of a picture brings it in; else only its AI flag changed."""
    return sha_in(change.deleted) != sha_in(change.inserted)


def words_for(n: int, state: str) -> str:
    """A picture in words, as editors and scripts read its change; none for no picture."""
    if not state:
        return ""
    said = {True: ", made or altered by AI", False: ", not made by AI", None: ""}
    return f"Picture {n}{said[flag_in(state)]}"


def all_approved(
    pictures: Iterable[Picture], known: Iterable[str]
) -> dict[str, tuple[str, list[Span]]]:
    """What is approved once every picture is; nothing of those that were and are gone."""
    gone: dict[str, tuple[str, list[Span]]] = {p: ("", []) for p in known if number_of(p)}
    return gone | {part_of(n): (state_of(sha, ai), []) for n, sha, ai in pictures}


def waiting(pictures: Iterable[Picture], approved: _Approved) -> list[Picture]:
    """The pictures of which something is not approved."""
    return [
        (n, sha, ai) for n, sha, ai in pictures
        if approved.get(part_of(n), ("", []))[0] != state_of(sha, ai)
    ]  # fmt: skip


def pictures_of(session: Session, article: str) -> list[Picture]:
    """An article's pictures, in order."""
    rows = session.execute(
        select(ArticleImage.n, ArticleImage.sha256, ArticleImage.ai)
        .where(ArticleImage.article == article)
        .order_by(ArticleImage.n)
    )
    return [(row.n, row.sha256, row.ai) for row in rows]


def changes(session: Session, article: str, approved: _Approved, first: int) -> list[Change]:
    """What waits of the pictures, numbered from `first`; each by who touched it last."""
    found = waiting(pictures_of(session, article), approved)
    if not found:
        return []
    who: dict[int, tuple[str, int]] = {}
    by: dict[int, str] = {}
    for touch in told(session, article, {"image.added", "image.flagged"}):
        by[touch.seq] = by.get(touch.payload.get("again", 0), touch.contributor)
        who[touch.payload.get("n", 0)] = (by[touch.seq], touch.seq)
    out = []
    for n, (number, sha, ai) in enumerate(found, first):
        part, state = part_of(number), state_of(sha, ai)
        before = approved.get(part, ("", []))[0]
        author, seq = who[number]
        named = hashlib.sha256(repr((part, before, state, seq)).encode()).hexdigest()[:16]
        change = Change(
            n, part, 0, len(state), state, before, author, Origin.IMPORTED, seq, 0, (), named,
            brought_by=author,
        )  # fmt: skip
        out.append(change)
    return out
