"""Sealed touches: what they say is in the record for everybody, and legible to their readers alone.

Each touch has a key of its own, under which its words and documents lie (XSalsa20-Poly1305); that
key is sealed to each reader's public key (libsodium's sealed boxes: an Ed25519 key serves as its
Curve25519 form). So anyone can write such a touch, also one they cannot read themselves, and
another reader is let in, or left out from then on, without a byte of the ledger changing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import SealedBox
from nacl.secret import SecretBox
from nacl.signing import VerifyKey
from nacl.utils import random
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.ledger import keys
from db.ledger.chain import Told, append, name_key, newsroom_id
from db.ledger.digest import canonical
from db.models.contributor import Contributor
from db.models.matter import Seal, SealedFile
from db.refusal import Refused
from db.storage.speech import is_postgresql, speaker

#: A document that a matter keeps may have so many bytes.
LARGEST_FILE = 64 * 2**20


def public_key(session: Session, reader: Contributor) -> str:
    """The reader's public key; made where this computer keeps keys, if they have none yet."""
    if reader.public_key is None:
        if is_postgresql(session) and speaker(session) != reader.id:
            raise Refused(
                "no-key", f"{reader.name} has no key yet, so nothing can be sealed to them",
                f"{reader.name} opens the newsroom once, which makes one",
            )  # fmt: skip
        reader.public_key = name_key(session, reader.id, keys.make(newsroom_id(session), reader.id))
    return reader.public_key


def _sealed_to(public: str, message: bytes) -> bytes:
    key = VerifyKey(base64.b64decode(public)).to_curve25519_public_key()
    return SealedBox(key).encrypt(message)


def append_sealed(
    session: Session, contributor: str, subject: str, kind: str, clear: dict[str, Any],
    secret: dict[str, Any], readers: Iterable[Contributor], files: Sequence[bytes] = (),
) -> int:  # fmt: skip
    """Add a touch that says `clear` to everybody and `secret` to the readers; its number.

    `files` are kept beside it under the same key; their stored bytes' hashes stand in clear.
    """
    publics = {reader.id: public_key(session, reader) for reader in readers}
    key = random(SecretBox.KEY_SIZE)
    box = SecretBox(key)
    for content in files:
        if len(content) > LARGEST_FILE:
            raise Refused("bad-input", "a document is larger than 64 MB", "make it smaller")
    kept = [bytes(box.encrypt(content)) for content in files]
    hashes = [hashlib.sha256(content).hexdigest() for content in kept]
    try:
        words = canonical(secret)
    except ValueError as error:
        raise Refused(
            "bad-input", f"this cannot be kept in the record: {error}", "write it in UTF-8"
        ) from None
    payload = {
        **clear,
        "readers": sorted(publics),
        "sealed": base64.b64encode(box.encrypt(words)).decode(),
    }
    if hashes:
        payload["files"] = hashes
    seq = append(session, contributor, subject, kind, payload)
    _let_in(session, seq, subject, key, publics)
    for n, (content, sha256) in enumerate(zip(kept, hashes, strict=True)):
        session.execute(insert(SealedFile).values(seq=seq, n=n, sha256=sha256, content=content))
    return seq


def _let_in(session: Session, seq: int, subject: str, key: bytes, publics: dict[str, str]) -> None:
    for reader, public in publics.items():
        sealed = _sealed_to(public, key)
        session.execute(insert(Seal).values(seq=seq, reader=reader, subject=subject, sealed=sealed))


class Opener:
    """Opens sealed touches for one person on this computer. Raises Refused `no-key`."""

    def __init__(self, session: Session, reader: Contributor) -> None:
        self._session, self._reader = session, reader
        self._unseal: Callable[[bytes], bytes] | None = None

    def secrets(self, touches: Iterable[Told]) -> dict[int, dict[str, Any]]:
        """What each touch says in secret, by number; none of those that are not theirs to open."""
        wanted = {touch.seq: touch for touch in touches if "sealed" in touch.payload}
        out = {}
        for seq, key in self._keys(wanted).items():
            content = base64.b64decode(wanted[seq].payload["sealed"])
            out[seq] = json.loads(self._opened(key, content, seq))
        return out

    def file(self, seq: int, n: int) -> bytes | None:
        """A document of a touch; None where it was erased. Raises Refused `confidential`."""
        key = self._keys([seq]).get(seq)
        if key is None:
            raise Refused("confidential", "this document is not theirs to read", "ask the CEO")
        row = self._session.get(SealedFile, (seq, n))
        if row is None or row.content is None:
            return None
        return self._opened(key, row.content, seq)

    def sealed_anew(self, seq: int, secret: dict[str, Any]) -> str:
        """Other words for a touch under its own key: what is left of them after an erasure."""
        return base64.b64encode(
            SecretBox(self._keys([seq])[seq]).encrypt(canonical(secret))
        ).decode()

    def _keys(self, seqs: Iterable[int]) -> dict[int, bytes]:
        seqs = list(seqs)
        found: dict[int, bytes] = {}
        for first in range(0, len(seqs), 500):
            rows = self._session.execute(
                select(Seal.seq, Seal.sealed).where(
                    Seal.reader == self._reader.id, Seal.seq.in_(seqs[first : first + 500])
                )
            ).all()
            for row in rows:
                if self._unseal is None:
                    newsroom = newsroom_id(self._session)
                    self._unseal = keys.unsealer(newsroom, self._reader.id)
                try:
                    found[row.seq] = self._unseal(row.sealed)
                except CryptoError:
                    raise _damaged(row.seq) from None
        return found

    def _opened(self, key: bytes, content: bytes, seq: int) -> bytes:
        try:
            return SecretBox(key).decrypt(content)
        except (CryptoError, ValueError, TypeError):
            raise _damaged(seq) from None

    def hand_on(self, subject: str, to: Contributor) -> int:
        """Let `to` open every touch of the subject that this person can; how many."""
        public = public_key(self._session, to)
        known = set(
            self._session.scalars(
                select(Seal.seq).where(Seal.reader == to.id, Seal.subject == subject)
            )
        )
        mine = self._session.scalars(
            select(Seal.seq).where(Seal.reader == self._reader.id, Seal.subject == subject)
        ).all()
        for seq, key in self._keys([seq for seq in mine if seq not in known]).items():
            _let_in(self._session, seq, subject, key, {to.id: public})
        return len(mine)


def leave(session: Session, reader: str, subject: str) -> None:
    """Somebody (an id) no longer opens what the subject's touches say."""
    session.execute(delete(Seal).where(Seal.reader == reader, Seal.subject == subject))


def _damaged(seq: int) -> Refused:
    return Refused(
        "no-key", f"what touch {seq} says in secret does not open with this person's key",
        "restore the key by its recovery code, or run colophon ledger verify",
    )  # fmt: skip
