"""Two at once on one article, in two processes: one writes while the other reviews."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from db import reading
from db.acts.deciding import accept, reject
from db.acts.moving import submit
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.refusal import Refused

ROOT = Path(__file__).parents[3]
TYPIST = ROOT / "tests/db/typist.py"
DECISIONS = 120


@pytest.mark.parametrize("writer", ["Rhea", "Cleo"])
def test_no_word_is_lost_or_approved_unseen(room, share, writer):
    """A reporter's words are proposals meanwhile; the CEO's go into the text."""
    article = str(new_article(room, "Rhea", "Together").article)
    write_text(room, "Rhea", article, "It began on Monday. ")
    submit(room, "Rhea", article)
    accept(room, "Edda", article)
    typing = subprocess.Popen(
        [sys.executable, str(TYPIST), str(room.path), article, "7", writer, "0.3"],
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
    )  # fmt: skip
    assert typing.stdout is not None
    said = seen = ""
    decided = 0
    for looked, line in enumerate(typing.stdout):
        said = line
        if decided == max(6, share(DECISIONS)) or looked == 4 * DECISIONS:
            break
        with room.read() as session:
            found = reading.changes(session, article).changes
        if not found:
            continue
        try:
            # Rejecting would take the typist's own words from under it: every third time only.
            act = reject if decided % 3 == 2 and writer == "Cleo" else accept
            done = act(room, "Edda", article, keys=[change.key for change in found])
        except Refused as refused:  # it moved on since it was looked at
            assert refused.refusal.rule == "conflict"
            continue
        decided += 1
        with room.read() as session:
            touch = next(t for t in reading.history(session, article) if t.seq == done.seq)
        if act is accept:
            words = sorted(edit[3] for edit in touch.payload["edits"])
            assert "".join(words) == "".join(sorted(change.inserted for change in found))
            seen += "".join(change.inserted for change in found)
    typing.kill()
    rest, _ = typing.communicate()
    said = (rest.rpartition("\n")[0] or said).strip().rpartition("\n")[2]
    length = int(said.split()[0]) if said else 0
    if changes_left(room, article):
        accept(room, "Edda", article)
    with room.read() as session:
        text = reading.text_at(session, article)
    assert text.startswith("It began on Monday. ")
    if writer == "Rhea":  # nothing of hers was rejected: all that was acknowledged is here
        assert len(text) >= length > 20
    assert seen
    assert examine(room) == []
    assert verify(room, texts=True).ok


def changes_left(room, article) -> bool:
    with room.read() as session:
        return bool(reading.changes(session, article).changes)
