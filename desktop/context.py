"""The open newsroom, who acts in it, and the one way screens read and write."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from db.place import is_encrypted, is_shared
from desktop import jobs, reaching
from desktop.reaching import Person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.acts.editing import EditingSession
    from db.bureau.bureau import Bureau
    from db.bureau.courier import Courier, Line
    from db.bureau.history import HistoryLost
    from db.bureau.presence import Spot
    from db.first_look import FirstLook
    from db.newsroom import Newsroom

POLL_MS = 500
#: However much happens, screens read anew only so often.
CALM_MS = 250


class Context(QObject):
    """One newsroom as one window sees it."""

    glimpsed = Signal(object)  # db.first_look.FirstLook, before the newsroom is open
    opened = Signal()
    changed = Signal(object)  # db.acts.acting.Changes of an act here, None for work saved elsewhere
    touched = Signal()  # the piece one watches was written by anyone, here or elsewhere
    acting_changed = Signal()
    line_changed = Signal()  # a shared newsroom came, went, or has other rows waiting for it
    refused = Signal(object)  # an exception nobody nearer took
    somebody = Signal(str, object)  # where somebody else (an id) is: a db.bureau.presence.Spot
    _told = Signal(object, str, int)  # from the courier's thread: the line, a piece and its newest

    def __init__(self, path: Path | str, acting: str | None = None) -> None:
        super().__init__()
        #: the newsroom's file, or the address of a shared one
        self.path = path
        self.newsroom: Newsroom | None = None
        #: what this computer keeps of a shared newsroom; None for a file
        self.bureau: Bureau | None = None
        #: how it stands with a shared newsroom; None for a file, and until one was there first
        self.line: Line | None = None
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
        self._courier: Courier | None = None
        self._later: list[Callable[[], object]] = []
        self._poll = QTimer(self)
        self._poll.timeout.connect(self._look)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._say_changed)
        self._owed = False
        self._told.connect(self._line_told, Qt.ConnectionType.QueuedConnection)

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

    def look(self, file: Path, states: tuple[str | None, ...], limit: int) -> None:
        """Read the Board's first rows beside the window, then open the newsroom in earnest."""

        def work(_job: jobs.Job) -> FirstLook | None:
            from db.first_look import first_look

            return first_look(file, states, limit, self._wanted)

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

        def work(_job: jobs.Job) -> tuple[Newsroom, Bureau | None, dict[str, Any]]:
            newsroom, bureau = reaching.open_place(self.path) if make is None else (make(), None)
            overview = reaching.overview(bureau or newsroom, bureau)
            # What loading made stays: looking through it for garbage would stop the window.
            gc.freeze()
            return newsroom, bureau, overview

        jobs.run(work, self._opened, self.refused.emit)

    def _opened(self, found: tuple[Newsroom, Bureau | None, dict[str, Any]]) -> None:
        self.newsroom, self.bureau, overview = found
        self._take(overview)
        if self.bureau is None:
            self._poll.start(POLL_MS)
        else:
            self._go_to_and_fro(self.newsroom, self.bureau)
        self.opened.emit()
        self.acting_changed.emit()
        if self.bureau is None:
            self._do_later()

    def _do_later(self) -> None:
        later, self._later = self._later, []
        for asked in later:
            asked()

    def _go_to_and_fro(self, newsroom: Newsroom, bureau: Bureau) -> None:
        from db.bureau.courier import Courier

        def told(line: Line) -> None:
            watched = self._watched
            self._told.emit(line, watched, bureau.newest(watched) if watched else 0)

        courier = self._courier = Courier(bureau, newsroom, told, self.somebody.emit)
        newsroom.listen(lambda _newest: courier.go(), courier.hear)

    @Slot(object, str, int)
    def _line_told(self, line: Line, watched: str, piece: int) -> None:
        """The courier was at the newsroom, or could not get there."""
        if self.newsroom is None:
            return
        before, line = self.line, reaching.still_lost(self.line, line)
        self.line = line
        if before is None or _sign(before) != _sign(line):
            self.line_changed.emit()
        told = before is not None and before.error is not None
        if line.error is not None and not told and self.lost is None:
            self.refused.emit(line.error)
        if line.news is not None:
            self._notice(line.news.seq, watched, piece)
        if line.pictures:
            self.changed.emit(None)
        if line.met:
            self.reload(lambda: self.changed.emit(None))
        elif line.away is not None and before is not None and before.away is None:
            self.changed.emit(None)  # from here on what is kept here is shown
        self._do_later()

    @property
    def lost(self) -> HistoryLost | None:
        """What a shared newsroom no longer has of what was seen here: nobody writes on until the
        CEO decides."""
        return reaching.lost_in(self.line)

    def accept_history(
        self, failed: Callable[[Exception], object], done: Callable[[], object] = lambda: None
    ) -> None:
        """Decide as the CEO to go on with the record as the newsroom has it."""
        newsroom, actor, lost = self.newsroom, self._acting, self.lost
        if newsroom is None:
            return
        seq, hashed = (None, None) if lost is None else (lost.seq, lost.hash)

        def work(_job: jobs.Job) -> None:
            from db.bureau.history import accept_history

            accept_history(newsroom, actor, seq, hashed, "decided at the desktop")

        def decided(_none: object) -> None:
            self.try_again()
            done()

        jobs.run(work, decided, failed)

    def be_at(self, spot: Spot) -> None:
        """Tell the others in a shared newsroom where one is."""
        if self._courier is not None:
            self._courier.be_at(spot)

    @property
    def away(self) -> bool:
        """Whether the newsroom is shared, and not there: then what is kept here is shown."""
        return self.bureau is not None and (self.line is None or self.line.away is not None)

    def try_again(self) -> None:
        """Look whether a newsroom that is away is there."""
        if self._courier is not None:
            self._courier.go()

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

        newsroom, bureau = self.newsroom, self.bureau
        if newsroom is not None:
            jobs.run(
                lambda _job: reaching.overview(bureau or newsroom, bureau),
                finish,
                self.refused.emit,
            )

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
        failed: Callable[[Exception], object] | None = None, *, here: bool = True, piece: str = "",
    ) -> jobs.Job | None:  # fmt: skip
        """Read beside the window: `work` gets a session, `done` its answer. Of a newsroom that is
        away what is kept here is read; without `here` that would not do, and it is refused. A `piece`
        that is asked about is fetched first, and read here, however far the newsroom is."""
        if self.newsroom is None or (self._unmet and not here):
            self._later.append(lambda: self.read(work, done, failed, here=here, piece=piece))
            return None
        newsroom, bureau, away = self.newsroom, self.bureau, self.away

        def inside(_job: jobs.Job) -> Any:
            if bureau is None or not away:
                try:
                    with reaching.nearest(newsroom, bureau, piece).read() as session:
                        return work(session)
                except Exception as error:
                    if bureau is None or not here or not reaching.is_away(error):
                        raise
                    self.try_again()
            if not here:
                raise reaching.not_here("this is kept by the newsroom only, and it is away")
            with bureau.read(piece) as session:
                return work(session)

        return jobs.run(inside, done, failed or self.refused.emit)

    def run(
        self, act: Callable[..., Any], *args: Any,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None, **named: Any,
    ) -> jobs.Job | None:  # fmt: skip
        """Do `act(newsroom, who acts, *args)` beside the window; then `changed`. What was written
        before is in the newsroom first."""
        if self.newsroom is None or self._unmet:
            self._later.append(lambda: self.run(act, *args, done=done, failed=failed, **named))
            return None
        newsroom, bureau, away, actor = self.newsroom, self.bureau, self.away, self._acting

        def inside(_job: jobs.Job) -> Any:
            if away:
                raise reaching.not_here("this needs the newsroom, and it is away")
            if bureau is not None:
                bureau.send(newsroom)
            result = act(newsroom, actor, *args, **named)
            reaching.catch_up(bureau, newsroom)
            return result

        def finish(result: Any) -> None:
            self.changed.emit(result)
            if done is not None:
                done(result)

        return jobs.run(inside, finish, failed or self.refused.emit)

    def begin_piece(self, done: Callable[[str], object]) -> None:
        """Begin a draft; `done` gets its id. Also while the newsroom is away."""
        bureau, language = self.bureau, self.language
        if bureau is not None and self.away and self.line is not None:
            jobs.run(lambda _job: bureau.begin_piece(language), done, self.refused.emit)
            return
        from db.acts.writing import new_article

        self.run(new_article, done=lambda changes: done(changes.article))

    def opening(self, article: str) -> Callable[[jobs.Job], EditingSession]:
        """What opens an article for who acts, beside the window."""
        newsroom, bureau, line, actor = self.newsroom, self.bureau, self.line, self._acting
        assert newsroom is not None
        return lambda _job: reaching.open_article(newsroom, bureau, line, actor, article)

    @property
    def _unmet(self) -> bool:
        """Whether it is not known yet if a shared newsroom is there."""
        return self.bureau is not None and self.line is None

    def watch(self, article: str) -> None:
        """The piece that is open here: `touched` says so as soon as somebody wrote in it."""
        self._watched, self._watched_seen = article, 0

    def _look(self) -> None:
        """Notice what another window or the command line saved."""
        if self._looking or self.newsroom is None:
            self._look_again = self._looking
            return
        self._looking, self._look_again = True, False
        watched, seen = self._watched, self.seen

        def done(found: tuple[int, int]) -> None:
            self._looking = False
            self._notice(found[0], watched, found[1])
            if self._look_again:
                self._look()

        def failed(_error: Exception) -> None:
            self._looking = False

        self.read(lambda session: reaching.newest(session, watched, seen), done, failed)

    def _notice(self, head: int, watched: str, piece: int) -> None:
        """The newest touch of all, and of the piece that was watched when it was asked for."""
        if watched == self._watched and piece > self._watched_seen:
            self._watched_seen = piece
            self.touched.emit()
        if head > self.seen:
            self.seen = head
            self._owed = True
            if not self._calm.isActive():
                self._say_changed()

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
        if self._courier is not None:
            self._courier.close()
        jobs.wait_for_all()
        if self.bureau is not None:
            self.bureau.close()
        if self.newsroom is not None:
            self.newsroom.close()
            self.newsroom = None


def _sign(line: Line) -> tuple[object, ...]:
    """What is seen of it."""
    return line.away, line.waiting, line.aside, type(line.error)
