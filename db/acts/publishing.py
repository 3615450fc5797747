"""Publishing: the gate, then one touch that holds the whole finished piece."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.acts.acting import Changes
from db.acts.moving import begin
from db.acts.recording import approve_all, hash_of, touched
from db.ledger.chain import append, checkpoint, payload_of
from db.ledger.doctor import require_agreement
from db.manuscript.manuscript import Manuscript
from db.manuscript.store import keep_snapshot, load
from db.models.article import Article, Writer
from db.models.contributor import Contributor
from db.models.newsroom import IssuedText
from db.models.record import Font, Image, Version
from db.models.touch import Touch
from db.newsroom import Newsroom, data_version, setting
from db.refusal import Refused
from db.rules import disclosure, gate
from db.rules.gate import Asked, Check
from db.rules.off_record import texts_on_record
from db.terms import Kind


def publish(newsroom: Newsroom, actor: str, wanted: str) -> Changes:
    """Publish a piece as its next version. Raises Refused with every check that is unmet.

    The text is read anew from its touches, without caches, and the rows that the checks look at
    must follow from the touches. That takes long for a long text, so it is done before the write
    begins, and again only if somebody wrote meanwhile.
    """
    with newsroom.read() as session:
        _, piece, _ = begin(session, actor, wanted, "publish")
        _require_open(gate.ask(session, piece, load(session, piece.id)))
        seen, manuscript = data_version(session), require_agreement(session, piece.id)
    with newsroom.write() as session:
        who, piece, move = begin(session, actor, wanted, "publish")
        if data_version(session) != seen:
            manuscript = require_agreement(session, piece.id)
        asked = gate.ask(session, piece, manuscript)
        _require_open(asked)
        assert asked.sign_off is not None
        number = piece.version + 1
        finished = compose(asked)
        payload = {
            "from": str(move.source), "to": str(move.target), "version": number,
            "text_sha256": hash_of(session, piece, manuscript), "sign_off": asked.sign_off.seq,
            "finished": finished, "checkpoint": checkpoint(session),
        }  # fmt: skip
        seq = append(session, who.id, piece.id, "moved.publish", payload)
        note_version(session, piece.id, seq, payload)
        approve_all(session, piece, manuscript)
        piece.state, piece.version = str(move.target), number
        touched(session, piece, seq)
        keep_snapshot(session, piece.id, manuscript, seq)
        return Changes(seq, piece.id, piece.state)


def _require_open(asked: Asked) -> None:
    unmet = [check for check in gate.checks(asked) if not check.met]
    if unmet:
        raise _closed(asked.piece, unmet)


def _closed(piece: Article, unmet: list[Check]) -> Refused:
    first = unmet[0]
    rules = {check.rule for check in unmet}
    rule = first.rule if len(rules) == 1 else "gate"
    details = "; ".join(f"{check.check}: {check.detail}" for check in unmet)
    return Refused(rule, f"{piece.id} cannot be published: {details}", first.fix)


def note_version(session: Session, article: str, seq: int, payload: dict[str, Any]) -> None:
    """Keep a version where exports and the gate look for it."""
    finished = payload["finished"]
    label = finished["label"]
    time = session.scalars(select(Touch.at).where(Touch.seq == seq)).one()
    session.execute(
        insert(Version).values(
            article=article,
            number=payload["version"],
            seq=seq,
            text_sha256=payload["text_sha256"],
            note_issue=finished["note"]["issue"],
            label_issue=label["issue"] if label else None,
            at=time,
        )
    )


def compose(asked: Asked) -> dict[str, Any]:
    """The finished piece as it would leave the newsroom now: its words, note and label.

    Raises Refused `reader-note` where no note is in force, or no label where one is needed.
    """
    session, piece, manuscript = asked.session, asked.piece, asked.manuscript
    note = gate.in_force(session, "note", piece.language)
    label = gate.in_force(session, "label", piece.language)
    needed = gate.needs_label(asked)
    if note is None or (gate.needs_label_words(asked) and label is None):
        what = "reader note" if note is None else "AI label"
        raise Refused(
            "reader-note", f"no {what} is in force in {piece.language}", "the CEO issues one"
        )
    return {
        "parts": texts_on_record(session, manuscript), "language": piece.language,
        "images": _images(asked), "note": _issued(note),
        "label": _issued(label) if needed and label is not None else None,
        "image_label": label.text if label is not None else "",
        "ai_made": disclosure.ai_made(manuscript, asked.kinds),
        "notices": _notices(session, piece, manuscript),
        "share_line": manuscript.text("share_line") or setting(session, "share_line", ""),
        "author_line": _author_line(session, piece),
        "newsroom": setting(session, "name", ""),
        "fonts": list(session.scalars(select(Font.sha256).order_by(Font.sha256))),
    }  # fmt: skip


def _issued(issued: IssuedText) -> dict[str, Any]:
    return {"issue": issued.issue, "language": issued.language, "text": issued.text,
            "sha256": issued.sha256}  # fmt: skip


def _images(asked: Asked) -> list[dict[str, Any]]:
    types = {
        image.sha256: asked.session.scalars(
            select(Image.media_type).where(Image.sha256 == image.sha256)
        ).one()
        for image in asked.images
    }
    return [
        {"n": i.n, "sha256": i.sha256, "media_type": types[i.sha256], "ai": bool(i.ai)}
        for i in asked.images
    ]


def _notices(session: Session, piece: Article, manuscript: Manuscript) -> list[str]:
    """This version's notice, then those of earlier ones, newest first."""
    earlier: list[str] = []
    if piece.version:
        seq = session.get_one(Version, (piece.id, piece.version)).seq
        earlier = payload_of(session, seq)["finished"]["notices"]
    own = manuscript.text("notice").strip()
    return ([own] if own and piece.version else []) + earlier


def _author_line(session: Session, piece: Article) -> str:
    """Empty, as in the real article, unless the CEO set the byline policy otherwise."""
    if setting(session, "byline", "empty") != "writers":
        return ""
    people = session.scalars(
        select(Contributor)
        .join(Writer, Writer.contributor == Contributor.id)
        .where(Writer.article == piece.id, Contributor.kind != Kind.AI)
        .order_by(Contributor.name)
    )
    return ", ".join(person.byline or person.name for person in people)
