"""An article's pictures: kept in the newsroom by their hash, with words and an AI flag."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, person
from db.acts.recording import images_of, record_text, refresh_row
from db.acts.words import clean, write_by_diff
from db.ledger.chain import append
from db.manuscript.changes import Change
from db.manuscript.manuscript import Manuscript
from db.manuscript.pen import Pen
from db.manuscript.store import count_images, load
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.record import ArticleImage, Image
from db.newsroom import Newsroom, data_version
from db.refusal import Refused
from db.rules import pictures
from db.terms import IMAGE_PARTS, Origin

_PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
LARGEST_PICTURE = 32 * 2**20
MOST_PIXELS = 100_000_000


def media_type(data: bytes) -> str:
    """What kind of picture the bytes are; raises Refused for any other or a broken file.

    Every finished format must be able to hold it, so it is decoded whole before it is kept.
    """
    import warnings

    from PIL import Image as Pillow

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Pillow.open(io.BytesIO(data), formats=tuple(_PICTURES)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused(
                        "bad-input",
                        "the picture has more than 100 million pixels",
                        "make it smaller",
                    )
                picture.load()
                return _PICTURES[str(picture.format)]
    except (OSError, SyntaxError, ValueError, Warning, Pillow.DecompressionBombError):
        raise Refused(
            "bad-input", "this is no whole PNG, JPEG or GIF picture", "convert it first"
        ) from None


def put_image(session: Session, actor: Contributor, piece: Article, data: bytes) -> int:
    """Keep a picture's bytes and make it the article's next one; its number."""
    if len(data) > LARGEST_PICTURE:
        raise Refused("bad-input", "the picture is larger than 32 MB", "make it smaller")
    kind = media_type(data)
    digest = hashlib.sha256(data).hexdigest()
    if session.get(Image, digest) is None:
        session.execute(insert(Image).values(sha256=digest, media_type=kind, bytes=data))
    n = len(images_of(session, piece.id)) + 1
    _add(session, actor, piece, n, digest, kind, None)
    return n


def _add(
    session: Session, actor: Contributor, piece: Article, n: int, sha256: str, kind: str,
    ai: bool | None, **more: int,
) -> int:  # fmt: skip
    said = {"n": n, "sha256": sha256, "media_type": kind, "ai": ai, "change": True, **more}
    seq = append(session, actor.id, piece.id, "image.added", said)
    session.execute(insert(ArticleImage).values(article=piece.id, n=n, sha256=sha256, ai=ai))
    return seq


def _flag(session: Session, actor: Contributor, image: ArticleImage, ai: bool | None) -> int:
    said = {"n": image.n, "ai": ai, "change": True}
    seq = append(session, actor.id, image.article, "image.flagged", said)
    image.ai = ai
    session.flush()
    return seq


def _remove(session: Session, actor: Contributor, image: ArticleImage, text: Manuscript) -> int:
    said = {"n": image.n, "change": True}
    seq = append(session, actor.id, image.article, "image.removed", said)
    session.delete(image)
    session.flush()
    count_images(text, image.n - 1)
    return seq


def bring_picture(
    session: Session, actor: Contributor, piece: Article, data: bytes, ai: bool | None
) -> None:
    """Add a picture that came with a piece, and what was said there of AI."""
    n = put_image(session, actor, piece, data)
    if ai is not None:
        _flag(session, actor, session.get_one(ArticleImage, (piece.id, n)), ai)


def add_image(newsroom: Newsroom, actor: str, wanted: str, data: bytes) -> tuple[Changes, int]:
    """Add a picture to a piece; it then needs alt text, a credit, and whether AI made it."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "image", piece)
        n = put_image(session, who, piece, data)
        manuscript = load(session, piece.id)
        pen = Pen(manuscript, who.id, who.id, Origin.TYPED)
        for what in IMAGE_PARTS:  # the words of a picture that stood here and was rejected
            pen.splice(f"{what}:{n}", 0, len(manuscript.text(f"{what}:{n}")), "")
        record_text(session, who, piece, pen)
        refresh_row(session, piece, manuscript, data_version(session))
        return Changes(piece.text_seq, piece.id, piece.state), n


