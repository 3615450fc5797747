"""Raising a matter: anyone may; what it says is sealed to those who decide it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db.acts.acting import Changes, article, contributor, person
from db.acts.matters.handling import Document, add, fit, matter, procedure, said, touched
from db.ledger.chain import append
from db.manuscript import spans as spanning
from db.manuscript.store import load
from db.models.article import Article, Writer
from db.models.matter import Matter
from db.models.record import Version
from db.newsroom import Newsroom, data_version
from db.refusal import Refused
from db.rules import deadlines
from db.rules.details import moment
from db.rules.language import known_language
from db.rules.place import place_in
from db.rules.readers import readers
from db.storage.speech import is_postgresql, matters
from db.terms import now

KINDS = ("legal", "editorial", "staff", "privacy")
SEVERITIES = ("low", "normal", "high", "urgent")
CHANNELS = ("e-mail", "letter", "form", "phone", "in person", "colleague", "authority", "court")


@dataclass(frozen=True)
class Complaint:
    """What a matter says when it is raised; `words` are START, LENGTH (code points) of `part`."""

    kind: str
    complaint: str
    article: str | None = None
    version: int | None = None
    words: tuple[int, int] | None = None
    part: str = "body"
    by: str = ""
    contact: str = ""
    standing: str = ""
    about: Sequence[str] = ()
    channel: str = ""
    severity: str = "normal"
    clauses: str = ""
    remedy_sought: str = ""
    language: str | None = None
    received: str | None = None
    files: Sequence[Document] = ()


def open_matter(newsroom: Newsroom, actor: str, asked: Complaint) -> tuple[Changes, str]:
    """Raise a matter; its number. Raises Refused for what cannot be, and where nobody could
    decide it."""
    with newsroom.write() as session:
        who = person(session, actor)
        _checked(asked)
        received = moment(asked.received) if asked.received else now()
        if received > now():
            raise Refused("bad-input", "it was received in the future", "give the day it came")
        piece = article(session, asked.article) if asked.article else None
        about = [contributor(session, name) for name in asked.about]
        secret = _secret(session, asked, piece, [one.id for one in about])
        words = (asked.part, *asked.words) if asked.words is not None else None
        to = readers(session, subjects_of(session, secret["about"], piece, secret.get("at"), words))
        ref = _next(session)
        seq = append(session, who.id, ref, "matter.opened", {"received": received})
        session.execute(
            insert(Matter).values(
                ref=ref, state="received", raised_by=who.id, received=received,
                due=deadlines.next_due(procedure(session), [("received", received)]),
                updated=now(), seq=seq,
            )
        )  # fmt: skip
        seq = add(session, who, ref, "matter.told", {}, secret, asked.files, to)
        party = {"name": asked.by, "contact": asked.contact, "standing": asked.standing}
        if any(party.values()):
            known = {k: fit(v).strip() for k, v in party.items() if v.strip()}
            seq = add(session, who, ref, "matter.party", {}, known, (), to)
        touched(session, matter(session, ref), seq)
        return Changes(seq, ref, "received"), ref


def _next(session: Session) -> str:
    if is_postgresql(session):  # where not everybody sees every matter
        return f"E-{matters(session) + 1:04d}"
    count = session.scalar(select(func.count()).select_from(Matter)) or 0
    return f"E-{count + 1:04d}"


def _checked(asked: Complaint) -> None:
    said(asked.complaint, "complaint")
    for value, known, what in (
        (asked.kind, KINDS, "kind of escalation"), (asked.severity, SEVERITIES, "severity"),
        (asked.channel or CHANNELS[0], CHANNELS, "channel"),
    ):  # fmt: skip
        if value not in known:
            raise Refused("bad-input", f"{value!r} is no {what}", "one of " + ", ".join(known))
    if asked.article is None and (asked.words is not None or asked.version is not None):
        raise Refused(
            "bad-input", "words and versions are of an article, and none is named",
            "give --article ID",
        )  # fmt: skip


def _secret(
    session: Session, asked: Complaint, piece: Article | None, about: list[str]
) -> dict[str, Any]:
    secret: dict[str, Any] = {
        "kind": asked.kind, "complaint": asked.complaint.strip(), "severity": asked.severity,
        "channel": asked.channel, "clauses": asked.clauses, "remedy_sought": asked.remedy_sought,
        "about": about,
    }  # fmt: skip
    tongue = asked.language or (piece.language if piece is not None else None)
    secret["language"] = known_language(tongue) if tongue else "en"
    if piece is not None:
        version = _version(piece, asked.version)
        at = _published_at(session, piece, version) if version else data_version(session)
        secret |= {"article": piece.id, "version": version, "at": at}
        if asked.words is not None:
            secret["words"] = _words(session, piece, asked, at)
    return secret


def _version(piece: Article, wanted: int | None) -> int | None:
    if wanted is None:
        return piece.version or None
    if not 1 <= wanted <= piece.version:
        has = f"it has {piece.version}" if piece.version else "it was never published"
        raise Refused("not-found", f"{piece.id} has no version {wanted}; {has}", "leave it away")
    return wanted


def _published_at(session: Session, piece: Article, version: int) -> int:
    return session.get_one(Version, (piece.id, version)).seq


def _words(session: Session, piece: Article, asked: Complaint, at: int) -> dict[str, Any]:
    assert asked.words is not None
    start, length = asked.words
    text = load(session, piece.id, at)
    place_in(text, asked.part, start, length)
    found = text.document.slice(asked.part, start, length)
    return {"part": asked.part, "start": start, "length": length, "text": found}


def subjects_of(
    session: Session, about: Sequence[str], piece: Article | None, at: int | None,
    words: tuple[str, int, int] | None,
) -> set[str]:  # fmt: skip
    """Who (ids) may not decide a matter: whom it is about, and whose words it complains of, as
    the text stood after touch `at`; of a whole piece, its writers."""
    if piece is None:
        return set(about)
    if words is None:
        rows = select(Writer.contributor).where(Writer.article == piece.id)
        return set(about) | set(session.scalars(rows))
    part, start, length = words
    text = load(session, piece.id, at)
    runs = text.authors_of(spanning.cut(text.spans(part), start, length))
    return set(about) | {r.contributor for r in runs} | {r.brought_by for r in runs}
