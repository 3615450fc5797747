"""Making a piece, changing its text, its details and its pictures."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, contributor, person
from db.acts.picturing import put_image
from db.acts.recording import (
    add_writer,
    record_proposal,
    record_text,
    refresh_row,
    touched,
)
from db.acts.words import clean, origin_for, source_for, write_by_diff
from db.ledger.chain import append
from db.manuscript import diff
from db.manuscript import spans as spanning
from db.manuscript.content import text_sha256
from db.manuscript.manuscript import Manuscript
from db.manuscript.pen import Pen
from db.manuscript.store import load
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.touch import Touch
from db.newsroom import Newsroom, setting
from db.refusal import Refused
from db.rules import permissions
from db.rules.details import checked
from db.rules.language import known_language
from db.terms import PARTS, Kind, Origin, is_part


def new_id_for(session: Session, headline: str) -> str:
    """A short readable id: three words of the headline and four hex digits, unused so far."""
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain.replace("'", "").replace("’", ""))][:3]
    stem = "-".join(words)[:40] or "article"
    while True:
        identity = f"{stem}-{secrets.token_hex(2)}"
        if session.get(Article, identity) is None:
            return identity


def make_article(
    session: Session,
    actor: Contributor,
    *,
    headline: str = "",
    language: str | None = None,
    translation_of: str | None = None,
    sample: bool = False,
    handover: Mapping[str, str | None] | None = None,
    identity: str | None = None,
    touch: str | None = None,
) -> tuple[Article, Manuscript]:
    """Add an empty piece in a session that is open already; one that was begun elsewhere keeps its
    id, and one that came in a handover file says where it came from."""
    allowed(session, actor, "new")
    tongue = known_language(language or setting(session, "language", "en"))
    source = article(session, translation_of).id if translation_of else None
    identity = identity or new_id_for(session, headline.replace("’", "").replace("'", ""))
    more = {"handover": dict(handover)} if handover is not None else {}
    seq = append(
        session,
        actor.id,
        identity,
        "article.made",
        {"language": tongue, "translation_of": source, "sample": sample, **more},
        touch=touch,
    )
    manuscript = load(session, identity)
    piece = Article(
        id=identity,
        headline="",
        dateline="",
        date_line="",
        language=tongue,
        state="draft",
        version=0,
        words=0,
        ai_share=0.0,
        shares={},
        text_sha256=text_sha256(manuscript.texts(), tongue, []),
        text_seq=seq,
        decided_seq=0,
        made_by=actor.id,
        updated=session.scalars(select(Touch.at).where(Touch.seq == seq)).one(),
        undecided=False,
        sample=sample,
        translation_of=source,
    )
    session.add(piece)
    session.flush()
    add_writer(session, piece, actor.id)
    return piece, manuscript


def new_article(
    newsroom: Newsroom,
    actor: str,
    headline: str = "",
    language: str | None = None,
    translation_of: str | None = None,
    sample: bool = False,
) -> Changes:
    """Begin a piece as a draft."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece, manuscript = make_article(
            session,
            who,
            headline=headline,
            language=language,
            translation_of=translation_of,
            sample=sample,
        )
        seq = piece.text_seq
        if headline:
            pen = Pen(manuscript, who.id, who.id, Origin.TYPED)
            pen.splice("headline", 0, 0, clean(headline, "headline"))
            seq = record_text(session, who, piece, pen) or seq
        refresh_row(session, piece, manuscript, seq)
        return Changes(seq, piece.id, piece.state)


