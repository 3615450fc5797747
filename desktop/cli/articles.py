"""Commands that make, list and show articles, and set their details and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from db import reading
from db.acts import acting, writing
from db.acts.picturing import add_image, describe_image
from db.refusal import Refused
from db.rules.language import known_language
from db.terms import State
from desktop.cli.calling import answer, note, opened, opened_as
from desktop.cli.showing import show_article

Text = Annotated[str | None, typer.Option()]


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.command()(new)
    app.command("import")(import_)
    app.command("list")(list_)
    for command in (show, text, who, history, assign, image):
        app.command()(command)
    app.command("set")(set_)


def new(headline: Text = None, language: Text = None, translation_of: Text = None) -> None:
    """Begin a piece as a draft."""
    with opened_as() as (newsroom, actor):
        made = writing.new_article(newsroom, actor, headline or "", language, translation_of)
        with newsroom.read() as session:
            show_article(session, str(made.article), "article")


def import_(
    context: typer.Context,
    files: list[Path],
    language: Text = None,
    author: Text = None,
) -> None:
    """Bring files in as drafts; a bad file is refused by name, the good ones still go in."""
    from desktop.bringing import import_file

    made: list[dict[str, Any]] = []
    failed: list[dict[str, str]] = []
    with opened_as() as (newsroom, actor):
        with newsroom.read() as session:  # what is wrong with no file is refused at once
            acting.person(session, actor)
            if author is not None:
                acting.contributor(session, author)
            if language is not None:
                known_language(language)
        for file in files:
            try:
                brought = import_file(newsroom, actor, file, language, author)
            except Refused as refused:
                failed.append({"file": str(file), "message": str(refused)})
                continue
            with newsroom.read() as session:
                view = reading.article(session, brought.article)
            fields = ("id", "headline", "dateline", "date_line", "language", "state", "words")
            made.append(
                {**{f: getattr(view, f) for f in fields}, "warnings": list(brought.warnings)}
            )

    def plain() -> None:
        for piece in made:
            print(f"{piece['id']}: {piece['headline']} ({piece['words']} words)")
            for warning in piece["warnings"]:
                print(f"  {warning}")
        for bad in failed:
            typer.echo(f"colophon: {bad['message']}", err=True)

    answer({"articles": made, "failed": failed}, plain)
    if failed:
        raise typer.Exit(1)


def list_(
    state: Text = None,
    search: Text = None,
    desk: Text = None,
    limit: Annotated[int, typer.Option()] = 50,
    after: Text = None,
) -> None:
    """Articles, newest first."""
    if state is not None and state not in set(State):
        raise Refused("bad-input", f"{state!r} is no state", "one of " + ", ".join(State))
    with opened() as newsroom, newsroom.read() as session:
        page = reading.board_page(
            session, state=state, search=search, desk=desk, limit=limit, after=after
        )
    fields = ("id", "headline", "state", "language", "updated", "words", "ai_share", "version",
              "desk", "due", "assigned_to")  # fmt: skip
    rows = [{f: getattr(card, f) for f in fields} for card in page.rows]

    def plain() -> None:
        for card in page.rows:
            print(f"{card.id}  {card.state}  {card.headline or '(no headline)'}")
        if page.next:
            print(f"more: --after {page.next}")

    answer({"articles": rows, "next": page.next}, plain)


def show(article: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Where an article stands."""
    with opened() as newsroom, newsroom.read() as session:
        show_article(session, article)


Part = Annotated[
    str, typer.Option(help="headline, dateline, date_line, body, share_line, notice, alt:1 …")
]
At = Annotated[int | None, typer.Option(metavar="SEQ", help="As it was after this touch.")]
Article = Annotated[str, typer.Argument(metavar="ID")]


def text(article: Article, part: Part = "body", at: At = None) -> None:
    """The text of a part."""
    with opened() as newsroom, newsroom.read() as session:
        words = reading.text_at(session, article, part, at)
    answer({"text": words}, lambda: typer.echo(words, nl=False))


