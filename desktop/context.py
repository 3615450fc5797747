"""The open newsroom, who acts in it, and the one way screens read and write."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from db.place import is_shared
from desktop import jobs

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.first_look import FirstLook
    from db.newsroom import Newsroom

POLL_MS = 500


@dataclass(frozen=True)
class Person:
    """A contributor as the screens need them."""

    id: str
    name: str
    kind: str
    active: bool = True


class Context(QObject):
    """One newsroom as one window sees it."""

    glimpsed = Signal(object)  # db.first_look.FirstLook, before the newsroom is open
    opened = Signal()
    changed = Signal(object)  # db.acts.acting.Changes of an act here, None for work saved elsewhere
    acting_changed = Signal()
    refused = Signal(object)  # an exception nobody nearer took

    def __init__(self, path: Path | str, acting: str | None = None) -> None:
        super().__init__()
        #: the newsroom's file, or the address of a shared one
        self.path = path
        self.newsroom: Newsroom | None = None
        self.name = ""
        self.language = "en"
        self.desks: list[str] = []
        self.settings: dict[str, Any] = {}
        self.people: list[Person] = []
        self.seen = 0
        self._wanted = acting or ""
        self._acting = ""
        self._polling = False
        self._later: list[Callable[[], object]] = []
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look)

    @property
    def shared(self) -> bool:
        """Whether it is a shared newsroom: then one acts as whom one came in as."""
        return is_shared(self.path)

    def want(self, name: str) -> None:
        """Who is to act once the newsroom is open."""
        self._wanted = name

    def turn_to(self, path: Path | str, acting: str) -> None:
        """Open another newsroom instead; `open` then does."""
        self.path, self._wanted = path, acting

    def look(self, states: tuple[str | None, ...], limit: int) -> None:
        """Read the Board's first rows beside the window, then open the newsroom in earnest."""

        def work(_job: jobs.Job) -> FirstLook | None:
            from db.first_look import first_look

            return first_look(Path(self.path), states, limit, self._wanted)

        jobs.run(work, self._looked, self.refused.emit)

    def _looked(self, found: FirstLook | None) -> None:
        if found is None:
            self.open()
            return
        people = [Person(*person) for person in found.people]
        self._take({"settings": found.settings, "people": people, "head": found.head})
        self.acting_changed.emit()
        self.glimpsed.emit(found)
        self.open()

    def open(self, make: Callable[[], Newsroom] | None = None) -> None:
        """Open the newsroom, or the one `make` makes, beside the window; then `opened`.

        What was asked for until then is done then.
        """

        def work(_job: jobs.Job) -> tuple[Newsroom, dict[str, Any]]:
            from db.newsroom import open_newsroom

            newsroom = make() if make is not None else open_newsroom(self.path)
            overview = _overview(newsroom)
            # What loading made stays: looking through it for garbage would stop the window.
            gc.freeze()
            return newsroom, overview

        jobs.run(work, self._opened, self.refused.emit)

    def _opened(self, found: tuple[Newsroom, dict[str, Any]]) -> None:
        self.newsroom, overview = found
        self._take(overview)
        self._poll.start()
        self.opened.emit()
        self.acting_changed.emit()
        later, self._later = self._later, []
        for asked in later:
            asked()

    def _take(self, overview: dict[str, Any]) -> None:
        self.settings = overview["settings"]
        self.people = overview["people"]
        self.seen = max(self.seen, overview["head"])
        self.name = str(self.settings.get("name") or "Newsroom")
        self.language = str(self.settings.get("language") or "en")
        self.desks = list(self.settings.get("desks") or [])
        names = [p.name for p in self.people if p.active and p.kind != "ai"]
        wanted = overview.get("speaks") or self._acting or self._wanted
        if wanted in names:
            self._acting = wanted
        elif names:
            first = next((p.name for p in self.people if p.active and p.kind == "ceo"), names[0])
            self._acting = first

    def reload(self, done: Callable[[], object] | None = None) -> None:
        """Read the register and the settings again."""

        def finish(overview: dict[str, Any]) -> None:
            before = self.acting
            self._take(overview)
            if before != self.acting:
                self.acting_changed.emit()
            if done is not None:
                done()

        newsroom = self.newsroom
        if newsroom is not None:
            jobs.run(lambda _job: _overview(newsroom), finish, self.refused.emit)

    @property
    def acting(self) -> str:
        """The name of the person who acts in this window."""
        return self._acting

    @property
    def actor(self) -> Person:
        """The person who acts in this window."""
        return self.person(self._acting) or Person("", self._acting, "reporter")

    def act_as(self, name: str) -> None:
        """Let somebody else act in this window."""
        if name and name != self._acting and not self.shared:
            self._acting = name
            self.acting_changed.emit()

    def person(self, wanted: str | None) -> Person | None:
        """Somebody of the register, by name or id."""
        return next((p for p in self.people if wanted in (p.name, p.id)), None)

    def read(
        self, work: Callable[[Session], Any], done: Callable[[Any], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> jobs.Job | None:  # fmt: skip
        """Read beside the window: `work` gets a session, `done` its answer."""
        newsroom = self.newsroom
        if newsroom is None:
            self._later.append(lambda: self.read(work, done, failed))
            return None

        def inside(_job: jobs.Job) -> Any:
            with newsroom.read() as session:
                return work(session)

        return jobs.run(inside, done, failed or self.refused.emit)

    def run(
        self, act: Callable[..., Any], *args: Any,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None, **named: Any,
    ) -> jobs.Job | None:  # fmt: skip
        """Do `act(newsroom, who acts, *args)` beside the window; then `changed`."""
        newsroom, actor = self.newsroom, self._acting
        if newsroom is None:
            self._later.append(lambda: self.run(act, *args, done=done, failed=failed, **named))
            return None

        def finish(result: Any) -> None:
            self.changed.emit(result)
            if done is not None:
                done(result)

        return jobs.run(
            lambda _job: act(newsroom, actor, *args, **named), finish, failed or self.refused.emit
        )

    def _look(self) -> None:
        """Notice what another window or the command line saved."""
        if self._polling:
            return
        self._polling = True

        def done(head: int) -> None:
            self._polling = False
            if head > self.seen:
                self.seen = head
                self.changed.emit(None)

        def failed(_error: Exception) -> None:
            self._polling = False

        self.read(_head, done, failed)

    def close(self) -> None:
        """Let go of the newsroom."""
        self._poll.stop()
        jobs.wait_for_all()
        if self.newsroom is not None:
            self.newsroom.close()
            self.newsroom = None


def _head(session: Session) -> int:
    from db.newsroom import data_version

    return data_version(session)


def _overview(newsroom: Newsroom) -> dict[str, Any]:
    from db import reading

    speaks = None
    if newsroom.shared:
        from db.acts.joining import who_speaks

        speaks = who_speaks(newsroom)
    with newsroom.read() as session:
        people = [
            Person(p.id, p.name, str(p.kind), bool(p.active)) for p in reading.contributors(session)
        ]
        return {
            "settings": reading.settings(session),
            "people": people,
            "head": _head(session),
            "speaks": speaks,
        }
