"""One PostgreSQL a run (with xdist, one a worker), a database a test, a login a person."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from db.acts.founding import make_newsroom
from db.acts.joining import arrive, give_login
from db.acts.register import add_contributor
from db.newsroom import Newsroom, open_newsroom

sys.path.insert(0, str(Path(__file__).parent))

import pg_server

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)
STAFF = {"Edda": "editor", "Egon": "editor", "Rhea": "reporter", "Fay": "freelancer"}


@pytest.fixture(scope="session")
def server() -> Iterator[pg_server.Server]:
    """A real server, ended with the run. Skips where the wheel has none for this platform."""
    try:
        running = pg_server.start()
    except pg_server.NoServer as why:
        pytest.skip(str(why))
    yield running
    running.end()


@contextmanager
def a_database(server: pg_server.Server) -> Iterator[str]:
    """An empty database, dropped in the end: the administrator's address of it."""
    name = f"newsroom_{next(_numbers)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    yield server.url(name)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(server) -> Iterator[str]:
    """The administrator's address of an empty database."""
    with a_database(server) as url:
        yield url


class House:
    """A shared newsroom with a login for each person: `house["Rhea"]` is Rhea's own desktop."""

    def __init__(self, server: pg_server.Server, url: str) -> None:
        self.server, self.url = server, url
        self.database = url.rpartition("/")[2]
        self._open: dict[str, Newsroom] = {}
        made = make_newsroom(url, name="Test", ceo="Cleo")
        for name, kind in STAFF.items():
            add_contributor(made, "Cleo", name, kind)
        add_contributor(made, "Cleo", "Lumen", "ai", provider="Northlight", model="lumen",
                        answers_to="Edda")  # fmt: skip
        for name in (*STAFF, "Cleo"):
            give_login(made, "Cleo", name, self.login(name), PASSWORD)
        made.close()
        for name in STAFF:
            arrive(self[name])

    def login(self, name: str) -> str:
        return f"{name.lower()}.{self.database}"

    def url_of(self, name: str) -> str:
        """The address with which somebody comes in."""
        return self.server.url(self.database, self.login(name), PASSWORD.replace(" ", "%20"))

    def __getitem__(self, name: str) -> Newsroom:
        if name not in self._open:
            self._open[name] = open_newsroom(self.url_of(name))
        return self._open[name]

    def raw(self, name: str | None = None) -> psycopg.Connection:
        """A plain SQL connection of somebody, or of the administrator."""
        url = self.url if name is None else self.url_of(name)
        return psycopg.connect(url, autocommit=True, options="-c search_path=newsroom")

    def close(self) -> None:
        for newsroom in self._open.values():
            newsroom.close()


@pytest.fixture
def house(server, database) -> Iterator[House]:
    """A staffed shared newsroom: Cleo (CEO), Edda and Egon, Rhea, Fay, and the AI Lumen."""
    made = House(server, database)
    yield made
    made.close()


@pytest.fixture(scope="module")
def one_house(server) -> Iterator[House]:
    """The same, once for all tests of a file: of those that change nothing."""
    with pytest.MonkeyPatch.context() as patch, a_database(server) as url:
        patch.setenv("COLOPHON_KEYS", "memory")
        made = House(server, url)
        yield made
        made.close()
