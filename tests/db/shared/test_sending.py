"""Rows of text sent in one call leave what the acts leave, and are refused what the acts are."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import select

from db import reading
from db.acts.edits import Waiting
from db.acts.recording import index_later
from db.acts.sending import Beside, send_rows
from db.acts.settings import change_setting
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.manuscript.pen import Pen
from db.manuscript.store import load
from db.models.article import Article
from db.models.touch import Head
from db.newsroom import data_version
from db.refusal import Refused
from db.storage.speech import speaker
from db.terms import Origin, new_id


class Desk:
    """Somebody's open text, whose rows are sent by hand."""

    def __init__(self, newsroom, article: str) -> None:
        self.newsroom, self.article = newsroom, article
        with newsroom.read() as session:
            self.me = str(speaker(session))
            self.manuscript = load(session, article)
            self.beside = Beside.read(session, article)
        self.pen = Pen(self.manuscript, self.me, self.me, Origin.TYPED)

    def typed(self, words: str) -> Waiting:
        self.pen.splice("body", self.manuscript.document.length("body"), 0, words)
        return Waiting(new_id(), *self.pen.row())

    def send(self, *rows: Waiting, last: tuple[int, bytes] = (0, b"")) -> list[int] | None:
        found = send_rows(self.newsroom, self.me, self.manuscript, rows, self.beside, last)
        return found and found.numbers


@pytest.fixture
def draft(house) -> str:
    made = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    write_text(house["Rhea"], "Rhea", made, "The bridge. ")
    return made


@contextmanager
def nothing_new(newsroom):
    with newsroom.read() as session:
        before = data_version(session)
    yield
    with newsroom.read() as session:
        assert data_version(session) == before


def test_rows_sent_at_once_leave_what_the_acts_leave(house, draft):
    desk = Desk(house["Rhea"], draft)
    first = desk.send(desk.typed("It is "), desk.typed("shut. সেতু"))
    second = desk.send(desk.typed(" বন্ধ।"))
    assert first is not None and second == [first[-1] + 1]
    index_later(house["Rhea"], draft)
    with house["Edda"].read() as session:
        piece = session.get_one(Article, draft)
        assert (piece.text_seq, piece.words, piece.undecided) == (second[0], 7, True)
        assert piece.shares == {"reporter": 1.0} and piece.headline == "Bridge"
        assert reading.text_at(session, draft) == "The bridge. It is shut. সেতু বন্ধ।"
    assert verify(house["Cleo"], texts=True).ok
    assert examine(house["Cleo"]) == []


def test_a_row_sent_twice_is_one_touch(house, draft):
    desk = Desk(house["Rhea"], draft)
    rows = [desk.typed("It is "), desk.typed("shut.")]
    seen = desk.beside.seen
    sent = desk.send(*rows)
    desk.beside.seen = seen  # as if no answer had come
    rows.append(desk.typed(" All day."))
    again = desk.send(*rows)
    assert again[:2] == sent and again[2] == sent[1] + 1
    desk.beside.seen = seen
    with nothing_new(house["Rhea"]):
        assert desk.send(*rows) == again
    assert examine(house["Cleo"]) == []


def test_what_others_wrote_meanwhile_is_taken_in_first(house, draft):
    desk = Desk(house["Rhea"], draft)
    write_text(house["Edda"], "Edda", draft, "The bridge. Open! ")
    with nothing_new(house["Rhea"]):
        assert desk.send(desk.typed("It is shut.")) is None
    desk = Desk(house["Rhea"], draft)
    assert desk.send(desk.typed("It is shut."))
    assert examine(house["Cleo"]) == []


def test_rows_go_only_to_a_newsroom_that_has_what_was_seen(house, draft):
    desk = Desk(house["Rhea"], draft)
    row = desk.typed("It is shut.")
    with house["Rhea"].read() as session:
        seen = session.execute(select(Head.seq, Head.hash)).one()
    for other in ((seen.seq, b"another"), (seen.seq + 1, seen.hash), (seen.seq - 1, seen.hash)):
        with nothing_new(house["Rhea"]):
            assert desk.send(row, last=other) is None
    assert desk.send(row, last=tuple(seen)) == [seen.seq + 1]


def test_the_rules_hold_as_for_the_acts(house, draft):
    for name, rule in (("Fay", "who-may"), ("Edda", "who-may")):
        desk = Desk(house[name], draft)
        if name == "Edda":
            desk.me = Desk(house["Rhea"], draft).me
        with nothing_new(house["Rhea"]), pytest.raises(Refused) as refused:
            desk.send(desk.typed("Mine. "))
        assert refused.value.refusal.rule == rule
    desk = Desk(house["Rhea"], draft)
    rows = [desk.typed("It is "), desk.typed("shut.")]
    rows[1].payload["start"] = rows[1].payload["end"]
    rows[1].payload["peer"] = 7
    with nothing_new(house["Rhea"]), pytest.raises(Refused, match="new peer"):
        desk.send(*rows)
    change_setting(house["Cleo"], "Cleo", "language", "bn")  # the connection is good for more
    assert examine(house["Cleo"]) == []


def test_a_connection_that_is_cut_is_one_sentence_and_the_next_try_works(house, draft):
    desk = Desk(house["Rhea"], draft)
    assert desk.send(desk.typed("It is "))
    rows = [desk.typed("shut.")]
    with house.raw() as admin:
        admin.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                      " WHERE usename = %s", [house.login("Rhea")])  # fmt: skip
    with pytest.raises(Refused) as refused:
        desk.send(*rows)
    assert refused.value.refusal.rule == "offline"
    assert desk.send(*rows)
    assert examine(house["Cleo"]) == []
