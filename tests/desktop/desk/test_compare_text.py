"""What of a comparison is shown: all that differs, and of the rest the ends beside it."""

from __future__ import annotations

import random

from db.comparing import PartCompared, Piece
from desktop.desk.compare_text import counts, runs

LONG = "\n\n".join(
    f"Paragraph {n} says nothing that is new to anybody who reads it." for n in range(60)
)


def part(*pieces: Piece) -> PartCompared:
    return PartCompared("body", pieces)


def test_what_differs_is_shown_whole_on_its_side():
    one = part(Piece("same", "a "), Piece("out", "b", "R", "reporter", "typed"),
               Piece("in", "c", "L", "ai", "generated"), Piece("same", " d"))  # fmt: skip
    assert [r.text for r in runs([one], "both")] == ["", "a ", "b", "c", " d"]
    assert [r.text for r in runs([one], "earlier")] == ["", "a ", "b", " d"]
    assert [(r.text, r.kind, r.by) for r in runs([one], "later")][2] == ("c", "ai", "L, generated")
    assert counts([one]) == (1, 1)


def test_what_is_long_and_the_same_is_folded_to_its_ends():
    one = part(Piece("same", LONG), Piece("in", " New."), Piece("same", LONG), Piece("out", "Old."))
    found = runs([one], "both")
    assert [r.what for r in found] == ["part", "fold", "same", "in", "same", "fold", "same", "out"]
    assert len("".join(r.text for r in found)) < 2500
    shown = [r.text for r in found if r.what == "same"]
    for words in shown:
        assert words.strip("… \n") in LONG
    assert "words the same" in found[1].text


def test_nothing_is_cut_out_of_what_is_short():
    rng = random.Random(3)
    for _ in range(200):
        texts = ["x " * rng.randint(0, 90) + "y" for _ in range(4)]
        one = part(Piece("same", texts[0]), Piece("in", texts[1]), Piece("same", texts[2]),
                   Piece("out", texts[3]))  # fmt: skip
        assert "".join(r.text for r in runs([one], "both")) == "".join(texts)
