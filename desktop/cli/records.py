"""Commands of the record: checking the ledger, backup, restore, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from db.ledger.audit import Verified
from db.ledger.audit import verify as verify_ledger
from desktop.cli.calling import answer, newsroom_path, opened, progress

ledger = typer.Typer(no_args_is_help=True, help="The ledger: all touches, tamper-evident.")


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.add_typer(ledger, name="ledger")
    for command in (backup, restore, doctor):
        app.command()(command)


@ledger.callback()
def _group() -> None:
    """The ledger: all touches, tamper-evident."""


@ledger.command()
def verify(
    texts: Annotated[bool, typer.Option("--texts", help="Replay every manuscript, too.")] = False,
) -> None:
    """Recompute everything; name the first touch that does not fit."""
    with opened() as newsroom:
        found = verify_ledger(newsroom, texts=texts, progress=progress("touch"))
    fields = ("ok", "touches", "head", "root", "first_bad", "why")
    answer({f: getattr(found, f) for f in fields}, lambda: print(_said(found)))
    if not found.ok:
        raise typer.Exit(1)


def _said(found: Verified) -> str:
    if found.ok:
        return f"{found.touches:,} touches hold; head {found.head}"
    where = f"touch {found.first_bad}: " if found.first_bad is not None else ""
    return f"the ledger does not hold: {where}{found.why}"


def backup(file: Path) -> None:
    """Copy the newsroom to a file, also while others write."""
    from db.ledger.copying import backup as copy

    with opened() as newsroom:
        found = copy(newsroom, file, progress("touch"))
    answer({"ok": True, "problems": [], "touches": found.touches},
           lambda: print(f"{file}: {found.touches:,} touches, checked"))  # fmt: skip


def restore(file: Path, replace: Annotated[bool, typer.Option("--replace")] = False) -> None:
    """Put a backup in the newsroom's place; its ledger is checked first."""
    from db.ledger.copying import restore as put_back

    target = newsroom_path()
    found = put_back(file, target, replace=replace, progress=progress("touch"))
    answer({"ok": True, "problems": [], "touches": found.touches},
           lambda: print(f"{target}: {found.touches:,} touches, checked"))  # fmt: skip


def doctor(rebuild: Annotated[bool, typer.Option("--rebuild")] = False) -> None:
    """Rebuild what lists show from the touches, and say where they differ."""
    from db.ledger.doctor import examine

    with opened() as newsroom:
        problems = examine(newsroom, rebuild=rebuild)
    ok = not problems

    def plain() -> None:
        for problem in problems:
            print(problem)
        print("everything agrees" if ok else f"{len(problems)} problems")

    answer({"ok": ok, "problems": problems, "rebuilt": rebuild}, plain)
    if not ok:
        raise typer.Exit(1)
