"""What goes wrong with servers, networks, disks and computers, each with real processes: no word
that was safe is lost, none arrives twice, the ledger verifies, and all read the same."""

from __future__ import annotations

import contextlib
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pg_server
import psycopg
import pytest
from desktops import MANY, Desktop, all_go, all_is_well, begin, urls
from house import House
from proxy import Proxy

from db.acts import moving
from db.acts.writing import assign, new_article, write_text


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    """What a test that failed left running ends."""
    yield
    Desktop.end_all()
    for proxy in list(Proxy.opened):
        proxy.close()


@pytest.fixture
def article(lone_house) -> str:
    """A piece in edit: both editors and the CEO may write in it."""
    made = str(new_article(lone_house["Edda"], "Edda", "Ours").article)
    write_text(lone_house["Edda"], "Edda", made, "The end.")
    assign(lone_house["Edda"], "Edda", made, "Rhea")
    moving.submit(lone_house["Edda"], "Edda", made)
    return made


def test_the_server_is_killed_while_ten_desktops_write(lone_house, article, tmp_path):
    desks = begin(urls(lone_house, 10), article, tmp_path)
    for _ in range(3):
        desks[0].wait_for_words(10)
        lone_house.server.kill()
        lone_house.server.restart()
    all_go(desks)
    all_is_well(lone_house, article, desks)


def test_the_network_is_cut_and_swallows_and_comes_back(lone_house, article, tmp_path):
    proxy = Proxy(lone_house.server.port)
    desks = begin(urls(lone_house, 3, proxy), article, tmp_path)
    for hurt in (proxy.cut, proxy.swallow, proxy.cut):
        desks[0].wait_for("there", 2)
        desks[0].wait_for_words(1)
        hurt()
        for desk in desks:
            desk.wait_for("away")
        proxy.mend()
    all_go(desks)
    proxy.close()
    all_is_well(lone_house, article, desks)


def test_a_desktop_is_killed_while_it_sends(lone_house, article, tmp_path):
    url = lone_house.url_of("Edda")
    killed = []
    for n in range(4):
        desk = Desktop(tmp_path / "desk", url, article, f"k{n}", MANY, 0.0)
        desk.begin()
        desk.wait_for_words(5 + 10 * n)
        desk.kill()
        killed.append(desk)
    last = Desktop(tmp_path / "desk", url, article, "last", 1)
    last.begin()
    assert last.end() == "gone"
    assert sum(len(desk.safe) for desk in killed) > 10
    all_is_well(lone_house, article, [*killed, last])


def test_two_processes_send_the_same_outbox(lone_house, article, tmp_path):
    proxy = Proxy(lone_house.server.port)
    (url,) = urls(lone_house, 1, proxy)
    first = Desktop(tmp_path / "desk", url, article, "a", MANY)
    second = Desktop(tmp_path / "desk", url, article, "b", MANY)
    for desk in (first, second):
        desk.begin()
    first.wait_for_words(5)
    proxy.cut()
    for desk in (first, second):
        desk.wait_for("away")
    proxy.mend()
    all_go([first, second])
    proxy.close()
    all_is_well(lone_house, article, [first, second])


def test_the_limit_of_connections_is_reached_and_passes(lone_house, article, tmp_path):
    desks = begin(urls(lone_house, 2), article, tmp_path)
    name = lone_house.database
    with psycopg.connect(lone_house.server.url("postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 0")
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            " AND pid <> pg_backend_pid()", [name],
        )  # fmt: skip
        for desk in desks:
            desk.wait_for("away")
        admin.execute(f"ALTER DATABASE {name} CONNECTION LIMIT -1")
    all_go(desks)
    all_is_well(lone_house, article, desks)


def test_a_full_disk_here_keeps_what_was_safe_and_says_so(lone_house, article, tmp_path):
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    proxy = Proxy(lone_house.server.port)
    (url,), (away,) = urls(lone_house, 1), urls(lone_house, 1, proxy)
    first = Desktop(tmp_path / "desk", away, article, "first", 1)
    first.begin()
    assert first.end() == "gone"
    proxy.cut()
    full = Desktop(tmp_path / "desk", away, article, "full", MANY, 0.0, preexec_fn=little_room)
    full.begin()
    full.wait_for("not kept: ", 3)
    full.kill()
    assert full.safe
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
    house = House(server, server.url("newsroom_full")).found()
    piece = str(new_article(house["Edda"], "Edda", "Ours").article)
    moving.submit(house["Edda"], "Edda", piece)
    desks = begin(urls(house, 2), piece, tmp_path)
    desks[0].wait_for_words(5)
    fill = small_disk / "fill"
    with fill.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(100_000))
    more = "CREATE TABLE more AS SELECT repeat('x', 900) FROM generate_series(1, 1000000)"
    with pytest.raises(psycopg.Error), psycopg.connect(server.url("postgres")) as admin:
        admin.execute(more)
    for desk in desks:
        desk.wait_for("away")
    fill.unlink()
    server.kill()  # it may have ended already
    server.restart()
    all_go(desks)
    all_is_well(house, piece, desks)
    house.close()
    server.end()
