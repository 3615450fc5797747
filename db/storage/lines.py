"""Connections to a shared newsroom's server: which are open, and when somebody last heard of it."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import Connection
from sqlalchemy import Engine, event
from sqlalchemy.engine import Dialect

#: The connections that are open, by what an engine keeps for all its life: it gets another pool
#: whenever it lets go of a server that was away.
_OPEN: WeakKeyDictionary[Dialect, set[Any]] = WeakKeyDictionary()
#: When each thread that waited for a server last heard something (`time.monotonic`).
_HEARD: dict[int | None, float] = {}


class Line(Connection[Any]):
    """A connection that notes each sign of life, also in the midst of a long answer."""

    def wait(self, gen: Any, *how: Any, **named: Any) -> Any:
        return super().wait(_noting(gen), *how, **named)


def _noting(gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
    thread = threading.get_ident()
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if ready:
                _HEARD[thread] = time.monotonic()
            wanted = gen.send(ready)
    except StopIteration as done:
        return done.value


def heard(thread: threading.Thread) -> float:
    """When a thread that waited for a server last heard something (`time.monotonic`); 0 if never."""
    return _HEARD.get(thread.ident, 0.0)


def remember(engine: Engine) -> None:
    """Know an engine's connections, so that one can hang up from another thread."""
    lines: set[Any] = set()
    _OPEN[engine.dialect] = lines

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, words: Any, named: Any) -> Line:
        return Line.connect(*words, **named)

    @event.listens_for(engine, "connect")
    def _opened(connection: Any, _record: object) -> None:
        lines.add(connection)

    @event.listens_for(engine, "close")
    def _closed(connection: Any, _record: object) -> None:
        lines.discard(connection)


def let_go(engine: Engine) -> None:
    """Close every connection, also those that somebody in another thread still waits for."""
    engine.dispose()
    for connection in list(_OPEN[engine.dialect]):
        with suppress(engine.dialect.loaded_dbapi.Error):
            connection.close()


def hang_up(engine: Engine) -> None:
    """Shut every connection down; whoever waits for an answer hears that there is none."""
    for connection in list(_OPEN[engine.dialect]):
        with suppress(OSError, engine.dialect.loaded_dbapi.Error):
            line = socket.socket(fileno=os.dup(connection.fileno()))
            line.shutdown(socket.SHUT_RDWR)
            line.close()
