"""Sign-off and agreement: statements of a person, bound to the hash of the exact text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, contributor, person
from db.acts.recording import hash_of, touched
from db.ledger.chain import append
from db.manuscript.manuscript import Manuscript
from db.manuscript.store import load
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.record import Agreement, SignOff
from db.models.touch import Touch
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import disclosure, four_eyes, gate, statements
from db.rules.pending import undecided
from db.terms import Kind


def sign_off(
    newsroom: Newsroom, actor: str, wanted: str, *, examined: str, facts: str, responsible: str,
    ticked: Sequence[int] | str = (), not_facts: Sequence[int] = (), where: str = "",
    exception: bool = True,
) -> Changes:  # fmt: skip
    """Sign the text exactly as it stands; refused while a change is undecided.

    `examined` and `facts` say what was examined and how facts were checked. `ticked` are numbers
    of the text's checkable statements, or "all"; `not_facts` of those that are none. `where` says
    where readers find who is responsible. `exception=False` does not claim Article 50(4)'s
    exception.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "sign-off", piece)
        in_charge = _responsible(session, responsible)
        for words, what in ((examined, "--examined"), (facts, "--facts")):
            if not str(words).strip():
                raise Refused("bad-input", f"a sign-off says {what[2:]}", f"give {what} TEXT")
        manuscript = load(session, piece.id)
        left = len(undecided(session, piece, manuscript))
        if left:
            raise Refused(
                "gate", f"{left} change{'s'[: left != 1]} of {piece.id} not decided",
                f"decide: colophon changes {piece.id}",
            )  # fmt: skip
        found = statements.find(manuscript.text("body"))
        numbers, none = _ticked(ticked, found), _ticked(not_facts, found)
        kinds = {c.id: c.kind for c in session.scalars(select(Contributor))}
        why = disclosure.why_not(
            session, piece.id, manuscript, kinds, in_charge, found, [*numbers, *none]
        )
        if not exception:
            why.append("the signer does not claim it")
        entries = four_eyes.entries_of(session, who.id)
        payload: dict[str, Any] = {
            "text_sha256": hash_of(session, piece, manuscript), "examined": examined.strip(),
            "facts": facts.strip(), "responsible": in_charge.id, "ticked": numbers,
            "not_facts": none, "where": where.strip(),
            "statements": [[s.kind, s.text] for s in found],
            "needs_agree": bool(four_eyes.own_words(manuscript, entries)),
            "meets_exception": not why, "why_not": why,
        }  # fmt: skip
        seq = append(session, who.id, piece.id, "signed-off", payload)
        note_sign_off(session, piece.id, who.id, seq, payload)
        touched(session, piece, seq)
        return Changes(seq, piece.id, piece.state)


def note_sign_off(
    session: Session, article: str, signer: str, seq: int, payload: dict[str, Any]
) -> None:
    """Keep a sign-off where the gate looks for it."""
    kept = ("text_sha256", "examined", "facts", "responsible", "needs_agree", "meets_exception",
            "why_not")  # fmt: skip
    time = session.scalars(select(Touch.at).where(Touch.seq == seq)).one()
    session.execute(
        insert(SignOff).values(
            seq=seq, article=article, signer=signer, at=time, **{k: payload[k] for k in kept}
        )
    )


def _responsible(session: Session, name: str) -> Contributor:
    found = contributor(session, name)
    if found.kind == Kind.AI or not found.active:
        raise Refused(
            "who-may", f"{found.name} cannot carry editorial responsibility",
            "name an active person: --responsible NAME",
        )  # fmt: skip
    return found


def _ticked(ticked: Sequence[int] | str, found: list[statements.Statement]) -> list[int]:
    if ticked == "all":
        return [statement.n for statement in found]
    known = {statement.n for statement in found}
    numbers = sorted({int(n) for n in ticked})
    for n in numbers:
        if n not in known:
            raise Refused(
                "not-found", f"there is no checkable statement {n}",
                f"the text has {len(found)}: leave --ticked away to see them named",
            )  # fmt: skip
    return numbers


def agree(newsroom: Newsroom, actor: str, wanted: str) -> Changes:
    """Vouch for the signer's own words, bound to the same text as the newest sign-off."""
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        allowed(session, who, "agree", piece)
        signed = _standing(session, piece, load(session, piece.id))
        if signed.signer == who.id:
            raise Refused(
                "four-eyes", f"{who.name} signed this text and cannot also agree to it",
                "ask any other active person",
            )  # fmt: skip
        payload = {"sign_off": signed.seq, "text_sha256": signed.text_sha256}
        seq = append(session, who.id, piece.id, "agreed", payload)
        session.execute(
            insert(Agreement).values(
                seq=seq,
                article=piece.id,
                sign_off=signed.seq,
                contributor=who.id,
                text_sha256=signed.text_sha256,
            )
        )
        touched(session, piece, seq)
        return Changes(seq, piece.id, piece.state)


def _standing(session: Session, piece: Article, manuscript: Manuscript) -> SignOff:
    signed = gate.last_sign_off(session, piece.id)
    if signed is not None and gate.is_valid(signed, piece):
        return signed
    why = "there is no sign-off to agree to"
    if signed is not None:
        why = (
            f"the sign-off is void: {gate.voided_by(gate.ask(session, piece, manuscript), signed)}"
        )
    raise Refused("gate", why, f"sign off first: colophon sign-off {piece.id}")
