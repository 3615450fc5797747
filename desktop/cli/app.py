"""The command line: `colophon` alone opens the app, `colophon COMMAND` does what screens do."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError, NoResultFound

from db.refusal import Refused
from desktop.cli.calling import document, refuse
from desktop.cli.commands import modules_of
from desktop.cli.words import call, take_global


def parser_of(words: Sequence[str]) -> typer.Typer:
    """The commands that a command line can mean: its own, or all where it names none."""
    app = typer.Typer(
        name="colophon", no_args_is_help=False, pretty_exceptions_enable=False,
        rich_markup_mode=None, context_settings={"help_option_names": ["--help", "-h"]},
        help="A newsroom that knows who wrote each word. Without a command, the app opens.",
    )  # fmt: skip
    for name in modules_of(words):
        import_module(f"desktop.cli.{name}").add_to(app)
    app.callback(invoke_without_command=True)(start)
    return app


def _version(asked: bool) -> None:
    if asked:
        print(f"colophon {program_version()}")
        raise typer.Exit


def program_version() -> str:
    """The program's version, also from a checkout that was not installed."""
    try:
        return version("colophon")
    except PackageNotFoundError:
        import tomllib

        stated = Path(__file__).parents[2] / "pyproject.toml"
        return str(tomllib.loads(stated.read_text("utf-8"))["project"]["version"])


def start(
    context: typer.Context,
    newsroom: Annotated[
        str | None, typer.Option("--newsroom", metavar="PATH|URL", help="Which newsroom.")
    ] = None,
    actor: Annotated[str | None, typer.Option("--as", metavar="NAME", help="Who acts.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    shown: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """These options may stand before or after the command."""
    if context.invoked_subcommand is None:
        from desktop.start import open_app

        raise typer.Exit(open_app())


def run() -> None:
    """The program's entry point."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = take_global(sys.argv[1:])
    try:
        parser_of(words)(args=words, prog_name="colophon")
    except Refused as refused:
        refusal = refused.refusal
        refuse(refusal.rule, refusal.message, refusal.fix)
    except BrokenPipeError:
        # Whoever read the answer has gone; Python would complain again when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except SystemExit as end:
        if end.code == 2 and call.json:
            told = "wrong usage: the words of the command do not fit together"
            document("bad-input", told, "see stderr, or colophon COMMAND --help")
        raise
    except UnicodeEncodeError:
        refuse("bad-input", "a word of the command is not UTF-8", "write it in UTF-8")
    except OverflowError:
        refuse("bad-input", "a number is out of range", "give a smaller one")
    except NoResultFound:
        refuse(
            "bad-input", "the newsroom's rows do not fit together",
            "see what is wrong: colophon ledger verify, colophon doctor",
        )  # fmt: skip
    except DatabaseError as error:
        refuse(
            "bad-input", f"the newsroom's file is damaged or not readable ({error.orig})",
            "restore a backup: colophon restore FILE --replace",
        )  # fmt: skip
    except Exception as error:
        if os.environ.get("COLOPHON_DEBUG"):
            raise
        refuse(
            "bad-input", f"the program itself failed: {type(error).__name__}: {error}",
            "set COLOPHON_DEBUG=1, try again, and report what it prints",
        )  # fmt: skip


if __name__ == "__main__":
    run()
