"""Opening an article of a shared newsroom whose server is far away: 80 ms there and back."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measuring import Figure, percentile
from benchmarks.servers import a_house, on_a_server
from benchmarks.slow_line import SlowLine

ROUND_TRIP = 0.08
#: So long nothing is asked before the next piece is opened.
QUIET = 0.6
sys.path.append(str(Path(__file__).parents[1] / "tests" / "db" / "shared"))


@on_a_server
def run(times: int = 20) -> list[Figure]:
    """A piece that was never opened here, and one that was; in a window, too."""
    with a_house("newsroom_far") as house, tempfile.TemporaryDirectory() as folder:
        os.environ["COLOPHON_CONFIG"] = os.environ["XDG_DATA_HOME"] = folder
        pieces = [_piece(house) for _ in range(2 * times)]
        line = SlowLine(house.server.port, ROUND_TRIP)
        far = house.url_of("Egon").replace(f":{house.server.port}/", f":{line.port}/")
        here = _here(line, far, Path(folder) / "desk", pieces[:times])
        window = _window(line, far, pieces[times:])
        line.close()
    return [*here, *window]


def _piece(house: Any) -> str:
    """A piece as it is when somebody else opens it: of several hands, with its history."""
    from db.acts import moving
    from db.acts.editing import EditingSession
    from db.acts.writing import new_article, write_text

    made = str(new_article(house["Edda"], "Edda", "Ours").article)
    write_text(house["Edda"], "Edda", made, "The bridge is shut. " * 100)
    moving.submit(house["Edda"], "Edda", made)
    session = EditingSession.open(house["Cleo"], "Cleo", made)
    for n in range(20):
        session.splice("body", 20 * n, 0, f"Word {n} ")
        session.flush()
    session.close()
    return made


def _here(line: SlowLine, far: str, folder: Path, pieces: list[str]) -> list[Figure]:
    """Without a window: until the words stand in a session that can be written in."""
    from db.bureau.bureau import Bureau
    from db.bureau.courier import Line
    from db.newsroom import open_newsroom
    from desktop.reaching import open_article

    newsroom, bureau = open_newsroom(far), Bureau(folder)
    bureau.come_in(newsroom)
    there = Line(away=None, waiting=0, aside=0)

    def open_(piece: str) -> None:
        assert "bridge" in open_article(newsroom, bureau, there, "Egon", piece).text("body")

    new = [_measured(line, lambda piece=piece: open_(piece)) for piece in pieces]
    kept = [_measured(line, lambda piece=piece: open_(piece)) for piece in pieces]
    bureau.close()
    newsroom.close()
    return [_figure("its words are there to write in, opened for the first time", new),
            _figure("the same, opened here before", kept)]  # fmt: skip


def _window(line: SlowLine, far: str, pieces: list[str]) -> list[Figure]:
    """In a window that is connected: until the words stand in the text's field."""
    from desktop.app import make_application, open_window

    app = make_application()
    window: Any = open_window(far)

    def wait(what: Callable[[], object]) -> None:
        until = time.monotonic() + 60
        while not what():
            assert time.monotonic() < until
            app.processEvents()
            time.sleep(0.001)

    def open_(piece: str) -> None:
        window.open_article(piece, "write")
        wait(lambda: window.desk and window.desk.writing.session
             and window.desk.writing.session.article == piece
             and "bridge" in window.desk.writing.page.fields["body"].toPlainText())  # fmt: skip

    def quiet() -> float:
        """Wait until nothing more is asked; when the last question was."""
        asked, last = line.trips, time.perf_counter()

        def over() -> bool:
            nonlocal asked, last
            if line.trips != asked:
                asked, last = line.trips, time.perf_counter()
            return time.perf_counter() - last > QUIET

        wait(over)
        return last

    wait(lambda: window.context.line is not None and window.context.line.away is None)
    open_(pieces.pop())  # what is loaded once is loaded
    new, kept, whole = [], [], []
    for found in (new, kept):
        for piece in pieces:
            quiet()
            trips, began = line.trips, time.perf_counter()
            found.append(_measured(line, lambda piece=piece: open_(piece)))
            whole.append((quiet() - began, line.trips - trips))
    window.close()
    window.context.close()
    return [_figure("its words stand in the window, opened for the first time", new),
            _figure("the same in the window, opened here before", kept),
            _figure("the window has asked all that its Desk shows beside the words", whole, "")]  # fmt: skip


def _measured(line: SlowLine, work: Callable[[], object]) -> tuple[float, int]:
    trips, began = line.trips, time.perf_counter()
    work()
    return time.perf_counter() - began, line.trips - trips


def _figure(
    what: str, found: list[tuple[float, int]], wanted: str = "≤ 400 ms, ≤ 3 round trips"
) -> Figure:
    trips = sorted(number for _, number in found)
    return Figure(f"an article over {ROUND_TRIP * 1000:.0f} ms there and back: {what}, p95 "
                  f"({trips[len(trips) // 2]} round trips, {trips[-1]} at most)",
                  percentile([took for took, _ in found]), "–", 0, wanted)  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for figure in run(int(sys.argv[1]) if len(sys.argv) > 1 else 20):
        print(figure)
