"""What many wrote side by side is taken in row by row, and makes the text that it always makes."""

from __future__ import annotations

import random
import time

from db.manuscript.document import Document


def rows(peer: int, count: int, rng: random.Random) -> list[bytes]:
    """One person's rows, written without seeing anybody else's."""
    document, out = Document(), []
    document.be(peer)
    for n in range(count):
        start, length = document.end(peer), document.length("body")
        at = rng.randint(0, length)
        document.splice("body", at, min(rng.randint(0, 3), length - at), f"{peer}-{n} ")
        document.commit()
        out.append(document.update(peer, start))
    return out


def test_however_often_it_is_read_between_it_is_the_same_text():
    rng = random.Random(5)
    every = [row for peer in range(1, 6) for row in rows(peer, 40, rng)]
    at_once = Document()
    at_once.take_all(every)
    for often in (1, 2, 7, 1000):
        document = Document()
        document.be(99)
        for n, row in enumerate(every):
            document.take(row)
            if n % often == 0:
                document.text("body")
        assert document.peer == 99
        assert document.text("body") == at_once.text("body")
        assert document.spans("body") == at_once.spans("body")
        document.splice("body", 3, 2, "and on")
        document.commit()
        assert document.text("body")[3:9] == "and on" and document.end(99) == 8


def test_one_more_person_costs_no_more_than_the_one_before():
    every = [row for peer in range(1, 9) for row in rows(peer, 150, random.Random(peer))]
    document, began = Document(), time.perf_counter()
    for row in every:
        document.take(row)
    assert document.length("body")
    assert time.perf_counter() - began < 5  # it was a minute
