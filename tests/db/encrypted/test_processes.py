"""An encrypted newsroom under two processes, killed ones, and brought up to date."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from db import reading
from db.acts.recovering import newsroom_code, use_newsroom_code
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.migrations import SCHEMA_VERSION
from db.newsroom import open_newsroom
from db.place import is_encrypted
from db.recovery_code import spelled
from db.refusal import Refused
from db.storage.sqlcipher import connect, key_of, new_key

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parents[1]
KILLS = 100


def typing_in(path: Path, article: str, seed: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(TESTS / "typist.py"), str(path), article, str(seed)],
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
    )  # fmt: skip


def ended(typing: subprocess.Popen[str], last: str = "") -> tuple[int, str]:
    """How long the text was that is known to be saved, and its end; `last` was said before."""
    assert typing.stdout is not None
    for line in typing.stdout:
        last = line if line.endswith("\n") else last
    typing.wait()
    typing.stdout.close()
    length, end = last.split()
    return int(length), bytes.fromhex(end).decode()


def test_kill_9_loses_no_acknowledged_row(key_file, room, share):
    article = str(new_article(room, "Rhea", "Typed").article)
    path, code = room.path, newsroom_code(room.path)
    room.close()
    rng = random.Random(5)
    for n in range(share(KILLS)):
        typing = typing_in(path, article, n)
        assert typing.stdout is not None
        typing.stdout.readline()  # it types by now
        killer = threading.Timer(rng.uniform(0.05, 0.3), typing.send_signal, (signal.SIGKILL,))
        killer.start()
        length, end = ended(typing)
        killer.join()
        if n == 0:  # whoever tries other keys on the log that is left does it no harm
            kept = key_file.read_bytes()
            with pytest.raises(Refused):
                use_newsroom_code(path, spelled(os.urandom(32)))
            key_file.unlink()
            with pytest.raises(Refused):
                open_newsroom(path)
            use_newsroom_code(path, code)
            key_file.write_bytes(kept)
        newsroom = open_newsroom(path)
        with newsroom.read() as session:
            text = reading.text_at(session, article)
        assert text[:length].endswith(end), n
        assert verify(newsroom, texts=True).ok
        newsroom.close()
    newsroom = open_newsroom(path)
    assert examine(newsroom) == []
    newsroom.close()


def test_two_processes_write_at_once(key_file, room):
    article = str(new_article(room, "Rhea", "Typed").article)
    other = str(new_article(room, "Fay", "Here").article)
    typing = typing_in(room.path, article, 1)
    assert typing.stdout is not None
    said = typing.stdout.readline()
    for n in range(20):
        write_text(room, "Fay", other, f"Line {n}. " * (n + 1))
    typing.kill()
    length, end = ended(typing, said)
    with room.read() as session:
        assert reading.text_at(session, article)[:length].endswith(end)
        assert reading.text_at(session, other).startswith("Line 19.")
    assert verify(room, texts=True).ok and examine(room) == []


@pytest.fixture(params=["version-1", "version-3"])
def old(request, tmp_path: Path) -> Path:
    """A newsroom of an older Colophon, encrypted as it was."""
    plain, file = tmp_path / "plain", tmp_path / "old.colophon"
    with gzip.open(TESTS / "newsrooms" / f"{request.param}.colophon.gz") as packed:
        plain.write_bytes(packed.read())
    made = connect(file, new_key(file))
    made.execute(f"ATTACH '{plain}' AS plain KEY ''")
    made.execute("SELECT sqlcipher_export('main', 'plain')")
    for pragma in ("user_version", "application_id"):
        (value,) = made.execute(f"PRAGMA plain.{pragma}").fetchone()
        made.execute(f"PRAGMA main.{pragma} = {value}")
    made.close()
    plain.unlink()
    shutil.copyfile(file, tmp_path / "before")
    return file


def test_an_older_one_is_brought_up_to_date_and_its_copy_stays_encrypted(old, tmp_path):
    newsroom = open_newsroom(old)
    assert verify(newsroom, texts=True).ok and examine(newsroom) == []
    newsroom.close()
    (kept,) = tmp_path.glob("old.colophon.version-*")
    assert is_encrypted(kept) and is_encrypted(old)
    for file, wanted in ((old, SCHEMA_VERSION), (kept, int(kept.name[-1]))):
        connection = connect(file, key_of(file))
        assert connection.execute("PRAGMA user_version").fetchone() == (wanted,)
        connection.close()
    assert b"Ishiba" not in kept.read_bytes() + old.read_bytes()
