"""Moving a newsroom from this computer's file to a shared one: the same ledger, texts and authors."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from db.acts.recording import index_later
from db.ledger.audit import Verified, verify
from db.models.article import Article
from db.models.contributor import Contributor
from db.newsroom import Newsroom, discard, open_newsroom
from db.place import is_shared
from db.refusal import Refused
from db.terms import Kind

Progress = Callable[[int, int], None]


def transfer(
    source: Newsroom, url: str, progress: Progress | None = None
) -> tuple[Newsroom, str, Verified]:
    """Copy a newsroom into an empty database, check it from its first touch, and open it as its
    administrator, who speaks for the CEO (the name comes with it) until she has a login.

    Raises Refused; then the database is empty again. The file stays as it is.
    """
    if source.shared or not is_shared(url):
        raise Refused(
            "bad-input", "a newsroom moves from a file on this computer to a shared one",
            "give --to postgresql://NAME@HOST/DATABASE",
        )  # fmt: skip
    before = verify(source, texts=True)
    if not before.ok:
        raise Refused(
            "append-only", f"this newsroom's ledger does not hold: {before.why}",
            "see: colophon ledger verify",
        )  # fmt: skip
    from db.storage import founding, passwords, transfer

    address = passwords.with_password(url)
    with source.read() as session:
        ceo = session.scalars(
            select(Contributor)
            .where(Contributor.kind == Kind.CEO, Contributor.active)
            .order_by(Contributor.seq)
        ).first()
        if ceo is None:
            raise Refused("who-may", "this newsroom has no active CEO", "name one first")
        name, identity = ceo.name, ceo.id
        founding.create(
            address, lambda into: transfer.copy_into(into, session, identity, progress)
        ).dispose()
    made = open_newsroom(address)
    try:
        after = verify(made, texts=True)
        if (after.ok, after.head, after.root) != (True, before.head, before.root):
            raise Refused(
                "append-only", f"what came over is not the same ledger: {after.why}",
                "try again; the file is as it was",
            )  # fmt: skip
        with made.read() as session:
            articles = list(session.scalars(select(Article.id).order_by(Article.updated)))
        for article in articles:
            index_later(made, article)
    except BaseException:
        discard(made, address)
        raise
    return made, name, after
