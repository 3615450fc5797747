"""Time to the first window and to the Board's first rows, against a bare PySide6 window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Figure

ROOT = Path(__file__).parents[1]
_BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(sys.argv[:1])
window = QLabel("bare"); window.resize(1280, 800); window.show()
app.processEvents(); print("window", flush=True)
"""
_OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop.app import make_application, open_window
app = make_application()
window = open_window(Path(sys.argv[1]))
app.processEvents(); print("window", flush=True)
def painted(_look):
    assert any(m.rows for m in window.board.columns.models.values())
    print("rows", flush=True)
def settled():
    import psutil
    print("settled", psutil.Process().memory_full_info().pss // 2**20, flush=True)
    app.exit()
window.context.glimpsed.connect(painted)  # after the window's own, which paints them
window.context.opened.connect(lambda: QTimer.singleShot(1500, settled))
app.exec(); window.close()
"""


def _times(script: str, *words: str, lines: int) -> tuple[list[float], str]:
    own = {**os.environ, "PYTHONPATH": str(ROOT)}
    own.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    began = time.perf_counter()
    running = subprocess.Popen([sys.executable, "-c", script, *words], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True, env=own)  # fmt: skip
    assert running.stdout is not None
    out, last = [], ""
    for _ in range(lines):
        last = running.stdout.readline()
        out.append(time.perf_counter() - began)
    running.wait()
    running.stdout.close()
    return out, last


def _until_seen(command: list[str], home: str) -> float | None:
    """Seconds until a program's window is on the screen, as the window system tells it; None
    where it does not come."""
    own = {**os.environ, "HOME": home, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "xcb"}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    running = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=own
    )
    look = ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(running.pid)]
    try:
        subprocess.run(look, stdout=subprocess.DEVNULL, timeout=15, check=True)
        return time.perf_counter() - began
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    finally:
        running.terminate()
        running.wait()


def _best_seen(command: list[str], home: str) -> float | None:
    """The fastest of five starts; None as soon as one shows no window."""
    found = []
    for _ in range(5):
        took = _until_seen(command, home)
        if took is None:
            return None
        found.append(took)
    return min(found)


def _others(newsroom: Path, home: str) -> list[Figure]:
    """The same start beside other writing programs, where they and a screen are."""
    there = [name for name in ("retext", "ghostwriter") if shutil.which(name)]
    if not (there and os.environ.get("DISPLAY") and shutil.which("xdotool")):
        return []
    ours = _best_seen([sys.executable, "-m", "desktop.start", "--newsroom", str(newsroom)], home)
    theirs = {name: _best_seen([name], home) for name in there} if ours else {}
    return [
        Figure("its window on a screen", ours or 0, name, took, "")
        for name, took in theirs.items()
        if took is not None
    ]


def run() -> list[Figure]:
    """First window and first rows, the best of seven starts each."""
    from db.acts.founding import make_newsroom
    from desktop.sample import add_sample

    os.environ["COLOPHON_KEYS"] = "memory"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COLOPHON_CONFIG"] = folder
        path = Path(folder) / "newsroom.colophon"
        newsroom = make_newsroom(path, ceo="Bench")
        add_sample(newsroom)
        newsroom.close()
        bare = min(_times(_BARE, lines=1)[0][0] for _ in range(7))
        found = [_times(_OURS, str(path), lines=3) for _ in range(7)]
        others = _others(path, folder)
    window = min(times[0] for times, _ in found)
    rows = min(times[1] for times, _ in found)
    pss = min(int(last.split()[1]) for _, last in found)
    return [
        Figure("first window", window, "bare PySide6 window", bare, "≤ 1.6"),
        Figure(f"the Board's first rows ({pss} MB PSS soon after)", rows, "bare PySide6 window", bare,
               "≤ 2.4, ≤ 120 MB"),
        *others,
    ]  # fmt: skip


def scrolling(newsroom: Path) -> Figure:
    """Paging and wheeling down the Board's table: the longest frame, rows fetched meanwhile."""
    from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent

    from desktop.app import make_application
    from desktop.board.model import CardModel
    from desktop.board.table import CardTable
    from desktop.context import Context
    from desktop.theme import theme

    app = make_application()
    theme.use("light")
    context = Context(newsroom)
    opened = QEventLoop()
    context.opened.connect(opened.quit)
    context.open()
    opened.exec()
    model = CardModel(context)
    table = CardTable(model)
    table.resize(1180, 700)
    table.show()
    filled = QEventLoop()
    model.filled.connect(filled.quit)
    model.show(order="updated")
    filled.exec()
    frames: list[float] = []
    middle = QPointF(600, 350)

    def frame() -> None:
        began = time.perf_counter()
        app.processEvents()
        frames.append(time.perf_counter() - began)

    for n in range(300):
        if n % 6 == 0:
            bar = table.verticalScrollBar()
            bar.setValue(bar.maximum())
            rows, until = len(model.rows), time.perf_counter() + 1
            while len(model.rows) == rows and time.perf_counter() < until:
                frame()  # the next page comes beside the window
        else:
            turned = QWheelEvent(
                middle, middle, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            app.sendEvent(table.viewport(), turned)
            table.viewport().repaint()
        frame()
    longest = max(frames)
    rows = len(model.rows)
    table.close()
    context.close()
    return Figure(f"longest frame of scrolling through it, {rows:,} rows fetched", longest, "–", 0,
                  "≤ 50 ms")  # fmt: skip
