"""The start of a window on a shared newsroom whose server is away, against the same newsroom as a file
on this computer."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

from benchmarks.measuring import Figure
from benchmarks.servers import a_server, on_a_server
from benchmarks.windows import _OURS, _times

STARTS = 7
#: As a person's own start, whose newsroom is an address.
_SHARED = _OURS.replace("open_window(Path(sys.argv[1]))", "open_window(sys.argv[1])")


@on_a_server
def run() -> list[Figure]:
    """First window and first rows, the best of seven starts each, taken in turns."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COLOPHON_CONFIG"] = os.environ["XDG_DATA_HOME"] = folder
        file = Path(folder) / "newsroom.colophon"
        with a_server() as server:
            url = _moved(file, server, Path(folder))
        with socket.create_server(
            ("127.0.0.1", server.port)
        ) as silent:  # takes all, answers nothing
            silent.listen(100)
            found = [
                (_times(_OURS, str(file), lines=3)[0], _times(_SHARED, url, lines=3)[0])
                for _ in range(STARTS)
            ]
    out = []
    for line, what in enumerate(("the first window", "the Board’s first rows")):
        local = min(here[line] for here, _ in found)
        away = min(shared[line] for _, shared in found)
        out.append(Figure(f"{what} of a shared newsroom whose server does not answer", away,
                          "the same newsroom as a file here", local, "≤ 1.1"))  # fmt: skip
    return out


def _moved(file: Path, server: object, folder: Path) -> str:
    """A newsroom with the sample, moved to a server and kept here; its CEO's address there."""
    from typing import Any

    import psycopg

    from db import reading
    from db.acts.coming_in import come_in
    from db.acts.founding import make_newsroom
    from db.acts.joining import give_login
    from db.bureau.bureau import Bureau
    from db.ledger.transferring import transfer
    from db.newsroom import open_newsroom
    from db.place import bureau_of
    from desktop.sample import add_sample

    os.environ["COLOPHON_KEYS"] = f"file:{folder / 'keys.json'}"
    on: Any = server
    with psycopg.connect(on.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE newsroom_away")
    here = make_newsroom(file, ceo="Bench")
    add_sample(here)
    there, ceo, _found = transfer(here, on.url("newsroom_away"))
    give_login(there, ceo, ceo, "bench", "a long first password")
    there.close()
    here.close()
    address = on.url("newsroom_away", "bench", "").replace(":@", "@")
    url = come_in(address, "a long first password", "a long own password").url
    shared, bureau = open_newsroom(url), Bureau(bureau_of(url))
    bureau.come_in(shared)
    with shared.read() as session:
        pieces = [card.id for card in reading.board_page(session).rows]
    for piece in pieces:
        bureau.keep(shared, piece)
    bureau.exchange(shared)
    bureau.close()
    shared.close()
    return url


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for figure in run():
        print(figure, figure.ratio)
