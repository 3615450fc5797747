"""Each person's own Ed25519 key: in the platform's keyring, or on purpose in a file.

`COLOPHON_KEYS=file:PATH` chooses a key file (made with mode 0600); `COLOPHON_KEYS=memory` keeps
throw-away keys for a demonstration. Without either, the keyring, and only a real one.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nacl.public import SealedBox
from nacl.signing import SigningKey

from db.recovery_code import read, spelled
from db.refusal import Refused

SERVICE = "colophon"
_memory: dict[str, str] = {}


class NoKey(Refused):
    """There is no place for keys, or not the one that is wanted; `why` tells it by itself."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "no-key",
            f"this act must be signed, and {why}",
            "unlock or install a keyring, or choose a key file: COLOPHON_KEYS=file:PATH",
        )
        self.why = why


def key_file() -> Path | None:
    """The file in which keys are kept, where one was chosen."""
    where = os.environ.get("COLOPHON_KEYS", "")
    return Path(where[5:]) if where.startswith("file:") else None


def _read_file(path: Path) -> dict[str, str]:
    try:
        if not path.exists():
            return {}
        if path.is_dir():
            raise NoKey(f"{path} is a folder, not a key file")
        if path.stat().st_mode & 0o077 and os.name == "posix":
            raise NoKey(f"the key file {path} is readable by others (chmod 600 it)")
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise NoKey(f"the key file {path} cannot be read ({error.strerror})") from None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NoKey(f"the key file {path} is not one of Colophon's")
    return {str(name): str(secret) for name, secret in found.items()}


def _write_file(path: Path, keys: dict[str, str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(keys, out)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except (OSError, ValueError) as error:
        raise NoKey(f"the key file {path} cannot be written ({error})") from None


def _get(name: str) -> str | None:
    if os.environ.get("COLOPHON_KEYS") == "memory":
        return _memory.get(name)
    path = key_file()
    if path is not None:
        return _read_file(path).get(name)
    return _keyring_call("get_password", SERVICE, name)


def _set(name: str, secret: str) -> None:
    if os.environ.get("COLOPHON_KEYS") == "memory":
        _memory[name] = secret
        return
    path = key_file()
    if path is not None:
        _write_file(path, {**_read_file(path), name: secret})
        return
    _keyring_call("set_password", SERVICE, name, secret)


def _keyring_call(method: str, *arguments: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    backend = keyring.get_keyring()
    if backend.priority <= 0 or type(backend).__module__.startswith(
        ("keyrings.alt", "keyring.backends.null")
    ):
        raise NoKey("this computer has no keyring")
    try:
        result = getattr(backend, method)(*arguments)
    except (KeyringError, RuntimeError) as error:
        raise NoKey(f"the keyring does not answer ({type(error).__name__})") from None
    return None if result is None else str(result)


def secret(name: str) -> str | None:
    """Another secret of this person on this computer, such as a login's password."""
    return _get(name)


def keep_secret(name: str, value: str) -> None:
    """Keep it where keys are kept. Raises Refused `no-key` where there is no such place."""
    _set(name, value)


def forget_secret(name: str) -> None:
    """Keep it no longer. Raises Refused `no-key` where there is no such place."""
    if os.environ.get("COLOPHON_KEYS") == "memory":
        _memory.pop(name, None)
        return
    path = key_file()
    if path is not None:
        _write_file(path, {n: s for n, s in _read_file(path).items() if n != name})
        return
    _keyring_call("delete_password", SERVICE, name)


def make(newsroom: str, contributor: str) -> str:
    """Make and keep a key for a person; the public half, base64. Raises Refused `no-key`."""
    key = Ed25519PrivateKey.generate()
    _set(f"{newsroom}/{contributor}", base64.b64encode(key.private_bytes_raw()).decode())
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def exists(newsroom: str, contributor: str) -> bool:
    """Whether this computer holds the person's key."""
    return _get(f"{newsroom}/{contributor}") is not None


def sign(newsroom: str, contributor: str, message: bytes) -> str:
    """The person's signature of `message`, base64. Raises Refused `no-key`."""
    key = Ed25519PrivateKey.from_private_bytes(_seed(newsroom, contributor))
    return base64.b64encode(key.sign(message)).decode()


def unsealer(newsroom: str, contributor: str) -> Callable[[bytes], bytes]:
    """Opens what `db.sealing` sealed to the person's key. Raises Refused `no-key` without it."""
    box = SealedBox(SigningKey(_seed(newsroom, contributor)).to_curve25519_private_key())
    return box.decrypt


def _seed(newsroom: str, contributor: str) -> bytes:
    secret = _get(f"{newsroom}/{contributor}")
    if secret is None:
        raise NoKey("this computer does not hold the person's key")
    try:
        seed = base64.b64decode(secret, validate=True)
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise NoKey("the person's key is damaged where it is kept")
    return seed


def recovery_code(newsroom: str, contributor: str) -> str:
    """The person's key as groups of letters and figures, to write down and keep apart from here.

    Raises Refused `no-key`.
    """
    return spelled(_seed(newsroom, contributor))


def recover(newsroom: str, contributor: str, code: str, public_key: str) -> None:
    """Keep the key again that a recovery code stands for. Raises Refused `bad-input` for another's."""
    seed = read(code)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    if base64.b64encode(public).decode() != public_key:
        raise Refused(
            "bad-input", "this recovery code belongs to another key", "look for the right one"
        )
    _set(f"{newsroom}/{contributor}", base64.b64encode(seed).decode())


def holds(public_key: str, signature: str, message: bytes) -> bool:
    """Whether `signature` of `message` was made with the key whose public half this is."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True
