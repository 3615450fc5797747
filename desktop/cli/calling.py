"""How every command is called: which newsroom, who acts, and how answers and refusals are told."""

from __future__ import annotations

import dataclasses
import getpass
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from configparser import ConfigParser
from configparser import Error as BadConfig
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import platformdirs

from db import reading
from db.acts.founding import make_newsroom
from db.newsroom import Newsroom, newsroom_exists, open_newsroom
from db.place import default_path
from db.refusal import Refused
from desktop.cli.words import call


def newsroom_path() -> str | Path:
    """Where the newsroom is."""
    return call.newsroom or default_path()


@contextmanager
def opened() -> Iterator[Newsroom]:
    """The newsroom, made on first use where it is this computer's own."""
    path = newsroom_path()
    if call.newsroom is None and not newsroom_exists(path):
        make_newsroom(path, ceo=call.actor or _login(), without_key=True).close()
        note(f"made a newsroom at {path}; {call.actor or _login()} is its CEO")
    _warn_of_password()
    newsroom = open_newsroom(path)
    try:
        yield newsroom
    finally:
        newsroom.close()


@contextmanager
def opened_as() -> Iterator[tuple[Newsroom, str]]:
    """The newsroom, and who acts in it."""
    with opened() as newsroom:
        yield newsroom, acting_in(newsroom)


def acting_in(newsroom: Newsroom) -> str:
    """Who acts: as named, else the person chosen in the app, else the CEO; in a shared newsroom,
    whoever's login it is."""
    if newsroom.shared:
        from db.acts.joining import who_speaks

        speaks = who_speaks(newsroom)
        if call.actor and call.actor.casefold() != speaks.casefold():
            raise Refused("who-may", f"this login is {speaks}'s, not {call.actor}'s",
                          f"come in by {call.actor}'s own login")  # fmt: skip
        return speaks
    if call.actor:
        return call.actor
    with newsroom.read() as session:
        people = [p for p in reading.contributors(session) if p.active and p.kind != "ai"]
    chosen = _chosen_in_app()
    if any(person.name == chosen for person in people):
        return chosen
    for person in people:
        if person.kind == "ceo":
            return person.name
    raise Refused("who-may", "it is not known who acts", "name a person: --as NAME")


def _chosen_in_app() -> str:
    folder = os.environ.get("COLOPHON_CONFIG") or platformdirs.user_config_dir("colophon", False)
    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(Path(folder) / "colophon.ini", "utf-8")
    except (BadConfig, OSError, UnicodeDecodeError):
        return ""
    return parser.get("General", "acting", fallback="").strip('"')


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "CEO"


def _warn_of_password() -> None:
    """A password among a command's words is seen by whoever lists this computer's processes."""
    named = call.newsroom or ""
    said = any(named and named in word for word in sys.argv[1:])
    if said and re.match(r"postgres(ql)?://[^@/]*:[^@/]*@", named):
        note("a password on the command line is seen by others here: leave it out, and let"
             " colophon login keep it in the keyring")  # fmt: skip


# Answers


def note(words: str) -> None:
    """A word of progress, apart from the answer."""
    print(words, file=sys.stderr)


def answer(document: dict[str, Any], plain: Callable[[], object]) -> None:
    """Print the one JSON document, or let `plain` print for people."""
    if call.json:
        print(json.dumps(document, ensure_ascii=False, default=_as_json))
    else:
        plain()


def _as_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def document(rule: str, message: str, fix: str) -> None:
    """Print the one JSON document of a command that did nothing."""
    error = {"rule": rule, "message": message, "fix": fix}
    print(json.dumps({"error": error}, ensure_ascii=False))


def refuse(rule: str, message: str, fix: str) -> NoReturn:
    """Say no, and end with status 1."""
    if call.json:
        document(rule, message, fix)
    else:
        flat = " ".join(f"{message} ({rule}); {fix}".split())
        print(f"colophon: {flat}", file=sys.stderr)
    raise SystemExit(1)


def progress(what: str) -> Callable[[int, int], None] | None:
    """A line that counts on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        return None

    def told(done: int, total: int) -> None:
        print(f"\r{what} {done:,} of {total:,}", end="", file=sys.stderr, flush=True)
        if done >= total:
            print(file=sys.stderr)

    return told


def read_file(name: str) -> str:
    """The text of a file, or of standard input for `-`. Raises Refused."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Refused(
            "not-found", f"{name} cannot be read: {error.strerror}", "give a file"
        ) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            "bad-input", f"{name} is not UTF-8", "save it as UTF-8, or import it"
        ) from None
