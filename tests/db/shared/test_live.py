"""What one does in a shared newsroom is heard at once on every other desktop, and a notice that
anybody could send is a hint to look and nothing more."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.newsroom import Newsroom, data_version
from db.storage import listening
from db.storage.listening import Listener

SOON = 15


class Ear:
    """A listener, and what it was told: `hear()` waits for the next of it."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._told: queue.Queue[int | None] = queue.Queue()
        found = newsroom.listen(self._told.put)
        assert found is not None
        self.listener = found
        assert self.hear() is None and self.listener.live

    def hear(self) -> int | None:
        return self._told.get(timeout=SOON)

    def hear_of(self, touch: int) -> list[int]:
        """Wait until a touch was told of; what was told until then."""
        told = [self.hear()]
        while told[-1] is None or not touch <= told[-1] < 10**9:
            told.append(self.hear())
        return [one for one in told if one is not None]

    @property
    def silent(self) -> bool:
        return self._told.empty()


@pytest.fixture
def ear(house) -> Iterator[Ear]:
    """Edda's desktop listens."""
    made = Ear(house["Edda"])
    yield made
    made.listener.close()
    assert not listeners()


def listeners() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "listening"]


def head(newsroom: Newsroom) -> int:
    with newsroom.read() as session:
        return data_version(session)


def test_a_touch_of_another_login_is_heard_by_its_number(house, ear):
    article = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    assert ear.hear_of(head(house["Rhea"]))
    write_text(house["Rhea"], "Rhea", article, "সেতু খুলেছে।")
    assert ear.hear_of(head(house["Rhea"]))


def test_a_notice_says_ids_and_no_words(house):
    with house.raw("Fay") as raw:
        raw.execute("LISTEN touch")
        article = str(new_article(house["Rhea"], "Rhea", "Secret bridge").article)
        write_text(house["Rhea"], "Rhea", article, "Secret words.")
        last = head(house["Rhea"])
        told = []
        for notice in raw.notifies(timeout=SOON):
            told.append(notice.payload)
            if notice.payload.startswith(f"{last} "):
                break
    assert told and all(words.split(" ")[1:] == [article] for words in told)


def test_what_is_rolled_back_is_never_heard(house, ear):
    with house.raw("Rhea") as raw, pytest.raises(ZeroDivisionError), raw.transaction():
        raw.execute("SELECT pg_notify('touch', '5 A-0001')")
        raise ZeroDivisionError
    new_article(house["Rhea"], "Rhea", "Bridge")
    assert 5 not in ear.hear_of(head(house["Rhea"]))


@pytest.mark.parametrize(
    "words", ["", "7", "7 ", "-7 a", "0 a", "7 a\n8 b", "x y", "७ a", "9" * 19 + " a",
              "7 সেতু", "7 " + "a" * 201, "9" * 7000]
)  # fmt: skip
def test_a_malformed_notice_is_not_heard(house, ear, words):
    with house.raw("Fay") as raw:
        raw.execute("SELECT pg_notify('touch', %s)", [words])
        raw.execute("SELECT pg_notify('elsewhere', '7 a')")
    new_article(house["Rhea"], "Rhea", "Bridge")
    last = head(house["Rhea"])
    assert all(last - 3 < touch <= last for touch in ear.hear_of(last))


def test_a_flood_of_notices_is_heard_as_a_few_and_hides_nothing(house, ear):
    before = head(house["Rhea"])
    began = time.monotonic()
    with house.raw("Fay") as raw:
        raw.execute(
            "SELECT pg_notify('touch', (1000000000 + n) || ' x') FROM generate_series(1, 5000) n"
        )
        raw.execute(
            "SELECT pg_notify('touch', repeat('x', 4000) || n) FROM generate_series(1, 5000) n"
        )
    assert head(house["Rhea"]) == before
    new_article(house["Rhea"], "Rhea", "Bridge")
    told = ear.hear_of(head(house["Rhea"]))
    assert len(told) <= 2 + (time.monotonic() - began) / listening.PAUSE
    assert verify(house["Cleo"], texts=True).ok


def test_after_its_line_was_cut_it_listens_again(house, ear):
    with house.raw() as admin:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN touch%'"
        assert admin.execute(cut).fetchall() == [(True,)]
    assert ear.hear() is None  # the line went: look oneself
    assert ear.hear() is None  # and came: something may have been missed
    assert ear.listener.live
    new_article(house["Rhea"], "Rhea", "Bridge")
    assert ear.hear_of(head(house["Rhea"]))


def test_a_line_that_is_silent_is_tried_and_kept(house, monkeypatch):
    monkeypatch.setattr(listening, "QUIET", 0.01)
    ear = Ear(house["Edda"])
    with house.raw() as admin:
        asked = "SELECT max(query_start) FROM pg_stat_activity WHERE query LIKE 'LISTEN touch%'"
        (first,) = admin.execute(asked).fetchone()
        while admin.execute(asked).fetchone() == (first,):
            pass
    assert ear.silent and ear.listener.live
    ear.listener.close()


def test_a_server_that_is_away_is_tried_with_growing_pauses(monkeypatch):
    monkeypatch.setattr(listening, "SHORTEST", 0.001)
    monkeypatch.setattr(listening, "LONGEST", 0.004)
    pauses: queue.Queue[float] = queue.Queue()
    wait = Listener._wait

    def noted(self, line, events, seconds):
        if line is None:
            pauses.put(seconds)
        return wait(self, line, events, seconds)

    monkeypatch.setattr(Listener, "_wait", noted)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        listener = Listener(f"host=127.0.0.1 port={taken.getsockname()[1]} dbname=x", print)
        assert [pauses.get(timeout=SOON) for _ in range(4)] == [0.001, 0.002, 0.004, 0.004]
        assert not listener.live
        listener.close()
    assert not listeners()


def test_it_is_closed_at_once_also_while_nobody_answers():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        listener = Listener(f"host=127.0.0.1 port={mute.getsockname()[1]} dbname=x", print)
        mute.accept()[0].close()  # the next try is left without an answer
        began = time.monotonic()
        listener.close()
        listener.close()
        assert time.monotonic() - began < 1
    assert not listeners()


def test_a_newsroom_that_closes_ends_its_listeners_and_a_file_has_none(house, room):
    Ear(house["Egon"])
    house["Egon"].close()
    assert not listeners()
    assert room.listen(print) is None
