"""Typed rows into a shared newsroom fast: everything is computed here, before one waits in line, and
goes in one call with whatever else waits by then. The rules are the database's own, as always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.acts.edits import Waiting
from db.acts.recording import images_of, kinds, text_hash, words_row
from db.ledger.chain import content_of
from db.ledger.digest import salted
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import SNAPSHOT_EVERY, keep_cache
from db.models.article import Article
from db.newsroom import Newsroom, newest_about
from db.rules import pictures
from db.rules.pending import approved, is_changed, offers
from db.storage.text_rows import Recorded, TextRow, record
from db.terms import now


@dataclass
class Beside:
    """What a piece's row depends on besides its text, as it was after touch `seen` about it."""

    article: str
    seen: int
    language: str
    kinds: Mapping[str, str]
    images: list[tuple[str, bool | None]]
    approved: Mapping[str, tuple[str, list[Span]]]
    waits: bool

    @classmethod
    def read(cls, session: Session, article: str) -> Beside:
        """As it is now: read it in the moment in which the manuscript was brought up to date."""
        known = approved(session, article)
        shown = pictures.pictures_of(session, article)
        return cls(
            article, newest_about(session, article), session.get_one(Article, article).language,
            kinds(session), [(image.sha256, image.ai) for image in images_of(session, article)],
            known, bool(offers(session, article) or pictures.waiting(shown, known)),
        )  # fmt: skip

    def row(self, manuscript: Manuscript) -> dict[str, Any]:
        """What the piece's row says of the manuscript."""
        return {
            **words_row(manuscript, self.kinds),
            "text_sha256": text_hash(manuscript, self.language, self.images),
            "undecided": self.waits or is_changed(manuscript, self.approved),
        }


def send_rows(
    newsroom: Newsroom, actor: str, manuscript: Manuscript, rows: Sequence[Waiting], beside: Beside,
    last: tuple[int, bytes] = (0, b""),
) -> Recorded | None:  # fmt: skip
    """Put rows that the manuscript holds already into the text of a shared newsroom's piece: all of
    them, in order, or none. `actor` is whoever's login it is (an id), `last` the number and hash of the
    newest touch that was seen here.

    None, and nothing done, where the piece has touches newer than `beside`: take those in, read
    `Beside` anew, and send again; or where the newsroom has no such touch as `last`. The same row
    twice is one touch. The search index follows with `index_later`. Raises Refused, `offline` where
    nobody knows whether the rows arrived.
    """
    values = beside.row(manuscript)
    found = record(
        newsroom.engine, beside.article, actor, beside.seen, last, [packed(row) for row in rows],
        values,
    )  # fmt: skip
    if found is None:
        return None
    before = len(manuscript.rows)
    for seq, row in zip(found.numbers, rows, strict=True):
        manuscript.rows.append((seq, *(row.payload[name] for name in ("peer", "start", "end"))))
    beside.seen = found.numbers[-1]
    if len(manuscript.rows) // SNAPSHOT_EVERY > before // SNAPSHOT_EVERY:
        with newsroom.write() as session:
            keep_cache(session, beside.article, manuscript, beside.seen)
    return found


def packed(row: Waiting) -> TextRow:
    """The row as it is sent."""
    content = content_of(row.payload)
    return TextRow(
        row.touch, row.at or now(), content, salted(content)[0], row.update, salted(row.update)[0]
    )
