"""One PostgreSQL a run (with xdist, one a worker)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import pg_server


@pytest.fixture(scope="session")
def server() -> Iterator[pg_server.Server]:
    """A real server, ended with the run. Skips where the wheel has none for this platform."""
    try:
        running = pg_server.start()
    except pg_server.NoServer as why:
        pytest.skip(str(why))
    yield running
    running.end()
