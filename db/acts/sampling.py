"""Taking the sample newsroom away again: its pieces' rows, and who wrote them; the record stays."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db import search
from db.acts.acting import Changes, allowed, person
from db.ledger.chain import append, newsroom_id
from db.models.article import Approved, Article, Peer, Proposal, Snapshot, TextRow, Writer
from db.models.comment import Comment, Mention
from db.models.contributor import Contributor
from db.models.off_record import OffRecord
from db.models.record import Acceptance, Agreement, ArticleImage, Image, SignOff, Version
from db.newsroom import Newsroom

#: Children before parents.
_OF_AN_ARTICLE = (Agreement, SignOff, Acceptance, Version, ArticleImage, Approved, Proposal,
                  Mention, Comment, OffRecord, TextRow, Peer, Snapshot, Writer)  # fmt: skip


def remove_sample(newsroom: Newsroom, actor: str) -> Changes:
    """Take the sample pieces off every list and end the sample contributors."""
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "sample")
        seq = append(session, who.id, newsroom_id(session), "sample.removed", {})
        for article in session.scalars(select(Article.id).where(Article.sample)).all():
            _remove(session, article)
        _unused_images(session)
        gone = session.scalars(
            select(Contributor.id).where(
                Contributor.sample, Contributor.active, Contributor.id != who.id
            )
        )
        for contributor in gone.all():
            seq = append(session, who.id, contributor, "contributor.ended", {"active": False})
            session.execute(
                update(Contributor).where(Contributor.id == contributor).values(active=False)
            )
        return Changes(seq)


def _remove(session: Session, article: str) -> None:
    search.remove(session, article)
    for table in _OF_AN_ARTICLE:
        session.execute(delete(table).where(table.article == article))
    session.execute(delete(Article).where(Article.id == article))


def _unused_images(session: Session) -> None:
    session.execute(delete(Image).where(Image.sha256.not_in(select(ArticleImage.sha256))))
