"""Who reads what is confidential: the CEO, or the alternate where the CEO is the subject."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.contributor import Contributor
from db.models.matter import Seal
from db.newsroom import setting
from db.refusal import Refusal, Refused
from db.rules.four_eyes import entries_of
from db.terms import Kind


def ceos(session: Session) -> list[Contributor]:
    """The active CEOs, the first named first."""
    found = select(Contributor).where(Contributor.kind == Kind.CEO, Contributor.active)
    return list(session.scalars(found.order_by(Contributor.seq)))


def alternate(session: Session) -> Contributor | None:
    """Who was named to stand in for the CEO, if they are still active."""
    name = setting(session, "alternate")
    if not name:
        return None
    return session.scalar(select(Contributor).where(Contributor.name == name, Contributor.active))


def readers(session: Session, subjects: Collection[str]) -> list[Contributor]:
    """Who reads and decides a matter about `subjects` (ids; authors of the words complained of
    count as subjects). Raises Refused `who-may` where nobody is left."""
    subjects = {entry for one in subjects for entry in entries_of(session, one)}
    found = [ceo for ceo in ceos(session) if ceo.id not in subjects]
    if found:
        return found
    other = alternate(session)
    if other is None:
        raise Refused(
            "who-may", "the matter is about the CEO, and no alternate was named who could read it",
            "the CEO names one: colophon settings alternate NAME",
        )  # fmt: skip
    if other.id in subjects:
        raise Refused(
            "who-may", "the matter is about the CEO and the alternate, so nobody could decide it",
            "the CEO names another alternate: colophon settings alternate NAME",
        )  # fmt: skip
    return [other]


def current(session: Session, subject: str) -> list[Contributor]:
    """Who reads a matter or record by now: active people whom its touches are sealed to."""
    ids = select(Seal.reader).where(Seal.subject == subject).distinct()
    found = select(Contributor).where(Contributor.id.in_(ids), Contributor.active)
    return list(session.scalars(found.order_by(Contributor.seq)))


def reads(session: Session, actor: Contributor, subject: str) -> bool:
    """Whether the actor reads a matter or record."""
    found = select(Seal.seq).where(Seal.reader == actor.id, Seal.subject == subject).limit(1)
    return actor.active and session.scalar(found) is not None


def refusal(session: Session, actor: Contributor, ref: str, rule: str) -> Refusal | None:
    """Why a matter is not the actor's to read (`confidential`) or handle (`who-may`), or None."""
    if reads(session, actor, ref):
        return None
    if actor.kind == Kind.CEO:
        return Refusal(
            rule, f"{ref} is not {actor.name}'s to handle: whom it is about does not decide it",
            "the alternate handles it",
        )  # fmt: skip
    return Refusal(rule, f"only the CEO handles escalations, not {actor.name}", "ask the CEO")
