"""What goes wrong with servers, networks, disks and computers, each with real processes: no word
that was safe is lost, none arrives twice, the ledger verifies, and all read the same."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pg_server
import psycopg
import pytest
from house import House
from proxy import Proxy

from db import reading
from db.acts import moving
from db.acts.writing import assign, new_article, write_text
from db.bureau.bureau import Bureau
from db.bureau.writing import BureauSession
from db.ledger.audit import verify
from db.ledger.doctor import examine

SCRIPT = Path(__file__).with_name("away_desk.py")


class Desktop:
    """One process that writes; `end()` waits until it is through."""

    started: ClassVar[list[Desktop]] = []

    def __init__(self, folder: Path, url: str, article: str, word: str, rows: int,
                 pause: float = 0.02, **more) -> None:  # fmt: skip
        self.folder, self.url, self.article, self.word = folder, url, article, word
        command = [sys.executable, str(SCRIPT), str(folder), article, word, str(rows), str(pause)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "COLOPHON_TEST_URL": url, "COLOPHON_KEYS": "memory"}, **more,
        )  # fmt: skip
        self.said: list[str] = []
        self.started.append(self)

    def begin(self) -> None:
        assert self.process.stdout and self.process.stdin
        assert self.process.stdout.readline() == "ready\n"
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """Kill it with -9; what it had said is known."""
        self.process.kill()
        self.said += self.process.communicate()[0].split("\n")[:-1]

    def end(self) -> str:
        """Wait; how it ended."""
        self.said += self.process.communicate(timeout=180)[0].split("\n")[:-1]
        assert self.process.returncode == 0
        return self.said[-1]

    @property
    def safe(self) -> list[str]:
        """The words it said were safe."""
        return [said for said in self.said if said.startswith(f"{self.word}-")]


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    """What a test that failed left running."""
    yield
    while Desktop.started:
        desktop = Desktop.started.pop()
        if desktop.process.poll() is None:
            desktop.kill()
        for pipe in (desktop.process.stdin, desktop.process.stdout):
            if pipe is not None:
                pipe.close()
    for proxy in list(Proxy.opened):
        proxy.close()


@pytest.fixture
def lone_house(monkeypatch) -> Iterator[House]:
    """A newsroom on a server of its own."""
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)  # our own lines are cut, too
    server = pg_server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE newsroom_faults")
    house = House(server, server.url("newsroom_faults"))
    yield house
    house.close()
    server.end()


@pytest.fixture
def article(lone_house) -> str:
    """A piece in edit: both editors and the CEO may write in it."""
    made = str(new_article(lone_house["Edda"], "Edda", "Ours").article)
    write_text(lone_house["Edda"], "Edda", made, "The end.")
    assign(lone_house["Edda"], "Edda", made, "Rhea")
    moving.submit(lone_house["Edda"], "Edda", made)
    return made


def desktops(
    house: House, article: str, tmp_path: Path, number: int, rows: int, proxy: Proxy | None = None
) -> list[Desktop]:
    """Some computers of the editors and the CEO."""
    people = ("Edda", "Egon", "Cleo")
    found = []
    for n in range(number):
        url = house.url_of(people[n % 3])
        if proxy is not None:
            url = url.replace(f":{house.server.port}/", f":{proxy.port}/")
        found.append(Desktop(tmp_path / f"desk{n}", url, article, f"w{n}", rows))
    for desktop in found:
        desktop.begin()
    return found


def all_is_well(house: House, article: str, desks: list[Desktop]) -> None:
    with house["Cleo"].read() as session:
        body = reading.text_at(session, article)
    words = body.split()
    for desk in desks:
        missing = [word for word in desk.safe if words.count(word) != 1]
        assert not missing, (desk.word, missing)
    found = verify(house["Cleo"], texts=True)
    assert (found.ok, found.why) == (True, "") and examine(house["Cleo"]) == []
    for desk in desks:
        bureau = Bureau(desk.folder)
        bureau.exchange(house["Cleo"])
        assert bureau.waiting() == (0, 0)
        assert BureauSession.open_in(bureau, article).text("body") == body
        bureau.close()


def test_the_server_is_killed_while_ten_desktops_write(lone_house, article, tmp_path):
    desks = desktops(lone_house, article, tmp_path, 10, 40)
    for _ in range(3):
        time.sleep(0.7)
        lone_house.server.kill()
        lone_house.server.restart()
    assert [desk.end() for desk in desks] == ["gone"] * 10
    all_is_well(lone_house, article, desks)


def test_the_network_is_cut_and_swallows_and_comes_back(lone_house, article, tmp_path):
    proxy = Proxy(lone_house.server.port)
    desks = desktops(lone_house, article, tmp_path, 3, 60, proxy)
    for hurt in (proxy.cut, proxy.swallow, proxy.cut):
        time.sleep(0.5)
        hurt()
        time.sleep(1.0)
        if hurt == proxy.swallow:
            time.sleep(3.0)  # longer than anybody waits for an answer
        proxy.mend()
    assert [desk.end() for desk in desks] == ["gone"] * 3
    proxy.close()
    all_is_well(lone_house, article, desks)


def test_a_desktop_is_killed_while_it_sends(lone_house, article, tmp_path):
    url = lone_house.url_of("Edda")
    killed = []
    for n in range(4):
        desk = Desktop(tmp_path / "desk", url, article, f"k{n}", 60, 0.0)
        desk.begin()
        time.sleep(0.15 + 0.1 * n)
        desk.kill()
        killed.append(desk)
    last = Desktop(tmp_path / "desk", url, article, "last", 1)
    last.begin()
    assert last.end() == "gone"
    assert sum(len(desk.safe) for desk in killed) > 10
    all_is_well(lone_house, article, [*killed, last])


def test_two_processes_send_the_same_outbox(lone_house, article, tmp_path):
    proxy = Proxy(lone_house.server.port)
    url = lone_house.url_of("Edda").replace(f":{lone_house.server.port}/", f":{proxy.port}/")
    first = Desktop(tmp_path / "desk", url, article, "a", 80, 0.0)
    second = Desktop(tmp_path / "desk", url, article, "b", 80, 0.0)
    for desk in (first, second):
        desk.begin()
    proxy.cut()
    time.sleep(1.0)
    proxy.mend()
    assert (first.end(), second.end()) == ("gone", "gone")
    proxy.close()
    all_is_well(lone_house, article, [first, second])


def test_the_limit_of_connections_is_reached_and_passes(lone_house, article, tmp_path):
    desks = desktops(lone_house, article, tmp_path, 2, 40)
    with psycopg.connect(lone_house.server.url("postgres"), autocommit=True) as admin:
        admin.execute("ALTER DATABASE newsroom_faults CONNECTION LIMIT 0")
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            " AND pid <> pg_backend_pid()", ["newsroom_faults"],
        )  # fmt: skip
        time.sleep(1.0)
        admin.execute("ALTER DATABASE newsroom_faults CONNECTION LIMIT -1")
    assert [desk.end() for desk in desks] == ["gone"] * 2
    all_is_well(lone_house, article, desks)


def test_a_full_disk_here_keeps_what_was_safe_and_says_so(lone_house, article, tmp_path):
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    url = lone_house.url_of("Edda")
    proxy = Proxy(lone_house.server.port)
    away = url.replace(f":{lone_house.server.port}/", f":{proxy.port}/")
    first = Desktop(tmp_path / "desk", away, article, "first", 1)
    first.begin()
    assert first.end() == "gone"
    proxy.cut()
    full = Desktop(tmp_path / "desk", away, article, "full", 200, 0.0, preexec_fn=little_room)
    full.begin()
    time.sleep(4.0)
    full.kill()
    assert any(said.startswith("not kept: ") for said in full.said) and full.safe
    proxy.close()
    last = Desktop(tmp_path / "desk", url, article, "last", 1)
    last.begin()
    assert last.end() == "gone"
    all_is_well(lone_house, article, [first, full, last])


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 600 MB, where one may mount it."""
    disk = Path(tempfile.mkdtemp(prefix="colophon-disk-"))
    mounting = ["mount", "-t", "tmpfs", "-o", "size=600m,mode=0755", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mounting, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        disk.rmdir()
        pytest.skip("no small disk can be mounted here, so no server's disk is filled")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)
    disk.rmdir()


def test_the_servers_disk_is_full_and_is_freed(small_disk, tmp_path, monkeypatch):
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)
    server = pg_server.start(small_disk)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE newsroom_full")
    house = House(server, server.url("newsroom_full"))
    piece = str(new_article(house["Edda"], "Edda", "Ours").article)
    moving.submit(house["Edda"], "Edda", piece)
    desks = desktops(house, piece, tmp_path, 2, 100)
    fill = small_disk / "fill"
    with fill.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(100_000))
    more = "CREATE TABLE more AS SELECT repeat('x', 900) FROM generate_series(1, 1000000)"
    with pytest.raises(psycopg.Error), psycopg.connect(server.url("postgres")) as admin:
        admin.execute(more)
    time.sleep(1.0)
    fill.unlink()
    server.kill()  # it may have ended already
    server.restart()
    assert [desk.end() for desk in desks] == ["gone"] * 2
    all_is_well(house, piece, desks)
    house.close()
    server.end()
