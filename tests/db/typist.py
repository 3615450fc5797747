"""Types into an article until it is killed, and says on stdout what is acknowledged as saved."""

from __future__ import annotations

import random
import sys
import threading
import time

from db.acts.editing import EditingSession
from db.newsroom import open_newsroom


def main(path: str, article: str, seed: int, writer: str = "Rhea", pause: str = "0") -> None:
    rng = random.Random(seed)
    session = EditingSession.open(open_newsroom(path), writer, article)
    saved = time.monotonic()
    wait = threading.Event().wait
    while True:
        at = len(session.text("body"))
        session.splice("body", at, 0, rng.choice("abcdefgh শে"))
        wait(float(pause) / 8)
        if time.monotonic() - saved > rng.choice((0.0, 0.004, 0.02)) + float(pause):
            session.flush()
            session.refresh()
            saved = time.monotonic()
            # Said only once it is durable: all of this must be there after the kill.
            print(len(session.text("body")), session.text("body")[-8:].encode().hex(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
