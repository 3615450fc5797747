"""Handing on the CEO's office: what is confidential is sealed anew to who takes it over.

Whoever leaves no longer opens what they read by their office; a matter about who comes goes to the
alternate, as rule 9 says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.acts.matters.handling import tell
from db.acts.matters.opening import subjects_of
from db.ledger.chain import append, newsroom_id
from db.models.article import Article, Peer, Writer
from db.models.contributor import Contributor
from db.models.matter import Matter, Seal
from db.models.touch import Touch
from db.refusal import Refused
from db.rules.readers import alternate, ceos, current
from db.sealing import Opener, leave, public_key


@dataclass
class _Plan:
    """Who is let in to which subject; matters that do not go as the others do."""

    let_in: dict[str, Contributor] = field(default_factory=dict)
    apart: dict[str, list[str]] = field(default_factory=dict)


def take_office(session: Session, who: Contributor, found: Contributor) -> None:
    """Let a new CEO open what `who` reads by the office. Raises Refused `no-key` without a key."""
    subjects = _read_by(session, who)
    if not subjects:
        return
    public_key(session, found)
    other = alternate(session)
    plan = _Plan()
    for subject in subjects:
        if _about(session, who, subject, found):
            readers = current(session, subject)
            if other is not None and other.id != found.id and other not in readers:
                public_key(session, other)
                plan.let_in[subject] = other
                readers = [*readers, other]
            plan.apart[subject] = sorted(reader.id for reader in readers)
        else:
            plan.let_in[subject] = found
    said = {"in": [found.id], "out": [], "apart": plan.apart}
    append(session, who.id, newsroom_id(session), "office.handed-on", said)
    opener = Opener(session, who)
    for subject, to in plan.let_in.items():
        opener.hand_on(subject, to)


def leave_office(session: Session, who: Contributor, found: Contributor) -> None:
    """Shut what a CEO read by the office to them. Raises Refused `conflict` where nobody else
    could read a matter then."""
    subjects = [one for one in _read_by(session, found) if one != found.id]
    if not subjects:
        return
    rest = [ceo for ceo in ceos(session) if ceo.id != found.id]
    alone = [
        subject for subject in subjects
        if not any(reader.id != found.id for reader in current(session, subject))
    ]  # fmt: skip
    other = alternate(session)
    if alone and (who.id != found.id or (other is None and not rest)):
        raise Refused(
            "conflict", f"only {found.name} can read {', '.join(alone[:3])}, and would shut it for good",
            f"{found.name} leaves the office themselves, once an alternate is named",
        )  # fmt: skip
    to = _successors(session, found, alone, rest, other)
    said = {"in": [], "out": [found.id], "apart": {one: [to[one].id] for one in alone}}
    append(session, who.id, newsroom_id(session), "office.handed-on", said)
    opener = Opener(session, found)
    for subject in alone:
        opener.hand_on(subject, to[subject])
    for subject in subjects:
        leave(session, found.id, subject)
    noted = select(Touch.seq).where(Touch.subject == found.id, Touch.kind == "contributor.noted")
    session.execute(delete(Seal).where(Seal.reader == found.id, Seal.seq.in_(noted)))


def _successors(
    session: Session, found: Contributor, alone: Iterable[str], rest: list[Contributor],
    other: Contributor | None,
) -> dict[str, Contributor]:  # fmt: skip
    out = {}
    for subject in alone:
        able = [one for one in [*rest, *([other] if other else [])]
                if not _about(session, found, subject, one)]  # fmt: skip
        if not able:
            raise Refused(
                "conflict", f"nobody who comes after {found.name} could decide {subject}",
                "name an alternate whom it is not about: colophon settings alternate NAME",
            )  # fmt: skip
        out[subject] = able[0]
        public_key(session, able[0])
    return out


def _read_by(session: Session, who: Contributor) -> list[str]:
    found = select(Seal.subject).where(Seal.reader == who.id).distinct().order_by(Seal.subject)
    return list(session.scalars(found))


def _about(session: Session, reader: Contributor, subject: str, found: Contributor) -> bool:
    """Whether somebody may not decide this matter: it is about them, or their words."""
    row = session.get(Matter, subject)
    if row is None:
        return False
    matter = tell(session, reader, row)
    if found.id in matter.about:
        return True
    if matter.article is None or not _wrote_in(session, matter.article, found):
        return False
    words = matter.words
    place = (words.part, words.start, words.length) if words is not None else None
    piece = session.get(Article, matter.article)
    return found.id in subjects_of(session, matter.about, piece, matter.at, place)


def _wrote_in(session: Session, article: str, found: Contributor) -> bool:
    """A quick look before the text is read: whether any of it can be theirs."""
    peer = select(Peer.peer).where(
        Peer.article == article,
        (Peer.contributor == found.id) | (Peer.brought_by == found.id),
    )
    writer = select(Writer.contributor).where(
        Writer.article == article, Writer.contributor == found.id
    )
    return session.scalar(peer.limit(1)) is not None or session.scalar(writer) is not None
