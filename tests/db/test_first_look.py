"""The first look at a newsroom's file tells what the newsroom itself tells."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from db import reading
from db.acts import commenting
from db.acts.deciding import accept
from db.acts.founding import make_newsroom
from db.acts.moving import submit
from db.acts.signing import agree, sign_off
from db.acts.writing import new_article, write_text
from db.first_look import first_look
from db.ledger.doctor import examine
from db.newsroom import Newsroom
from desktop.sample import add_sample

ROOT = Path(__file__).parents[2]
STATES = ("draft", "edit", "published", "spiked", "withdrawn", None)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return make_newsroom(tmp_path / "n.colophon", ceo="Sample CEO")


def compare(newsroom: Newsroom) -> None:
    look = first_look(newsroom.path, STATES, 5)
    assert look is not None
    with newsroom.read() as session:
        for state in STATES:
            page = reading.board_page(session, state=state, limit=5)
            assert look.cards[state] == page.rows
        assert look.counts == reading.counts(session)
        assert look.settings == reading.settings(session)
        people = [(p.id, p.name, p.kind, p.active) for p in reading.contributors(session)]
        assert list(look.people) == people


def test_the_first_look_is_what_the_newsroom_tells(newsroom):
    compare(newsroom)
    add_sample(newsroom)
    compare(newsroom)


def test_what_is_no_newsroom_is_not_looked_at(tmp_path, newsroom):
    file = tmp_path / "words"
    file.write_text("no database")
    assert first_look(file, STATES, 5) is None
    assert first_look(tmp_path, STATES, 5) is None
    assert first_look(tmp_path / "nothing", STATES, 5) is None
    assert not (tmp_path / "nothing").exists()


def test_it_needs_no_sqlalchemy(newsroom):
    script = (
        "import sys; from pathlib import Path; from db.first_look import first_look\n"
        f"assert first_look(Path({str(newsroom.path)!r}), (None,), 5) is not None\n"
        "sys.exit('sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == 0


def test_a_piece_that_waits_for_somebody_elses_word_says_so(room):
    article = str(new_article(room, "Edda", "Ships").article)
    write_text(room, "Edda", article, "They came on Monday.")
    submit(room, "Edda", article)
    accept(room, "Egon", article)
    sign_off(room, "Edda", article, examined="All", facts="Asked", responsible="Edda")
    with room.read() as session:
        (card,) = reading.board_page(session, state="edit").rows
        (check,) = [c for c in reading.checks(session, article) if c.check == "agree"]
    assert card.signed_off and card.to_agree
    assert "“They came on Monday.”" in check.detail
    compare(room)
    agree(room, "Rhea", article)
    with room.read() as session:
        (card,) = reading.board_page(session, state="edit").rows
    assert card.signed_off and not card.to_agree
    compare(room)


def test_who_is_called_by_name_sees_it_on_the_board_until_they_answer(room):
    article = str(new_article(room, "Rhea", "Ships").article)
    write_text(room, "Rhea", article, "They came on Monday.")
    called = commenting.comment(room, "Edda", article, "body", 0, 4, "Who, @Rhea?")[1]

    def sees(who):
        with room.read() as session:
            (card,) = reading.board_page(session, me=who).rows
            mine = reading.board_page(session, me=who, called=True).rows
        look = first_look(room.path, (None,), 5, who)
        assert look.cards[None] == (card,) and bool(mine) == card.called
        return card.called

    assert sees("Rhea") and not sees("Edda") and not sees("Nobody")
    commenting.reply(room, "Rhea", article, called, "Three of them. Enough, @Edda?")
    assert not sees("Rhea") and sees("Edda")
    commenting.resolve(room, "Egon", article, called)
    assert not sees("Edda")
    assert examine(room) == []
