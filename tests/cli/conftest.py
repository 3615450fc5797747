"""The command line, a process for each command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest

from tests.cli.loaded import LONGEST, Program

ROOT = Path(__file__).parents[2]
SEED = ROOT / "resources" / "sample" / "seed-article.txt"


_program = cache(Program)


@dataclass
class Done:
    """What a command left: its status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rule(self) -> str:
        """The rule of a refusal."""
        assert self.status == 1, (self.out, self.err)
        return str(self.json["error"]["rule"])


class Shell:
    """A newsroom on the command line."""

    #: Whether each command starts Python anew, as a person's does, or is forked from a program that
    #: has loaded its modules.
    fresh: ClassVar[bool] = not hasattr(os, "fork")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "newsroom.colophon"

    def run(self, *words: object, actor: str | None = None, stdin: str | None = None,
            **more: str) -> Done:  # fmt: skip
        """Run `colophon` with some words; `--json` is among them where it is wanted."""
        own = {
            "HOME": str(self.folder), "COLOPHON_NEWSROOM": str(self.path),
            "COLOPHON_KEYS": f"file:{self.folder / 'keys.json'}", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("COLOPHON_", "XDG_"))}
        env, given = {**kept, **own, **more}, stdin.encode() if stdin is not None else b""
        command = [*(["--as", actor] if actor is not None else []), *map(str, words)]
        if self.fresh:
            done = subprocess.run(
                [sys.executable, "-m", "desktop.start", *command], capture_output=True, env=env,
                cwd=self.folder, input=given, timeout=LONGEST,
            )  # fmt: skip
            status, out, err = done.returncode, done.stdout, done.stderr
        else:
            status, out, err = _program().run(command, env, self.folder, given)
        assert b"Traceback" not in err, err.decode()
        return Done(status, out.decode(), err.decode())

    def json(self, *words: object, **more: Any) -> Any:
        """The document a command prints; it must not fail."""
        done = self.run(*words, "--json", **more)
        assert done.status == 0, (done.out, done.err)
        return done.json

    def refused(self, *words: object, **more: Any) -> str:
        """The rule by which a command is refused."""
        return self.run(*words, "--json", **more).rule

    def staff(self) -> None:
        """A newsroom with every kind of contributor."""
        self.json("init", "--name", "Test", "--ceo", "Cleo")
        for name, kind in (
            ("Edda", "editor"), ("Egon", "editor"), ("Rhea", "reporter"), ("Fay", "freelancer"),
        ):  # fmt: skip
            self.json("contributor", "add", name, "--kind", kind, actor="Cleo")
        self.json("contributor", "add", "Lumen", "--kind", "ai", "--provider", "N", "--model", "l",
                  "--answers-to", "Edda", actor="Cleo")  # fmt: skip

    def imported(self) -> str:
        """The real article, brought in by Rhea; its id."""
        return str(self.json("import", SEED, actor="Rhea")["articles"][0]["id"])

    def signed(self, article: str, *more: object, actor: str = "Edda") -> None:
        """Submit, accept, sign off."""
        self.json("submit", article, actor="Rhea")
        self.json("accept", article, actor=actor)
        self.sign(article, *more, actor=actor)

    def sign(self, article: str, *more: object, actor: str = "Edda") -> Any:
        """Sign the text off, every statement ticked."""
        return self.json(
            "sign-off", article, "--examined", "all of it", "--facts", "names and dates",
            "--responsible", actor, "--ticked", "all", *more, actor=actor,
        )["sign_off"]  # fmt: skip


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """An empty folder to run the command line in."""
    return Shell(tmp_path)


Made = TypeVar("Made")


@pytest.fixture(scope="session")
def _made() -> dict[Callable[[Shell], Any], tuple[Path, Any]]:
    return {}


@pytest.fixture
def once(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, _made):
    """`once(make)` is a shell in which `make` was done, and what that gave: it is done once in a run,
    and copied."""

    def copy_of(make: Callable[[Shell], Made]) -> tuple[Shell, Made]:
        if make not in _made:
            first = Shell(tmp_path_factory.mktemp(make.__name__.strip("_")))
            _made[make] = first.folder, make(first)
        folder, made = _made[make]
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        return Shell(tmp_path), made

    return copy_of


def _published(shell: Shell) -> str:
    shell.staff()
    article = shell.imported()
    shell.signed(article)
    shell.json("publish", article, actor="Edda")
    return article


@pytest.fixture
def desk(once) -> Shell:
    """A newsroom with contributors."""
    return once(Shell.staff)[0]


@pytest.fixture
def published(once) -> tuple[Shell, str]:
    """The real article, published unaltered."""
    return once(_published)
