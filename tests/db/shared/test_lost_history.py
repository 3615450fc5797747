"""A newsroom that lost what somebody saw: it is named, and every word comes back."""

from __future__ import annotations

import random
from pathlib import Path

import psycopg
import pytest
from bureau_desk import Desk, authors, sound, text
from house import House

from db.acts import moving
from db.acts.writing import new_article, write_text
from db.bureau.history import HistoryLost, accept_history
from db.newsroom import data_version
from db.refusal import Refused


@pytest.fixture
def article(house) -> str:
    made = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    write_text(house["Rhea"], "Rhea", made, "The bridge is shut.\n\nনদী শান্ত।")
    return made


@pytest.fixture(autouse=True)
def _asks_at_once(monkeypatch) -> None:
    monkeypatch.setattr("db.storage.postgresql.IDLE", 0.0)  # our own lines are cut, too


def backed_up(house, desk, article) -> tuple[Desk, Desk]:
    """Rhea's and Edda's desktops keep the piece and have met the newsroom; then it is backed up."""
    both = desk("Rhea"), desk("Edda")
    for one in both:
        one.keep(article)
        one.meets()
    house.back_up()
    return both


def test_a_newsroom_that_lost_history_gets_nothing_until_the_ceo_decides(house, desk, article):
    rhea, edda = backed_up(house, desk, article)
    rhea.write(article, 0, "Sent. ")
    rhea.meets()
    edda.meets()
    edda.write(article, 0, "Edda's. ")
    edda.meets()
    rhea.meets()
    house.put_back()
    rhea.write(article, 0, "Not sent. ")
    for one in (rhea, edda):
        with pytest.raises(HistoryLost) as found:
            one.meets()
        assert "touch" in str(found.value) and found.value.refusal.rule == "append-only"
    assert "Not sent" not in text(house["Cleo"], article)
    with pytest.raises(Refused):
        accept_history(house["Edda"], "Edda", 1, b"x", "I want to")
    lost = rhea.bureau.outbox.seen()
    accept_history(house["Cleo"], "Cleo", lost.seq, lost.hash, "a backup was restored")
    for _ in range(3):
        rhea.meets()
        edda.meets()
    # Words that the backup did not have come from the computers that wrote them.
    body = text(house["Cleo"], article)
    assert body.startswith("Not sent. ") and "Sent. The bridge" in body and "Edda's. " in body
    assert rhea.on(article).text("body") == edda.on(article).text("body") == body
    assert list(rhea.folder.glob("before-touch-*.sqlite"))
    sound(house)
    # The decision of then says nothing about the next loss.
    rhea.write(article, 0, "More. ")
    rhea.meets()
    with psycopg.connect(house.url, autocommit=True) as admin:
        admin.execute("SET search_path = newsroom; SET session_replication_role = replica")
        (head,) = admin.execute("SELECT max(seq) FROM touch").fetchone()
        admin.execute("DELETE FROM content WHERE seq = %s", [head])
        admin.execute("DELETE FROM touch WHERE seq = %s", [head])
    with pytest.raises(HistoryLost):
        rhea.meets()


def test_words_that_arrived_and_were_lost_before_anybody_looked_are_named_and_come_back(
    house, desk, article
):
    rhea, edda = backed_up(house, desk, article)
    rhea.write(article, 0, "Arrived. ")
    assert rhea.bureau.send(rhea.newsroom) == 1 and rhea.bureau.waiting() == (0, 0)
    house.put_back()
    with pytest.raises(HistoryLost):
        rhea.meets()
    edda.write(article, 0, "Edda's. ")
    edda.meets()  # saw nothing that is gone
    lost = rhea.bureau.outbox.seen()
    accept_history(house["Cleo"], "Cleo", lost.seq, lost.hash, "a backup was restored")
    for one in (rhea, edda, rhea):
        one.meets()
    body = text(house["Cleo"], article)
    assert body.count("Arrived. ") == body.count("Edda's. ") == 1
    assert rhea.on(article).text("body") == edda.on(article).text("body") == body
    sound(house)


