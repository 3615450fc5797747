"""A real PostgreSQL that keeps every commit, for the time of a measurement."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from benchmarks.measuring import Figure

sys.path.append(str(Path(__file__).parents[1] / "tests" / "db" / "shared"))
SETTINGS = {"fsync": "on", "full_page_writes": "on", "max_connections": "120"}


def on_a_server(measured: Callable[..., list[Figure]]) -> Callable[..., list[Figure]]:
    """A measurement that is left out where there is no server for this platform."""

    @wraps(measured)
    def run(*given: Any) -> list[Figure]:
        import pg_server

        try:
            return measured(*given)
        except pg_server.NoServer as why:
            print(f"  left out: {why}")
            return []

    return run


@contextmanager
def a_server(**more: str) -> Iterator[Any]:
    """A server. Raises `pg_server.NoServer` where there is none for this platform."""
    import pg_server

    before = dict(pg_server.SETTINGS)
    pg_server.SETTINGS.update(SETTINGS, **more)
    try:
        server = pg_server.start()
    finally:
        pg_server.SETTINGS.clear()
        pg_server.SETTINGS.update(before)
    try:
        yield server
    finally:
        server.end()


@contextmanager
def a_house(database: str, **more: str) -> Iterator[Any]:
    """A shared newsroom with five people, on a server of its own."""
    import psycopg
    from house import House

    os.environ["COLOPHON_KEYS"] = "memory"
    with a_server(**more) as server:
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {database}")
        house = House(server, server.url(database)).found()
        try:
            yield house
        finally:
            house.close()
