"""The password of a shared newsroom's login: in the keyring of this computer, and nowhere else."""

from __future__ import annotations

from sqlalchemy.engine import URL

from db.ledger import keys
from db.place import hosts_of
from db.refusal import Refused
from db.storage.postgresql import address


def _name(url: str) -> str:
    found = address(url)
    hosts = sorted(f"{host}:{port or 5432}" for host, port in hosts_of(url))
    return f"login/{found.username}@{','.join(hosts) or 'localhost:5432'}/{found.database}"


def with_password(url: str) -> str:
    """The address with the password that this computer keeps for it, if it names none itself."""
    found = address(url)
    if found.password is not None or not found.username:
        return url
    try:
        kept = keys.secret(_name(url))
    except Refused:  # no keyring: the server says whether it wants a password
        kept = None
    return url if kept is None else named(url, kept)


def named(url: str, password: str) -> str:
    """The address with a password in it; never to be shown or kept."""
    found = address(url).set(password=password, drivername="postgresql")
    return found.render_as_string(hide_password=False)


def without(url: str) -> str:
    """The address as it may be kept."""
    found = address(url)
    bare = URL.create(
        "postgresql", found.username, None, found.host, found.port, found.database,
        {name: said for name, said in found.query.items() if "password" not in name},
    )  # fmt: skip
    return bare.render_as_string()


def keep(url: str, password: str) -> None:
    """Keep the password of the address's login. Raises Refused `no-key` without a keyring."""
    keys.keep_secret(_name(url), password)
