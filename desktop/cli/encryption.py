"""Commands of an encrypted newsroom's key: its recovery code, and the key kept again from it."""

from __future__ import annotations

from typing import Annotated

import typer

from db.acts.recovering import newsroom_code, use_newsroom_code
from desktop.cli.calling import answer, newsroom_path, read_file

key = typer.Typer(no_args_is_help=True, help="The key of an encrypted newsroom.")


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    key.command("recovery-code")(recovery_code)
    key.command("recover")(recover)
    app.add_typer(key, name="newsroom-key")


def recovery_code() -> None:
    """The recovery code of an encrypted newsroom: write it down, keep it apart from here."""
    code = newsroom_code(newsroom_path())
    answer({"code": code}, lambda: print(code))


def recover(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where the code stands; - for stdin.")] = "-",
) -> None:  # fmt: skip
    """Keep an encrypted newsroom's key on this computer again, from its recovery code (never as an
    argument)."""
    path = newsroom_path()
    use_newsroom_code(path, read_file(file))
    answer({"recovered": True}, lambda: print(f"{path} opens on this computer again"))
