"""Rows written with every trigger dropped: they open nothing, and the doctor names them."""

from __future__ import annotations

import json
import sqlite3

import pytest

from db import reading
from db.acts import deciding, moving, signing
from db.acts.publishing import publish
from db.acts.writing import new_article, write_text
from db.ledger.doctor import examine
from db.manuscript.store import keep_snapshot, load
from db.refusal import Refused


def forge(room, *statements: str) -> None:
    """Run SQL on the newsroom's file, with nothing that refuses it."""
    raw = sqlite3.connect(room.path)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        assert raw.execute(statement).rowcount > 0, statement
    raw.commit()
    raw.close()


def submitted(room, by: str, author: str | None = None) -> str:
    article = str(new_article(room, by, "A headline").article)
    write_text(room, by, article, "Here – ", part="dateline")
    write_text(room, by, article, "Somebody wrote this.", author=author)
    moving.submit(room, by, article)
    return article


def signed(room, article: str) -> None:
    signing.sign_off(room, "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip


def refused_by_the_record(room, article: str) -> None:
    with pytest.raises(Refused, match="do not follow from its record") as caught:
        publish(room, "Egon", article)
    assert caught.value.refusal.rule == "gate"
    assert any("altered" not in problem for problem in examine(room))


def test_changes_that_look_decided(room):
    article = submitted(room, "Rhea")
    with room.read() as session:
        text = reading.manuscript(session, article)
        rows = [
            f"INSERT INTO approved VALUES ('{article}', '{part}', '{text.text(part)}',"
            f" '{json.dumps([list(span) for span in text.spans(part)])}')"
            for part in text.parts()
        ]
    forge(room, *rows, f"UPDATE article SET undecided = 0 WHERE id = '{article}'")
    signed(room, article)
    refused_by_the_record(room, article)


def test_a_sign_off_that_looks_valid_again(room):
    article = submitted(room, "Rhea")
    deciding.accept(room, "Edda", article)
    signed(room, article)
    write_text(room, "Egon", article, "Somebody wrote this!")
    deciding.reject(room, "Edda", article)
    forge(room, f"UPDATE article SET text_seq = 1, decided_seq = 1 WHERE id = '{article}'")
    refused_by_the_record(room, article)


def test_somebody_elses_acceptance(room):
    article = submitted(room, "Edda", author="Lumen")
    deciding.accept(room, "Edda", article)
    forge(room, "UPDATE acceptance SET contributor ="
          " (SELECT id FROM contributor WHERE name = 'Egon')")  # fmt: skip
    signed(room, article)
    signing.agree(room, "Fay", article)
    refused_by_the_record(room, article)


def test_words_that_look_like_anothers_in_the_cache(room):
    article = submitted(room, "Edda")
    deciding.accept(room, "Edda", article)
    with room.write() as session:
        text = load(session, article)
        keep_snapshot(session, article, text, text.rows[-1][0])
        rhea = reading.contributor(session, "Rhea").id
        edda = reading.contributor(session, "Edda").id
    signed(room, article)
    forge(room, f"UPDATE snapshot SET state = replace(state, '{edda}', '{rhea}')")
    with room.read() as session:
        assert {run.contributor for run in reading.who(session, article)} == {"Rhea"}
    with pytest.raises(Refused) as caught:
        publish(room, "Egon", article)
    assert caught.value.refusal.rule in ("four-eyes", "gate")
    assert any(problem.startswith("snapshot") for problem in examine(room))
    assert any(problem.startswith("snapshot") for problem in examine(room, rebuild=True))
    assert examine(room) == []
    with room.read() as session:
        assert {run.contributor for run in reading.who(session, article)} == {"Edda"}
