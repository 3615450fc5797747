"""A piece's details, checked before they are kept."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from db.newsroom import setting
from db.refusal import Refused
from db.rules.language import known_language


def checked(session: Session, details: dict[str, str | None]) -> dict[str, str | None]:
    """The details as they are kept: desk, due in UTC, language. Raises Refused."""
    out: dict[str, str | None] = {}
    for name, value in details.items():
        if name == "desk":
            out[name] = _desk(session, value)
        elif name == "due":
            out[name] = moment(value) if value else None
        elif name == "language":
            if not value:
                raise Refused("bad-input", "a piece has a language", "give one like en")
            out[name] = known_language(value)
        else:
            raise Refused("bad-input", f"{name!r} is no detail", "desk, due or language")
    return out


def _desk(session: Session, name: str | None) -> str | None:
    if not name or not name.strip():
        return None
    desks = setting(session, "desks", [])
    wanted = name.strip()
    if desks and wanted not in desks:
        near = [desk for desk in desks if desk.lower() == wanted.lower()]
        if not near:
            raise Refused(
                "bad-input", f"there is no desk {wanted!r}", "desks are " + ", ".join(desks)
            )
        return str(near[0])
    return wanted


def moment(text: str) -> str:
    """A time as it is kept, in UTC with milliseconds; local where no zone is named."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Refused(
            "bad-input", f"{text!r} is no time", "give one like 2026-03-04T17:30 or …T17:30Z"
        ) from None
    try:
        utc = time.astimezone(UTC)
    except (OverflowError, OSError, ValueError):
        raise Refused("bad-input", f"{text!r} is out of range", "give a year of ours") from None
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
