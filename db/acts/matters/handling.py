"""What every act on a matter begins and ends with: who handles it, and what stands in clear."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.acting import Changes, person
from db.acts.words import clean
from db.ledger.chain import told
from db.matters.escalation import Escalation, escalation
from db.models.contributor import Contributor
from db.models.matter import Matter
from db.models.touch import Touch
from db.newsroom import setting
from db.refusal import Refused
from db.rules import deadlines, readers
from db.sealing import Opener, append_sealed
from db.storage.speech import is_postgresql, matter_state

#: Characters that one field of a matter may have.
LONGEST = 200_000


class Document(NamedTuple):
    """A file that comes in: its name and bytes."""

    name: str
    content: bytes


@dataclass
class Handling:
    """A matter in the hands of one of its readers, within a transaction."""

    session: Session
    who: Contributor
    row: Matter

    @property
    def ref(self) -> str:
        """The matter's number."""
        return self.row.ref

    def told(self) -> Escalation:
        """The matter as its touches tell it. Raises Refused `no-key` without the reader's key."""
        return tell(self.session, self.who, self.row)

    def add(
        self, kind: str, clear: dict[str, Any], secret: dict[str, Any],
        files: Sequence[Document] = (),
    ) -> int:  # fmt: skip
        """Add a touch that the matter's readers can open; its number."""
        return add(self.session, self.who, self.ref, kind, clear, secret, files)

    def done(self, seq: int) -> Changes:
        """What the act changed, once the row says it."""
        touched(self.session, self.row, seq)
        return Changes(seq, self.ref, self.row.state)


def handling(session: Session, actor: str, ref: str) -> Handling:
    """The matter, for somebody who handles it. Raises Refused `who-may` or `not-found`."""
    who = person(session, actor)
    row = matter(session, ref)
    refusal = readers.refusal(session, who, row.ref, "who-may")
    if refusal is not None:
        raise Refused.because(refusal)
    return Handling(session, who, row)


def matter(session: Session, ref: str) -> Matter:
    """A matter by its number, also without leading noughts. Raises Refused `not-found`."""
    wanted = ref.strip().upper()
    if wanted.startswith("E-") and wanted[2:].isdecimal() and len(wanted) < 12:
        wanted = f"E-{int(wanted[2:]):04d}"
    found = session.get(Matter, wanted)
    if found is None and is_postgresql(session):
        state = matter_state(session, wanted)  # of a matter that is not theirs to see
        found = Matter(ref=wanted, state=state) if state is not None else None
    if found is None:
        raise Refused(
            "not-found", f"there is no escalation {ref!r}", "see: colophon escalation list"
        )
    return found


def tell(session: Session, who: Contributor, row: Matter) -> Escalation:
    """The matter as its touches tell it to this reader."""
    touches = told(session, row.ref)
    found = escalation(row.ref, touches, Opener(session, who).secrets(touches))
    found.due = row.due
    return found


def add(
    session: Session, who: Contributor, ref: str, kind: str, clear: dict[str, Any],
    secret: dict[str, Any], files: Sequence[Document] = (), to: Sequence[Contributor] | None = None,
) -> int:  # fmt: skip
    """Add a touch to a matter, sealed to its readers (`to` at its beginning)."""
    for value in secret.values():
        if isinstance(value, str):
            fit(value)
    if files:
        names = [
            {"name": file.name, "sha256": hashlib.sha256(file.content).hexdigest()}
            for file in files
        ]
        secret = {**secret, "names": names}
    readers_ = list(to) if to is not None else readers.current(session, ref)
    contents = [file.content for file in files]
    return append_sealed(session, who.id, ref, kind, clear, secret, readers_, contents)


def fit(words: str) -> str:
    """The words, if a field can hold them. Raises Refused `bad-input`."""
    if len(words) > LONGEST:
        raise Refused("bad-input", f"a field has more than {LONGEST:,} characters", "shorten it")
    return clean(words, "field")


def said(words: str | None, what: str) -> str:
    """Words that must be there. Raises Refused `bad-input`."""
    found = fit(words or "").strip()
    if not found:
        raise Refused("bad-input", f"the {what} has no words", f"say the {what}")
    return found


def touched(session: Session, row: Matter, seq: int) -> None:
    """The matter's newest touch is `seq`; its next deadline follows from its history."""
    row.updated = session.scalars(select(Touch.at).where(Touch.seq == seq)).one()
    row.due = deadlines.next_due(procedure(session), reached(session, row))
    session.flush()


def reached(session: Session, row: Matter) -> list[tuple[str, str]]:
    """The states a matter reached, and when."""
    moves = told(session, row.ref, MOVING)
    return [("received", row.received), *((move.payload["to"], move.at) for move in moves)]


def procedure(session: Session) -> str:
    """The newsroom's procedure."""
    return str(setting(session, "procedure", deadlines.STANDARD))


#: Touches that change a matter's state.
MOVING = {"matter.moved", "matter.decided", "matter.appealed", "matter.closed"}


def documents(paths: Sequence[Path]) -> list[Document]:
    """Files as they come in. Raises Refused `not-found` for one that cannot be read."""
    out = []
    for path in paths:
        try:
            out.append(Document(path.name, path.read_bytes()))
        except OSError as error:
            raise Refused(
                "not-found", f"{path} cannot be read: {error.strerror}", "give a file"
            ) from None
    return out
