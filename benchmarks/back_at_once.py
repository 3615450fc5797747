"""A day without the newsroom: ten people write on, each on their own computer, and come back at once.

Each person is a process of their own: half of their rows are in a piece of theirs, half in one that
all of them write.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Figure
from benchmarks.servers import a_house, on_a_server

PEOPLE, ROWS = 10, 500
ADDRESS = "COLOPHON_MEASURED_NEWSROOM"


@on_a_server
def run(rows: int = ROWS) -> list[Figure]:
    """The better of two mornings."""
    found = [_morning(n, rows) for n in range(2)]
    return [Figure(f"{PEOPLE} people come back at once, {rows} rows each: until all are in the newsroom,"
                   f" none lost, none twice, each under its author’s name", min(found), "–", 0, "≤ 30 s")]  # fmt: skip


def _morning(number: int, rows: int) -> float:
    from db.acts import moving
    from db.acts.writing import new_article

    with a_house(f"newsroom_morning_{number}") as house, tempfile.TemporaryDirectory() as folder:
        names = _staffed(house)
        ours = str(new_article(house["Edda"], "Edda", "Ours").article)
        moving.submit(house["Edda"], "Edda", ours)
        own = {name: str(new_article(house[name], name, name).article) for name in names}
        desks = [_begun(house, Path(folder) / name, ours, own[name], name, rows) for name in names]
        for desk in desks:
            _said(desk, "written")
        began = time.perf_counter()
        for desk in desks:
            _tell(desk)
        for desk in desks:
            _said(desk, "gone")
        took = time.perf_counter() - began
        for desk in desks:
            desk.wait(60)
        for name in names:
            _all_there(house, own[name], name, [name], rows - rows // 2)
        _all_there(house, ours, "Edda", names, rows // 2)
    return took


def _staffed(house: Any) -> list[str]:
    """Ten editors with logins; their first and second are there already."""
    from house import PASSWORD

    from db.acts.joining import arrive, give_login
    from db.acts.register import add_contributor

    names = ["Edda", "Egon", *(f"Editor{n}" for n in range(3, PEOPLE + 1))]
    for name in names[2:]:
        add_contributor(house["Cleo"], "Cleo", name, "editor")
        give_login(house["Cleo"], "Cleo", name, house.login(name), PASSWORD)
        arrive(house[name])
    return names


def _begun(
    house: Any, folder: Path, ours: str, own: str, name: str, rows: int
) -> subprocess.Popen[str]:
    own_env = {**os.environ, ADDRESS: house.url_of(name), "COLOPHON_KEYS": "memory"}
    command = [
        sys.executable,
        "-m",
        "benchmarks.back_at_once",
        str(folder),
        ours,
        own,
        name,
        str(rows),
    ]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                            env=own_env, cwd=Path(__file__).parents[1])  # fmt: skip


def _said(desk: subprocess.Popen[str], word: str) -> None:
    assert desk.stdout is not None
    said = desk.stdout.readline().strip()
    assert said == word, said


def _tell(desk: subprocess.Popen[str]) -> None:
    assert desk.stdin is not None
    desk.stdin.write("the newsroom is back\n")
    desk.stdin.flush()


def _all_there(house: Any, article: str, maker: str, names: list[str], rows: int) -> None:
    """Every word once, under the name of who wrote it, each by a touch of theirs."""
    from sqlalchemy import select

    from db import reading
    from db.models.contributor import Contributor
    from db.models.touch import Touch

    with house["Cleo"].read() as session:
        body = reading.text_at(session, article)
        runs = reading.manuscript(session, article).authors("body")
        ids = {c.id: c.name for c in session.scalars(select(Contributor))}
        kinds = select(Touch.contributor).where(Touch.subject == article, Touch.kind == "text")
        touches = [ids[one] for one in session.scalars(kinds)]
    assert sorted(body.split()) == sorted(f"{name}-{n}" for name in names for n in range(rows))
    at = 0
    for run in runs:
        words = body[at : at + run.length].split()
        assert words and all(word.startswith(f"{ids[run.contributor]}-") for word in words), run
        at += run.length
    assert at == len(body)
    written = [maker, *(name for name in names for _ in range(rows))]  # the headline, and each row
    assert sorted(touches) == sorted(written)


def _desk(folder: str, ours: str, own: str, name: str, rows: str) -> None:
    """One person's computer: the copy is fetched, then the newsroom is away until a line comes."""
    from db.bureau.bureau import Bureau
    from db.bureau.courier import Courier
    from db.bureau.writing import BureauSession
    from db.newsroom import shared_newsroom

    newsroom, bureau = shared_newsroom(os.environ[ADDRESS]), Bureau(Path(folder))
    bureau.come_in(newsroom)
    for article, count in ((ours, int(rows) // 2), (own, int(rows) - int(rows) // 2)):
        bureau.keep(newsroom, article)
        session = BureauSession.open_in(bureau, article)
        for n in range(count):
            session.splice("body", 0, 0, f"{name}-{n} ")
            session.flush()
        session.close()
    assert bureau.waiting() == (int(rows), 0)
    print("written", flush=True)
    sys.stdin.readline()
    going = Courier(bureau, newsroom, lambda _line: None)
    while bureau.waiting()[0]:
        time.sleep(0.02)
    assert bureau.waiting() == (0, 0)
    print("gone", flush=True)
    going.close()


if __name__ == "__main__":
    if len(sys.argv) == 6:
        _desk(*sys.argv[1:])
    else:
        print(run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
