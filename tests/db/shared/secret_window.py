"""The desktop's window in a process of its own: it writes in a piece, shows a confidential matter, and
tells of an error that nobody foresaw. It says how far it is, and waits for a line at each place.

Its newsroom comes by the environment; `article matter` by the command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from waiting import wait

from desktop.app import make_application, open_window


def at(place: str) -> None:
    print(place, flush=True)
    sys.stdin.readline()


def broken(_newsroom: Any, actor: str) -> None:
    raise RuntimeError("the program itself is broken")


def main(article: str, matter: str) -> None:
    app = make_application()
    window = open_window(os.environ["COLOPHON_NEWSROOM"])
    context = window.context

    def wait_for(what: Callable[[], object]) -> None:
        wait(what, meanwhile=app.processEvents)

    def sign() -> str:
        return str(window.status.accessibleName())

    def write(words: str) -> None:
        body = window.desk.writing.page.fields["body"]
        QTest.keyClicks(body, words)
        window.desk.writing.save()

    wait_for(lambda: sign().startswith(("Connected", "Away")))
    window.open_article(article, "write")
    wait_for(lambda: window.desk and window.desk.writing.session)
    write("Now ")
    if sign().startswith("Connected"):
        window.open_ceo("escalations", lambda view: view.open(matter))
        wait_for(lambda: _shown(window))
    at("open")
    window.open_article(article, "write")
    write("away ")
    wait_for(lambda: sign().startswith("Away"))
    told: list[BaseException] = []
    context.refused.connect(told.append)
    context.run(broken)
    context.refused.emit(RuntimeError("nobody foresaw this"))
    wait_for(lambda: len(told) > 1)
    at("away")
    window.close()
    context.close()
    app.processEvents()


def _shown(window: Any) -> bool:
    """Whether the matter's own words are to be seen."""
    found = [w for w in window.findChildren(QWidget, "matter-title") if w.isVisible()]
    return bool(found and found[0].text())


main(*sys.argv[1:3])
