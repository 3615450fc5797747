"""A newsroom moves from its file to a server: the same ledger, texts, authors, secrets."""

from __future__ import annotations

import pytest

from db import reading
from db.acts.joining import give_login
from db.acts.matters.opening import Complaint, open_matter
from db.acts.private_records import change_record
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.ledger.transferring import transfer
from db.matters import reading as matters
from db.newsroom import open_newsroom
from db.private_records import show
from db.refusal import Refused
from desktop.sample import add_sample
from tests.conftest import staffed

PASSWORD = "correct horse battery"


def runs(newsroom, article: str):
    with newsroom.read() as session:
        return [(r.length, r.contributor, r.origin) for r in reading.who(session, article)]


def test_a_sample_newsroom_moves_with_all_it_has(room, server, database):
    add_sample(room)
    with room.read() as session:
        cards = list(reading.board_page(session).rows)
    article = next(card.id for card in cards if card.state == "draft")
    open_matter(room, "Rhea", Complaint("legal", "Quellmark was wronged.", article=article))
    change_record(room, "Cleo", "Rhea", {"legal_name": "Rhea Quellmark"})
    before = verify(room, texts=True)
    made, ceo, after = transfer(room, database)
    assert (ceo, after.head, after.root, after.touches) == (
        "Cleo", before.head, before.root, before.touches
    )  # fmt: skip
    names = {"Cleo": f"cleo.m{database.rpartition('_')[2]}", "Rhea": f"rhea.m{database[-1]}"}
    give_login(made, "Cleo", "Cleo", names["Cleo"], PASSWORD)
    made.close()
    name = database.rpartition("/")[2]
    ceos = open_newsroom(server.url(name, names["Cleo"], PASSWORD.replace(" ", "%20")))
    give_login(ceos, "Cleo", "Rhea", names["Rhea"], PASSWORD)
    rhea = open_newsroom(server.url(name, names["Rhea"], PASSWORD.replace(" ", "%20")))
    assert examine(ceos) == [] and verify(ceos, texts=True).ok
    with ceos.read() as session:
        assert {c.id for c in reading.board_page(session).rows} == {c.id for c in cards}
        assert matters.whole(session, "Cleo", "E-0001").complaint == "Quellmark was wronged."
        assert show(session, "Cleo", "Rhea").fields["legal_name"] == "Rhea Quellmark"
    for card in cards:
        assert runs(rhea, card.id) == runs(room, card.id)
    with rhea.read() as session:
        assert type(matters.show(session, "Rhea", "E-0001")) is matters.Line
        word = cards[0].headline.split()[1]
        found = reading.board_page(session, search=word).rows
        assert cards[0].id in {card.id for card in found}
    made = next(card.id for card in cards if card.state == "published")
    with pytest.raises(Refused):
        write_text(rhea, "Rhea", made, "Not now.")
    rhea.close()
    ceos.close()


def test_a_database_that_is_not_empty_is_left_alone(room, server, database):
    transfer(room, database)[0].close()
    with pytest.raises(Refused, match="holds a newsroom already"):
        transfer(room, database)
    with pytest.raises(Refused, match="from a file on this computer"):
        transfer(room, "somewhere.colophon")


def test_an_encrypted_newsroom_moves_as_well(database, tmp_path):
    source = staffed(tmp_path / "locked.colophon", encrypted=True)
    article = str(new_article(source, "Rhea", "Ships").article)
    write_text(source, "Rhea", article, "They came on Monday.")
    before = verify(source, texts=True)
    made, _ceo, after = transfer(source, database)
    assert (after.head, after.touches) == (before.head, before.touches)
    made.close()
    source.close()
