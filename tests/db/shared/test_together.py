"""The acts end to end on a shared newsroom, each by a login of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from db import reading
from db.acts import deciding, moving, signing
from db.acts.publishing import publish
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine


def test_a_piece_from_its_first_word_to_its_publication(house):
    rhea, edda = house["Rhea"], house["Edda"]
    article = str(new_article(rhea, "Rhea", "Bridge reopens").article)
    write_text(rhea, "Rhea", article, "Here – ", part="dateline")
    write_text(rhea, "Rhea", article, "The bridge reopened on Monday. সেতু খুলেছে।")
    moving.submit(rhea, "Rhea", article)
    deciding.accept(edda, "Edda", article)
    signing.sign_off(edda, "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip
    publish(edda, "Edda", article)
    for name in ("Fay", "Cleo"):
        with house[name].read() as session:
            assert reading.text_at(session, article) == "The bridge reopened on Monday. সেতু খুলেছে।"
            (card,) = reading.board_page(session).rows
            assert (card.state, card.version) == ("published", 1)
    found = verify(house["Cleo"], texts=True)
    assert found.ok, found.why
    assert examine(house["Cleo"]) == []


def test_many_write_at_once_and_none_is_lost(house):
    shared = str(new_article(house["Edda"], "Edda", "Ours").article)
    moving.submit(house["Edda"], "Edda", shared)
    people = ("Rhea", "Fay", "Edda", "Egon")

    def work(name: str) -> list[str]:
        made = []
        for n in range(6):
            article = str(new_article(house[name], name, f"{name} {n}").article)
            write_text(house[name], name, article, f"{name} wrote line {n}.")
            if name in ("Edda", "Egon"):
                with house[name].read() as session:
                    text = reading.text_at(session, shared)
                write_text(house[name], name, shared, f"{text}{name} {n}\n")
            made.append(article)
        return made

    for name in people:  # opened here: what is made in a thread is not shared by the fixture
        assert house[name].shared
    with ThreadPoolExecutor(len(people)) as pool:
        made = [article for articles in pool.map(work, people) for article in articles]
    with house["Cleo"].read() as session:
        there = {card.id for card in reading.board_page(session, limit=200).rows}
    assert set(made) | {shared} == there
    found = verify(house["Cleo"], texts=True)
    assert found.ok, found.why
    assert examine(house["Cleo"]) == []
