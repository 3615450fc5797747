"""Three people write in one piece, each on a computer that meets the newsroom now and then, and
crashes now and then: every character's author is right, and all read the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from db import reading
from db.acts.writing import assign, new_article, restore
from db.bureau.bureau import Bureau
from db.bureau.writing import BureauSession
from db.ledger.audit import verify
from db.ledger.doctor import examine

sys.path.insert(0, str(Path(__file__).parents[1] / "manuscript"))
from writers import PEOPLE, Round, _shown

ROUNDS = 100
SHARES = 5


class AwayRound(Round):
    """The same random session, with bureaus."""

    def __init__(self, house, folder: Path, seed: int) -> None:
        super().__init__(house["Cleo"], seed)
        self.house, self.folder = house, folder / str(seed)
        self.bureaus: dict[str, Bureau] = {}

    def open_all(self) -> None:
        self.article = str(new_article(self.house["Cleo"], "Cleo").article)
        assign(self.house["Edda"], "Edda", self.article, "Rhea")
        for name in PEOPLE:
            self.bureaus[name] = bureau = Bureau(self.folder / name)
            bureau.come_in(self.house[name])
            bureau.keep(self.house[name], self.article)
            self.sessions[name] = BureauSession.open_in(bureau, self.article)

    def _exchange(self, name: str) -> None:
        self.bureaus[name].exchange(self.house[name])

    def _save(self, name: str, session) -> None:
        session.flush()
        if self.random.random() < 0.4:
            self._exchange(name)
        elif self.random.random() < 0.1:
            self._crash(name)
            return
        session.refresh()

    def _crash(self, name: str) -> None:
        """What was saved is all that is left."""
        self.bureaus[name].close()
        self.bureaus[name] = Bureau(self.folder / name)
        self.sessions[name] = BureauSession.open_in(self.bureaus[name], self.article)

    def _look(self, name: str, session) -> None:
        self._exchange(name)
        _shown(session, session.refresh)

    def _back(self, name: str, session) -> None:
        session.flush()
        self._exchange(name)
        session.refresh()
        with self.newsroom.read() as reader:
            touches = reading.history(reader, self.article)
        restore(self.house[name], name, self.article, self.random.choice(touches).seq)

    def finish(self) -> None:
        for session in self.sessions.values():
            session.flush()
        for _ in range(2):
            for name in PEOPLE:
                self._exchange(name)
        for session in self.sessions.values():
            session.refresh()

    def close(self) -> None:
        for bureau in self.bureaus.values():
            bureau.close()


@pytest.mark.parametrize("first", range(SHARES))
def test_random_sessions_away_agree_with_who(house, tmp_path, share, first):
    for seed in range(first, share(ROUNDS), SHARES):
        one = AwayRound(house, tmp_path, seed)
        one.open_all()
        for _ in range(one.random.randint(20, 90)):
            one.step()
        one.finish()
        one.agrees(house["Cleo"])
        for bureau in one.bureaus.values():
            assert bureau.waiting() == (0, 0)
        one.close()
    assert verify(house["Cleo"], texts=True).ok
    assert examine(house["Cleo"]) == []
