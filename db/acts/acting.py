"""What every act begins and ends with: who acts, on which article, and what changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.article import Article
from db.models.contributor import Contributor
from db.refusal import Refused
from db.rules import permissions
from db.terms import Kind


@dataclass(frozen=True)
class Changes:
    """What an act changed: the article (if any), its state now, and the last touch."""

    seq: int
    article: str | None = None
    state: str | None = None


def person(session: Session, name: str) -> Contributor:
    """The active person who acts, by name or id. Raises Refused."""
    found = contributor(session, name)
    if found.kind == Kind.AI:
        raise Refused(
            "who-may",
            f"{found.name} is an AI, and AI writes only when a person asks it to",
            "act as a person, and name the AI with --author",
        )
    if not found.active:
        raise Refused("who-may", f"{found.name} no longer contributes", "act as somebody active")
    return found


def contributor(session: Session, name: str) -> Contributor:
    """Anybody in the register, by name or id. Raises Refused `not-found`."""
    wanted = name.strip()
    found = session.scalar(
        select(Contributor).where((Contributor.name == wanted) | (Contributor.id == wanted))
    )
    if found is None:
        found = session.scalar(
            select(Contributor).where(func.lower(Contributor.name) == wanted.lower())
        )
    if found is None:
        raise Refused(
            "not-found", f"there is no contributor named {name!r}", "see: colophon contributor list"
        )
    return found


def article(session: Session, wanted: str) -> Article:
    """An article by its id or an unambiguous beginning of it. Raises Refused `not-found`."""
    found = session.get(Article, wanted)
    if found is not None:
        return found
    if not wanted:
        raise Refused("not-found", "no article was named", "see: colophon list")
    # The range has no wildcard characters, so an id is never read as a pattern.
    near = session.scalars(
        select(Article).where(Article.id >= wanted, Article.id < wanted + "\uffff").limit(3)
    ).all()
    if len(near) == 1:
        return near[0]
    if near:
        raise Refused(
            "not-found",
            f"{wanted!r} begins the ids of several articles",
            "give more of it, as in " + ", ".join(a.id for a in near[:2]),
        )
    raise Refused("not-found", f"there is no article {wanted!r}", "see: colophon list")


def allowed(session: Session, actor: Contributor, act: str, piece: Article | None = None) -> None:
    """Go on only if the actor may. Raises Refused with the reason."""
    refusal = permissions.may(session, actor, act, piece)
    if refusal is not None:
        raise Refused.because(refusal)
