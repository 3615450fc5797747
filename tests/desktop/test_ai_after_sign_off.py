"""After a sign-off an AI alters one sentence: the new version waits, and then carries the label."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import reading
from db.acts.asking import Edit, keep_answer
from db.acts.deciding import accept
from db.acts.moving import correct, submit
from db.acts.publishing import publish
from db.acts.signing import agree, sign_off
from db.acts.writing import new_article, write_text
from db.refusal import Refused
from desktop.exporters.writing import FORMATS
from desktop.finishing import export_files
from desktop.receipts.verifying import verify_file

TEXT = "The ferries ran again on Monday. Forty people waited at the quay."
ALTERED = "Some forty passengers stood waiting at the quay."


def sign(room, article: str, **more: object) -> None:
    sign_off(room, "Edda", article, examined="All of it", facts="Asked twice", responsible="Edda",
             ticked="all", **more)  # fmt: skip


def exported(room, article: str, folder: Path):
    folder.mkdir()
    return export_files(room, "Edda", [article], list(FORMATS), folder)


def test_an_ais_sentence_closes_the_gate_and_then_shows_its_label(room, tmp_path: Path):
    article = str(new_article(room, "Rhea", "Ferries").article)
    for part, words in (("headline", "Ferries run"), ("dateline", "Dhaka – "), ("body", TEXT)):
        write_text(room, "Rhea", article, words, part=part)
    submit(room, "Rhea", article)
    accept(room, "Edda", article)
    sign(room, article)
    publish(room, "Edda", article)
    first = exported(room, article, tmp_path / "first")
    assert not any(file.ai_label for file in first)

    correct(room, "Edda", article)
    write_text(room, "Egon", article, "One sentence was said better.", part="notice")
    accept(room, "Edda", article)
    sign(room, article)
    with room.read() as session:
        before = reading.article(session, article)
        at = reading.history(session, article)[-1].seq
    assert before.signed_off
    start = TEXT.index("Forty")
    edit = Edit("body", start, len(TEXT) - start, ALTERED)
    keep_answer(room, "Edda", article, model="Lumen", at=at, edits=[edit],
                said={"task": "plain language"})  # fmt: skip
    accept(room, "Edda", article)  # asked for and taken in by one and the same person
    with pytest.raises(Refused) as refused:
        publish(room, "Edda", article)
    assert refused.value.refusal.rule in ("gate", "four-eyes")
    assert "passengers" in str(refused.value) and "Edda" in str(refused.value)
    for file in exported(room, article, tmp_path / "meanwhile"):
        # The last version still leaves, byte for byte; the new one in no format.
        assert ALTERED not in file.path.read_text("utf-8", "ignore")
        same = next(one for one in first if one.format == file.format)
        assert file.path.read_bytes() == same.path.read_bytes()

    sign(room, article, exception=False)
    agree(room, "Egon", article)  # an AI's words are the asker's own: another vouches for them
    publish(room, "Edda", article)
    second = exported(room, article, tmp_path / "second")
    assert [file.format for file in second] == list(FORMATS)
    assert all(file.ai_label for file in second)
    assert all(verify_file(file.path, newsroom=room).ok for file in second)
    with room.read() as session:
        runs = reading.who(session, article)
        text = reading.text_at(session, article)
        told = reading.history(session, article)
    words = {text[r.start : r.start + r.length]: r.contributor for r in runs}
    assert words[ALTERED] == "Lumen"
    asked = next(touch for touch in told if touch.kind == "ai.asked")
    taken = next(t for t in told if t.kind == "accepted" and t.payload["proposals"])
    assert (asked.by, taken.by, asked.payload["task"]) == ("Edda", "Edda", "plain language")
    assert taken.payload["proposals"] == asked.payload["peers"]
