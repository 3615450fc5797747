"""The ground `run.py` and `test.py` stand on: a `.venv` that works, and Qt's system libraries.

Standard library only, since nothing else is there yet. A stamp in `.venv` tells a finished
environment from a half-made one, so a second start costs a few milliseconds.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "colophon-stamp.json"
OLDEST = (3, 11)

#: Qt's libraries on Linux: what the loader is asked for, and the Debian package that has it.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


class NotReady(Exception):
    """The ground could not be made; its text says what to do."""


def say(words: str) -> None:
    """One line of progress, on stderr so that a command's output stays clean."""
    print(words, file=sys.stderr, flush=True)


def requirements() -> list[str]:
    """The pinned packages of the program and of its tests, from `pyproject.toml` alone."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [*stated["project"]["dependencies"], *stated["dependency-groups"]["dev"]]


def _wanted_stamp() -> dict[str, str]:
    stated = (ROOT / "pyproject.toml").read_bytes()
    return {"pyproject": hashlib.sha256(stated).hexdigest(), "place": str(VENV)}


def _python_works() -> str | None:
    """The version of `.venv`'s Python, or None where it does not start or has no pip."""
    if not PYTHON.exists():
        return None
    asked = [str(PYTHON), "-c", "import pip, sys; print(*sys.version_info[:3], sep='.')"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def _stamped() -> bool:
    """Whether `.venv` was finished for exactly this `pyproject.toml`, here, and still has Python.

    Reads files only: starting Python to ask would cost what the program itself costs.
    """
    try:
        found = json.loads(STAMP.read_text("utf-8"))
        stated = (VENV / "pyvenv.cfg").read_text("utf-8")
    except (OSError, ValueError):
        return False
    if not isinstance(found, dict) or not PYTHON.exists():
        return False
    version = re.search(r"^version\s*=\s*(\S+)", stated, re.MULTILINE)
    if version is None or found.get("python") != version.group(1):
        return False
    packages = VENV / found.get("packages", "-")
    # A folder somebody emptied has a stamp still; its biggest package is a cheap witness.
    witnesses = ("PySide6/__init__.py", "pytest/__init__.py", "sqlalchemy/__init__.py")
    return {k: found.get(k) for k in _wanted_stamp()} == _wanted_stamp() and all(
        (packages / witness).is_file() for witness in witnesses
    )


def _make_venv() -> str:
    say(f"Making {VENV} …")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)])
    version = _python_works() if made.returncode == 0 else None
    if version is None:
        raise NotReady(
            "Python could not make its environment. On Debian or Ubuntu: apt-get install python3-venv"
        )
    return version


def _install(*more: str) -> bool:
    say("Installing the libraries Colophon stands on (once, some 300 MB) …")
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *more]
    return subprocess.run([*command, *requirements()], stdout=sys.stderr).returncode == 0


def make_ready() -> None:
    """See that `.venv` has every pinned package; make or repair it where it has not."""
    if sys.version_info < OLDEST:
        raise NotReady(f"Colophon needs Python {OLDEST[0]}.{OLDEST[1]} or newer.")
    if _stamped():
        return
    STAMP.unlink(missing_ok=True)
    version = _python_works()
    fresh = version is None
    if version is None or tuple(map(int, version.split(".")[:2])) < OLDEST:
        version = _make_venv()
    # A `.venv` whose files went missing still lists its packages: pip believes the list, so the
    # check below asks Python itself and, where it disagrees, everything is made anew.
    ready = _install() and _imports()
    if not ready and not fresh:
        version = _make_venv()
        ready = _install() and _imports()
    if not ready:
        raise NotReady("The libraries could not be installed; the lines above say why.")
    packages = next(iter(VENV.glob("lib/python*/site-packages")), VENV / "Lib/site-packages")
    stamp = {
        **_wanted_stamp(),
        "python": _config_version() or version,
        "packages": str(packages.relative_to(VENV)),
    }
    STAMP.write_text(json.dumps(stamp), "utf-8")


def _config_version() -> str | None:
    stated = (VENV / "pyvenv.cfg").read_text("utf-8")
    found = re.search(r"^version\s*=\s*(\S+)", stated, re.MULTILINE)
    return found.group(1) if found else None


def _imports() -> bool:
    """Whether what was installed can be found and is whole (every file in its record exists)."""
    check = (
        "import importlib.metadata as m, sys\n"
        "gone = [str(f) for d in m.distributions() for f in (d.files or ())"
        " if f.suffix in ('.py', '.so', '.pyd') and not f.locate().exists()]\n"
        "sys.exit(bool(gone))"
    )
    return subprocess.run([str(PYTHON), "-c", check]).returncode == 0


def missing_libraries() -> list[str]:
    """The Debian packages of the system libraries Qt needs and the loader cannot find."""
    if not sys.platform.startswith("linux"):
        return []
    gone = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            gone.append(package)
    return gone


def have_libraries() -> bool:
    """See that Qt's system libraries are there: installed when root on Debian, else told how."""
    gone = missing_libraries()
    if not gone:
        return True
    line = f"apt-get install -y --no-install-recommends {' '.join(gone)}"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        say(f"Installing the system libraries Qt needs: {' '.join(gone)} …")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], stdout=sys.stderr, env=quiet)
        subprocess.run(line.split(), stdout=sys.stderr, env=quiet)
        gone = missing_libraries()
    if gone:
        say("Qt needs system libraries that are missing. Type this line, then try again:")
        say(f"    sudo apt-get update && sudo {line}")
    return not gone
