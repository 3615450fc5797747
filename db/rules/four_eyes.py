"""Every run of words is vouched for by a person other than its author.

An AI's run counts as written by whoever brought it in; so do words said to be another person's,
since that is only the bringer's word for it. The signer vouches for the words of others; for the
signer's own, any other active person agrees.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.manuscript.manuscript import Manuscript
from db.models.contributor import Contributor, JoinedEntry
from db.terms import Kind


def same_person(contributor: str, into: Mapping[str, str]) -> set[str]:
    """The entries (ids) that are this contributor, whichever of them is named."""
    goes_on = into.get(contributor, contributor)
    return {goes_on, *(other for other, one in into.items() if one == goes_on)}


def entries_of(session: Session, contributor: str) -> set[str]:
    """The entries (ids) of the register that are this person."""
    rows = session.execute(select(JoinedEntry.contributor, JoinedEntry.person))
    return same_person(contributor, {row.contributor: row.person for row in rows})


def own_words(manuscript: Manuscript, person: Collection[str]) -> list[str]:
    """The runs of words that the person (all their entries) wrote or brought in, over all parts."""
    out: list[str] = []
    for part in manuscript.parts():
        text, at = manuscript.text(part), 0
        for run in manuscript.authors(part):
            if run.contributor in person or run.brought_by in person:
                out.append(text[at : at + run.length])
            at += run.length
    return out


def people(session: Session) -> int:
    """How many active persons the newsroom has."""
    return int(
        session.scalar(select(func.count()).where(Contributor.active, Contributor.kind != Kind.AI))
        or 0
    )
