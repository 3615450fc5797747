"""Commands that change a text, decide on changes, and move a piece between states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from db import reading
from db.acts import deciding, moving, writing
from db.acts.acting import Changes
from desktop.cli.articles import Article, Part
from desktop.cli.calling import answer, opened, opened_as, read_file
from desktop.cli.showing import change_fields, moved, print_changes

Text = Annotated[str | None, typer.Option()]
Reason = Annotated[str, typer.Option(help="Why; kept in the record.")]
Numbers = Annotated[list[int] | None, typer.Argument(metavar="N…")]
Seen = Annotated[
    int | None, typer.Option("--at", metavar="SEQ", help="Refuse if the text moved since.")
]


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    for command in (write, submit, spike, revive, withdraw, correct, changes, accept, reject):
        app.command()(command)
    app.command("return")(return_)
    app.command("drop-correction")(drop_correction)


def write(
    article: Article,
    file: Annotated[str, typer.Argument(help="- for standard input")],
    part: Part = "body",
    author: Annotated[str | None, typer.Option(help="Who made the new words.")] = None,
    origin: Annotated[str | None, typer.Option(metavar="typed|pasted|imported|generated")] = None,
    source: Annotated[str | None, typer.Option(help="Where a paste is from.")] = None,
) -> None:
    """Change a part into the text of a file, word by word."""
    words = read_file(file)
    with opened_as() as (newsroom, actor):
        done, inserted, deleted = writing.write_text(
            newsroom, actor, article, words, part=part, author=author, origin=origin, source=source
        )
    answer(
        {"seq": done.seq, "inserted": inserted, "deleted": deleted},
        lambda: print(f"touch {done.seq}: {inserted} characters in, {deleted} out"),
    )


def _moves(act: Callable[..., Changes], article: str, *more: Any) -> None:
    with opened_as() as (newsroom, actor):
        done = act(newsroom, actor, article, *more)
    moved(done.article, done.state, done.seq)


def submit(article: Article) -> None:
    """Hand a draft in for edit."""
    _moves(moving.submit, article)


def return_(article: Article, reason: Reason) -> None:
    """Give a piece back to its writer."""
    _moves(moving.send_back, article, reason)


def spike(article: Article, reason: Reason) -> None:
    """Kill an unpublished piece."""
    _moves(moving.spike, article, reason)


def revive(article: Article) -> None:
    """Bring a spiked or withdrawn piece back."""
    _moves(moving.revive, article)


def withdraw(article: Article, reason: Reason) -> None:
    """Take a published piece back."""
    _moves(moving.withdraw, article, reason)


def correct(article: Article) -> None:
    """Begin a correction of a published piece."""
    _moves(moving.correct, article)


def drop_correction(article: Article) -> None:
    """End a correction without a new version."""
    _moves(moving.drop_correction, article)


def changes(article: Article) -> None:
    """What differs from the last approved text."""
    with opened() as newsroom, newsroom.read() as session:
        found = reading.changes(session, article)

    answer(
        {"at": found.at, "changes": [change_fields(c) for c in found.changes]},
        lambda: print_changes(found.changes) or print("nothing is undecided"),
    )


def accept(article: Article, numbers: Numbers = None, at: Seen = None) -> None:
    """Accept changes by number; none named: all."""
    with opened_as() as (newsroom, actor):
        done = deciding.accept(newsroom, actor, article, numbers, at=at)
        with newsroom.read() as session:
            _left(len(reading.changes(session, article).changes), done.seq)


def reject(article: Article, numbers: Numbers = None, reason: Text = None, at: Seen = None) -> None:
    """Reject changes by number; the former words come back with their authors."""
    with opened_as() as (newsroom, actor):
        done = deciding.reject(newsroom, actor, article, numbers, reason=reason, at=at)
        with newsroom.read() as session:
            _left(len(reading.changes(session, article).changes), done.seq)


def _left(left: int, seq: int) -> None:
    answer({"left": left, "seq": seq}, lambda: print(f"{left} left to decide (touch {seq})"))
