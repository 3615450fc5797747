"""Words that wait to be sent to a shared newsroom. What is put here survives a crash."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.models.bureau import Seen, Waiting
from db.storage import bureau as files
from db.storage import sqlite
from db.terms import now

#: A touch's number and its hash.
Place = tuple[int, bytes]


@dataclass(frozen=True)
class Letter:
    """One touch to be: `payload` and `update_bytes` are those of the touch, `peers` those of the
    sitting it was made in, `at` when that was."""

    id: str
    article: str
    kind: str
    payload: dict[str, Any]
    update_bytes: bytes | None = None
    peers: tuple[int, ...] = ()
    at: str = field(default_factory=now)
    refused: str | None = None


class Outbox:
    """All that waits on this computer, of whoever writes here. For any thread."""

    def __init__(self, folder: Path) -> None:
        self._engine = files.outbox_engine(folder)

    def put(self, contributor: str, letters: Iterable[Letter]) -> None:
        """Keep these, in order. The same id again is the same letter. Raises Refused for a disk
        that does not take them."""
        try:
            with files.transaction(self._engine) as session:
                for letter in letters:
                    known = session.scalar(select(Waiting.n).where(Waiting.id == letter.id))
                    if known is None:
                        session.add(_row(contributor, letter))
                        session.flush()
        except DBAPIError as error:
            raise sqlite.refused(error) from error

    def put_first(self, contributor: str, letters: Iterable[Letter]) -> None:
        """Keep these, to be sent before everything that waits already."""
        waiting = self.unseen(contributor)
        known = {one.id for one in waiting}
        first = [letter for letter in letters if letter.id not in known]
        with files.transaction(self._engine) as session:
            session.execute(delete(Waiting).where(Waiting.id.in_(known)))
            session.add_all(_row(contributor, letter) for letter in (*first, *waiting))

    def waiting(self, contributor: str, article: str | None = None) -> list[Letter]:
        """What is still to be sent, in order."""
        query = _of(contributor).where(Waiting.refused.is_(None), ~Waiting.sent)
        return self._letters(query, article)

    def unseen(self, contributor: str, article: str | None = None) -> list[Letter]:
        """What was written here and does not stand in the copy yet, in order: sent or not."""
        return self._letters(_of(contributor).where(Waiting.refused.is_(None)), article)

    def refused(self, contributor: str, article: str | None = None) -> list[Letter]:
        """What the newsroom did not take, in order."""
        query = select(Waiting).where(
            Waiting.contributor == contributor, Waiting.refused.is_not(None)
        )
        return self._letters(query, article)

    def _letters(self, query: Any, article: str | None) -> list[Letter]:
        if article is not None:
            query = query.where(Waiting.article == article)
        with Session(self._engine) as session:
            return [_letter(row) for row in session.scalars(query.order_by(Waiting.n))]

    def count(self, contributor: str) -> tuple[int, int]:
        """How many wait to be sent, and how many the newsroom did not take."""
        query = select(func.count(), func.count(Waiting.refused)).where(
            Waiting.contributor == contributor, ~Waiting.sent
        )
        with Session(self._engine) as session:
            every, refused = session.execute(query).one()
            return every - refused, refused

    def note_sent(self, ids: Collection[str], at: Place | None = None) -> None:
        """These are in the record; they go when the copy has them. `at` is the touch
        up to which the record was seen by that."""
        with files.transaction(self._engine) as session:
            session.execute(update(Waiting).where(Waiting.id.in_(list(ids))).values(sent=True))
            if at is not None:
                # What an exchange saw meanwhile may be newer; only after lost history is there less
                # to see, and then `see` says so.
                newer = update(Seen).where(Seen.seq < at[0])
                session.execute(newer.values(seq=at[0], hash=at[1], at=now()))

    def take_out(self, ids: Collection[str]) -> None:
        """These are in the record, or were given up by who wrote them."""
        with files.transaction(self._engine) as session:
            session.execute(delete(Waiting).where(Waiting.id.in_(list(ids))))

    def set_aside(self, ids: Collection[str], why: str) -> None:
        """Keep these apart, with the reason: the newsroom does not take them."""
        with files.transaction(self._engine) as session:
            session.execute(update(Waiting).where(Waiting.id.in_(list(ids))).values(refused=why))

    def seen(self) -> Seen | None:
        """The newest touch that was seen here; None on a computer that saw none."""
        with Session(self._engine) as session:
            return session.get(Seen, 1)

    def see(self, seq: int, hashed: bytes, decisions: Iterable[str]) -> None:
        """Remember the newest touch."""
        with files.transaction(self._engine) as session:
            session.merge(Seen(id=1, seq=seq, hash=hashed, at=now(), decisions=list(decisions)))

    def offer_again(self, contributor: str, articles: Collection[str], why: str) -> None:
        """What was not taken for these pieces, for a reason that begins so, is sent again."""
        with files.transaction(self._engine) as session:
            session.execute(
                update(Waiting)
                .where(Waiting.contributor == contributor, Waiting.article.in_(list(articles)),
                       Waiting.refused.startswith(why))
                .values(refused=None)
            )  # fmt: skip

    def close(self) -> None:
        self._engine.dispose()


def _of(contributor: str) -> Select[Waiting]:
    return select(Waiting).where(Waiting.contributor == contributor)


def _row(contributor: str, letter: Letter) -> Waiting:
    return Waiting(
        id=letter.id, contributor=contributor, article=letter.article, kind=letter.kind,
        payload=letter.payload, update_bytes=letter.update_bytes, peers=list(letter.peers),
        at=letter.at, refused=letter.refused,
    )  # fmt: skip


def _letter(row: Waiting) -> Letter:
    return Letter(
        row.id, row.article, row.kind, row.payload, row.update_bytes, tuple(row.peers), row.at,
        row.refused,
    )  # fmt: skip
