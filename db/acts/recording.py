"""Bringing a piece's row up to date with what was recorded of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db import search
from db.ledger.chain import append
from db.manuscript.content import count_words, shares, text_sha256
from db.manuscript.document import Span
from db.manuscript.manuscript import Manuscript
from db.manuscript.pen import Pen
from db.models.article import Approved, Article, Peer, Proposal, TextRow, Writer
from db.models.contributor import Contributor
from db.models.record import ArticleImage
from db.refusal import Refused
from db.terms import State, now


def record_text(
    session: Session, actor: Contributor, piece: Article, pen: Pen, *,
    more: dict[str, Any] | None = None, touch: str | None = None,
) -> int | None:
    """Add what the pen wrote as a touch; None where it wrote nothing. The row follows later."""
    row = pen.row()
    if row is None:
        return None
    payload, update_bytes = row
    seq = append(
        session, actor.id, piece.id, "text", {**payload, **(more or {})},
        update_bytes=update_bytes, touch=touch,
    )
    _note_row(session, piece.id, pen, payload, seq)
    pen.manuscript.rows.append((seq, payload["peer"], payload["start"], payload["end"]))
    add_writer(session, piece, pen.behind.brought_by)
    return seq


def record_proposal(
    session: Session, actor: Contributor, piece: Article, pen: Pen, *, touch: str | None = None
) -> int | None:
    """Add what the pen wrote as a proposal: in the record, not in the text."""
    row = pen.row()
    if row is None:
        return None
    payload, update_bytes = row
    seq = append(
        session, actor.id, piece.id, "proposed", payload, update_bytes=update_bytes, touch=touch
    )
    _note_row(session, piece.id, pen, payload, seq)
    if payload["start"] == 0:
        session.execute(
            insert(Proposal).values(
                peer=pen.peer, article=piece.id, contributor=actor.id, state="open", seq=seq
            )
        )
    piece.undecided = True
    piece.updated = now()
    return seq


def _note_row(session: Session, article: str, pen: Pen, payload: dict[str, Any], seq: int) -> None:
    if payload["start"] == 0:
        session.execute(
            insert(Peer).values(
                peer=pen.peer, article=article, contributor=pen.behind.contributor,
                brought_by=pen.behind.brought_by, origin=str(pen.behind.origin),
                source=pen.behind.source, seq=seq,
            )
        )
    session.execute(
        insert(TextRow).values(
            seq=seq, article=article, peer=pen.peer, start=payload["start"], end=payload["end"]
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
    try:
        return text_sha256(manuscript.texts(), piece.language, images)
    except UnicodeEncodeError:
        raise Refused(
            "bad-input", "the text holds half of a character (a lone surrogate)", "take it out"
        ) from None


def approved(session: Session, article: str) -> dict[str, tuple[str, list[Span]]]:
    """The text and characters of each part as last approved."""
    rows = session.scalars(select(Approved).where(Approved.article == article))
    return {row.part: (row.text, [Span(*span) for span in row.spans]) for row in rows}


def is_undecided(session: Session, piece: Article, manuscript: Manuscript) -> bool:
    """Whether the text differs from the approved one, or a proposal waits."""
    if session.scalar(
        select(Proposal.peer).where(Proposal.article == piece.id, Proposal.state == "open").limit(1)
    ):
        return True
    known = approved(session, piece.id)
    return any(
        manuscript.sources_of(manuscript.spans(part))
        != manuscript.sources_of(known.get(part, ("", []))[1])
        for part in manuscript.parts()
    )


def refresh_row(
    session: Session, piece: Article, manuscript: Manuscript, seq: int, *,
    text_changed: bool = True, index: bool = True,
) -> None:
    """Make the piece's row say what the manuscript says, after touch `seq`."""
    piece.updated = now()
    piece.undecided = is_undecided(session, piece, manuscript)
    if text_changed:
        piece.text_seq = seq
        piece.text_sha256 = hash_of(session, piece, manuscript)
        for name, value in row_of(session, manuscript).items():
            setattr(piece, name, value)
        search.mark_stale(session, piece.id)
    session.flush()
    if text_changed and index:
        index_now(session, piece, manuscript)


def row_of(session: Session, manuscript: Manuscript) -> dict[str, Any]:
    """What an article's row keeps of its text."""
    found = shares(manuscript, kinds(session))
    return {
        "headline": " ".join(manuscript.text("headline").split()),
        "dateline": manuscript.text("dateline"),
        "date_line": manuscript.text("date_line"),
        "words": count_words(manuscript.text("body")),
        "shares": found,
        "ai_share": found.get("ai", 0.0),
    }


def index_now(session: Session, piece: Article, manuscript: Manuscript) -> None:
    """Bring the search index up to date with the piece."""
    names = session.scalars(
        select(Contributor.name).where(
            Contributor.id.in_(
                select(Writer.contributor).where(Writer.article == piece.id)
            )
        )
    )
    words = "\n".join([*manuscript.texts().values(), *names])
    search.index(session, piece.id, words, piece.text_seq)


def set_approved(
    session: Session, article: str, parts: dict[str, tuple[str, list[Span]]]
) -> None:
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
