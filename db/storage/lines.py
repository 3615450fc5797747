"""Connections to a shared newsroom's server: which are open, and when somebody last heard of it."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import Connection
from sqlalchemy import Engine, event
from sqlalchemy.engine import Dialect

# What the driver warns of while a line is cut is raised as well, and said in one sentence.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

#: The connections that are open, by what an engine keeps for all its life: it gets another pool
#: whenever it lets go of a server that was away.
_OPEN: WeakKeyDictionary[Dialect, set[Any]] = WeakKeyDictionary()
_EARS: WeakKeyDictionary[Dialect, Ear] = WeakKeyDictionary()


class Ear:
    """When something was heard of a server (`time.monotonic`), by whichever connection."""

    heard = 0.0


class Line(Connection[Any]):
    """A connection that notes each sign of life, also in the midst of a long answer."""

    ear = Ear()

    def wait(self, gen: Any, *how: Any, **named: Any) -> Any:
        return super().wait(_noting(gen, self.ear), *how, **named)


def _noting(gen: Generator[Any, Any, Any], ear: Ear) -> Generator[Any, Any, Any]:
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if ready:
                ear.heard = time.monotonic()
            wanted = gen.send(ready)
    except StopIteration as done:
        return done.value


def heard(engine: Engine) -> float:
    """When something was heard of the server last (`time.monotonic`); 0 if never."""
    return _EARS[engine.dialect].heard


def remember(engine: Engine) -> None:
    """Know an engine's connections, so that one can hang up from another thread."""
    lines: set[Any] = set()
    ear = Ear()
    _OPEN[engine.dialect], _EARS[engine.dialect] = lines, ear

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, words: Any, named: Any) -> Line:
        line = Line.connect(*words, **named)
        line.ear = ear
        return line

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