def describe_image(
    newsroom: Newsroom,
    actor: str,
    wanted: str,
    n: int,
    *,
    alt: str | None = None,
    caption: str | None = None,
    credit: str | None = None,
    ai: bool | None = None,
) -> Changes:
    """Set a picture's words, and whether AI made or altered it."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "image", piece)
        image = session.get(ArticleImage, (piece.id, n))
        if image is None:
            raise Refused("not-found", f"{piece.id} has no image {n}", "see: colophon show")
        manuscript = load(session, piece.id)
        pen = Pen(manuscript, who.id, who.id, Origin.TYPED)
        for what, words in (("alt", alt), ("caption", caption), ("credit", credit)):
            if words is not None:
                write_by_diff(pen, f"{what}:{n}", clean(words, what))
        seq = record_text(session, who, piece, pen)
        if ai is not None and ai != image.ai:
            seq = _flag(session, who, image, ai)
        if seq is not None:
            refresh_row(session, piece, manuscript, seq)
        return Changes(seq or piece.text_seq, piece.id, piece.state)


def restore_images(
    session: Session, actor: Contributor, piece: Article, manuscript: Manuscript,
    published: list[dict[str, Any]],
) -> int | None:  # fmt: skip
    """Take away what came after the published pictures, and flag those as they were; the last
    touch, None where there was nothing to do."""
    seq = None
    flags = {image["n"]: image["ai"] for image in published}
    for image in reversed(images_of(session, piece.id)):
        if image.n not in flags:
            seq = _remove(session, actor, image, manuscript)
        elif bool(image.ai) != flags[image.n]:
            seq = _flag(session, actor, image, flags[image.n])
    return seq


def turn_down(
    session: Session, actor: Contributor, piece: Article, manuscript: Manuscript,
    chosen: list[Change],
) -> tuple[int | None, list[list[Any]]]:  # fmt: skip
    """Take rejected pictures away, and put rejected flags back; the last touch, and for each
    its number, its state and the touch it came with, so that this can be taken back."""
    seq, done = None, []
    for change in sorted(chosen, key=lambda c: pictures.number_of(c.part), reverse=True):
        image = session.get_one(ArticleImage, (piece.id, pictures.number_of(change.part)))
        done.append([image.n, change.inserted, change.seq])
        if not pictures.is_new(change):
            seq = _flag(session, actor, image, pictures.flag_in(change.deleted))
        elif image.n == manuscript.known.images:
            seq = _remove(session, actor, image, manuscript)
        else:
            raise Refused(
                "bad-input", f"picture {image.n} cannot go while picture {image.n + 1} stays",
                "reject those after it, too; what is wanted of them can be added again",
            )  # fmt: skip
    return seq, done


def bring_back(
    session: Session, actor: Contributor, piece: Article, manuscript: Manuscript,
    done: list[list[Any]],
) -> int | None:  # fmt: skip
    """Undo `turn_down`; the last touch. Raises Refused where other pictures came meanwhile."""
    seq = None
    for n, state, since in reversed(done):
        sha256, ai = pictures.sha_in(state), pictures.flag_in(state)
        image = session.get(ArticleImage, (piece.id, n))
        if image is not None and image.sha256 == sha256:
            seq = _flag(session, actor, image, ai)
        elif n == manuscript.known.images + 1:
            kind = session.get_one(Image, sha256).media_type
            seq = _add(session, actor, piece, n, sha256, kind, ai, again=since)
            count_images(manuscript, n)
        else:
            raise Refused(
                "conflict", f"another picture {n} came meanwhile", "add the picture again instead"
            )
    return seq
