"""The key to a model's server: in this computer's keyring, or on purpose in the environment.

It is in no file of Colophon's, in no newsroom, on no command line and in no error.
"""

from __future__ import annotations

import os

from db.refusal import Refused

SERVICE = "colophon-ai"
#: Chosen on purpose where there is no keyring.
VARIABLE = "COLOPHON_AI_KEY"


def _name(newsroom: str, contributor: str) -> str:
    return f"{newsroom}/{contributor}"


def find(newsroom: str, contributor: str) -> str:
    """The key for an AI (its id) of a newsroom; empty where there is none."""
    chosen = os.environ.get(VARIABLE, "").strip()
    if chosen:
        return checked(chosen)
    backend = _backend()
    if backend is None:
        return ""
    return str(_call(backend, "get_password", _name(newsroom, contributor)) or "")


def keep(newsroom: str, contributor: str, secret: str) -> None:
    """Put a key into the keyring; an empty one takes it out. Raises Refused `no-key`."""
    backend = _backend()
    if backend is None:
        raise Refused(
            "no-key", "this computer has no keyring, and a key is kept nowhere else",
            f"unlock or install a keyring, or set {VARIABLE} on purpose",
        )  # fmt: skip
    name = _name(newsroom, contributor)
    if secret.strip():
        _call(backend, "set_password", name, checked(secret.strip()))
    elif _call(backend, "get_password", name) is not None:
        _call(backend, "delete_password", name)


def where(newsroom: str, contributor: str) -> str:
    """Where the key is: `environment`, `keyring` or nowhere (empty)."""
    if os.environ.get(VARIABLE, "").strip():
        return "environment"
    try:
        return "keyring" if find(newsroom, contributor) else ""
    except Refused:
        return ""


def checked(secret: str) -> str:
    """A key that can stand in a header. Raises Refused, without the key."""
    if not secret.isascii() or not secret.isprintable() or " " in secret or len(secret) > 4096:
        raise Refused("bad-input", "this is no key: it holds a space or a letter no key has",
                      "copy it anew from the provider’s page")  # fmt: skip
    return secret


def _backend() -> object | None:
    import keyring

    found = keyring.get_keyring()
    module = type(found).__module__
    if found.priority <= 0 or module.startswith(("keyrings.alt", "keyring.backends.null")):
        return None
    return found


def _call(backend: object, method: str, *words: str) -> object:
    from keyring.errors import KeyringError

    try:
        return getattr(backend, method)(SERVICE, *words)
    except (KeyringError, RuntimeError) as error:
        kind = type(error).__name__
    raise Refused("no-key", f"the keyring does not answer ({kind})",
                  "unlock it and try again")  # fmt: skip
