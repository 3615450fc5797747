"""Killed at any moment while typing: nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

from db import reading
from db.acts.writing import new_article
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.newsroom import open_newsroom

TYPIST = Path(__file__).with_name("typist.py")
ROOT = Path(__file__).parents[2]
KILLS = 200


def test_kill_9_loses_no_acknowledged_row(room, share):
    article = str(new_article(room, "Rhea", "Typed").article)
    path = room.path
    room.close()
    rng = random.Random(3)
    for n in range(share(KILLS)):
        typing = subprocess.Popen(
            [sys.executable, str(TYPIST), str(path), article, str(n)], stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        )  # fmt: skip
        assert typing.stdout is not None
        last = typing.stdout.readline()  # it types by now
        killer = threading.Timer(rng.uniform(0.0, 0.25), typing.send_signal, (signal.SIGKILL,))
        killer.start()
        for line in typing.stdout:
            last = line if line.endswith("\n") else last
        typing.wait()
        killer.join()
        typing.stdout.close()
        length, end = last.split()
        newsroom = open_newsroom(path)
        with newsroom.read() as session:
            text = reading.text_at(session, article)
        assert text[: int(length)].endswith(bytes.fromhex(end).decode()), n
        assert verify(newsroom, texts=n % 10 == 0).ok
        newsroom.close()
    newsroom = open_newsroom(path)
    assert examine(newsroom) == []
    newsroom.close()
