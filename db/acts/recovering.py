"""Recovery codes: of a person's key, shown once, and of an encrypted newsroom's; how keys come back."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.acting import contributor, person
from db.ledger import keys
from db.ledger.chain import append, newsroom_id
from db.models.contributor import Contributor
from db.models.touch import Touch
from db.newsroom import Newsroom, newsroom_exists
from db.place import file_of, is_encrypted
from db.refusal import Refused
from db.sealing import public_key
from db.storage import sqlcipher


def take_recovery_code(newsroom: Newsroom, actor: str) -> str:
    """The code of the actor's own key. It is shown once, and the record says that it was.

    Raises Refused `conflict` the second time, `no-key` without the key.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        if was_shown(session, who):
            raise Refused(
                "conflict", f"the recovery code of {who.name}'s key was shown before",
                "use what was written down; a code is shown once",
            )  # fmt: skip
        public_key(session, who)
        code = keys.recovery_code(newsroom_id(session), who.id)
        append(session, who.id, who.id, "recovery.shown", {})
        return code


def was_shown(session: Session, who: Contributor) -> bool:
    """Whether the person's recovery code was shown already."""
    shown = select(Touch.seq).where(Touch.subject == who.id, Touch.kind == "recovery.shown")
    return session.scalar(shown.limit(1)) is not None


def owes_recovery_code(newsroom: Newsroom, actor: str) -> bool:
    """Whether the actor's key is kept here, opens what is confidential, and was never written down."""
    with newsroom.read() as session:
        who = contributor(session, actor)
        if who.public_key is None or was_shown(session, who):
            return False
        return keys.exists(newsroom_id(session), who.id)


def use_recovery_code(newsroom: Newsroom, actor: str, code: str) -> None:
    """Keep the actor's key on this computer again. Raises Refused `bad-input` for another code."""
    with newsroom.read() as session:
        who = person(session, actor)
        if who.public_key is None:
            raise Refused("bad-input", f"{who.name} has no key yet", "there is nothing to recover")
        keys.recover(newsroom_id(session), who.id, code, who.public_key)


def newsroom_code(path: str | Path) -> str:
    """The recovery code of an encrypted newsroom. Raises Refused `no-key` without its key.

    It may be shown again: who has the key here can read everything anyway, and a newsroom whose code
    nobody wrote down is lost with its keyring.
    """
    key = sqlcipher.key_of(_encrypted(path))
    assert key is not None
    return key.spelled()


def use_newsroom_code(path: str | Path, code: str) -> None:
    """Keep an encrypted newsroom's key on this computer again.

    Raises Refused `bad-input` for a code that does not open it, `no-key` without a place for keys.
    """
    sqlcipher.recover(_encrypted(path), code)


def _encrypted(path: str | Path) -> Path:
    file = file_of(path)
    if not newsroom_exists(file):
        raise Refused("not-found", f"there is no newsroom at {file}", "give another path")
    if not is_encrypted(file):
        raise Refused("bad-input", f"{file} is not encrypted", "it opens without a code")
    return file
