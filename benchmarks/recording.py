"""Rows of text into a shared newsroom from 20 people at once: each a process of its own with a login
of its own, as their desktops are, against bare inserts of the same bytes from as many processes.

The server keeps every commit (`fsync` on), and has the same processors as the 20. A row is two words
typed at the end of an article of 600, and the row of the piece that follows from them. For the bare
inserts and for `in a call` the bytes are made before: what is timed is sending, waiting in line, and
the newsroom's own work. `typed` is all that a desktop does from the typing until the server says that
the row is kept, and `by the acts` is that in the way of any other touch. The search index is not
brought up to date, as in the outbox that sends them. The record holds 10,000 touches before: plans
that the server makes for an empty one are poor, and are kept until its statistics are made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Figure
from benchmarks.servers import a_house, on_a_server

PEOPLE = 20
#: How many rows go in one call: one as it is typed, or what waits after the last call or a line down.
TOGETHER = (1, 5, 20)
#: So many rows of one person are made before: more than they can send in the time.
MADE = 1500
ROOT = Path(__file__).parents[1]
WORDS = "the bridge "
_WAYS = {"acts": "typed, by the acts", "typed": "typed, one in a call"}
_INSERT = "INSERT INTO public.bare VALUES (%s, %s, %s, %b, %b, %b, %b)"


@on_a_server
def run(seconds: float = 5) -> list[Figure]:
    """The figures, in seconds a row."""
    with a_house("newsroom_measured") as house:
        urls = _people(house)
        _fill(house, urls[0])
        ways = ("bare", "acts", "typed", *map(str, TOGETHER))
        found = {how: measured(urls, how, seconds) for how in ways}
    bare = found.pop("bare")
    return [
        Figure(f"a row of text recorded, {PEOPLE} people at once, "
               f"{f'{how} in a call' if how.isdigit() else _WAYS[how]} ({rate:.0f} a second)",
               1 / rate, f"a bare insert, {PEOPLE} clients, {bare:.0f} a second", 1 / bare,
               "≥ 800 a second: ≤ 1.25 ms, ≤ 5 ×" if how.isdigit() else "–")
        for how, rate in found.items()
    ]  # fmt: skip


def _people(house: Any) -> list[str]:
    """Twenty reporters' addresses, and the table for the bare inserts."""
    from house import PASSWORD

    from db.acts.joining import arrive, give_login
    from db.acts.register import add_contributor
    from db.newsroom import open_newsroom

    with house.raw() as admin:
        admin.execute("CREATE TABLE public.bare (id text, article text, at text, payload bytea,"
                      " payload_salt bytea, update bytea, update_salt bytea)")  # fmt: skip
        admin.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
        admin.execute("GRANT INSERT ON public.bare TO PUBLIC")
    found = []
    for n in range(PEOPLE):
        name = f"Reporter{n}"
        add_contributor(house["Cleo"], "Cleo", name, "reporter")
        give_login(house["Cleo"], "Cleo", name, house.login(name), PASSWORD)
        newsroom = open_newsroom(house.url_of(name))
        arrive(newsroom)
        newsroom.close()
        found.append(house.url_of(name))
    return found


