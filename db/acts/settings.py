"""The newsroom's settings; only the CEO changes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, contributor, person
from db.acts.words import clean
from db.ledger.chain import append, newsroom_id
from db.models.contributor import Contributor
from db.models.newsroom import Setting
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import deadlines
from db.rules.language import known_language
from db.terms import Kind

#: What stands in the `Author:` line: nothing, or the byline wishes of the piece's writers.
BYLINES = ("empty", "writers")


def _text(_session: Session, value: Any) -> str:
    words = clean(str(value), "setting").strip()
    if not words:
        raise Refused("bad-input", "the setting is empty", "give it a value")
    return words


def _share_line(_session: Session, value: Any) -> str:
    return clean(str(value), "share_line").strip("\n")


def _language(_session: Session, value: Any) -> str:
    return known_language(str(value))


def _names(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else str(value).split(",")
    return list(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))


def _desks(_session: Session, value: Any) -> list[str]:
    return _names(value)


def _languages(_session: Session, value: Any) -> list[str]:
    return [known_language(name) for name in _names(value)]


def _byline(_session: Session, value: Any) -> str:
    if value not in BYLINES:
        raise Refused("bad-input", f"{value!r} is no byline policy", "one of " + ", ".join(BYLINES))
    return str(value)


def _alternate(session: Session, value: Any) -> str | None:
    if not str(value or "").strip():
        return None
    found = contributor(session, str(value))
    if found.kind in (Kind.AI, Kind.CEO) or not found.active:
        raise Refused(
            "bad-input", f"{found.name} cannot stand in for the CEO", "name another active person"
        )
    return found.name


def _procedure(_session: Session, value: Any) -> str:
    deadlines.steps(str(value))
    return str(value)


#: Each setting, and what its value must be.
SETTINGS: dict[str, Callable[[Session, Any], Any]] = {
    "name": _text,
    "language": _language,
    "languages": _languages,
    "share_line": _share_line,
    "byline": _byline,
    "desks": _desks,
    "alternate": _alternate,
    "procedure": _procedure,
}


def change_setting(newsroom: Newsroom, actor: str, key: str, value: Any) -> Changes:
    """Set one of SETTINGS. Raises Refused `bad-input` for what the setting cannot be."""
    with newsroom.write() as session:
        who = person(session, actor)
        allowed(session, who, "settings")
        return Changes(put_setting(session, who, key, value))


def put_setting(session: Session, actor: Contributor, key: str, value: Any) -> int:
    """Record a setting in a session that is open already."""
    name = key.replace("-", "_")
    if name not in SETTINGS:
        raise Refused("bad-input", f"there is no setting {key!r}", "one of " + ", ".join(SETTINGS))
    return record_setting(session, actor, name, SETTINGS[name](session, value))


def record_setting(session: Session, actor: Contributor, key: str, value: Any) -> int:
    """Record a checked value."""
    seq = append(session, actor.id, newsroom_id(session), "setting", {"key": key, "value": value})
    if session.scalar(select(Setting.key).where(Setting.key == key)) is None:
        session.execute(insert(Setting).values(key=key, value=value, seq=seq))
    else:
        session.execute(update(Setting).where(Setting.key == key).values(value=value, seq=seq))
    return seq
