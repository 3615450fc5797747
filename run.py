"""Start Colophon: `python3 run.py` opens the app, `python3 run.py ARGUMENTS` is the command line.

Makes everything the program needs the first time. Without a display it runs the demonstration.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import ground


def has_display() -> bool:
    """Whether a window could open here."""
    if not sys.platform.startswith("linux"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM")
    return bool(chosen or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments: list[str]) -> int:
    """Make ready, then hand over; the program's exit status."""
    try:
        ground.make_ready()
    except ground.NotReady as why:
        ground.say(str(why))
        return 1
    if not arguments:
        if has_display():
            if not ground.have_libraries():
                return 1
        else:
            folder = tempfile.mkdtemp(prefix="colophon-demo-")
            ground.say(f"No display here, so no window: running the demonstration in {folder}")
            arguments = ["demo", "--to", folder]
    command = [str(ground.PYTHON), "-m", "desktop.start", *arguments]
    path = os.pathsep.join(filter(None, [str(ground.ROOT), os.environ.get("PYTHONPATH")]))
    surroundings = {**os.environ, "PYTHONPATH": path}
    if os.name == "posix":
        # One process, so that signals and the exit status are the program's own.
        os.execve(command[0], command, surroundings)
    return subprocess.run(command, env=surroundings).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
