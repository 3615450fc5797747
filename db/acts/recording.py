"""Bringing a piece's row up to date with what was recorded of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db import search
from db.ledger.chain import append
from db.manuscript.content import count_words, shares, text_sha256
from db.manuscript.manuscript import Manuscript
from db.manuscript.pen import Pen
from db.manuscript.spans import Span
from db.manuscript.store import keep_cache, load
from db.models.article import Approved, Article, Peer, Proposal, TextRow, Writer
from db.models.contributor import Contributor
from db.models.record import ArticleImage
from db.models.touch import Touch
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import pictures
from db.rules.off_record import texts_on_record
from db.rules.pending import approved, is_undecided
from db.storage.stale import is_stale, mark_stale
from db.terms import State


def record_text(
    session: Session, actor: Contributor, piece: Article, pen: Pen, *,
    more: dict[str, Any] | None = None, touch: str | None = None,
) -> int | None:  # fmt: skip
    """Add what the pen wrote as a touch; None where it wrote nothing. The row follows later."""
    row = pen.row()
    if row is None:
        return None
    payload, update_bytes = row
    seq = record_row(session, actor, piece, {**payload, **(more or {})}, update_bytes, touch=touch)
    pen.manuscript.rows.append((seq, payload["peer"], payload["start"], payload["end"]))
    return seq


def record_proposal(
    session: Session, actor: Contributor, piece: Article, pen: Pen, *,
    more: dict[str, Any] | None = None, touch: str | None = None,
) -> int | None:  # fmt: skip
    """Add what the pen wrote as a proposal: in the record, not in the text."""
    row = pen.row()
    if row is None:
        return None
    payload = {**row[0], **(more or {})}
    return record_row(session, actor, piece, payload, row[1], touch=touch, proposed=True)


def record_row(
    session: Session, actor: Contributor, piece: Article, payload: dict[str, Any],
    update_bytes: bytes, *, touch: str | None = None, proposed: bool = False, at: str | None = None,
) -> int:  # fmt: skip
    """Add one row of text as a touch, into the text or as a proposal; the touch's number. `at` is
    when it was written, where that was not now."""
    if touch is not None:
        known = session.scalar(select(Touch.seq).where(Touch.id == touch))
        if known is not None:
            return known
    seq = append(
        session, actor.id, piece.id, "proposed" if proposed else "text", payload,
        update_bytes=update_bytes, touch=touch, at=at,
    )  # fmt: skip
    note_row(session, piece.id, actor.id, payload, seq)
    if proposed:
        author = payload["new"]["contributor"] if payload.get("new") else actor.id
        note_proposal(session, piece.id, author, payload["peer"], seq)
        again = Proposal.peer.in_(payload.get("reopens", ()))
        session.execute(update(Proposal).where(again).values(state="open"))
        piece.undecided = True
    else:
        add_writer(session, piece, actor.id)
    touched(session, piece, seq)
    return seq


def touched(session: Session, piece: Article, seq: int) -> None:
    """The piece's newest touch is `seq`: it stands first in lists."""
    piece.updated = session.scalars(select(Touch.at).where(Touch.seq == seq)).one()
    search.move_up(session, piece.id)
    session.flush()


def note_proposal(session: Session, article: str, contributor: str, peer: int, seq: int) -> None:
    """Remember that a proposal waits; one decided before waits again with the words since."""
    known = session.get(Proposal, peer)
    if known is None:
        known = Proposal(peer=peer, article=article, contributor=contributor, seq=seq)
        session.add(known)
    known.state = "open"
    session.flush()


def note_row(session: Session, article: str, by: str, payload: dict[str, Any], seq: int) -> None:
    """Remember which touch brought which operations, and who is behind a new peer."""
    new = payload.get("new")
    if new is not None:
        session.execute(
            insert(Peer).values(
                peer=payload["peer"],
                article=article,
                contributor=new["contributor"],
                brought_by=by,
                origin=new["origin"],
                source=new["source"],
                seq=seq,
            )
        )
    session.execute(
        insert(TextRow).values(
            seq=seq,
            article=article,
            peer=payload["peer"],
            start=payload["start"],
            end=payload["end"],
        )
    )


def add_writer(session: Session, piece: Article, contributor: str) -> None:
    """A piece is also theirs who wrote in it while it was a draft."""
    if piece.state != State.DRAFT:
        return
    if session.get(Writer, (piece.id, contributor)) is None:
        session.add(Writer(article=piece.id, contributor=contributor))
        session.flush()


