"""A key as a recovery code: groups of letters and figures to write down and to type again."""

from __future__ import annotations

import base64
import hashlib

from db.refusal import Refused

#: How long a key is that a code can stand for, in bytes.
KEY = 32
_CHECK = 3


def spelled(key: bytes) -> str:
    """Base32 (RFC 4648) of the key and the first bytes of its hash, in groups of four."""
    letters = base64.b32encode(key + _check(key)).decode()
    return "-".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def read(code: str) -> bytes:
    """The key that a typed code stands for. Raises Refused `bad-input` for what is no code."""
    letters = "".join(code.upper().split()).replace("-", "").replace("0", "O").replace("1", "I")
    try:
        whole = base64.b32decode(letters)
    except ValueError:
        whole = b""
    key, check = whole[:KEY], whole[KEY:]
    if len(whole) != KEY + _CHECK or _check(key) != check:
        raise Refused(
            "bad-input", "this is no recovery code", "type all 14 groups of four as they stand"
        )
    return key


def _check(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()[:_CHECK]
