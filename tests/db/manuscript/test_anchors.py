"""Anchors in random sessions: what is left of the words is where the comment stands."""

from __future__ import annotations

import random

import pytest

from db.manuscript import spans as spanning
from db.manuscript.anchors import Places
from db.manuscript.document import Document
from db.manuscript.manuscript import Manuscript
from db.manuscript.rows import Behind, Known
from db.manuscript.spans import Span

LETTERS = "abc শ্রেণী 😀é"


def written(seed: int) -> tuple[Manuscript, random.Random]:
    rng = random.Random(seed)
    manuscript = Manuscript(Known("a"), Document())
    for peer in (11, 12):
        manuscript.known.peers[peer] = Behind("p", "p", "typed", None, 1)
    manuscript.document.be(11)
    for _ in range(12):
        edit(manuscript, rng)
    return manuscript, rng


def edit(manuscript: Manuscript, rng: random.Random) -> None:
    text = manuscript.text("body")
    low = rng.randint(0, len(text))
    removed = min(len(text) - low, rng.choice((0, 0, 2, 9)))
    words = "".join(rng.choice(LETTERS) for _ in range(rng.randint(0, 9)))
    manuscript.document.be(rng.choice((11, 12)))
    manuscript.splice("body", low, removed, words)


def letters(manuscript: Manuscript) -> list[tuple[int, int]]:
    return [(s.peer, s.counter + n) for s in manuscript.spans("body") for n in range(s.length)]


@pytest.mark.parametrize("seed", range(60))
def test_the_place_is_from_the_first_character_left_to_the_last(seed):
    manuscript, rng = written(seed)
    manuscript.splice("body", 0, 0, "Enough words to stand there for sure.")
    whole = manuscript.document.length("body")
    low = rng.randint(0, whole - 2)
    length = rng.randint(1, whole - low)
    spans = spanning.cut(manuscript.spans("body"), low, length)
    wanted = {(s.peer, s.counter + n) for s in spans for n in range(s.length)}
    for _ in range(20):
        edit(manuscript, rng)
        at = [n for n, letter in enumerate(letters(manuscript)) if letter in wanted]
        found = Places(manuscript).find("body", spans, 1)
        if not at:
            assert found is None
        else:
            assert found is not None
            assert (found.start, found.start + found.length) == (at[0], at[-1] + 1)


def test_what_undo_puts_back_beside_what_stayed_belongs_to_it():
    manuscript, _ = written(1)
    manuscript.splice("body", 0, manuscript.document.length("body"), "one two three")
    spans = list(manuscript.spans("body"))
    gone, _ = manuscript.splice("body", 0, 4, "")
    assert Places(manuscript).find("body", spans, 1)[1:] == (0, 9)  # type: ignore[index]
    _, put = manuscript.splice("body", 0, 0, "one ")
    assert isinstance(put, Span)
    manuscript.declare(put, gone)
    assert Places(manuscript).find("body", spans, 1)[1:] == (0, 13)  # type: ignore[index]
