"""Tests of a newsroom that is a plain file, taken over to run again on another kind of newsroom."""

from __future__ import annotations

import importlib.util
import inspect
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
#: What only a newsroom that is a file has; the sample's people have no logins; nobody writes the ledger's
#: tables, nor a cache but their own.
OF_A_FILE = ("sqlite3", "room.path", "tmp_path", "scrub(", "add_sample(", "UPDATE content",
             "same_from_a_later_snapshot")  # fmt: skip


def again(names: dict[str, Any], file: str, without: tuple[str, ...] = OF_A_FILE) -> None:
    """Put the tests and fixtures of a file (under `tests/db`) into a module's names, `without` those
    whose source has one of some words."""
    path = TESTS / file
    spec = importlib.util.spec_from_file_location(f"again_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in vars(module).items():
        if name.startswith("__"):
            continue
        if name.startswith("test_") and any(word in inspect.getsource(value) for word in without):
            continue
        names[name] = value
