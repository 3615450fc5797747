"""The program, loaded once: each command is done in a process of its own that is forked from it, and
goes on from there as one that was just started.

Run as a program, this file is what is forked: it reads a command a line, and says how it ended.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[2]
#: Seconds that a command may take.
LONGEST = 120


class Program:
    """The program, waiting to be forked."""

    def __init__(self) -> None:
        self._running = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        atexit.register(self._end)

    def run(
        self, words: list[str], env: dict[str, str], folder: Path, stdin: bytes
    ) -> tuple[int, bytes, bytes]:
        """Do a command: its status, and what it printed."""
        assert self._running.stdin and self._running.stdout
        with tempfile.TemporaryDirectory() as kept:
            files = [Path(kept, name) for name in ("in", "out", "err")]
            files[0].write_bytes(stdin)
            asked = {"words": words, "env": env, "folder": str(folder), "files": [*map(str, files)]}
            self._running.stdin.write(json.dumps(asked).encode() + b"\n")
            self._running.stdin.flush()
            status = int(self._running.stdout.readline())
            return status, files[1].read_bytes(), files[2].read_bytes()

    def _end(self) -> None:
        self._running.communicate()


def main() -> None:
    from desktop.cli.commands import COMMANDS

    for name in ("app", *COMMANDS):
        import_module(f"desktop.cli.{name}")
    for line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            _do(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _do(words: list[str], env: dict[str, str], folder: str, files: list[str]) -> NoReturn:
    """What a process that was just started finds, and then the program's own beginning."""
    signal.alarm(LONGEST)
    for number, file in enumerate(files):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, "r", closefd=False)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    sys.argv = ["colophon", *words]
    from desktop.start import run

    run()
    raise SystemExit


if __name__ == "__main__":
    main()
