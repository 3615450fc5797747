"""Check everything: `python3 test.py`. Arguments go to pytest; `--soak` runs the long tests in full.

Lint, format, types, then all tests without a screen. A part that fails does not stop the others.
"""

from __future__ import annotations

import os
import subprocess
import sys

import ground

CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy", "db", "desktop"],
}


def _part(name: str, arguments: list[str], surroundings: dict[str, str]) -> bool:
    ground.say(f"── {name}: {' '.join(arguments)}")
    command = [str(ground.PYTHON), "-m", *arguments]
    return subprocess.run(command, cwd=ground.ROOT, env=surroundings).returncode == 0


def main(arguments: list[str]) -> int:
    """Run every part; 0 only when all hold."""
    try:
        ground.make_ready()
    except ground.NotReady as why:
        ground.say(str(why))
        return 1
    if not ground.have_libraries():
        return 1
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # The tests start the program hundreds of times: its compiled modules are kept.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    if "--soak" in arguments:
        arguments = [argument for argument in arguments if argument != "--soak"]
        surroundings["COLOPHON_SOAK"] = "1"
    failed = [name for name, words in CHECKS.items() if not _part(name, words, surroundings)]
    if not _part(
        "tests", ["pytest", *(arguments or ["-n", "2", "--dist", "worksteal"])], surroundings
    ):
        failed.append("tests")
    ground.say(f"Failed: {', '.join(failed)}." if failed else "All parts hold.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
