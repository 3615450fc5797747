"""The open newsroom, who acts in it, and the one way screens read and write."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from db.place import is_encrypted, is_shared
from desktop import jobs

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.first_look import FirstLook
    from db.newsroom import Newsroom
    from db.storage.listening import Listener

POLL_MS = 500
#: The same while one is told of what others do.
TOLD_POLL_MS = 5000
#: However much happens, screens read anew only so often.
CALM_MS = 250


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
    touched = Signal()  # the piece one watches was written by anyone, here or elsewhere
    acting_changed = Signal()
    refused = Signal(object)  # an exception nobody nearer took
    _told = Signal(object)  # from the listener's thread: the newest touch, None for perhaps any

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
        self._looking = self._look_again = False
        self._watched, self._watched_seen = "", 0
        self._listener: Listener | None = None
        self._later: list[Callable[[], object]] = []
        self._poll = QTimer(self)
        self._poll.timeout.connect(self._look)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._say_changed)
        self._owed = False
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def shared(self) -> bool:
        """Whether it is a shared newsroom: then one acts as whom one came in as."""
        return is_shared(self.path)

    @property
    def encrypted(self) -> bool:
        """Whether its file is encrypted: then no word of its pieces is kept outside of it."""
        return not self.shared and is_encrypted(Path(self.path))

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
        self._poll.start(POLL_MS)
        self._listener = self.newsroom.listen(self._told.emit)
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

    def watch(self, article: str) -> None:
        """The piece that is open here: `touched` says so as soon as somebody wrote in it."""
        self._watched, self._watched_seen = article, 0

    @Slot(object)
    def _hear(self, newest: int | None) -> None:
        """A notice came: look, unless it tells of what was seen."""
        if self.newsroom is None:
            return
        if newest is None:
            told = self._listener is not None and self._listener.live
            self._poll.start(TOLD_POLL_MS if told else POLL_MS)
        if newest is None or newest > self.seen:
            self._look()

    def _look(self) -> None:
        """Notice what another window or the command line saved."""
        if self._looking or self.newsroom is None:
            self._look_again = self._looking
            return
        self._looking, self._look_again = True, False
        watched, seen = self._watched, self.seen

        def done(found: tuple[int, int]) -> None:
            self._looking = False
            head, piece = found
            if watched == self._watched and piece > self._watched_seen:
                self._watched_seen = piece
                self.touched.emit()
            if head > self.seen:
                self.seen = head
                self._owed = True
                if not self._calm.isActive():
                    self._say_changed()
            if self._look_again:
                self._look()

        def failed(_error: Exception) -> None:
            self._looking = False

        self.read(lambda session: _newest(session, watched, seen), done, failed)

    def _say_changed(self) -> None:
        """Let screens read anew, now, and not again before they are through."""
        if self._owed:
            self._owed = False
            self._calm.start(CALM_MS)
            self.changed.emit(None)

    def close(self) -> None:
        """Let go of the newsroom."""
        self._poll.stop()
        self._calm.stop()
        jobs.wait_for_all()
        if self.newsroom is not None:
            self.newsroom.close()
            self.newsroom = None


def _head(session: Session) -> int:
    from db.newsroom import data_version

    return data_version(session)


def _newest(session: Session, watched: str, seen: int) -> tuple[int, int]:
    """The newest touch, and the newest of the piece that is watched, if there are new ones."""
    from db.newsroom import newest_about

    head = _head(session)
    return head, newest_about(session, watched) if watched and head > seen else 0


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