def images_of(session: Session, article: str) -> list[ArticleImage]:
    """The article's images in order."""
    return list(
        session.scalars(
            select(ArticleImage).where(ArticleImage.article == article).order_by(ArticleImage.n)
        )
    )


def kinds(session: Session) -> dict[str, str]:
    """Each contributor's kind, by id."""
    return {row.id: row.kind for row in session.execute(select(Contributor.id, Contributor.kind))}


def hash_of(session: Session, piece: Article, manuscript: Manuscript) -> str:
    """The hash of the exact text as it stands."""
    images = [(image.sha256, image.ai) for image in images_of(session, piece.id)]
    return text_hash(manuscript, piece.language, images)


def text_hash(
    manuscript: Manuscript, language: str, images: Sequence[tuple[str, bool | None]]
) -> str:
    """The hash of the exact text with these pictures. Raises Refused `bad-input`."""
    try:
        return text_sha256(manuscript.texts(), language, images)
    except ValueError:
        raise Refused(
            "bad-input", "the text holds half of a character (a lone surrogate)", "take it out"
        ) from None


def refresh_row(
    session: Session,
    piece: Article,
    manuscript: Manuscript,
    seq: int,
    *,
    text_changed: bool = True,
    index: bool = True,
) -> None:
    """Make the piece's row say what the manuscript says, after touch `seq`."""
    values: dict[str, Any] = {"undecided": is_undecided(session, piece, manuscript)}
    if text_changed:
        values |= row_of(session, manuscript)
        values |= {"text_seq": seq, "text_sha256": hash_of(session, piece, manuscript)}
        mark_stale(session, piece.id)
    # All at once: the database checks that a new hash comes with a new touch.
    for name, value in values.items():
        setattr(piece, name, value)
    session.flush()
    touched(session, piece, seq)
    if text_changed:
        keep_cache(session, piece.id, manuscript, seq)
    if text_changed and index:
        index_now(session, piece, manuscript)


def row_of(session: Session, manuscript: Manuscript) -> dict[str, Any]:
    """What an article's row keeps of its text."""
    return words_row(manuscript, kinds(session))


def words_row(manuscript: Manuscript, known: Mapping[str, str]) -> dict[str, Any]:
    """What an article's row keeps of its words; `known` tells each contributor's kind."""
    found = shares(manuscript, known)
    return {
        "headline": " ".join(manuscript.text("headline").split()),
        "dateline": manuscript.text("dateline"),
        "date_line": manuscript.text("date_line"),
        "words": count_words(manuscript.text("body")),
        "shares": found,
        "ai_share": found.get("ai", 0.0),
    }


def index_later(newsroom: Newsroom, article: str) -> None:
    """Bring the search index up to date with a piece whose text moved on since."""
    with newsroom.read() as session:
        if not is_stale(session, article):
            return
    with newsroom.write() as session:
        piece = session.get_one(Article, article)
        index_now(session, piece, load(session, article))


def index_now(session: Session, piece: Article, manuscript: Manuscript) -> None:
    """Bring the search index up to date with the piece."""
    names = session.scalars(
        select(Contributor.name).where(
            Contributor.id.in_(select(Writer.contributor).where(Writer.article == piece.id))
        )
    )
    words = "\n".join([*texts_on_record(session, manuscript).values(), *names])
    search.index(session, piece.id, words, piece.text_seq)


def approve_all(session: Session, piece: Article, manuscript: Manuscript) -> None:
    """The text and the pictures as they stand are approved."""
    shown = pictures.pictures_of(session, piece.id)
    set_approved(
        session, piece.id,
        {part: (manuscript.text(part), manuscript.spans(part)) for part in manuscript.parts()}
        | pictures.all_approved(shown, approved(session, piece.id)),
    )  # fmt: skip


def set_approved(session: Session, article: str, parts: dict[str, tuple[str, list[Span]]]) -> None:
    """Put down what is approved of these parts."""
    for part, (text, spans) in parts.items():
        values = {"text": text, "spans": [list(span) for span in spans]}
        row = session.get(Approved, (article, part))
        if row is None:
            session.execute(insert(Approved).values(article=article, part=part, **values))
        else:
            session.execute(
                update(Approved)
                .where(Approved.article == article, Approved.part == part)
                .values(**values)
            )
            session.expire(row)
