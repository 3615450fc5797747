"""Commands of approval: sign-off, agreement, checks, publication; the note and the label."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from db import reading
from db.acts import issuing, signing
from db.acts.publishing import publish as publish_piece
from db.refusal import Refused
from desktop.cli.articles import Article
from desktop.cli.calling import answer, opened, opened_as, read_file
from desktop.cli.showing import sign_off_fields

Text = Annotated[str | None, typer.Option()]


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.command("sign-off")(sign_off)
    for command in (agree, checks, statements, publish):
        app.command()(command)
    app.add_typer(
        _issues("note", "The reader note, which every finished file ends with."), name="note"
    )
    app.add_typer(_issues("label", "The words of the AI label."), name="label")


def sign_off(
    article: Article,
    examined: Annotated[str, typer.Option(help="What was examined.")],
    facts: Annotated[str, typer.Option(help="How facts were checked.")],
    responsible: Annotated[str, typer.Option(help="Who carries editorial responsibility.")],
    ticked: Annotated[
        list[str] | None, typer.Option(metavar="N…|all", help="Statements that were checked.")
    ] = None,
    no_exception: Annotated[
        bool, typer.Option("--no-exception", help="Do not claim Article 50(4)'s exception.")
    ] = False,
    more: Annotated[list[str] | None, typer.Argument(metavar="[N…]", hidden=True)] = None,
) -> None:
    """Sign the text exactly as it stands; any later touch of it voids this."""
    words = [
        w for given in [*(ticked or []), *(more or [])] for w in given.replace(",", " ").split()
    ]
    if more and not ticked:
        raise Refused(
            "bad-input", f"{more[0]!r} is not expected here", "name statements with --ticked"
        )
    with opened_as() as (newsroom, actor):
        signing.sign_off(
            newsroom, actor, article, examined=examined, facts=facts, responsible=responsible,
            ticked="all" if "all" in words else [_number(w) for w in words],
            exception=not no_exception,
        )  # fmt: skip
        with newsroom.read() as session:
            _signed(reading.article(session, article))


def _number(word: str) -> int:
    if not word.isdecimal():
        raise Refused("bad-input", f"{word!r} is no statement's number", "give --ticked N… or all")
    return int(word)


def agree(article: Article) -> None:
    """Vouch for the signer's own words."""
    with opened_as() as (newsroom, actor):
        signing.agree(newsroom, actor, article)
        with newsroom.read() as session:
            _signed(reading.article(session, article))


def _signed(view: reading.ArticleView) -> None:
    fields = sign_off_fields(view.sign_off)

    def plain() -> None:
        assert view.sign_off is not None
        print(f"signed off by {view.sign_off.by} for text {view.text_sha256[:12]}…")
        for why in view.sign_off.why_not:
            print(f"  the exception is not met: {why}")

    answer({"sign_off": fields}, plain)


def checks(article: Article) -> None:
    """What stands between this text and its readers."""
    with opened() as newsroom, newsroom.read() as session:
        found = reading.checks(session, article)

    def plain() -> None:
        for check in found:
            fix = "" if check.met else f"; {check.fix}"
            print(f"{'met  ' if check.met else 'UNMET'} {check.check}: {check.detail}{fix}")

    answer(
        {
            "ready": all(check.met for check in found),
            "checks": [
                {
                    "check": c.check,
                    "met": c.met,
                    "detail": c.detail,
                    "fix": c.fix if not c.met else "",
                }
                for c in found
            ],
        },
        plain,
    )


def statements(article: Article) -> None:
    """The checkable statements of a text, as `sign-off --ticked` numbers them."""
    with opened() as newsroom, newsroom.read() as session:
        found = reading.statements_of(session, article)

    def plain() -> None:
        for statement in found:
            print(f"{statement.n:>4} {statement.kind}: {statement.text}")

    fields = ("n", "kind", "text", "start")
    answer({"statements": [{f: getattr(s, f) for f in fields} for s in found]}, plain)


def publish(article: Article) -> None:
    """Publish the piece, if every check is met."""
    with opened_as() as (newsroom, actor):
        done = publish_piece(newsroom, actor, article)
        with newsroom.read() as session:
            view = reading.article(session, article)
            issue = reading.version_note(session, view.id, view.version)
    answer(
        {"id": view.id, "state": view.state, "version": view.version, "seq": done.seq,
         "note_issue": issue, "ai_label": view.ai_label},
        lambda: print(f"{view.id} is published, version {view.version}, with note {issue}"),
    )  # fmt: skip


def _issues(what: str, help_: str) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help=help_)

    def tell(issue: reading.Issue | None, more: dict[str, Any]) -> None:
        fields = None if issue is None else _issue_fields(issue)
        both = {"note": fields} if what == "note" else {"label": fields, "note": fields}

        def plain() -> None:
            if issue is not None:
                print(
                    f"{what} {issue.issue}, {issue.language}, from {issue.from_time}\n{issue.text}"
                )

        answer({**both, **more}, plain)

    @group.command()
    def show(language: Text = None) -> None:
        """The words in force."""
        with opened() as newsroom, newsroom.read() as session:
            tongue = language or reading.settings(session)["language"]
            in_force = reading.note_in_force if what == "note" else reading.label_in_force
            issue = in_force(session, tongue)
        if issue is None:
            raise Refused(
                "not-found", f"no {what} is in force in {tongue}",
                f"the CEO issues one: colophon {what} issue --file FILE --language {tongue}",
            )  # fmt: skip
        tell(issue, {})

    @group.command()
    def issue(
        file: Annotated[str, typer.Option()], language: Annotated[str, typer.Option()]
    ) -> None:
        """Issue new words; only the CEO does."""
        words = read_file(file)
        with opened_as() as (newsroom, actor):
            act = issuing.issue_note if what == "note" else issuing.issue_label
            act(newsroom, actor, words, language)
            with newsroom.read() as session:
                tell(reading.issues(session, what)[-1], {})

    @group.command()
    def history() -> None:
        """All issues, oldest first."""
        with opened() as newsroom, newsroom.read() as session:
            found = reading.issues(session, what)
        rows = [_issue_fields(each) for each in found]

        def plain() -> None:
            for each in found:
                first = each.text.splitlines()[0]
                print(f"{what} {each.issue}, {each.language}, from {each.from_time}: {first[:70]}")

        last = rows[-1] if rows else None
        both = {"note": last} if what == "note" else {"label": last, "note": last}
        answer({**both, f"{what}s": rows}, plain)

    return group


def _issue_fields(issue: reading.Issue) -> dict[str, Any]:
    return {"issue": issue.issue, "language": issue.language, "text": issue.text,
            "sha256": issue.sha256, "from": issue.from_time}  # fmt: skip