def who(article: Article, part: Part = "body", at: At = None) -> None:
    """Who wrote each character of a part."""
    with opened() as newsroom, newsroom.read() as session:
        runs = reading.who(session, article, part, at)
        words = reading.text_at(session, article, part, at)
    shares = reading.who_shares(runs)

    def plain() -> None:
        for run in runs:
            piece = " ".join(words[run.start : run.start + run.length].split())
            short = piece if len(piece) <= 60 else f"{piece[:59]}…"
            print(
                f"{run.start:>7} +{run.length:<6} {run.contributor} ({run.kind}, {run.origin}): {short}"
            )
        print(", ".join(f"{share:.0%} {kind}" for kind, share in shares.items()))

    fields = ("start", "length", "contributor", "kind", "origin", "source")
    answer(
        {"runs": [{f: getattr(run, f) for f in fields} for run in runs], "shares": shares}, plain
    )


def history(
    article: Article,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it as a document.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="Write it as a document.")
    ] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="With comments, and what AIs were asked.")
    ] = False,
) -> None:
    """All touches of an article; as a document for a hearing where a file is named."""
    if internal and html is None and pdf is None:
        raise Refused("bad-input", "--internal is for a document", "give --html or --pdf FILE")
    with opened() as newsroom:
        for file, kind in ((html, "html"), (pdf, "pdf")):
            if file is not None:
                from desktop.history_file import write_history

                note(f"wrote {write_history(newsroom, article, file, kind, internal=internal)}")
        with newsroom.read() as session:
            touches = reading.history(session, article)

    def plain() -> None:
        for touch in touches:
            print(f"{touch.seq:>7} {touch.at} {touch.by}: {touch.kind}")

    fields = ("seq", "id", "at", "by", "kind", "payload")
    answer({"touches": [{f: getattr(t, f) for f in fields} for t in touches]}, plain)


def set_(
    article: Article,
    desk: Text = None,
    due: Annotated[str | None, typer.Option(help="2026-03-04T17:30, local, or with Z.")] = None,
    language: Text = None,
) -> None:
    """Set desk, deadline or language; an empty desk or deadline takes it away."""
    given = {"desk": desk, "due": due, "language": language}
    details = {name: value or None for name, value in given.items() if value is not None}
    if not details:
        raise Refused("bad-input", "nothing to set was named", "give --desk, --due or --language")
    with opened_as() as (newsroom, actor):
        writing.set_details(newsroom, actor, article, **details)
        with newsroom.read() as session:
            show_article(session, article)


def assign(
    article: Article, to: Annotated[str, typer.Option(help="A contributor's name.")]
) -> None:
    """Give the piece to somebody; an empty name takes it from everybody."""
    with opened_as() as (newsroom, actor):
        writing.assign(newsroom, actor, article, to or None)
        with newsroom.read() as session:
            show_article(session, article)


def image(
    article: Article,
    what: Annotated[str, typer.Argument(metavar="add|N")],
    file: Annotated[Path | None, typer.Argument()] = None,
    alt: Text = None,
    caption: Text = None,
    credit: Text = None,
    ai: Annotated[str | None, typer.Option(metavar="yes|no")] = None,
) -> None:
    """Add a picture, or say what the N-th shows, whose it is, and whether AI made it."""
    if ai not in (None, "yes", "no"):
        raise Refused("bad-input", f"--ai is yes or no, not {ai!r}", "give --ai yes or --ai no")
    flag = None if ai is None else ai == "yes"
    with opened_as() as (newsroom, actor):
        if what == "add":
            if file is None:
                raise Refused("bad-input", "no picture was named", "give its file after add")
            try:
                data = file.read_bytes()
            except OSError as error:
                raise Refused(
                    "not-found", f"{file} cannot be read: {error.strerror}", "give a picture's file"
                ) from None
            _, n = add_image(newsroom, actor, article, data)
        elif what.isascii() and what.isdigit() and file is None:
            n = int(what)
        else:
            raise Refused("bad-input", f"{what!r} is no image", "give add FILE, or a number")
        if what != "add" or any(v is not None for v in (alt, caption, credit, flag)):
            describe_image(
                newsroom, actor, article, n, alt=alt, caption=caption, credit=credit, ai=flag
            )
        with newsroom.read() as session:
            show_article(session, article)
