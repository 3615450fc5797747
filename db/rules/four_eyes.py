"""Every run of words is vouched for by a person other than its author.

An AI's run counts as written by whoever brought it in; so do words said to be another person's,
since that is only the bringer's word for it. The signer vouches for the words of others; for the
signer's own, any other active person agrees.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.manuscript.manuscript import Manuscript
from db.models.contributor import Contributor
from db.terms import Kind


def own_words(manuscript: Manuscript, person: str) -> list[str]:
    """The runs of words that the person wrote or brought in, over all parts."""
    out: list[str] = []
    for part in manuscript.parts():
        text, at = manuscript.text(part), 0
        for run in manuscript.authors(part):
            if person in (run.contributor, run.brought_by):
                out.append(text[at : at + run.length])
            at += run.length
    return out


def people(session: Session) -> int:
    """How many active persons the newsroom has."""
    return int(
        session.scalar(select(func.count()).where(Contributor.active, Contributor.kind != Kind.AI))
        or 0
    )
