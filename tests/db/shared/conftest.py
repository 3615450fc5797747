"""One PostgreSQL a run (with xdist, one a worker), a database a test, a login a person."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import pg_server
from bureau_desk import Desk
from house import House, Mould

from db.ledger import keys

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _a_computer_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What a desktop keeps of a shared newsroom goes into the test's own folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


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
    _drop(server, name)


def _drop(server: pg_server.Server, name: str) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        for each in (name, f"{name}_copy"):
            admin.execute(f"DROP DATABASE IF EXISTS {each} WITH (FORCE)")


@pytest.fixture
def database(server) -> Iterator[str]:
    """The administrator's address of an empty database."""
    with a_database(server) as url:
        yield url


@pytest.fixture(scope="session")
def _moulds() -> list[Mould]:
    """The newsrooms that were made to be copied; the last one is as it was made."""
    return []


@pytest.fixture
def house(server, _moulds, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A staffed shared newsroom: Cleo (CEO), Edda and Egon, Rhea, Fay, and the AI Lumen."""
    if not _moulds or _moulds[-1].spoilt:
        _moulds.append(Mould(server, f"newsroom_{next(_numbers)}"))
    made, secrets = _moulds[-1].cast()
    monkeypatch.setattr(keys, "_memory", {**keys._memory, **secrets})
    yield made
    made.close()
    _drop(server, made.database)


@pytest.fixture
def lone_house(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The same on a server of its own, which can be killed."""
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)  # our own lines are cut, too
    server = pg_server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE newsroom")
    made = House(server, server.url("newsroom")).found()
    yield made
    made.close()
    server.end()


@pytest.fixture
def desk(house, tmp_path) -> Callable[[str], Desk]:
    made: dict[str, Desk] = {}

    def of(name: str) -> Desk:
        if name not in made:
            made[name] = Desk(house, name, tmp_path / "bureaus" / name)
        return made[name]

    yield of
    for one in made.values():
        one.bureau.close()


@pytest.fixture(scope="module")
def one_house(server) -> Iterator[House]:
    """The same, once for all tests of a file: of those that change nothing."""
    with pytest.MonkeyPatch.context() as patch, a_database(server) as url:
        patch.setenv("COLOPHON_KEYS", "memory")
        made = House(server, url).found()
        yield made
        made.close()