def _fill(house: Any, url: str) -> None:
    """A record of some days, and the server's statistics of it."""
    desk = Desk(url, str(TOGETHER[-1]), 10_000)
    for _ in range(10_000 // TOGETHER[-1]):
        desk.send_made()
    with house.raw() as admin:
        admin.execute("VACUUM ANALYZE")


def measured(urls: list[str], how: str, seconds: float) -> float:
    """Rows a second of everybody together, counted while all of them were at it."""
    clients = [
        subprocess.Popen([sys.executable, "-m", "benchmarks.recording", url, how, str(seconds)],
                         cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for url in urls
    ]  # fmt: skip
    for client in clients:
        assert client.stdout is not None
        assert client.stdout.readline() == "ready\n", "a client did not come as far as writing"
    begin = time.time() + 0.5
    for client in clients:
        assert client.stdin is not None
        client.stdin.write(f"{begin}\n")
        client.stdin.close()
    rows = 0
    for client in clients:
        assert client.stdout is not None
        rows += json.loads(client.stdout.read())
        client.wait()
    return rows / seconds


class Desk:
    """One person's desktop: an article of theirs, open for writing."""

    def __init__(self, url: str, how: str, made: int = MADE) -> None:
        from sqlalchemy import select

        from db.acts.sending import Beside
        from db.acts.writing import new_article, write_text
        from db.manuscript.pen import Pen
        from db.manuscript.store import load
        from db.models.contributor import Contributor
        from db.newsroom import open_newsroom
        from db.storage.speech import speaker

        self.newsroom = open_newsroom(url)
        with self.newsroom.read() as session:
            me = str(speaker(session))
            name = session.scalars(select(Contributor.name).where(Contributor.id == me)).one()
        self.me, self.article = me, str(new_article(self.newsroom, name, "Ours").article)
        write_text(self.newsroom, name, self.article, WORDS * 300)
        with self.newsroom.read() as session:
            self.manuscript = load(session, self.article)
            self.beside = Beside.read(session, self.article)
        self.pen = Pen(self.manuscript, me, me, "typed")
        self.together = int(how) if how.isdigit() else 1
        if how.isdigit():
            self.made = iter([self.call() for _ in range(made // self.together)])
        self.record = {"bare": self.bare, "acts": self.by_acts, "typed": self.sent}.get(
            how, self.send_made
        )
        self.raw = self._raw() if how == "bare" else None

    def _raw(self) -> Any:
        import psycopg

        from db.storage.postgresql import conninfo

        return psycopg.connect(conninfo(self.newsroom.engine), autocommit=True)

    def typed(self) -> Any:
        """One row that was typed and is not sent yet."""
        from db.acts.edits import Waiting
        from db.terms import new_id

        self.pen.splice("body", len(self.manuscript.text("body")), 0, WORDS)
        row = self.pen.row()
        assert row is not None
        return Waiting(new_id(), *row)

    def sent(self) -> None:
        """A row as the outbox sends it."""
        from db.acts.sending import send_rows

        found = send_rows(self.newsroom, self.me, self.manuscript, [self.typed()], self.beside)
        assert found is not None, "nobody else writes in this piece"

    def call(self) -> tuple[list[Any], dict[str, Any]]:
        """Rows for one call, and the piece's row after them."""
        from db.acts.sending import packed

        rows = [packed(self.typed()) for _ in range(self.together)]
        return rows, self.beside.row(self.manuscript)

    def send_made(self) -> None:
        """Rows that were made before, in one call."""
        from db.storage.text_rows import record

        made = next(self.made)
        seen = self.beside.seen
        found = record(self.newsroom.engine, self.article, self.me, seen, (0, b""), *made)
        assert found is not None, "nobody else writes in this piece"
        self.beside.seen = found.numbers[-1]

    def by_acts(self) -> None:
        """A row by the acts that everything is recorded by."""
        from db.acts.recording import record_row, refresh_row
        from db.models.article import Article
        from db.models.contributor import Contributor

        row = self.typed()
        with self.newsroom.write() as session:
            who = session.get_one(Contributor, self.me)
            piece = session.get_one(Article, self.article)
            seq = record_row(session, who, piece, row.payload, row.update, touch=row.touch)
            refresh_row(session, piece, self.manuscript, seq, index=False)

    def bare(self) -> None:
        """The same bytes into a table without rules, by the driver alone; nothing is typed."""
        assert self.raw is not None
        if not hasattr(self, "same"):
            from db.acts.sending import packed

            self.same = packed(self.typed())
        self.raw.execute(_INSERT, [self.same.touch, self.article, *self.same[1:]])


def client(url: str, how: str, seconds: float) -> None:
    """One person writing: `ready`, then from the moment that is told for so many seconds."""
    os.environ["COLOPHON_KEYS"] = "memory"
    desk = Desk(url, how)
    for _ in range(10):
        desk.record()
    print("ready", flush=True)
    begin = float(sys.stdin.readline())
    time.sleep(max(0.0, begin - time.time()))
    rows = 0
    while time.time() < begin + seconds:
        desk.record()
        rows += desk.together if time.time() < begin + seconds else 0
    print(rows, flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        client(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    else:
        for figure in run():
            print(figure)
