"""Checkpoints of the ledger, and proofs of one subject's touches, signed by whoever makes them."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.acting import allowed, article, contributor, person
from db.ledger.audit import Progress, Verified, verify
from db.ledger.chain import append, checkpoint, newsroom_id, own_key
from db.ledger.checkpoint import Attestor, verifier_key
from db.ledger.proof import Contents, Keeper, Proof, Untrue, show_all
from db.ledger.proof import prove as prove_subject
from db.manuscript.store import load
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.matter import Matter
from db.models.off_record import OffRecord
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import readers
from db.rules.off_record import Secret, secret
from db.terms import Kind

#: What of an article is said among the newsroom's own.
_INTERNAL = ("comment.", "ai.asked")


@dataclass(frozen=True)
class Checkpoint:
    """What was found of the ledger; where it holds, its checkpoint as a signed note, the touch that
    recorded it, and the key that checks it as a C2SP vkey. `found` is of the touches in the note."""

    found: Verified
    text: str | None = None
    seq: int | None = None
    vkey: str | None = None


def make_checkpoint(newsroom: Newsroom, actor: str, progress: Progress | None = None) -> Checkpoint:
    """Check the whole ledger, then sign and record how it stands; nothing where it does not hold.

    The touch comes after those that the checkpoint names. Raises Refused `no-key`.
    """
    with newsroom.read() as session:
        allowed(session, person(session, actor), "attest")
    found = verify(newsroom, progress=progress)
    if not found.ok:
        return Checkpoint(found)
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "attest")
        maker = _attestor(session, who)
        said = checkpoint(session)
        text = maker.sign(said)
        seq = append(session, who.id, maker.newsroom, "checkpoint", {"checkpoint": text})
    _, size, root, chain = said.split("\n")[:4]
    held = Verified(
        True, int(size), chain.removeprefix("chain "), base64.b64decode(root).hex(), None, ""
    )
    return Checkpoint(held, text, seq, verifier_key(maker.newsroom, maker.public_key))


def make_proof(
    newsroom: Newsroom, actor: str, wanted: str, *, left_out: Collection[int] = (),
    payloads: bool | None = None, internal: bool = False, updates: bool = False,
    progress: Progress | None = None,
) -> tuple[Verified, Proof | None]:  # fmt: skip
    """The proof of one subject's touches: of an article, by its id or the beginning of it; else of
    an escalation, a contributor or the newsroom.

    What touches say is shown of an article, of anything else only where `payloads` asks for it.
    Comments and what an AI was asked are shown with `internal` only, what is off the record never:
    refused with `confidential` where `updates` would show it.

    Where the ledger does not hold there is no proof, and the first touch that does not fit is
    named. Raises Refused, `no-key` above all.
    """
    with newsroom.read() as session:
        who = person(session, actor)
        subject, of_article = _subject(session, who, wanted)
        unnamed = who.public_key is None
    if unnamed:
        with newsroom.write() as session:
            own_key(session, who.id)
    shown = of_article if payloads is None else payloads
    with newsroom.read() as session:
        maker = _attestor(session, session.get_one(Contributor, who.id))
        try:
            kept_in = _keeper(session, subject, internal, updates) if of_article else show_all
            contents = Contents(shown, updates, frozenset(left_out), kept_in)
            proof = prove_subject(session, maker, subject, contents, progress)
        except Untrue as untrue:
            return _named(newsroom, untrue), None
    return Verified(True, proof.touches, proof.head, proof.root, None, ""), proof


def _keeper(session: Session, article: str, internal: bool, updates: bool) -> Keeper:
    """Says of which touches of an article nothing but the leaf leaves the newsroom. Raises Refused,
    and Untrue where the text cannot be read."""
    hidden = _secret(session, article)
    if hidden.runs and updates:
        raise Refused(
            "confidential", "words of this piece are off the record, and its rows of text tell them",
            "leave out --updates",
        )  # fmt: skip

    def kept_in(kind: str, said: Any) -> bool:
        if kind.startswith(_INTERNAL) and not internal:
            return True
        return bool(hidden.words) and any(hidden.cleared(each) != each for each in _words(said))

    return kept_in


def _secret(session: Session, article: str) -> Secret:
    if session.scalar(select(OffRecord.seq).limit(1)) is None:
        return Secret()  # the text need not be read
    try:
        return secret(session, load(session, article))
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise Untrue(None, f"the text of {article} cannot be read") from error


def _words(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list):
        for each in said.values() if isinstance(said, dict) else said:
            yield from _words(each)


def _attestor(session: Session, who: Contributor) -> Attestor:
    return Attestor(newsroom_id(session), who.id, own_key(session, who.id))


def _named(newsroom: Newsroom, untrue: Untrue) -> Verified:
    """What is wrong, from the beginning: the first touch that does not fit may be another."""
    found = verify(newsroom)
    if found.ok:
        return Verified(False, found.touches, found.head, found.root, untrue.seq, untrue.why)
    return found


def _subject(session: Session, who: Contributor, wanted: str) -> tuple[str, bool]:
    """The subject's id, and whether it is an article. Raises Refused."""
    matter = session.get(Matter, wanted)
    if matter is not None:
        refused = readers.refusal(session, who, matter.ref, "confidential")
        if refused is not None:
            raise Refused.because(refused)
        return matter.ref, False
    if session.get(Article, wanted) is None:
        other = _of_no_article(session, who, wanted)
        if other is not None:
            return other, False
    piece = article(session, wanted)
    allowed(session, who, "attest", piece)
    return piece.id, True


def _of_no_article(session: Session, who: Contributor, wanted: str) -> str | None:
    if wanted == newsroom_id(session):
        found = wanted
    else:
        try:
            found = contributor(session, wanted).id
        except Refused:
            return None
    if who.kind != Kind.CEO and found != who.id:
        raise Refused(
            "confidential", f"only the CEO gives proofs of the newsroom's own records, not {who.name}",
            "name an article, or ask the CEO",
        )  # fmt: skip
    return found
