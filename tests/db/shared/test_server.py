"""The server that the tests start: new enough, by password only, and gone when they are."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from waiting import wait

START = """
import sys
sys.path.insert(0, {folder!r})
import pg_server
server = pg_server.start()
print(server.folder, server.port, flush=True)
sys.stdin.read()
"""


def test_it_is_new_enough_and_asks_for_a_password(server):
    with psycopg.connect(server.url("postgres")) as connection:
        assert connection.info.server_version >= 150000
        (how,) = connection.execute("SELECT rolpassword FROM pg_authid WHERE oid = 10").fetchone()
        assert how.startswith("SCRAM-SHA-256$")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url("postgres", password="wrong"))
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"host={server.folder} port={server.port} user=postgres password=wrong")


def test_it_ends_although_its_tests_are_killed(server):
    code = START.format(folder=str(Path(__file__).parent))
    run = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, text=True)  # fmt: skip
    where, port = run.stdout.readline().split()
    folder = Path(where)
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdin.close()
    run.stdout.close()
    wait(lambda: not folder.exists())
    with socket.socket() as asking:
        assert asking.connect_ex(("127.0.0.1", int(port))) != 0
