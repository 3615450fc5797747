"""One person's desktop in a shared newsroom, as a test moves it."""

from __future__ import annotations

from pathlib import Path

from db import reading
from db.bureau.bureau import Bureau
from db.bureau.writing import BureauSession
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.manuscript.store import load
from db.newsroom import Newsroom


class Desk:
    """One person's computer: it is in touch with the newsroom only when `meets` is called."""

    def __init__(self, house, name: str, folder: Path) -> None:
        self.newsroom: Newsroom = house[name]
        self.folder = folder
        self.bureau = Bureau(folder)
        self.bureau.come_in(self.newsroom)
        self._open: dict[str, BureauSession] = {}

    def keep(self, article: str) -> None:
        self.bureau.keep(self.newsroom, article)

    def on(self, article: str) -> BureauSession:
        if article not in self._open:
            self._open[article] = BureauSession.open_in(self.bureau, article)
        return self._open[article]

    def write(self, article: str, place: int, words: str, part: str = "body") -> None:
        self.on(article).splice(part, place, 0, words)
        self.on(article).flush()

    def meets(self) -> None:
        self.bureau.exchange(self.newsroom)
        for session in self._open.values():
            session.refresh()

    def starts_again(self) -> None:
        """As after a crash: nothing is left but the files."""
        self.bureau.close()
        self.bureau = Bureau(self.folder)
        self._open = {}


def text(newsroom: Newsroom, article: str) -> str:
    with newsroom.read() as session:
        return reading.text_at(session, article)


def authors(newsroom: Newsroom, article: str, part: str = "body") -> list[tuple[str, str, str]]:
    with newsroom.read() as session:
        names = {p.id: p.name for p in reading.contributors(session)}
        found, said, at = load(session, article), [], 0
        for run in found.authors(part):
            words = found.text(part)[at : at + run.length]
            said.append((words, names[run.contributor], str(run.origin)))
            at += run.length
        return said


def sound(house) -> None:
    found = verify(house["Cleo"], texts=True)
    assert (found.ok, found.why) == (True, ""), found
    assert not (wrong := examine(house["Cleo"])), wrong
