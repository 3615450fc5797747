"""Commands that hand a piece over in a file, and take one in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from db import reading
from db.acts.handing_over import hand_over
from db.acts.taking import take as take_in
from db.refusal import Refused
from desktop.cli.calling import answer, opened_as
from desktop.cli.showing import article_fields
from desktop.history_file import write_whole


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.command()(handover)
    app.command()(take)


def handover(
    id: str,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Write it there.")],
    for_whom: Annotated[str | None, typer.Option(
        "--for", metavar="NAME", help="Who writes in it elsewhere; else whoever hands it over.")] = None,
) -> None:  # fmt: skip
    """A piece in one file, to be written in elsewhere; its words come back as theirs."""
    if to.exists():
        raise Refused("conflict", f"{to} is there already", "choose another name")
    with opened_as() as (newsroom, actor):
        changes, data = hand_over(newsroom, actor, id, for_whom)
    path = write_whole(to, data, mode=0o600)
    answer({"file": str(path), "article": changes.article, "seq": changes.seq},
           lambda: print(f"wrote {path}"))  # fmt: skip


def take(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Take a handover file in: a piece to write in, or what comes back of one."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Refused(
            "not-found", f"{file} cannot be read: {error.strerror}", "give a file"
        ) from None
    with opened_as() as (newsroom, actor):
        taken = take_in(newsroom, actor, data)
        with newsroom.read() as session:
            found = article_fields(reading.article(session, str(taken.changes.article)))

    def plain() -> None:
        kept = f", {taken.proposed} of them as proposals" if taken.proposed else ""
        print(f"{found['id']}: {taken.rows} rows taken{kept}")
        for words in taken.left_out:
            print(f"left out: {words}")

    answer({"article": found, "rows": taken.rows, "proposed": taken.proposed,
            "left_out": list(taken.left_out)}, plain)  # fmt: skip
