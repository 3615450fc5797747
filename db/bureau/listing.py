"""Lists and search while the newsroom is away: what it does for them is away with it."""

from __future__ import annotations

from sqlalchemy import select

from db.acts.recording import index_now, row_of
from db.bureau.bureau import Bureau
from db.bureau.writing import BureauSession
from db.manuscript.store import load
from db.models.article import Article
from db.models.bureau import Kept
from db.storage.stale import is_stale


def list_what_waits(bureau: Bureau) -> None:
    """Make what is kept here findable, and let lists say what was written here since."""
    waiting = {letter.article: letter.at for letter in bureau.outbox.unseen(bureau.me)}
    with bureau.read() as session:
        kept = set(session.scalars(select(Kept.article)))
    texts = {
        article: BureauSession.open_in(bureau, article).manuscript
        for article in waiting
        if article in kept
    }
    with bureau.change_copy() as copy:
        for article, text in texts.items():
            piece = copy.get_one(Article, article)
            for name, value in row_of(copy, text).items():
                setattr(piece, name, value)
            piece.updated = waiting[article]
            index_now(copy, piece, text)
        for article in kept - texts.keys():
            if is_stale(copy, article):
                index_now(copy, copy.get_one(Article, article), load(copy, article))