@pytest.mark.parametrize("kind", ["text", "proposed", "source.named", "article.made"])
def test_nothing_at_all_is_sent_to_a_newsroom_that_lost_history(house, desk, article, kind):
    rhea = desk("Rhea")
    rhea.keep(article)
    if kind == "proposed":
        moving.submit(house["Edda"], "Edda", article)
    rhea.meets()
    house.back_up()
    rhea.write(article, 0, "Seen. ")
    rhea.meets()
    house.put_back()
    if kind == "article.made":
        rhea.bureau.begin_piece("en")
    elif kind == "source.named":
        session = rhea.on(article)
        paste = session.paste("body", 0, 0, "From elsewhere. ", None)
        session.name_source(paste, "a letter")
    else:
        rhea.write(article, 0, "Not sent. ")
    with house["Cleo"].read() as session:
        there = data_version(session)
    waiting = rhea.bureau.waiting()
    with pytest.raises(HistoryLost):
        rhea.bureau.send(rhea.newsroom)
    with house["Cleo"].read() as session:
        assert data_version(session) == there
    assert rhea.bureau.waiting() == waiting and waiting[0] and not waiting[1]


class Days:
    """Three people write unique words into one piece while their computers, the network and the
    server fail as they like; `wrote` says whose each word is."""

    PEOPLE = ("Edda", "Egon", "Cleo")

    def __init__(self, house: House, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.house = house
        self.article = str(new_article(house["Edda"], "Edda", f"Days {seed}").article)
        moving.submit(house["Edda"], "Edda", self.article)
        self.desks = {name: Desk(house, name, folder / name) for name in self.PEOPLE}
        for desk in self.desks.values():
            desk.keep(self.article)
            desk.meets()
        self.wrote: dict[str, str] = {}
        self.losses = 0
        house.back_up()

    def step(self) -> None:
        name = self.random.choice(self.PEOPLE)
        acts = ("write",) * 8 + ("meet",) * 5 + ("send", "crash", "keep", "lose", "decide")
        getattr(self, f"_{self.random.choice(acts)}")(name, self.desks[name])

    def _write(self, name: str, desk: Desk) -> None:
        word = f"{name}{len(self.wrote)} "
        self.wrote[word] = name
        body = desk.on(self.article).text("body")
        places = [0, *(n + 1 for n, letter in enumerate(body) if letter == " ")]
        desk.write(self.article, self.random.choice(places), word)

    def _meet(self, _name: str, desk: Desk) -> bool:
        """Whether the newsroom has all that this desktop saw."""
        try:
            desk.meets()
        except HistoryLost:
            return False
        return True

    def _send(self, _name: str, desk: Desk) -> None:
        """The computer goes down after its words went, and before it looks."""
        try:
            desk.bureau.send(desk.newsroom)
        except HistoryLost:
            return
        desk.starts_again()

    def _crash(self, _name: str, desk: Desk) -> None:
        desk.starts_again()

    def _keep(self, _name: str, _desk: Desk) -> None:
        self.house.back_up()

    def _lose(self, _name: str, _desk: Desk) -> None:
        self.losses += 1
        self.house.put_back()

    def _decide(self, name: str, desk: Desk) -> None:
        if not self._meet(name, desk):
            seen = desk.bureau.outbox.seen()
            accept_history(self.house["Cleo"], "Cleo", seen.seq, seen.hash, "a backup was restored")

    def finish(self) -> None:
        """Everybody meets the newsroom until nobody has anything to bring or to hear."""
        for _ in range(len(self.wrote) + 5):
            for name, desk in self.desks.items():
                self._decide(name, desk)
            bureaus = [desk.bureau for desk in self.desks.values()]
            if len({one.newest(self.article) for one in bureaus}) == 1 and all(
                one.waiting() == (0, 0) for one in bureaus
            ):
                return
        raise AssertionError([one.waiting() for one in bureaus])


@pytest.mark.parametrize("seed", range(4))
def test_no_word_is_lost_or_doubled_whenever_the_server_loses_its_end(house, tmp_path, share, seed):
    for n in range(share(20)):
        days = Days(house, tmp_path / str(n), 100 * n + seed)
        for _ in range(60):
            days.step()
        days.finish()
        body = text(house["Cleo"], days.article)
        assert sorted(body.split()) == sorted(word.strip() for word in days.wrote)
        for words, who, _origin in authors(house["Cleo"], days.article):
            assert all(days.wrote[f"{word} "] == who for word in words.split())
        for desk in days.desks.values():
            assert desk.on(days.article).text("body") == body
            desk.bureau.close()
        sound(house)
