"""The program's entry point: the window at once, or the command line and what it needs."""

from __future__ import annotations

import gc
import os
import sys

from db.place import file_of, is_shared
from db.refusal import Refused
from desktop.cli.words import call, take_global


def has_display() -> bool:
    """Whether a window could open here."""
    asked = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in asked)


def open_app() -> int:
    """Open the window; its exit status."""
    if not has_display():
        from desktop.cli.calling import refuse

        refuse("bad-input", "there is no display, so no window", "try: colophon demo, or --help")
    where = call.newsroom
    try:
        newsroom = where if where is None or is_shared(where) else file_of(where)
    except Refused as refused:
        from desktop.cli.calling import refuse

        refuse(refused.refusal.rule, refused.refusal.message, refused.refusal.fix)
    from desktop.app import main

    return main(newsroom, call.actor)


def run() -> None:
    """Open the window where no command is named; else do the command."""
    if not take_global(sys.argv[1:]) and not call.json and has_display():
        raise SystemExit(open_app())
    # What is loaded stays to the end: looking through it for what is unused would be in vain.
    gc.disable()
    from desktop.cli.app import run

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    run()
