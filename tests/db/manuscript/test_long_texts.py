"""Texts as long as a part may be: changed within seconds, and no longer."""

from __future__ import annotations

import pytest

from db import reading
from db.acts.words import LONGEST
from db.acts.writing import new_article, write_text
from db.manuscript import diff
from db.manuscript.store import load
from db.models.article import Snapshot
from db.refusal import Refused


def test_a_long_text_is_read_from_a_snapshot(room):
    article = str(new_article(room, "Rhea", "Long").article)
    words = "word " * 20_000
    write_text(room, "Rhea", article, words)
    with room.read() as session:
        snapshot = session.get_one(Snapshot, article)
        assert snapshot.seq == reading.history(session, article)[-1].seq
        assert load(session, article).text("body") == words
    _, inserted, deleted = write_text(room, "Rhea", article, words + "more")
    assert (inserted, deleted) == (4, 0)


def test_a_text_too_long_is_refused(room):
    article = str(new_article(room, "Rhea", "Long").article)
    with pytest.raises(Refused) as caught:
        write_text(room, "Rhea", article, "x" * (LONGEST + 1))
    assert caught.value.refusal.rule == "bad-input"


def test_texts_without_a_line_in_common_count_as_written_anew():
    """Comparing each line with each other would take gigabytes."""
    old, new = "".join(f"one {n}\n" for n in range(60_000)), "two\n" * 60_000
    (hunk,) = diff.words(old, new)
    whole = new[hunk.new : hunk.new + hunk.inserted]
    assert old[: hunk.old] + whole + old[hunk.old + hunk.removed :] == new
