"""Which AI can be asked, and which address a text may be sent to."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from db.models.contributor import Contributor
from db.refusal import Refusal, Refused
from db.terms import Kind


def answers(session: Session, author: Contributor) -> Refusal | None:
    """Why this contributor cannot be asked for words, or None."""
    if author.kind != Kind.AI:
        return Refusal("bad-input", f"{author.name} is no AI", "name the model")
    if not author.active:
        return Refusal("who-may", f"{author.name} no longer contributes", "name another model")
    who = session.get(Contributor, author.answers_to)
    if who is None or not who.active:
        return Refusal(
            "who-may", f"nobody answers for {author.name}, so it is paused",
            f'name somebody: colophon contributor change "{author.name}" --answers-to NAME',
        )  # fmt: skip
    return None


def known_url(url: str) -> str:
    """A base URL that a text may be sent to. Raises Refused."""
    wanted = url.strip().rstrip("/")
    try:
        parts = urlsplit(wanted)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in wanted):
        raise Refused(
            "bad-input", f"{url!r} is no address of a server", "as in http://localhost:11434/v1"
        )
    if parts.username is not None or parts.query or parts.fragment:
        raise Refused(
            "bad-input", "an address holds no name, key or question mark: it is seen by everybody",
            "give the address alone; the key goes into this computer's keyring",
        )  # fmt: skip
    if parts.scheme == "http" and not is_local(host):
        raise Refused(
            "bad-input", f"http:// to {host} would send the text and the key in the clear",
            "use https://; http:// is for this computer only",
        )  # fmt: skip
    return wanted


def is_local(host: str) -> bool:
    """Whether a host is this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
