"""Who may know whom: the core knows no screen, one file knows Loro, SQL stays in the storage."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "db").rglob("*.py"), *(ROOT / "desktop").rglob("*.py")])
#: Parts of `desktop` that run without a screen.
NO_SCREEN = ("desktop/cli", "desktop/importers", "desktop/exporters", "desktop/receipts", "desktop/ai",
             "desktop/finishing.py", "desktop/bringing.py", "desktop/sample.py", "desktop/history_file.py",
             "desktop/demonstration.py")  # fmt: skip
_SQL = re.compile(
    r"\b(SELECT .+ FROM|INSERT INTO|DELETE FROM|UPDATE \w+ SET|PRAGMA|CREATE (TABLE|TRIGGER))\b"
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def all_who_import(*packages: str) -> set[str]:
    return {
        name_of(path)
        for path in SOURCES
        for module in imported(path)
        if module.partition(".")[0] in packages
    }


def test_the_core_knows_no_screen_and_no_desktop():
    assert not [name for name in all_who_import("PySide6", "desktop") if name.startswith("db/")]


def test_what_runs_without_a_screen_knows_no_qt():
    # The app is opened from the command line, once it was asked for.
    assert not [name for name in all_who_import("PySide6") if name.startswith(NO_SCREEN)]


def test_one_file_knows_loro():
    assert all_who_import("loro") == {"db/manuscript/document.py"}


def test_one_file_knows_how_a_newsroom_is_encrypted():
    assert all_who_import("sqlcipher3") == {"db/storage/sqlcipher.py"}


def test_one_file_talks_to_a_network():
    assert all_who_import("openai", "httpx2", "http", "requests") == {"desktop/ai/wire.py"}


def test_sql_is_written_in_the_storage_only():
    allowed = re.compile(
        r"db/(search|first_look)\.py|db/storage/.*|db/ledger/(audit|doctor)\.py|db/migrations/.*"
    )
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            words = node.value if isinstance(node, ast.Constant) else None
            if isinstance(words, str) and _SQL.search(words):
                found.add(name_of(path))
    assert not {name for name in found if not allowed.fullmatch(name)}


def test_screens_ask_reading_and_acts_and_never_rows():
    screens = [p for p in SOURCES if name_of(p).startswith("desktop/")]
    for path in screens:
        if name_of(path).startswith(NO_SCREEN):
            continue
        for module in imported(path):
            assert not module.startswith(("db.models", "sqlalchemy.engine")), name_of(path)


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["list", "--json"]])
def test_the_command_line_loads_no_qt(words, tmp_path):
    script = (
        "import sys\n"
        f"sys.argv = ['colophon', '--newsroom', {str(tmp_path / 'n.colophon')!r}, *{words!r}]\n"
        "from desktop.cli.app import run\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        "sys.exit(3 if any(name.startswith('PySide6') for name in sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_an_open_window_holds_nothing_that_reads_files():
    script = (
        "import sys, desktop.board.view, desktop.desk.view\n"
        "needless = {'lxml', 'yaml', 'pypandoc', 'docx', 'typst', 'openai', 'psycopg', 'alembic'}\n"
        "sys.exit(' '.join(needless & sys.modules.keys()) or 0)\n"
    )
    own = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=own, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_files_are_one_idea_long():
    long = {name_of(p): n for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > 420}
    assert not long


def test_tests_need_no_packages():
    assert not list((ROOT / "tests").rglob("__init__.py"))
