"""Commands of comments: begin a thread, answer, read them, resolve."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated

import typer

from db.acts import commenting
from db.comments import Comment, Reply, comments
from db.newsroom import Newsroom
from db.refusal import Refused
from desktop.cli.articles import Article, Part
from desktop.cli.calling import answer, opened, opened_as

Number = Annotated[int, typer.Argument(metavar="N", help="The number of the comment.")]


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.command()(comment)
    app.command("comments")(comments_)
    app.command()(resolve)


def comment(
    article: Article,
    text: Annotated[str, typer.Argument(help="What to say; @Name calls somebody.")],
    at: Annotated[
        str | None, typer.Option("--at", metavar="START:LENGTH", help="Which words it is about.")
    ] = None,
    part: Part = "body",
    reply: Annotated[
        int | None, typer.Option("--reply", metavar="N", help="Answer this comment.")
    ] = None,
) -> None:
    """Comment on words of an article, or answer a comment; neither ever leaves the newsroom."""
    if (at is None) == (reply is None):
        raise Refused(
            "bad-input", "a comment is about words, or answers another",
            "give --at START:LENGTH or --reply N",
        )  # fmt: skip
    with opened_as() as (newsroom, actor):
        if at is not None:
            commenting.comment(newsroom, actor, article, part, *place_of(at), text)
        elif reply is not None:
            commenting.reply(newsroom, actor, article, reply, text)
        _show(newsroom, article)


def place_of(at: str) -> tuple[int, int]:
    """START:LENGTH as numbers. Raises Refused."""
    found = re.fullmatch(r"(\d{1,9}):(\d{1,9})", at, re.ASCII)
    if found is None:
        raise Refused("bad-input", f"{at!r} is no place", "give START:LENGTH, as in 0:12")
    return int(found[1]), int(found[2])


def comments_(article: Article) -> None:
    """The comments on an article, resolved ones too."""
    with opened() as newsroom:
        _show(newsroom, article)


def resolve(article: Article, n: Number) -> None:
    """Say that a comment is dealt with; a reply opens it again."""
    with opened_as() as (newsroom, actor):
        commenting.resolve(newsroom, actor, article, n)
        _show(newsroom, article)


def _show(newsroom: Newsroom, article: str) -> None:
    with newsroom.read() as session:
        found = comments(session, article)

    def plain() -> None:
        for one in found:
            _print(one)
        if not found:
            print("no comments")

    fields = [asdict(one) for one in found]
    answer({"comments": [{k: v for k, v in one.items() if k != "anchor"} for one in fields]}, plain)


def _print(one: Comment) -> None:
    where = "its words are gone" if one.orphaned else f"{one.part} {one.start}:{one.length}"
    done = f", resolved by {one.resolved_by}" if one.resolved else ""
    print(f"{one.n:>4} “{_flat(one.words, 60)}” ({where}{done})")
    every: list[Comment | Reply] = [one, *one.replies]
    for said in every:
        print(f"       {said.by}, {said.at}: {_flat(said.text, 400)}")


def _flat(words: str, most: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
