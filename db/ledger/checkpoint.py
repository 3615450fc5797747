"""Checkpoints (C2SP tlog-checkpoint): the ledger in four lines, and a person's name to them.

A signed checkpoint is a C2SP signed note, which any tool for such notes reads; its key name is the
checkpoint's origin, and whose key it is tells the key's id.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from db.ledger import keys

#: C2SP signed-note: the signature type of Ed25519.
_ED25519 = b"\x01"


def origin(newsroom: str) -> str:
    """The first line of a newsroom's checkpoints, and the name of the keys that sign them."""
    return f"colophon/{newsroom}"


def body(newsroom: str, size: int, root: bytes, head: bytes) -> str:
    """A checkpoint's text: origin, number of touches, RFC 6962 root; the chain's head as an
    extension line."""
    rooted = base64.b64encode(root).decode()
    return f"{origin(newsroom)}\n{size}\n{rooted}\nchain {head.hex()}\n"


def key_id(name: str, public_key: str) -> bytes:
    """C2SP signed-note: the first four bytes of `sha256(name ‖ 0x0A ‖ 0x01 ‖ public key)`."""
    public = base64.b64decode(public_key)
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(newsroom: str, public_key: str) -> str:
    """The key as tools for signed notes want it (a C2SP `vkey`)."""
    name = origin(newsroom)
    typed = base64.b64encode(_ED25519 + base64.b64decode(public_key)).decode()
    return f"{name}+{key_id(name, public_key).hex()}+{typed}"


@dataclass(frozen=True)
class Attestor:
    """A person who signs checkpoints of a newsroom; `public_key` is in the ledger."""

    newsroom: str
    contributor: str
    public_key: str

    def sign(self, text: str) -> str:
        """The checkpoint as a signed note. Raises Refused `no-key`."""
        name = origin(self.newsroom)
        signature = base64.b64decode(keys.sign(self.newsroom, self.contributor, text.encode()))
        line = base64.b64encode(key_id(name, self.public_key) + signature).decode()
        return f"{text}\n— {name} {line}\n"
