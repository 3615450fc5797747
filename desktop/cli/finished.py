"""Commands of finished files: export, verify, the demonstration; and fonts for them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from db.newsroom import Newsroom, newsroom_exists, open_newsroom
from desktop.cli.calling import answer, newsroom_path, note, opened_as
from desktop.cli.words import call


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    for command in (export, verify, font, demo):
        app.command()(command)


def export(
    articles: Annotated[list[str], typer.Argument(metavar="ID…")],
    formats: Annotated[str, typer.Option("--format", help="html,md,txt,docx,pdf")],
    to: Annotated[Path, typer.Option(metavar="DIR")],
    draft: Annotated[bool, typer.Option("--draft", help="A proof, marked DRAFT.")] = False,
) -> None:
    """Write finished files, each with its receipt."""
    from desktop.finishing import export_files

    with opened_as() as (newsroom, actor):
        files = export_files(
            newsroom, actor, articles, formats.split(","), to, draft=draft, progress=_progress()
        )
    answer({"files": [file_fields(file) for file in files]},
           lambda: [print(file.path) for file in files])  # fmt: skip


def _progress() -> Any:
    if not sys.stderr.isatty():
        return None

    def told(done: int, total: int, name: str) -> None:
        print(f"\r\033[K{done} of {total} {name}", end="", file=sys.stderr, flush=True)
        if done >= total:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    return told


def file_fields(file: Any) -> dict[str, Any]:
    """An exported file as `export` prints it."""
    return {"path": str(file.path), "format": file.format, "sha256": file.sha256,
            "note_issue": file.note_issue, "ai_label": file.ai_label,
            "receipt": str(file.receipt)}  # fmt: skip


def verify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…")],
    trust: Annotated[Path | None, typer.Option(metavar="KEYFILE")] = None,
) -> None:
    """Check finished files against their receipts, the newsroom, or a key one trusts."""
    from desktop.receipts.verifying import trusted_keys, verify_file

    keys = trusted_keys(trust) if trust is not None else []
    newsroom: Newsroom | None = None
    if call.newsroom is not None or newsroom_exists(newsroom_path()):
        newsroom = open_newsroom(newsroom_path())
    wanted = dict.fromkeys(_finished(file) for file in files)
    try:
        found = [
            verify_file(file.absolute(), newsroom, keys, expected=call.newsroom is not None)
            for file in wanted
        ]
    finally:
        if newsroom is not None:
            newsroom.close()

    def plain() -> None:
        for file in found:
            print(f"{'ok ' if file.ok else 'BAD'} {file.path} ({file.origin})")
            for problem in file.problems:
                print(f"    {problem}")

    fields = ("path", "ok", "article", "version", "note_issue", "origin", "problems")
    answer({"files": [{f: getattr(file, f) for f in fields} for file in found]}, plain)
    if not all(file.ok for file in found):
        raise typer.Exit(1)


def _finished(file: Path) -> Path:
    """A receipt stands for its file, as where a shell names all there is in a folder."""
    from desktop.receipts.building import ENDING

    bare = file.name.removesuffix(ENDING)
    return file.with_name(bare) if bare and bare != file.name else file


def font(
    file: Annotated[Path | None, typer.Argument(help="A TTF or OTF file to add.")] = None,
) -> None:
    """The fonts the newsroom added; with a file, the CEO adds one."""
    from db import reading
    from db.acts.fonts import add_font
    from db.refusal import Refused

    with opened_as() as (newsroom, actor):
        if file is not None:
            try:
                data = file.read_bytes()
            except OSError as error:
                raise Refused(
                    "not-found", f"{file} cannot be read: {error.strerror}", "give a font file"
                ) from None
            add_font(newsroom, actor, file.name, data)
        with newsroom.read() as session:
            found = reading.fonts(session)
    answer({"fonts": [{"name": n, "sha256": s} for n, s in found]},
           lambda: [print(f"{s[:12]} {n}") for n, s in found])  # fmt: skip


def demo(to: Annotated[Path | None, typer.Option(metavar="DIR")] = None) -> None:
    """One article from import to publication, in every format, verified."""
    import tempfile

    from desktop.demonstration import demonstrate

    os.environ["COLOPHON_KEYS"] = "memory"
    folder = (to or Path(tempfile.mkdtemp(prefix="colophon-demo-"))).expanduser().absolute()
    tell = note if call.json else print
    tell("Signing keys of this demonstration are kept in memory and thrown away at its end.")
    done = demonstrate(folder, tell)
    ledger = done.ledger
    answer(
        {"article": done.article, "files": [file_fields(file) for file in done.files],
         "ledger": {"ok": ledger.ok, "touches": ledger.touches, "head": ledger.head,
                    "root": ledger.root, "first_bad": ledger.first_bad, "why": ledger.why}},
        lambda: print(f"Everything is in {folder}"),
    )  # fmt: skip
    if not done.ok:
        raise typer.Exit(1)
