"""Naming where pasted words are from, also that they are an AI's."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, contributor, person
from db.acts.recording import refresh_row
from db.acts.words import named
from db.ledger.chain import append
from db.manuscript.store import load
from db.models.article import Article, Peer
from db.models.contributor import Contributor
from db.newsroom import Newsroom
from db.refusal import Refused
from db.terms import APPROVERS, Kind, Origin


def name_source(
    newsroom: Newsroom, actor: str, wanted: str, peer: int, source: str, ai: str | None = None
) -> Changes:
    """Say where a paste is from; with `ai`, that it is that model's text.

    Taking words back from an AI needs an editor or the CEO, and the source as the reason.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "source", piece)
        return rename_peer(session, who, piece, peer, source, ai)


def rename_peer(
    session: Session, who: Contributor, piece: Article, peer: int, source: str, ai: str | None, *,
    touch: str | None = None,
) -> Changes:  # fmt: skip
    """Record the source, and give the peer to whom it belongs."""
    row = session.get(Peer, peer)
    if row is None or row.article != piece.id:
        raise Refused("not-found", f"{piece.id} has no paste {peer}", "see the panel Who")
    if row.origin not in (Origin.PASTED, Origin.GENERATED):
        raise Refused("bad-input", "only pasted words have a source to name", "choose a paste")
    if not source.strip():
        raise Refused("bad-input", "the source is empty", "name it, or leave it unknown")
    if ai is not None:
        model = contributor(session, ai)
        if model.kind != Kind.AI:
            raise Refused("bad-input", f"{model.name} is no AI", "name the model")
        owner, origin = model.id, Origin.GENERATED
    else:
        if row.origin == Origin.GENERATED and who.kind not in APPROVERS:
            raise Refused(
                "who-may", "only an editor or the CEO takes words back from an AI", "ask an editor"
            )
        owner, origin = row.brought_by, Origin.PASTED
    seq = append(
        session,
        who.id,
        piece.id,
        "source.named",
        {"peer": peer, "contributor": owner, "origin": str(origin), "source": named(source)},
        touch=touch,
    )
    session.execute(
        update(Peer)
        .where(Peer.peer == peer)
        .values(contributor=owner, origin=str(origin), source=named(source))
    )
    manuscript = load(session, piece.id)
    refresh_row(session, piece, manuscript, seq)
    return Changes(seq, piece.id, piece.state)
