"""Setting up where an AI answers; the key is no matter of the newsroom, it stays on a computer."""

from __future__ import annotations

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, person
from db.acts.words import clean
from db.endpoints import asked_of
from db.ledger.chain import append, newsroom_id
from db.models.newsroom import Setting
from db.newsroom import Newsroom, setting
from db.refusal import Refused
from db.rules.answering import known_url


def set_up_ai(
    newsroom: Newsroom, actor: str, model: str, *, url: str | None = None,
    name: str | None = None, on: bool = True,
) -> Changes:  # fmt: skip
    """Say where an AI of the register answers, and under which `name` the server knows it.

    What is not given stays; the name is the register's model at first. Raises Refused.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "ai")
        author = asked_of(session, model)
        known = (setting(session, "ai", {}) or {}).get(author.id, {})
        address = url if url is not None else known.get("url")
        if not address:
            raise Refused("bad-input", f"{author.name} has no endpoint yet", "give --url URL")
        served = " ".join(clean(name or known.get("model") or author.model or "", "body").split())
        if not served:
            raise Refused("bad-input", "the server's name of the model is missing", "give --model")
        endpoint = {"url": known_url(address), "model": served, "on": on}
        return Changes(_put(session, who.id, author.id, endpoint))


def _put(session: Session, actor: str, author: str, endpoint: dict[str, object]) -> int:
    said = {"contributor": author, "endpoint": endpoint}
    seq = append(session, actor, newsroom_id(session), "ai.set-up", said)
    value = {**(setting(session, "ai", {}) or {}), author: endpoint}
    if session.scalar(select(Setting.key).where(Setting.key == "ai")) is None:
        session.execute(insert(Setting).values(key="ai", value=value, seq=seq))
    else:
        session.execute(update(Setting).where(Setting.key == "ai").values(value=value, seq=seq))
    return seq
