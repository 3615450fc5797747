"""Putting words off the record, and on it again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, person
from db.acts.recording import index_now, touched
from db.ledger.chain import append
from db.manuscript import spans as spanning
from db.manuscript.document import BrokenUpdate
from db.manuscript.manuscript import Manuscript
from db.manuscript.spans import Span
from db.manuscript.store import load
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.off_record import OffRecord
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.off_record import secret

#: Parts that stand in lists, or are for every reader: nothing in them can be a secret.
NEVER = ("headline", "date_line", "dateline", "share_line", "notice")


def mark_off_record(
    newsroom: Newsroom, actor: str, wanted: str, start: int, length: int, *, part: str = "body",
    off: bool = True,
) -> Changes:  # fmt: skip
    """Put `length` code points from `start` of a part off the record; with `off` False, on it."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "off-record", piece)
        manuscript = load(session, piece.id)
        spans = _chosen(manuscript, part, start, length)
        words = manuscript.text(part)[start : start + length]
        return _put(session, who, piece, manuscript, spans, words, off)


def put_off_record(
    newsroom: Newsroom, actor: str, wanted: str, part: str, spans: Sequence[Span], *,
    off: bool = True,
) -> Changes:  # fmt: skip
    """The same for the characters `spans` of a part, wherever they stand by now."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "off-record", piece)
        manuscript = load(session, piece.id)
        _not_for_all(part)
        try:
            words = "".join(manuscript.document.characters(Span(*span)) for span in spans)
        except BrokenUpdate:
            words = ""
        if not words:
            raise Refused("conflict", "these words are not in the text yet",
                          "save them, or wait until they are accepted")  # fmt: skip
        return _put(session, who, piece, manuscript, manuscript.sources_of(spans), words, off)


def _put(
    session: Session, who: Contributor, piece: Article, manuscript: Manuscript,
    spans: list[Span], words: str, off: bool,
) -> Changes:  # fmt: skip
    if not off:  # words that stand there again are lifted with those they repeat
        spans = [*spans, *secret(session, manuscript).behind(words)]
    kind = "off-record.marked" if off else "off-record.lifted"
    seq = append(session, who.id, piece.id, kind, {"spans": [list(span) for span in spans]})
    note_off_record(session, piece.id, seq, spans, off)
    touched(session, piece, seq)
    index_now(session, piece, manuscript)
    return Changes(seq, piece.id, piece.state)


def _chosen(manuscript: Manuscript, part: str, start: int, length: int) -> list[Span]:
    if part not in manuscript.parts():
        raise Refused("bad-input", f"{part!r} is no part of this article",
                      "parts are " + ", ".join(manuscript.parts()))  # fmt: skip
    _not_for_all(part)
    if length < 1 or start < 0 or start + length > len(manuscript.text(part)):
        raise Refused("bad-input", f"there are no {length} characters at {start} of the {part}",
                      f"it has {len(manuscript.text(part))}")  # fmt: skip
    return manuscript.sources_of(spanning.cut(manuscript.spans(part), start, length))


def _not_for_all(part: str) -> None:
    if part in NEVER:
        raise Refused("bad-input", f"the {part} is seen by everybody, so nothing in it is secret",
                      "write it without what is off the record")  # fmt: skip


def note_off_record(
    session: Session, article: str, seq: int, spans: list[Span], off: bool
) -> None:  # fmt: skip
    """Remember which characters a touch put off the record, or on it."""
    for n, span in enumerate(spans):
        session.execute(
            insert(OffRecord).values(
                seq=seq, n=n, article=article, peer=span.peer, counter=span.counter,
                length=span.length, off=off,
            )
        )  # fmt: skip
