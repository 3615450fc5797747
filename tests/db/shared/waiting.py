"""Waiting for what another process or thread does and tells nobody of."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait(
    what: Callable[[], object], seconds: float = 30.0, meanwhile: Callable[[], object] = int
) -> None:
    """Look again and again until it is so; fails where it does not come to be in time."""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            raise AssertionError(f"waited in vain for {what.__qualname__}, line "
                                 f"{what.__code__.co_firstlineno}")  # fmt: skip
        meanwhile()
        time.sleep(0.01)
