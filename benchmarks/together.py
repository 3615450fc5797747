"""A shared newsroom, on a real server that keeps every commit: how soon one hears what another
saved, with 40 desktops listening, against a bare notice of the same server to as many connections.
"""

from __future__ import annotations

import os
import queue
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Figure, percentile
from benchmarks.servers import a_house, on_a_server

DESKTOPS = 40
PEOPLE = ("Cleo", "Edda", "Egon", "Rhea", "Fay")


@on_a_server
def run(times: int = 200) -> list[Figure]:
    """Both figures."""
    with a_house("newsroom_measured") as house:
        heard = queue.SimpleQueue[float]()
        listeners = _listeners(house, heard)
        saved, told = _told(house, heard, times)
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_DATA_HOME"] = folder
            shown = _shown(house, times, folder)
        for listener in listeners:
            listener.close()
        bare = _bare(house, times)
    against = f"a bare notice to the last of {DESKTOPS} connections, p95"
    return [
        Figure(f"a row saved until the last of {DESKTOPS} desktops heard of it, p95 (of it "
               f"{percentile(saved) * 1000:.0f} ms to save it)", percentile(told), against, bare,
               "≤ 250 ms"),
        Figure(f"a word written by one until it stands in another’s open text, {DESKTOPS} desktops "
               "listening, p95", percentile(shown), against, bare, "≤ 250 ms"),
    ]  # fmt: skip


def _listeners(house: Any, heard: queue.SimpleQueue[float]) -> list[Any]:
    found = []
    for n in range(DESKTOPS):
        came = queue.SimpleQueue[None]()

        def hear(newest: int | None, came: queue.SimpleQueue[None] = came) -> None:
            if newest is None:
                came.put(None)
            else:
                heard.put(time.perf_counter())

        found.append(house[PEOPLE[n % len(PEOPLE)]].listen(hear))
        came.get(timeout=30)
    return found


def _piece(house: Any) -> str:
    from db.acts import moving
    from db.acts.writing import new_article, write_text

    made = str(new_article(house["Edda"], "Edda", "Ours").article)
    write_text(house["Edda"], "Edda", made, "The bridge is shut.\n\n" * 200)
    moving.submit(house["Edda"], "Edda", made)
    return made


def _all_of(heard: queue.SimpleQueue[float]) -> float:
    """When the last of all desktops heard."""
    return max(heard.get(timeout=30) for _ in range(DESKTOPS))


def _told(
    house: Any, heard: queue.SimpleQueue[float], times: int
) -> tuple[list[float], list[float]]:
    """Seconds of each save, and from its beginning until everybody heard of it."""
    from db.acts.editing import EditingSession

    article = _piece(house)
    session = EditingSession.open(house["Edda"], "Edda", article)
    _quiet(heard)
    saved, told = [], []
    for n in range(times):
        session.splice("body", 10 + n, 0, "x")
        began = time.perf_counter()
        session.flush()
        saved.append(time.perf_counter() - began)
        told.append(_all_of(heard) - began)
        time.sleep(0.06)  # no two are told of as one
    session.close()
    _quiet(heard)
    return saved, told


def _quiet(heard: queue.SimpleQueue[float]) -> None:
    """Wait until nothing more is heard of what was done before."""
    try:
        while True:
            heard.get(timeout=0.5)
    except queue.Empty:
        pass


def _shown(house: Any, times: int, folder: str) -> list[float]:
    """Seconds from the end of a word until it stands in the text that another has open: by the
    outbox, the newsroom, a notice and the other's copy."""
    from PySide6.QtCore import QEventLoop

    from db.bureau.bureau import Bureau
    from db.bureau.courier import Courier
    from db.bureau.writing import BureauSession
    from desktop.app import make_application
    from desktop.context import Context

    make_application()
    article = _piece(house)
    context = Context(house.url_of("Egon"))
    came = QEventLoop()
    context._told.connect(came.quit)
    context.open()
    came.exec()
    context.watch(article)
    bureau = Bureau(Path(folder) / "edda")
    bureau.come_in(house["Edda"])
    assert context.bureau is not None
    for one, newsroom in ((bureau, house["Edda"]), (context.bureau, house["Egon"])):
        one.keep(newsroom, article)
    courier = Courier(bureau, house["Edda"], lambda _line: None)
    writes = BureauSession.open_in(bureau, article)
    reads = BureauSession.open_in(context.bureau, article)
    shown = QEventLoop()

    def take_in() -> None:
        if reads.refresh():
            shown.quit()

    context.touched.connect(take_in)
    found = []
    for n in range(times):
        writes.splice("body", 10 + n, 0, "x")
        began = time.perf_counter()
        writes.flush()
        shown.exec()
        found.append(time.perf_counter() - began)
        time.sleep(0.06)
    for session in (writes, reads):
        session.close()
    courier.close()
    bureau.close()
    context.close()
    return found


def _bare(house: Any, times: int) -> float:
    """The same number of connections that only listen, and a notice that nothing is written for."""
    import select

    found = []
    lines = [house.raw(PEOPLE[n % len(PEOPLE)]) for n in range(DESKTOPS)]
    for line in lines:
        line.execute("LISTEN bare")
    with house.raw("Edda") as raw:
        for n in range(times):
            began = time.perf_counter()
            raw.execute("SELECT pg_notify('bare', %s)", [str(n)])
            waiting = {line.fileno(): line for line in lines}
            while waiting:
                for number in select.select(list(waiting), [], [])[0]:
                    list(waiting.pop(number).notifies(timeout=0))
            found.append(time.perf_counter() - began)
    for line in lines:
        line.close()
    return percentile(found)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for figure in run():
        print(figure)
