"""Issues of the reader note and of the AI label's words; only the CEO makes one."""

from __future__ import annotations

import hashlib
from typing import Literal

import regex
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, person
from db.acts.words import clean
from db.ledger.chain import append
from db.models.contributor import Contributor
from db.models.newsroom import IssuedText
from db.models.touch import Touch
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.language import known_language

_SHARE = regex.compile(r"\p{Nd}\s*(?:%|٪|％|percent|per cent)", regex.IGNORECASE)


def issue_note(newsroom: Newsroom, actor: str, text: str, language: str) -> Changes:
    """Issue the reader note anew in one language; pieces published from now on carry it."""
    return _issue(newsroom, actor, "note", text, language)


def issue_label(newsroom: Newsroom, actor: str, text: str, language: str) -> Changes:
    """Issue the AI label's words anew in one language."""
    return _issue(newsroom, actor, "label", text, language)


def _issue(
    newsroom: Newsroom, actor: str, what: Literal["note", "label"], text: str, language: str
) -> Changes:
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, what)
        return Changes(issue(session, who, what, text, known_language(language)))


def issue(session: Session, actor: Contributor, what: str, text: str, language: str) -> int:
    """Record an issue in a session that is open already; the touch's number."""
    words = clean(text, what).strip("\n")
    if not words.strip():
        raise Refused("bad-input", f"the {what} has no words", "give a file with a text in it")
    if what == "label" and _SHARE.search(words):
        raise Refused("no-human-claim", "the AI label never tells shares", "take the figure out")
    if what == "label" and len(words.splitlines()) > 3:
        raise Refused("bad-input", "the AI label is a line, not a text", "make it shorter")
    digest = hashlib.sha256(words.encode()).hexdigest()
    last = session.scalar(select(func.max(IssuedText.issue)).where(IssuedText.what == what)) or 0
    seq = append(
        session, actor.id, actor.id, f"{what}.issued",
        {"issue": last + 1, "language": language, "text": words, "sha256": digest},
    )  # fmt: skip
    time = session.scalars(select(Touch.at).where(Touch.seq == seq)).one()
    session.execute(
        insert(IssuedText).values(
            what=what,
            issue=last + 1,
            language=language,
            text=words,
            sha256=digest,
            from_time=time,
            seq=seq,
        )
    )
    return seq
