"""Time to the first window and to the Board's first rows, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
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
    import time

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
    window = min(times[0] for times, _ in found)
    rows = min(times[1] for times, _ in found)
    pss = min(int(last.split()[1]) for _, last in found)
    return [
        Figure("first window", window, "bare PySide6 window", bare, "≤ 1.6"),
        Figure(f"the Board's first rows ({pss} MB PSS soon after)", rows, "bare PySide6 window", bare,
               "≤ 2.4, ≤ 120 MB"),
    ]  # fmt: skip
