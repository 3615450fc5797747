"""Handing a piece over in a file: to a freelancer without a login, to a reporter far away, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, contributor, person
from db.acts.recording import hash_of, images_of, touched
from db.handover import Handover, Person, Picture, Row, pack
from db.ledger.chain import append, newsroom_id, own_key, told
from db.manuscript.manuscript import Manuscript
from db.manuscript.store import load
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.off_record import OffRecord
from db.models.record import Image
from db.newsroom import Newsroom, setting
from db.refusal import Refused
from db.terms import Kind


def hand_over(
    newsroom: Newsroom, actor: str, wanted: str, for_whom: str | None = None
) -> tuple[Changes, bytes]:
    """The piece as a handover file. `for_whom` writes in it elsewhere, and its words come back as
    theirs; without it whoever hands it over does. Raises Refused.

    A piece that came from elsewhere goes back there: what was written here is told with it.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "hand-over", piece)
        came = came_from(session, piece.id)
        if came is not None and for_whom is not None:
            raise Refused(
                "bad-input", f"{piece.id} came from {came['name']} and goes back there",
                "leave --for away",
            )  # fmt: skip
        whom = contributor(session, for_whom) if for_whom else who
        if whom.kind == Kind.AI:
            raise Refused("bad-input", f"{whom.name} is an AI", "name the person who writes")
        public = own_key(session, who.id)
        said = _told(session, piece, who, whom, came)
        data = pack(said, public)
        payload = {"file": hashlib.sha256(data).hexdigest(), "for": said.for_whom,
                   "rows": len(said.rows)}  # fmt: skip
        seq = append(session, who.id, piece.id, "handed-over", payload)
        touched(session, piece, seq)
        return Changes(seq, piece.id, piece.state), data


def came_from(session: Session, article_id: str) -> dict[str, str] | None:
    """Where a piece that was handed over to this newsroom came from; None for the newsroom's own."""
    (made,) = told(session, article_id, {"article.made"})
    found = made.payload.get("handover")
    return found if isinstance(found, dict) else None


def _told(
    session: Session, piece: Article, who: Contributor, whom: Contributor,
    came: dict[str, str] | None,
) -> Handover:  # fmt: skip
    manuscript = load(session, piece.id, cached=False)
    here = newsroom_id(session)
    peers = {
        peer: (behind.contributor, behind.origin, behind.source)
        for peer, behind in manuscript.known.peers.items()
    }
    return Handover(
        piece.id,
        (came["newsroom"], came["name"]) if came else (here, str(setting(session, "name", ""))),
        here, who.id, came["for"] if came else whom.id, came["file"] if came else None,
        piece.language, piece.headline, hash_of(session, piece, manuscript),
        tuple(_people(session, piece.id, peers.values(), came)), peers, _rows(manuscript),
        _pictures(session, piece.id), _off_record(session, piece.id),
    )  # fmt: skip


def _people(
    session: Session, article_id: str, peers: Iterable[tuple[str, str, str | None]],
    came: dict[str, str] | None,
) -> list[Person]:  # fmt: skip
    """Whoever is behind a word, and who answers for each AI among them."""
    takers = {touch.contributor for touch in told(session, article_id, {"handover.taken"})}
    ids = {who for who, _origin, _source in peers} | takers
    found = {c.id: c for c in session.scalars(select(Contributor))}
    ids |= {found[one].answers_to or one for one in ids}
    return [
        Person(
            c.id, c.name, c.kind, c.provider, c.model, c.model_version, c.answers_to,
            came["for"] if came and c.id in takers else None,
        )
        for c in sorted((found[one] for one in ids), key=lambda c: c.seq)
    ]  # fmt: skip


def _rows(manuscript: Manuscript) -> tuple[Row, ...]:
    known = manuscript.known.peers
    return tuple(
        Row(row.peer, row.start, row.end, tuple(
            (copy.counter, copy.length, copy.source.peer, copy.source.counter)
            for copy in row.copies if copy.source.peer in known
        ), row.update)
        for row in manuscript.taken
    )  # fmt: skip


def _pictures(session: Session, article_id: str) -> tuple[Picture, ...]:
    return tuple(
        Picture(image.n, image.ai, session.get_one(Image, image.sha256).bytes)
        for image in images_of(session, article_id)
    )


def _off_record(session: Session, article_id: str) -> tuple[tuple[int, int, int, bool], ...]:
    rows = session.scalars(
        select(OffRecord)
        .where(OffRecord.article == article_id)
        .order_by(OffRecord.seq, OffRecord.n)
    )
    return tuple((row.peer, row.counter, row.length, row.off) for row in rows)
