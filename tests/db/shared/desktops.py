"""Desktops without windows, each in a process of its own, and what must hold once they are through."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from house import House
from proxy import Proxy

from db import reading
from db.bureau.bureau import Bureau
from db.bureau.writing import BureauSession
from db.ledger.audit import verify
from db.ledger.doctor import examine

SCRIPT = Path(__file__).with_name("away_desk.py")
#: Editors and the CEO: all of them may write in a piece in edit.
PEOPLE = ("Edda", "Egon", "Cleo")
#: More rows than any test waits for: it says when it is enough.
MANY = 10_000


class Desktop:
    """One process that writes; `end()` waits until it is through. `said` is what it said by now."""

    started: ClassVar[list[Desktop]] = []

    def __init__(self, folder: Path, url: str, article: str, word: str, rows: int,
                 pause: float = 0.05, **more) -> None:  # fmt: skip
        self.folder, self.word = folder, word
        command = [sys.executable, str(SCRIPT), str(folder), article, word, str(rows), str(pause)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "COLOPHON_TEST_URL": url, "COLOPHON_KEYS": "memory"}, **more,
        )  # fmt: skip
        self.said: list[str] = []
        self._writes = True
        self._says = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.started.append(self)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._says:
                self.said.append(line.removesuffix("\n"))
                self._says.notify_all()

    def begin(self) -> None:
        self._wait_until("ready", 1)
        self._say("go")

    def enough(self) -> None:
        """Let it write no more, and go when all is sent."""
        if self._writes:
            self._writes = False
            self._say("enough")

    def _say(self, words: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def wait_for(self, what: str, more: int = 1) -> None:
        """Wait until it says so many lines more that begin so."""
        self._wait_until(what, self._count(what) + more)

    def _wait_until(self, what: str, wanted: int) -> None:
        with self._says:
            said = self._says.wait_for(lambda: self._count(what) >= wanted, 60)
            assert said, (what, self.said)

    def _count(self, what: str) -> int:
        return sum(said.startswith(what) for said in list(self.said))

    def wait_for_words(self, more: int) -> None:
        """Wait until so many words more are safe."""
        self.wait_for(f"{self.word}-", more)

    def kill(self) -> None:
        """Kill it with -9; what it had said is known."""
        self.process.kill()
        self._let_go()

    def end(self) -> str:
        """Wait; how it ended."""
        assert self.process.wait(180) == 0
        self._let_go()
        return self.said[-1]

    def _let_go(self) -> None:
        self.process.wait(60)
        self._reader.join(60)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            pipe.close()

    @property
    def safe(self) -> list[str]:
        """The words it said were safe."""
        return [said for said in self.said if said.startswith(f"{self.word}-")]

    @classmethod
    def end_all(cls) -> None:
        """What a test that failed left running."""
        while cls.started:
            desktop = cls.started.pop()
            if desktop.process.poll() is None:
                desktop.kill()


def begin(urls: Iterable[str], article: str, tmp_path: Path) -> list[Desktop]:
    """Desktops that write into one piece until it is enough, one for each address."""
    found = [
        Desktop(tmp_path / f"desk{n}", url, article, f"w{n}", MANY) for n, url in enumerate(urls)
    ]
    for desktop in found:
        desktop.begin()
    return found


def all_go(desks: list[Desktop]) -> None:
    """They write no more, and what they wrote goes to the newsroom."""
    for desk in desks:
        desk.enough()
    assert [desk.end() for desk in desks] == ["gone"] * len(desks)


def urls(house: House, number: int, proxy: Proxy | None = None) -> list[str]:
    """Addresses of the editors and the CEO in turn, through a network that can be cut if named."""
    found = [house.url_of(PEOPLE[n % len(PEOPLE)]) for n in range(number)]
    if proxy is None:
        return found
    return [url.replace(f":{house.server.port}/", f":{proxy.port}/") for url in found]


def all_is_well(house: House, article: str, desks: list[Desktop]) -> None:
    """Every word that was safe is there once, the ledger verifies, and all read the same."""
    with house["Cleo"].read() as session:
        body = reading.text_at(session, article)
    words = body.split()
    for desk in desks:
        missing = [word for word in desk.safe if words.count(word) != 1]
        assert not missing, (desk.word, missing)
    found = verify(house["Cleo"], texts=True)
    assert (found.ok, found.why) == (True, "") and examine(house["Cleo"]) == []
    for desk in desks:
        bureau = Bureau(desk.folder)
        bureau.exchange(house["Cleo"])
        assert bureau.waiting() == (0, 0)
        assert BureauSession.open_in(bureau, article).text("body") == body
        bureau.close()
