"""Reaching a newsroom: opening it or what is kept of it, and what a window reads first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.place import bureau_of, is_shared

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.acts.editing import EditingSession
    from db.bureau.bureau import Bureau
    from db.bureau.courier import Line
    from db.bureau.history import HistoryLost
    from db.newsroom import Newsroom


@dataclass(frozen=True)
class Person:
    """A contributor as the screens need them."""

    id: str
    name: str
    kind: str
    active: bool = True


def _head(session: Session) -> int:
    from db.newsroom import data_version

    return data_version(session)


def newest(session: Session, watched: str, seen: int) -> tuple[int, int]:
    """The newest touch, and the newest of the piece that is watched, if there are new ones."""
    from db.newsroom import newest_about

    head = _head(session)
    return head, newest_about(session, watched) if watched and head > seen else 0


def open_place(path: Path | str) -> tuple[Newsroom, Bureau | None]:
    """A newsroom, and of a shared one what is kept here: where this login was here before, nobody
    waits for its server."""
    from db.newsroom import open_newsroom, shared_newsroom

    if not is_shared(path):
        return open_newsroom(path), None
    from db.bureau.bureau import Bureau

    newsroom = shared_newsroom(path)
    bureau = Bureau(bureau_of(path))
    if not bureau.ready:
        bureau.come_in(newsroom)
    return newsroom, bureau


def not_here(why: str) -> Exception:
    from db.refusal import Refused

    return Refused("offline", why, "try again when it is back; what you write is kept here")


def is_away(error: Exception) -> bool:
    refusal = getattr(error, "refusal", None)
    return refusal is not None and refusal.rule == "offline"


def nearest(newsroom: Newsroom, bureau: Bureau | None, piece: str) -> Newsroom | Bureau:
    """Where to read: what is asked of one piece is read where it is kept."""
    if bureau is None or not piece:
        return newsroom
    bureau.fetch(newsroom, piece)
    return bureau


def catch_up(bureau: Bureau | None, newsroom: Newsroom) -> None:
    """See what an act just did in a shared newsroom; where that went meanwhile, the courier does it
    later."""
    if bureau is None:
        return
    try:
        bureau.exchange(newsroom)
    except Exception as error:
        if not is_away(error):
            raise


def overview(place: Newsroom | Bureau, bureau: Bureau | None) -> dict[str, Any]:
    from db import reading

    with place.read() as session:
        people = [
            Person(p.id, p.name, str(p.kind), bool(p.active)) for p in reading.contributors(session)
        ]
        return {
            "settings": reading.settings(session),
            "people": people,
            "head": _head(session),
            "speaks": next((p.name for p in people if bureau and p.id == bureau.me), None),
        }


def open_article(
    newsroom: Newsroom, bureau: Bureau | None, line: Line | None, actor: str, article: str
) -> EditingSession:
    """Open an article for writing: on what is kept of it, where the newsroom is shared; it is
    fetched where the newsroom is there, or might be."""
    if bureau is None:
        from db.acts.editing import EditingSession

        return EditingSession.open(newsroom, actor, article)
    from db.bureau.writing import BureauSession

    try:
        if (line is not None and line.away is None) or (
            line is None and not bureau.newest(article)
        ):
            bureau.keep(newsroom, article)
    except Exception as error:
        if not is_away(error):
            raise
    return BureauSession.open_in(bureau, article)


def still_lost(before: Line | None, line: Line) -> Line:
    """The line as it is to be told: history that was lost stays lost until the newsroom was asked
    again, however often it is away or words are written meanwhile."""
    if line.error is None and line.news is None and before is not None and lost_in(before):
        return replace(line, error=before.error)
    return line


def lost_in(line: Line | None) -> HistoryLost | None:
    """The history that a newsroom lost, where that is how it stands."""
    if line is None or line.error is None:
        return None
    from db.bureau.history import HistoryLost

    return line.error if isinstance(line.error, HistoryLost) else None
