"""An AI's answer: its first words on the screen after the server sent them, and typing meanwhile."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Figure, percentile

ROOT = Path(__file__).parents[1]
#: A process of its own: each piece of its answer says when it was sent, 50 a second.
_SERVER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from model_server import ModelServer, chunk
def way(handler):
    handler.begin()
    for n in range(4000):
        handler.put(chunk(f"{time.perf_counter():.6f} some words "))
        time.sleep(0.02)
server = ModelServer(way)
print(server.url, flush=True)
sys.stdin.read()
"""
WORDS = 5_000
ROUNDS = 20
KEYS = 150


def run() -> list[Figure]:
    """Both, in the real window, against a server in another process."""
    os.environ["COLOPHON_KEYS"] = "memory"
    serving = subprocess.Popen([sys.executable, "-c", _SERVER, str(ROOT / "tests")],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
    assert serving.stdout is not None and serving.stdin is not None
    url = serving.stdout.readline().strip()
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["COLOPHON_CONFIG"] = folder
            return _measured(Path(folder), url)
    finally:
        serving.stdin.close()
        serving.wait()
        serving.stdout.close()


def _newsroom(folder: Path, url: str) -> tuple[Path, str]:
    from db.acts.answering import set_up_ai
    from db.acts.founding import make_newsroom
    from db.acts.register import add_contributor
    from db.acts.writing import new_article, write_text

    newsroom = make_newsroom(folder / "newsroom.colophon", ceo="Bench")
    add_contributor(newsroom, "Bench", "M", "ai", model="m", answers_to="Bench")
    set_up_ai(newsroom, "Bench", "M", url=url)
    article = str(new_article(newsroom, "Bench", "Answered").article)
    rng = random.Random(1)
    words = rng.choices(["the", "night", "ferries", "ran", "again", "on", "Monday."], k=WORDS)
    text = "\n\n".join(" ".join(words[n : n + 80]) for n in range(0, WORDS, 80))
    write_text(newsroom, "Bench", article, text)
    path = newsroom.path
    newsroom.close()
    return Path(path), article


def _measured(folder: Path, url: str) -> list[Figure]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from desktop.app import make_application, open_window

    app = make_application()
    window = open_window(*_newsroom(folder, url)[:1])
    window.resize(1280, 800)

    def until(what: Any) -> None:
        for _ in range(20_000):
            app.processEvents()
            if what():
                return
            time.sleep(0.0005)
        raise RuntimeError("it takes too long")

    until(lambda: window.context.newsroom is not None and window.board is not None)
    with window.context.newsroom.read() as session:
        from db.acts.writing import articles_of

        article = articles_of(session)[0]
    window.open_article(article)
    until(lambda: window.desk is not None and window.desk.standing is not None)
    desk = window.desk
    assert desk is not None
    until(lambda: desk.writing.session is not None)
    asking, body = desk.asking_ai, desk.writing.page.fields["body"]
    came: list[float] = []

    def seen() -> None:
        if not came and asking.panel.stream.words.toPlainText():
            stamp = asking.panel.stream.words.toPlainText().split()[0]
            came.append(time.perf_counter() - float(stamp))

    asking.panel.stream.words.textChanged.connect(seen)

    def ask() -> float:
        came.clear()
        asking.begin()
        until(lambda: asking.panel.form.go.isEnabled() and asking.panel.page == "form")
        asking.send()
        until(lambda: came)
        return came[0]

    def keys() -> list[float]:
        body.setFocus()
        times = []
        for n in range(KEYS):
            start = time.perf_counter()
            QTest.keyClick(body, Qt.Key.Key_A if n % 6 else Qt.Key.Key_Space)
            app.processEvents()
            times.append(time.perf_counter() - start)
        return times

    ask()
    asking.stop()
    first = []
    for _ in range(ROUNDS):
        first.append(ask())
        asking.stop()
    keys()
    alone: list[float] = []
    meanwhile: list[float] = []
    for _ in range(4):  # in turns, so that both meet the same saves
        alone += keys()
        ask()
        meanwhile += keys()
        asking.stop()
    window.close()
    window.deleteLater()
    app.processEvents()
    return [
        Figure("first words of an AI’s answer, shown after the server sent them, p95",
               percentile(first), "–", 0, "≤ 100 ms"),
        Figure(f"a key at {WORDS:,} words while an answer streams in, p95", percentile(meanwhile),
               "the same without", percentile(alone), "as fast as ever"),
    ]  # fmt: skip
