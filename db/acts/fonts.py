"""Font files that the newsroom adds, for letters the bundled ones lack."""

from __future__ import annotations

import hashlib

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, person
from db.ledger.chain import append, newsroom_id
from db.models.record import Font
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import glyphs

LARGEST_FONT = 32 * 2**20


def add_font(newsroom: Newsroom, actor: str, name: str, data: bytes) -> Changes:
    """Keep a TTF or OTF file in the newsroom; finished files may then use its letters."""
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "settings")
        if len(data) > LARGEST_FONT:
            raise Refused("bad-input", "the font is larger than 32 MB", "choose another")
        try:
            glyphs.characters_of(data)
        except ValueError:
            raise Refused("bad-input", f"{name} is no font", "choose a TTF or OTF file") from None
        digest = hashlib.sha256(data).hexdigest()
        if session.get(Font, digest) is not None:
            raise Refused("conflict", f"{name} is there already", "nothing to do")
        return Changes(_put(session, who.id, digest, name, data))


def _put(session: Session, actor: str, digest: str, name: str, data: bytes) -> int:
    seq = append(
        session, actor, newsroom_id(session), "font.added", {"sha256": digest, "name": name}
    )
    session.execute(insert(Font).values(sha256=digest, name=name, bytes=data, seq=seq))
    return seq
