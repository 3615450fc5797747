"""Erasing personal data: from a matter, from a contributor's entry; the touches stay.

What is erased is taken out of every touch of the subject that holds it, also where another field
repeats it; the erasure is itself a touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, contributor, person
from db.acts.matters.handling import Handling, handling, said, touched
from db.acts.rewriting import Rewritten, rewrite, without
from db.ledger.chain import Told, append, told
from db.matters.escalation import FileView
from db.models.contributor import Contributor
from db.models.matter import SealedFile
from db.newsroom import Newsroom
from db.private_records import KINDS
from db.refusal import Refused
from db.rules.gate import every_hold
from db.rules.private_fields import OF_AI, OF_PERSON
from db.rules.readers import current
from db.sealing import Opener, append_sealed

PARTY = ("name", "contact", "standing")
#: What can be erased of a matter, and of a contributor in the register.
OF_MATTER = (*PARTY, "complaint", "files")
IN_REGISTER = ("email", "byline")
OF_CONTRIBUTOR = (*IN_REGISTER, *OF_PERSON, *OF_AI, "contract", "notes")


def erase(
    newsroom: Newsroom, actor: str, subject: str, what: Sequence[str], reason: str
) -> Changes:
    """Erase fields of a matter (by number) or a contributor (by name). Raises Refused."""
    if subject.strip().upper().startswith("E-"):
        return _of_matter(newsroom, actor, subject, what, reason)
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "erase")
        found = contributor(session, subject)
        why = said(reason, "reason")
        fields = _fields(what, OF_CONTRIBUTOR, found.name)
        changed = Rewritten()
        touches = told(session, found.id)
        for touch in touches:
            kept = {k: v for k, v in touch.payload.items() if k not in fields}
            if kept.keys() != touch.payload.keys():
                changed.payloads[touch.seq] = kept
        contracts = _of_record(Opener(session, who), touches, fields, changed)
        if not changed:
            raise Refused("conflict", f"{found.name} has no such data", "there is nothing to erase")

        def order(names: dict[str, Any]) -> int:
            said_ = {"what": fields, "reason": why, **names}
            return append(session, who.id, found.id, "erased", said_)

        seq = rewrite(session, changed, order)
        session.execute(
            update(SealedFile).where(SealedFile.seq.in_(contracts)).values(content=None)
        )
        gone = {name: None for name in fields if name in IN_REGISTER}
        if gone:
            session.execute(update(Contributor).where(Contributor.id == found.id).values(gone))
        return Changes(seq)


def _of_record(
    opener: Opener, touches: Iterable[Told], fields: list[str], changed: Rewritten
) -> list[int]:
    """Take fields out of a private record; the touches whose contract's document goes."""
    private = [touch for touch in touches if touch.kind in KINDS]
    secrets = opener.secrets(private)
    contracts = []
    for touch in private:
        secret = secrets.get(touch.seq, {})
        kept = {k: v for k, v in secret.items() if k.removesuffix("_sha256") not in fields}
        if "fields" in kept:
            kept["fields"] = {k: v for k, v in kept["fields"].items() if k not in fields}
        if kept != secret:
            sealed = opener.sealed_anew(touch.seq, kept)
            changed.payloads[touch.seq] = {**touch.payload, "sealed": sealed}
            if "contract" in secret and "contract" not in kept:
                contracts.append(touch.seq)
    return contracts


def _fields(what: Iterable[str], known: Sequence[str], of: str) -> list[str]:
    fields = [name.strip().lower() for name in what if name.strip()]
    unknown = [name for name in fields if name not in known]
    if unknown or not fields:
        raise Refused(
            "bad-input", f"{unknown[0]!r} is nothing that is erased of {of}" if unknown
            else "nothing to erase was named", "one of " + ", ".join(known),
        )  # fmt: skip
    return sorted(set(fields))


def _of_matter(
    newsroom: Newsroom, actor: str, ref: str, what: Sequence[str], reason: str
) -> Changes:
    with newsroom.write() as session:
        at = handling(session, actor, ref)
        matter = at.told()
        why = said(reason, "reason")
        fields = _fields(what, OF_MATTER, at.ref)
        held = every_hold(session, matter.article) if matter.article else []
        if held:
            raise Refused(
                "append-only", f"{', '.join(held)} holds its article, and nothing of it is erased",
                f"lift the hold first: colophon escalation hold {held[0]} off",
            )  # fmt: skip
        gone = [matter.complainant[f] for f in fields if matter.complainant.get(f)]
        if "complaint" in fields and matter.complaint:
            gone += [part for part in (matter.complaint, *matter.complaint.split("\n\n")) if part]
        opener = Opener(session, at.who)
        touches = told(session, at.ref)
        secrets = opener.secrets(touches)
        documents = _documents(matter.evidence, fields, opener, gone)
        changed = _rewritten(opener, touches, secrets, fields, gone)
        if not changed and not documents:
            raise Refused("conflict", f"{at.ref} has no such data", "there is nothing to erase")
        seq = rewrite(session, changed, lambda names: _order(session, at, fields, why, names))
        for seq_, n in documents:
            session.execute(
                update(SealedFile)
                .where(SealedFile.seq == seq_, SealedFile.n == n)
                .values(content=None)
            )
        touched(session, at.row, seq)
        return Changes(seq, at.ref, at.row.state)


def _order(
    session: Session, at: Handling, fields: list[str], why: str, names: dict[str, Any]
) -> int:
    return append_sealed(
        session, at.who.id, at.ref, "erased", {"what": fields, **names}, {"reason": why},
        current(session, at.ref),
    )  # fmt: skip


def _rewritten(
    opener: Opener, touches: list[Told], secrets: dict[int, dict[str, Any]], fields: list[str],
    gone: list[str],
) -> Rewritten:  # fmt: skip
    changed = Rewritten()
    words = sorted(set(gone), key=len, reverse=True)
    for touch in touches:
        secret = secrets.get(touch.seq)
        if secret is None:
            continue
        kept = secret
        if touch.kind == "matter.party":
            kept = {k: v for k, v in secret.items() if k not in fields}
        kept = without(kept, words)
        if kept != secret:
            sealed = opener.sealed_anew(touch.seq, kept)
            changed.payloads[touch.seq] = {**touch.payload, "sealed": sealed}
    return changed


def _documents(
    files: list[FileView], fields: list[str], opener: Opener, gone: list[str]
) -> list[tuple[int, int]]:
    """Documents that go: all, if asked; else e-mails as they came, and whatever holds the words."""
    out = []
    for file in files:
        content = opener.file(file.seq, file.n)
        if content is None:
            continue
        letter = file.name.lower().endswith(".eml") and bool(gone)
        if "files" in fields or letter or any(word.encode() in content for word in gone):
            out.append((file.seq, file.n))
    return out
