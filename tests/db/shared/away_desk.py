"""A desktop without a window, in a process of its own: it writes rows into one piece, says each word
once it is safe on this computer, and goes when the newsroom has them all. After each try to reach the
newsroom it says how that is: `there`, `away`, or `lost` where history is gone.

Its address comes by the environment; `folder article word rows pause` by the command line. A first
line lets it begin, a second one ends the writing before so many rows.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from db.bureau import courier
from db.bureau.bureau import Bureau
from db.bureau.history import HistoryLost
from db.bureau.writing import BureauSession
from db.newsroom import shared_newsroom
from db.refusal import Refused

courier.SHORTEST, courier.LONGEST, courier.PATIENCE, courier.CALM = 0.1, 0.5, 2.0, 1.0


def main() -> None:
    folder, article, word, rows, pause = sys.argv[1:]
    newsroom = shared_newsroom(os.environ["COLOPHON_TEST_URL"])
    bureau = Bureau(Path(folder))
    if not bureau.ready:
        bureau.come_in(newsroom)
    if not bureau.newest(article):
        bureau.keep(newsroom, article)
    session = BureauSession.open_in(bureau, article)
    say("ready")
    sys.stdin.readline()
    tried = threading.Event()

    def told(line: courier.Line) -> None:
        lost = isinstance(line.error, HistoryLost)
        say("lost" if lost else "away" if line.away else "there")
        tried.set()

    going = courier.Courier(bureau, newsroom, told)
    enough = threading.Event()
    threading.Thread(target=lambda: sys.stdin.readline() and enough.set(), daemon=True).start()
    for n in range(int(rows)):
        if enough.is_set():
            break
        session.refresh()
        session.splice("body", 0, 0, f"{word}-{n} ")
        try:
            session.flush()
        except Refused as refused:
            say(f"not kept: {refused}")
        else:
            say(f"{word}-{n}")
        time.sleep(float(pause))  # as one types
    until = time.monotonic() + 120
    while bureau.waiting()[0] and time.monotonic() < until:
        tried.clear()
        tried.wait(1.0)
    waits = bureau.waiting()[0]
    going.close()
    say("still waiting" if waits else "gone")


def say(words: str) -> None:
    """A line, whole, whoever else says something."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
