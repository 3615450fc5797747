"""What a start of the command line loads: the module of its command, and every command has one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from desktop.cli.app import parser_of
from desktop.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]


def tree(group) -> dict[str, object]:
    """The commands of a group, and theirs."""
    return {
        name: tree(one) if hasattr(one, "commands") else None
        for name, one in group.commands.items()
    }


def test_a_command_is_the_same_whether_it_is_loaded_alone_or_with_all():
    whole = tree(typer.main.get_command(parser_of([])))
    assert {name for names in COMMANDS.values() for name in names} == whole.keys()
    for name in whole:
        assert tree(typer.main.get_command(parser_of([name, "--help"])))[name] == whole[name]


@pytest.mark.parametrize("words", [["list"], ["new"], ["contributor", "list"]])
def test_what_a_command_does_not_need_is_not_loaded(words, desk):
    script = (
        "import sys\n"
        f"sys.argv = ['colophon', '--newsroom', {str(desk.path)!r}, *{words!r}]\n"
        "from desktop.cli.app import run\n"
        "run()\n"
        "needless = {'psycopg', 'PySide6', 'alembic', 'openai', 'keyring', 'docx', 'typst'}\n"
        "sys.exit(' '.join(needless & sys.modules.keys()) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("module", COMMANDS)
def test_each_module_is_loaded_by_itself(module, shell):
    shell.fresh = True
    done = shell.run(COMMANDS[module][0], "--help")
    assert done.status == 0 and "Usage: colophon" in done.out
