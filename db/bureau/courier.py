"""Going to and fro between a bureau and its newsroom, in a thread of its own, by itself: also after
the network, the server or the computer was away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from db.bureau.bureau import Bureau, Exchanged
from db.newsroom import Newsroom
from db.refusal import Refused
from db.terms import now

#: Seconds until one looks by oneself, without being told of anything.
CALM = 5.0
#: Seconds that an answer may take: a network that swallows everything says nothing of it.
PATIENCE = 40.0
#: Seconds until a newsroom that is away is tried again: at first, and at most.
SHORTEST, LONGEST = 1.0, 15.0


@dataclass(frozen=True)
class Line:
    """How it stands: `away` since when (UTC), None while connected, `why`, how many rows wait, and
    how many were not taken.

    `news` is what the last exchange brought; `error` what it failed with, where that does not pass
    by itself. `met` says that this is the first exchange since the newsroom was away.
    """

    away: str | None
    waiting: int
    aside: int
    why: str = ""
    news: Exchanged | None = None
    error: Exception | None = None
    met: bool = False


class Courier:
    """Calls `told` from its own thread after each try; `told` returns soon and raises nothing."""

    def __init__(self, bureau: Bureau, newsroom: Newsroom, told: Callable[[Line], object]) -> None:
        self._bureau, self._newsroom, self._told = bureau, newsroom, told
        self._bell = threading.Event()
        self._closed = False
        self._away: str | None = now()
        self._met = self._tried = False
        bureau.posted = self._posted
        self._asked: float | None = None
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
        self._bell.set()

    def _posted(self) -> None:
        if self._away is None:
            self.go()
        elif self._tried:
            self._told(Line(self._away, *self._bureau.waiting()))

    def close(self, seconds: float = 2.0) -> None:
        """Go no more; what is under way may take a while to notice, and nothing waits for it."""
        self._closed = True
        self._ended.set()
        self._bell.set()
        self._thread.join(seconds)

    def _watch(self) -> None:
        """Hang up where no answer comes; that is a newsroom that is away."""
        while not self._ended.wait(PATIENCE / 4):
            if self._asked is not None and time.monotonic() - self._asked > PATIENCE:
                self._newsroom.hang_up()

    def _run(self) -> None:
        pause = SHORTEST
        while not self._closed:
            self._bell.clear()
            self._asked = time.monotonic()
            try:
                line = self._exchange()
                pause, wait = SHORTEST, CALM
            except Exception as error:
                line = self._failed(error)
                wait, pause = pause, min(2 * pause, LONGEST)
            self._asked, self._tried = None, True
            if not self._closed:
                self._told(line)
                self._bell.wait(wait)

    def _exchange(self) -> Line:
        first = not self._met
        if first:
            self._bureau.come_in(self._newsroom)
        news = self._bureau.exchange(self._newsroom)
        self._met, self._away = True, None
        return Line(None, *self._bureau.waiting(), news=news, met=first)

    def _failed(self, error: Exception) -> Line:
        self._away, self._met = self._away or now(), False
        rule = error.refusal.rule if isinstance(error, Refused) else ""
        passing = rule in ("offline", "conflict")
        waiting, aside = self._bureau.waiting()
        return Line(self._away, waiting, aside, str(error), error=None if passing else error)
