"""Pictures of the pieces that are kept: they come after the words, one after the other."""

from __future__ import annotations

import hashlib

from sqlalchemy import Engine, exists, insert, select
from sqlalchemy.orm import Session

from db.models.bureau import Kept
from db.models.record import ArticleImage, Image
from db.newsroom import Newsroom
from db.refusal import Refused
from db.storage.asking import ask
from db.storage.bureau import transaction


def missing(copy: Session) -> list[str]:
    """The pictures (by their hashes) that are not here yet, of the piece that was opened last first."""
    return list(copy.scalars(
        select(ArticleImage.sha256)
        .join(Kept, Kept.article == ArticleImage.article)
        .where(~exists().where(Image.sha256 == ArticleImage.sha256))
        .order_by(Kept.opened.desc(), ArticleImage.article, ArticleImage.n)
    ))  # fmt: skip


def bring(newsroom: Newsroom, copy: Engine, sha256: str) -> None:
    """Fetch one picture. Raises Refused: `offline`, or `not-found` where the newsroom has none that
    is what its hash says."""
    with newsroom.read() as session:
        (found,) = ask(session, [select(Image.__table__).where(Image.sha256 == sha256)])
    if not found or hashlib.sha256(found[0]["bytes"]).hexdigest() != sha256:
        raise Refused(
            "not-found", f"the newsroom has no picture that is what its record says ({sha256[:12]})",
            "let the CEO run colophon doctor, and ask the server’s administrator",
        )  # fmt: skip
    with transaction(copy) as session:
        session.execute(insert(Image).prefix_with("OR REPLACE"), found)
