"""Moves between states, each a touch; who may make which is a row of `db.rules.moves`."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, person
from db.acts.picturing import restore_images
from db.acts.recording import approve_all, record_text, refresh_row, set_approved, touched
from db.acts.writing import restore_parts
from db.ledger.chain import append, payload_of
from db.manuscript.pen import Pen
from db.manuscript.store import load
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.record import Version
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import moves
from db.rules.moves import Move
from db.terms import Origin


def submit(newsroom: Newsroom, actor: str, wanted: str) -> Changes:
    """Hand a draft in for edit."""
    return _move(newsroom, actor, wanted, "submit")


def send_back(newsroom: Newsroom, actor: str, wanted: str, reason: str) -> Changes:
    """Give a piece in edit back to its writer, with a reason."""
    return _move(newsroom, actor, wanted, "return", reason)


def spike(newsroom: Newsroom, actor: str, wanted: str, reason: str) -> Changes:
    """Kill an unpublished piece, with a reason."""
    return _move(newsroom, actor, wanted, "spike", reason)


def withdraw(newsroom: Newsroom, actor: str, wanted: str, reason: str) -> Changes:
    """Take a published piece back, with a reason."""
    return _move(newsroom, actor, wanted, "withdraw", reason)


def revive(newsroom: Newsroom, actor: str, wanted: str) -> Changes:
    """Bring a spiked piece back as a draft; a withdrawn one into edit, by the CEO."""
    return _move(newsroom, actor, wanted, "revive")


def correct(newsroom: Newsroom, actor: str, wanted: str) -> Changes:
    """Begin a correction: the published text is the approved one, its notice starts empty."""
    with newsroom.write() as session:
        who, piece, move = begin(session, actor, wanted, "correct")
        seq = change_state(session, who, piece, move, {})
        manuscript = load(session, piece.id)
        pen = Pen(manuscript, who.id, who.id, Origin.TYPED)
        pen.splice("notice", 0, len(manuscript.text("notice")), "")
        set_approved(session, piece.id, {"notice": ("", [])})
        blanked = record_text(session, who, piece, pen)
        if blanked is not None:
            refresh_row(session, piece, manuscript, blanked)
        return Changes(blanked or seq, piece.id, piece.state)


def drop_correction(newsroom: Newsroom, actor: str, wanted: str) -> Changes:
    """End a correction without a new version: the published text is restored, authors and all."""
    with newsroom.write() as session:
        who, piece, move = begin(session, actor, wanted, "drop-correction")
        manuscript = load(session, piece.id)
        past = load(session, piece.id, published_at(session, piece))
        pen = Pen(manuscript, who.id, who.id, Origin.RESTORED)
        restore_parts(pen, past, manuscript.parts())
        restored = record_text(session, who, piece, pen)
        finished = payload_of(session, published_at(session, piece))["finished"]
        restored = restore_images(session, who, piece, manuscript, finished["images"]) or restored
        if piece.language != finished["language"]:
            said = {"language": finished["language"]}
            restored = append(session, who.id, piece.id, "details", said)
            piece.language = finished["language"]
        if restored is not None:
            refresh_row(session, piece, manuscript, restored)
        seq = change_state(session, who, piece, move, {})
        approve_all(session, piece, manuscript)
        refresh_row(session, piece, manuscript, seq, text_changed=False)
        return Changes(seq, piece.id, piece.state)


def published_at(session: Session, piece: Article) -> int:
    """The touch of the last publication."""
    return session.get_one(Version, (piece.id, piece.version)).seq


def _move(
    newsroom: Newsroom, actor: str, wanted: str, act: str, reason: str | None = None
) -> Changes:
    with newsroom.write() as session:
        who, piece, move = begin(session, actor, wanted, act)
        if move.reason and not (reason or "").strip():
            raise Refused("bad-input", f"the step '{act}' needs a reason", "give --reason TEXT")
        said = {"reason": reason.strip()} if move.reason and reason else {}
        seq = change_state(session, who, piece, move, said)
        return Changes(seq, piece.id, piece.state)


def begin(session: Session, actor: str, wanted: str, act: str) -> tuple[Contributor, Article, Move]:
    """Who makes the move, of which piece; raises Refused where they may not."""
    who = person(session, actor)
    piece = article(session, wanted)
    allowed(session, who, act, piece)
    move = moves.find(act, piece.state, piece.version)
    assert isinstance(move, Move)  # `allowed` asked the same table
    return who, piece, move


def change_state(
    session: Session, who: Contributor, piece: Article, move: Move, payload: dict[str, str]
) -> int:
    """Record a move, then make it."""
    seq = append(
        session, who.id, piece.id, f"moved.{move.act}",
        {"from": str(move.source), "to": str(move.target), **payload},
    )  # fmt: skip
    piece.state = str(move.target)
    touched(session, piece, seq)
    return seq
