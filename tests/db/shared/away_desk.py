"""A desktop without a window, in a process of its own: it writes rows into one piece, says each word
once it is safe on this computer, and goes when the newsroom has them all.

Its address comes by the environment; `folder article word rows pause` by the command line.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from db.bureau import courier
from db.bureau.bureau import Bureau
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
    print("ready", flush=True)
    sys.stdin.readline()
    going = courier.Courier(bureau, newsroom, lambda _line: None)
    for n in range(int(rows)):
        session.refresh()
        session.splice("body", 0, 0, f"{word}-{n} ")
        try:
            session.flush()
        except Refused as refused:
            print(f"not kept: {refused}", flush=True)
            time.sleep(0.2)
            continue
        print(f"{word}-{n}", flush=True)
        time.sleep(float(pause))
    until = time.monotonic() + 120
    while bureau.waiting()[0] and time.monotonic() < until:
        time.sleep(0.05)
    print("gone" if not bureau.waiting()[0] else "still waiting", flush=True)
    going.close()


if __name__ == "__main__":
    main()
