"""Hearing at once that somebody did something in a shared newsroom: a connection that only waits.

The database sends a notice for each touch when it is committed: its number and its subject, never
words. Desktops send one of where their person's cursor is. Anybody who may come in can send any
notice, so one is a hint to look and nothing more; the server says by which connection it was sent.
"""

from __future__ import annotations

import re
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from psycopg import OperationalError
from psycopg.conninfo import conninfo_attempts, conninfo_to_dict, make_conninfo
from psycopg.pq import ConnStatus, ExecStatus, PGconn, PollingStatus, abc

#: What `append_touch` sends on.
CHANNEL = b"touch"
#: What desktops send on about where somebody is.
HERE = b"here"
#: The longest notice of that kind, in bytes, and how many people are heard of at once.
LONGEST_HERE, MOST_HERE = 200, 100
#: Seconds from telling of one notice to telling of the next: all between are told as one.
PAUSE = 0.05
#: Seconds until a server that is away is tried again: at first, and at most.
SHORTEST, LONGEST = 1.0, 30.0
#: Seconds without a notice after which the server is asked whether it is still there, and seconds
#: that it may take to answer.
QUIET, PATIENCE = 30.0, 10.0

_NOTICE = re.compile(rb"([1-9][0-9]{0,17}) [ -~]{1,200}")
_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class _Closed(Exception):
    """Nobody listens any more."""


class Listener:
    """Calls `heard`, in a thread of its own, with the newest touch that was told of since it was
    called last; with None where notices may have been missed: when the line came, or went.

    `here` is called with what connections (by number) last said of where their person is. Both
    return soon and raise nothing.
    """

    def __init__(
        self, conninfo: str, heard: Callable[[int | None], object],
        here: Callable[[dict[int, bytes]], object] = lambda _said: None,
    ) -> None:  # fmt: skip
        self._conninfo, self._heard, self._here = conninfo, heard, here
        self._said: dict[int, bytes] = {}
        self._live = False
        self._closed = threading.Event()
        self._bell, self._rope = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)
        self._thread.start()

    @property
    def live(self) -> bool:
        """Whether it hears; where not, one has to look oneself."""
        return self._live

    def close(self) -> None:
        """Hear nothing more. Its thread is through, unless the system looks a name up for it."""
        if not self._closed.is_set():
            self._closed.set()
            self._rope.close()
        self._thread.join(1.0)

    def _run(self) -> None:
        pause = SHORTEST
        try:
            while True:
                for server in self._servers():
                    with suppress(OperationalError, TimeoutError, OSError):
                        self._listen(server)
                    if self._live:
                        break
                if self._live:
                    self._live, pause = False, SHORTEST
                    self._heard(None)
                self._wait(None, _READ, pause)
                pause = min(2 * pause, LONGEST)
        except _Closed:
            self._live = False
        finally:
            self._bell.close()

    def _servers(self) -> list[bytes]:
        """How each server of the address is reached: one that says nothing must not use up the
        time of the next."""
        attempts = conninfo_attempts(conninfo_to_dict(self._conninfo))
        return [make_conninfo("", **one).encode() for one in attempts]

    def _listen(self, server: bytes) -> None:
        """Listen until the line is lost. Raises what lost it."""
        line = PGconn.connect_start(server)
        try:
            self._connect(line)
            self._ask(line)
            self._live = True
            self._heard(None)
            self._tell_of(line)
        finally:
            line.finish()

    def _tell_of(self, line: abc.PGconn) -> None:
        while True:
            newest = self._newest(line)
            said, self._said = self._said, {}
            if said:
                self._here(said)
            if newest:
                self._heard(newest)
            if newest or said:
                self._wait(None, _READ, PAUSE)
            elif not self._wait(line.socket, _READ, QUIET):
                self._ask(line)

    def _newest(self, line: abc.PGconn) -> int:
        """The newest touch among the notices that came; 0 where they tell of none."""
        until = time.monotonic() + PAUSE  # also while they come faster than they are read
        newest = self._read(line)
        while self._wait(line.socket, _READ, 0) and time.monotonic() < until:
            line.consume_input()
            newest = max(newest, self._read(line))
        return newest

    def _read(self, line: abc.PGconn) -> int:
        """Read the notices that came: the newest touch among them, 0 for none."""
        newest = 0
        while (notice := line.notifies()) is not None:
            if notice.relname == HERE:
                few = notice.be_pid in self._said or len(self._said) < MOST_HERE
                if few and len(notice.extra) <= LONGEST_HERE:
                    self._said[notice.be_pid] = notice.extra
            elif notice.relname == CHANNEL and (told := _NOTICE.fullmatch(notice.extra)):
                newest = max(newest, int(told[1]))
        return newest

    def _connect(self, line: abc.PGconn) -> None:
        until = time.monotonic() + PATIENCE
        status: int = (
            PollingStatus.WRITING if line.status != ConnStatus.BAD else PollingStatus.FAILED
        )
        while status != PollingStatus.OK:
            if status == PollingStatus.FAILED:
                raise OperationalError
            events = _READ if status == PollingStatus.READING else _WRITE
            if not self._wait(line.socket, events, until - time.monotonic()):
                raise TimeoutError
            status = line.connect_poll()

    def _ask(self, line: abc.PGconn) -> None:
        """Ask for notices; asked again, it only shows that the server is there."""
        until = time.monotonic() + PATIENCE
        line.nonblocking = 1
        line.send_query(b"LISTEN " + CHANNEL + b"; LISTEN " + HERE)
        while line.flush():
            if not self._wait(line.socket, _WRITE, until - time.monotonic()):
                raise TimeoutError
        while True:
            while line.is_busy():
                if not self._wait(line.socket, _READ, until - time.monotonic()):
                    raise TimeoutError
                line.consume_input()
            result = line.get_result()
            if result is None:
                return
            if result.status != ExecStatus.COMMAND_OK:
                raise OperationalError

    def _wait(self, line: int | None, events: int, seconds: float) -> bool:
        """Wait for the line. False if it stays silent. Raises _Closed as soon as it is closed."""
        with selectors.DefaultSelector() as ready:
            ready.register(self._bell, _READ)
            if line is not None:
                ready.register(line, events)
            found = ready.select(max(seconds, 0))
        if self._closed.is_set():
            raise _Closed
        return bool(found)
