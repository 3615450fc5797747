"""Going to and fro between a bureau and its newsroom, in a thread of its own, by itself: also after
the network, the server or the computer was away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from db.bureau.bureau import Bureau, Exchanged
from db.bureau.listing import list_what_waits
from db.bureau.presence import AGAIN, GONE, Spot, read_spot
from db.newsroom import Newsroom
from db.refusal import Refused
from db.storage.speech import say_here, speakers_of
from db.terms import now

#: Seconds until one looks by oneself, without being told of anything.
CALM = 5.0
#: Seconds without a sign of life while an answer is awaited: a network that swallows everything says
#: nothing of it. An answer that comes slowly may take as long as it takes.
PATIENCE = 40.0
#: Seconds until a newsroom that is away is tried again: at first, and at most.
SHORTEST, LONGEST = 1.0, 5.0


@dataclass(frozen=True)
class Line:
    """How it stands: `away` since when (UTC), None while connected, `why`, how many rows wait, and
    how many were not taken.

    `news` is what the last exchange brought; `error` what it failed with, where that does not pass
    by itself. `met` says that this is the first exchange since the newsroom was away, `pictures` that
    one came which was shown before it was here.
    """

    away: str | None
    waiting: int
    aside: int
    why: str = ""
    news: Exchanged | None = None
    error: Exception | None = None
    met: bool = False
    pictures: bool = False


class Courier:
    """Calls `told` from threads of its own after each try, and `met` with where somebody else (an id)
    is. Both return soon and raise nothing."""

    def __init__(
        self, bureau: Bureau, newsroom: Newsroom, told: Callable[[Line], object],
        met: Callable[[str, Spot], object] = lambda _who, _spot: None,
    ) -> None:  # fmt: skip
        self._bureau, self._newsroom, self._told, self._met_somebody = bureau, newsroom, told, met
        self._wanted = True
        self._spot: Spot | None = None
        self._said: dict[int, bytes] = {}
        self._speakers: dict[int, tuple[str, float]] = {}
        self._untold, self._told_at = False, 0.0
        #: what waited when lists were last made to say so
        self._shown: int | None = None
        self._bell = threading.Event()
        self._closed = False
        self._away: str | None = now()
        self._met = self._tried = self._standing_by = False
        bureau.posted = self._posted
        self._asked: float | None = None
        self._pictures: threading.Thread | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()
        threading.Thread(target=self._watch, name="courier's watch", daemon=True).start()

    @property
    def away(self) -> str | None:
        """Since when the newsroom is away; None while it is there."""
        return self._away

    def go(self) -> None:
        """There may be something: go now."""
        self._wanted = True
        self._bell.set()

    def be_at(self, spot: Spot) -> None:
        """Tell the others where one is now."""
        self._spot, self._untold = spot, True
        self._bell.set()

    def hear(self, said: dict[int, bytes]) -> None:
        """What connections said of where their people are; from the listener's thread."""
        self._said = {**self._said, **said}
        self._bell.set()

    def _posted(self) -> None:
        if self._away is None:
            self.go()
        elif self._tried:
            self._told(Line(self._away, *self._bureau.waiting()))

    def close(self, seconds: float = 3.0) -> None:
        """Go a last time where the newsroom is there; what takes longer is not waited for."""
        self._closed = True
        self._ended.set()
        self._bell.set()
        self._thread.join(seconds)

    def _watch(self) -> None:
        """Hang up where no answer comes; that is a newsroom that is away."""
        while not self._ended.wait(PATIENCE / 4):
            asked, newsroom = self._asked, self._newsroom
            if asked is not None and time.monotonic() - max(asked, newsroom.heard()) > PATIENCE:
                newsroom.hang_up()

    def _run(self) -> None:
        pause, due = SHORTEST, 0.0
        while not self._closed:
            self._bell.clear()
            if self._wanted or time.monotonic() >= due:
                line = self._try()
                wait, pause = (CALM, SHORTEST) if line.away is None else (
                    pause, min(2 * pause, LONGEST)
                )  # fmt: skip
                due = time.monotonic() + wait
                self._tell(line)
            try:
                self._besides()
            except Exception as error:
                self._tell(self._failed(error))
            self._bell.wait(max(0.0, due - time.monotonic()))
        if self._away is None:
            self._take_leave()

    def _take_leave(self) -> None:
        """Take along what was written last; where that fails, it waits for the next start."""
        with suppress(Refused):
            self._bureau.send(self._newsroom)
            self._meet_others()
            self._index(0.0)

    def _tell(self, line: Line) -> None:
        self._tried = True
        if not self._closed:  # what is asked of a newsroom that was let go fails
            self._told(line)

    def _try(self) -> Line:
        self._wanted, self._asked = False, time.monotonic()
        try:
            return self._exchange()
        except Exception as error:
            return self._failed(error)
        finally:
            self._asked = None

    def _besides(self) -> None:
        """What can wait: where the others are and the newsroom's index, or, while it is away, lists
        that say what was written here."""
        waiting, _ = self._bureau.waiting()
        if self._away is None:
            self._shown = None
            if not self._standing_by:
                self._standing_by = True
                with suppress(Refused):  # a server that takes no more has one for us
                    self._newsroom.stand_by()
            self._meet_others()
            self._index(CALM)
            self._see_to_pictures()
        elif waiting != self._shown:
            self._shown = waiting
            list_what_waits(self._bureau)

    def _index(self, after: float) -> None:
        with suppress(Refused):  # the index is a cache: the next to write in the piece sees to it
            self._bureau.index(after)

    def _see_to_pictures(self) -> None:
        """Let pictures come in a thread of their own: a slow line carries words meanwhile."""
        under_way = self._pictures is not None and self._pictures.is_alive()
        if not under_way and self._bureau.misses_pictures():
            self._pictures = threading.Thread(target=self._bring, name="pictures", daemon=True)
            self._pictures.start()

    def _bring(self) -> None:
        try:
            for refused in self._bureau.bring_pictures(self._newsroom):
                if self._closed or self._away is not None:
                    return
                self._tell(Line(self._away, *self._bureau.waiting(), error=refused,
                                pictures=refused is None))  # fmt: skip
        except Refused:
            pass  # the next exchange finds out what is the matter
        except Exception:
            if not self._closed:  # the line was cut in the midst of a picture
                raise

    def _meet_others(self) -> None:
        """Say where one is, and hear where others are."""
        said, self._said = self._said, {}
        try:
            if self._spot is not None and (self._untold or self._silent()):
                self._untold, self._told_at = False, time.monotonic()
                with self._newsroom.read() as session:
                    own = say_here(session, self._spot.told())
                self._speakers[own] = self._bureau.me, time.monotonic()
            spots = {one: spot for one, words in said.items() if (spot := read_spot(words))}
            for connection, who in self._who(spots).items():
                if who != self._bureau.me:
                    self._met_somebody(who, spots[connection])
        except Refused:
            self._wanted = True  # an exchange finds out what is the matter

    def _silent(self) -> bool:
        return time.monotonic() - self._told_at > AGAIN

    def _who(self, connections: Collection[int]) -> dict[int, str]:
        """Who speaks by these connections."""
        time_ = time.monotonic()
        known = {one: said for one, said in self._speakers.items() if time_ - said[1] < GONE}
        new = [one for one in connections if one not in known]
        if new:
            with self._newsroom.read() as session:
                known |= {one: (who, time_) for one, who in speakers_of(session, new).items()}
        self._speakers = known
        return {one: known[one][0] for one in connections if one in known}

    def _exchange(self) -> Line:
        first = not self._met
        if first:
            self._bureau.come_in(self._newsroom)
        news = self._bureau.exchange(self._newsroom)
        self._met, self._away = True, None
        return Line(None, *self._bureau.waiting(), news=news, met=first)

    def _failed(self, error: Exception) -> Line:
        waiting, aside = self._bureau.waiting()
        self._away, self._met, self._standing_by = self._away or now(), False, False
        rule = error.refusal.rule if isinstance(error, Refused) else ""
        passing = rule in ("offline", "conflict")
        return Line(self._away, waiting, aside, str(error), error=None if passing else error)
