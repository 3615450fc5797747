"""Where the AIs of the register answer: servers that speak the protocol of OpenAI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from db.acts.acting import contributor
from db.models.contributor import Contributor
from db.newsroom import setting
from db.refusal import Refused
from db.rules.answering import answers, is_local

_SET_UP = "an editor or the CEO sets it up in Settings, or: colophon ai set-up MODEL --url URL"


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers: `contributor` is its name in the register, `model` the server's."""

    id: str
    contributor: str
    url: str
    model: str
    answers_to: str
    on: bool
    #: why it cannot be asked now, empty when it can
    why_not: str

    @property
    def local(self) -> bool:
        """Whether it is on this computer."""
        return is_local(urlsplit(self.url).hostname or "")


def asked_of(session: Session, wanted: str) -> Contributor:
    """The AI of that name, if it can be asked for words. Raises Refused."""
    author = contributor(session, wanted)
    refusal = answers(session, author)
    if refusal is not None:
        raise Refused.because(refusal)
    return author


def endpoints(session: Session) -> list[Endpoint]:
    """Every endpoint that was set up, by name."""
    found = [_endpoint(session, identity, said) for identity, said in _known(session).items()]
    return sorted(found, key=lambda one: one.contributor.lower())


def endpoint(session: Session, wanted: str) -> Endpoint:
    """Where the AI of that name answers. Raises Refused where it cannot be asked."""
    author = asked_of(session, wanted)
    said = _known(session).get(author.id)
    if said is None:
        raise Refused("not-found", f"{author.name} has no endpoint", _SET_UP)
    if not said["on"]:
        raise Refused("who-may", f"{author.name} is switched off", _SET_UP)
    return _endpoint(session, author.id, said)


def _known(session: Session) -> dict[str, Any]:
    return dict(setting(session, "ai", {}) or {})


def _endpoint(session: Session, identity: str, said: dict[str, Any]) -> Endpoint:
    author = session.get_one(Contributor, identity)
    who = session.get(Contributor, author.answers_to) if author.answers_to else None
    refusal = answers(session, author)
    why = "" if said["on"] else "it is switched off"
    return Endpoint(
        identity, author.name, said["url"], said["model"], who.name if who else "",
        bool(said["on"]), refusal.message if refusal is not None else why,
    )  # fmt: skip
