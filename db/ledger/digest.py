"""Bytes and hashes of the ledger: canonical JSON, salted digests, leaves, the chain."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

import rfc8785

#: The hash before the first touch.
START = bytes(32)


def canonical(value: Any) -> bytes:
    """RFC 8785 canonical JSON."""
    return rfc8785.dumps(value)


def salted(content: bytes) -> tuple[bytes, str]:
    """A fresh salt, and the digest `sha256(salt ‖ content)` in hex."""
    salt = secrets.token_bytes(16)
    return salt, digest(salt, content)


def digest(salt: bytes, content: bytes) -> str:
    """`sha256(salt ‖ content)` in hex."""
    return hashlib.sha256(salt + content).hexdigest()


def leaf(
    seq: int,
    touch: str,
    subject: str,
    contributor: str,
    kind: str,
    at: str,
    payload_digest: str,
    update_digest: str | None,
) -> bytes:
    """The canonical JSON of a touch.

    Written out by hand: all values are plain ASCII without quotes (`is_plain` is asked when a
    touch is made), and so a million leaves are compared in seconds.
    """
    update = "null" if update_digest is None else f'"{update_digest}"'
    return (
        f'{{"at":"{at}","contributor":"{contributor}","id":"{touch}","kind":"{kind}",'
        f'"payload":"{payload_digest}","seq":{seq},"subject":"{subject}","update":{update}}}'
    ).encode()


def is_plain(value: str) -> bool:
    """Whether a leaf may carry the value: ASCII without quotes, backslash or control."""
    return value.isascii() and value.isprintable() and '"' not in value and "\\" not in value


def chained(previous: bytes, leaf_bytes: bytes) -> bytes:
    """`sha256(previous hash ‖ leaf hash)`, the leaf hash as RFC 6962 makes it."""
    return hashlib.sha256(previous + leaf_hash(leaf_bytes)).digest()


def leaf_hash(leaf_bytes: bytes) -> bytes:
    """RFC 6962, section 2.1: `sha256(0x00 ‖ leaf)`."""
    return hashlib.sha256(b"\x00" + leaf_bytes).digest()


class RunningRoot:
    """The RFC 6962 Merkle root of leaves given one by one, in memory for their logarithm."""

    def __init__(self, peaks: Iterable[tuple[int, str]] = ()) -> None:
        self._peaks = [(size, bytes.fromhex(hashed)) for size, hashed in peaks]

    def add(self, hashed: bytes) -> None:
        """Add the hash of the next leaf."""
        peaks = self._peaks
        size = 1
        while peaks and peaks[-1][0] == size:
            hashed = hashlib.sha256(b"\x01" + peaks.pop()[1] + hashed).digest()
            size *= 2
        peaks.append((size, hashed))

    def peaks(self) -> list[tuple[int, str]]:
        """The whole trees so far, largest first: what is needed to go on."""
        return [(size, hashed.hex()) for size, hashed in self._peaks]

    def root(self) -> bytes:
        """The root of what was added so far; of nothing, `sha256("")`."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        hashed = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            hashed = hashlib.sha256(b"\x01" + peak + hashed).digest()
        return hashed
