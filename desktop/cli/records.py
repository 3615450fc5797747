"""Commands of the record: checking and proving the ledger, backup, restore, doctor."""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from db.ledger.audit import Verified
from db.ledger.audit import verify as verify_ledger
from db.newsroom import Newsroom, scrub
from db.refusal import Refused
from desktop.cli.calling import answer, newsroom_path, opened, opened_as, progress

ledger = typer.Typer(no_args_is_help=True, help="The ledger: all touches, tamper-evident.")


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.add_typer(ledger, name="ledger")
    for command in (backup, restore, doctor, erase, redact):
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
    answer(_fields(found), lambda: print(_said(found)))
    if not found.ok:
        raise typer.Exit(1)


@ledger.command()
def checkpoint() -> None:
    """Sign and record how the whole ledger stands, to be kept or published elsewhere."""
    from db.acts.proving import make_checkpoint

    with opened_as() as (newsroom, actor):
        made = make_checkpoint(newsroom, actor, progress("touch"))
    answer({**_fields(made.found), "checkpoint": made.text, "seq": made.seq, "vkey": made.vkey},
           lambda: _print_text(made.text) if made.text else print(_said(made.found)))  # fmt: skip
    if not made.found.ok:
        raise typer.Exit(1)


@ledger.command()
def accept(
    why: Annotated[str, typer.Option("--why", help="Why the record is right as it stands.")],
) -> None:
    """Go on with a shared newsroom's record although computers saw touches that are gone (the CEO)."""
    from db.bureau.history import accept_history

    with opened_as() as (newsroom, actor):
        made = accept_history(newsroom, actor, None, None, why)
    answer({"seq": made.seq},
           lambda: print("Accepted. Computers that saw more bring their words back by themselves."))  # fmt: skip


@ledger.command()
def proof(
    id: str,
    to: Annotated[Path | None, typer.Option(
        "--to", metavar="FILE", help="Write it there; packed, if its name ends in .gz.")] = None,
    leave_out: Annotated[list[int], typer.Option(
        "--leave-out", metavar="SEQ", help="Do not show what this touch says (repeat).")] = [],  # noqa: B006
    contents: Annotated[bool | None, typer.Option(
        "--contents/--no-contents", help="Show what touches say (for an article, they do).")] = None,
    internal: Annotated[bool, typer.Option(
        "--internal", help="With comments, and what AIs were asked.")] = False,
    updates: Annotated[bool, typer.Option(
        "--updates", help="Show the rows of text, too: all words ever written.")] = False,
) -> None:  # fmt: skip
    """Prove one article's touches to somebody outside: resources/checking/check_record.py checks."""
    from db.acts.proving import make_proof

    if to is not None and to.exists():
        raise Refused("conflict", f"{to} is there already", "choose another name")
    with opened_as() as (newsroom, actor):
        found, made = make_proof(newsroom, actor, id, left_out=leave_out, payloads=contents,
                                 internal=internal, updates=updates, progress=progress("touch"))  # fmt: skip
    more: dict[str, Any] = {"file": None, "proved": 0, "checkpoint": None}
    if made is not None:
        more |= {"proved": made.proved, "checkpoint": made.checkpoint}
        if to is not None:
            _write(to, made.packed() if to.suffix == ".gz" else made.document + b"\n")
            more["file"] = str(to.absolute())
        else:
            more["proof"] = json.loads(made.document)

    def plain() -> None:
        if made is None:
            print(_said(found))
        elif to is None:
            _print_text(made.document.decode())
        else:
            print(
                f"{to}: {made.proved:,} touches, proved to be among the ledger's {made.touches:,}"
            )

    answer({**_fields(found), **more}, plain)
    if made is None:
        raise typer.Exit(1)


def _write(file: Path, document: bytes) -> None:
    """Write a proof, whole or not at all. Raises Refused."""
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(6)}.part")
    try:
        with temporary.open("xb") as out:
            out.write(document)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, file)
    except OSError as error:
        raise Refused(
            "bad-input", f"{file} cannot be written: {error.strerror}", "choose another"
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


def _print_text(text: str) -> None:
    """Print a text whose bytes are signed: UTF-8, and line ends as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.rstrip("\n").encode() + b"\n")
    sys.stdout.buffer.flush()


def _fields(found: Verified) -> dict[str, Any]:
    fields = ("ok", "touches", "head", "root", "first_bad", "why")
    return {field: getattr(found, field) for field in fields}


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
        if rebuild:
            scrub(newsroom)
    ok = not problems

    def plain() -> None:
        for problem in problems:
            print(problem)
        print("everything agrees" if ok else f"{len(problems)} problems")

    answer({"ok": ok, "problems": problems, "rebuilt": rebuild}, plain)
    if not ok:
        raise typer.Exit(1)


def erase(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="E-0012, or a contributor.")],
    what: Annotated[list[str], typer.Option(metavar="FIELD", help="What to erase (repeat).")],
    reason: Annotated[str, typer.Option(metavar="R")],
) -> None:
    """Erase personal data for good; that it was erased stays in the record."""
    from db.acts.erasing import erase as erase_

    fields = [field for one in what for field in one.split(",")]
    with opened_as() as (newsroom, actor):
        changes = erase_(newsroom, actor, subject, fields, reason)
        _scrubbed(newsroom, changes.seq, {"subject": subject, "erased": fields})


def redact(
    article: Annotated[str, typer.Argument(metavar="ID")],
    words: Annotated[str, typer.Option(metavar="START:LENGTH")],
    order: Annotated[str, typer.Option(metavar="TEXT", help="Who ordered it.")],
    part: Annotated[str, typer.Option()] = "body",
) -> None:
    """Blank words of a withdrawn piece in every stored form, by a court's order."""
    from db.acts.redacting import redact as redact_
    from desktop.cli.comments import place_of

    with opened_as() as (newsroom, actor):
        changes = redact_(newsroom, actor, article, part, *place_of(words), order)
        _scrubbed(newsroom, changes.seq, {"id": changes.article, "part": part})


def _scrubbed(newsroom: Newsroom, seq: int, more: dict[str, Any]) -> None:
    """Clear the file of what it held before, and say whether that succeeded."""
    scrubbed = scrub(newsroom)

    def plain() -> None:
        print(f"done (touch {seq}); copies of the file made before still hold it")
        if not scrubbed:
            print(
                "another window keeps the file busy: close it, then run colophon doctor --rebuild"
            )

    answer({**more, "seq": seq, "scrubbed": scrubbed}, plain)