def write_text(
    newsroom: Newsroom,
    actor: str,
    wanted: str,
    text: str,
    *,
    part: str = "body",
    author: str | None = None,
    origin: str | None = None,
    source: str | None = None,
    touch: str | None = None,
) -> tuple[Changes, int, int]:
    """Change a part to `text` by diff: the changes, and how many code points came and went.

    `author` made the new words where that is not the actor; words for a piece that the actor may
    not change now become a proposal. The same `touch` id again is the same save.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        maker = contributor(session, author) if author else who
        how = origin_for(maker, who, origin)
        mode = permissions.writes_as(session, who, piece)
        if mode not in {"write", "propose"}:
            allowed(session, who, "write", piece)
        words = clean(text, part)
        manuscript = load(session, piece.id)
        if not is_part(part, manuscript.known.images):
            raise Refused(
                "bad-input",
                f"{part!r} is no part of this article",
                "parts are " + ", ".join(manuscript.parts()),
            )
        pen = Pen(manuscript, maker.id, who.id, how, source_for(how, source))
        write_by_diff(pen, part, words)
        if mode == "propose":
            seq = record_proposal(session, who, piece, pen, touch=touch)
        else:
            seq = record_text(session, who, piece, pen, touch=touch)
            if seq is not None:
                refresh_row(session, piece, manuscript, seq)
        last = seq or piece.text_seq
        return Changes(last, piece.id, piece.state), pen.inserted, pen.deleted


def restore(newsroom: Newsroom, actor: str, wanted: str, at: int) -> Changes:
    """Put the text back to what it was after touch `at`, first authors kept, as a new touch."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "write", piece)
        manuscript = load(session, piece.id)
        past = load(session, piece.id, at)
        pen = Pen(manuscript, who.id, who.id, Origin.RESTORED)
        restore_parts(pen, past, manuscript.parts())
        seq = record_text(session, who, piece, pen, more={"restored": at})
        if seq is not None:
            refresh_row(session, piece, manuscript, seq)
        return Changes(seq or piece.text_seq, piece.id, piece.state)


def restore_parts(pen: Pen, past: Manuscript, parts: list[str]) -> None:
    """Change the parts into what they are in `past`, as copies of those very characters."""
    for part in parts:
        wanted = past.text(part)
        spans = past.spans(part)
        for hunk in reversed(diff.words(pen.manuscript.text(part), wanted)):
            words = wanted[hunk.new : hunk.new + hunk.inserted]
            copied = spanning.cut(spans, hunk.new, hunk.inserted)
            pen.splice(part, hunk.old, hunk.removed, words, copied)


def set_details(newsroom: Newsroom, actor: str, wanted: str, **details: str | None) -> Changes:
    """Set `desk`, `due` (UTC time) or `language`; None takes a desk or deadline away."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "language" if "language" in details else "details", piece)
        values = checked(session, details)
        seq = append(session, who.id, piece.id, "details", values)
        for name, value in values.items():
            setattr(piece, name, value)
        manuscript = load(session, piece.id)
        refresh_row(session, piece, manuscript, seq, text_changed="language" in values)
        return Changes(seq, piece.id, piece.state)


def assign(newsroom: Newsroom, actor: str, wanted: str, to: str | None) -> Changes:
    """Give the piece to somebody; it is then theirs to write, too."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "assign", piece)
        whom = person(session, to) if to else None
        seq = append(
            session, who.id, piece.id, "details", {"assigned_to": whom.id if whom else None}
        )
        piece.assigned_to = whom.id if whom else None
        touched(session, piece, seq)
        return Changes(seq, piece.id, piece.state)


def bring_in(
    newsroom: Newsroom,
    actor: str,
    parts: dict[str, str],
    *,
    language: str | None,
    author: str | None = None,
    images: list[tuple[bytes, str, str, str]] | None = None,
    source: str | None = None,
    sample: bool = False,
) -> Changes:
    """A piece from outside: its parts are `imported`, by `author` or else by the actor.

    `images` are (bytes, alt, caption, credit).
    """
    with newsroom.write() as session:
        who = person(session, actor)
        maker = contributor(session, author) if author else who
        piece, manuscript = make_article(
            session, who, headline=parts.get("headline", ""), language=language, sample=sample
        )
        how = Origin.GENERATED if maker.kind == Kind.AI else Origin.IMPORTED
        pen = Pen(manuscript, maker.id, who.id, how, source)
        words: dict[str, Any] = {part: parts[part] for part in PARTS if parts.get(part)}
        for data, alt, caption, credit in images or []:
            n = put_image(session, who, piece, data)
            manuscript.known.images = n
            words |= {f"alt:{n}": alt, f"caption:{n}": caption, f"credit:{n}": credit}
        for part, text in words.items():
            if text:
                pen.splice(part, 0, 0, clean(text, part))
        writers = [maker.id] if maker.kind != Kind.AI else []
        seq = record_text(session, who, piece, pen, more={"writers": writers}) or piece.text_seq
        for writer in writers:
            add_writer(session, piece, writer)
        refresh_row(session, piece, manuscript, seq)
        return Changes(seq, piece.id, piece.state)


def articles_of(session: Session) -> list[str]:
    """All articles' ids, in order."""
    return list(session.scalars(select(Article.id).order_by(Article.id)))
