"""Commands of AI: where a model answers, asking it, and what it is never sent."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from db import reading
from db.acts.answering import set_up_ai
from db.acts.withholding import mark_off_record
from db.endpoints import Endpoint, asked_of, endpoint, endpoints
from db.ledger.chain import newsroom_id
from db.newsroom import Newsroom
from db.off_record import off_record
from db.refusal import Refused
from desktop.ai import asking, key
from desktop.ai.tasks import task, tasks
from desktop.cli.articles import Article, Part
from desktop.cli.calling import answer, note, opened, opened_as
from desktop.cli.comments import place_of
from desktop.cli.showing import change_fields, print_changes

group = typer.Typer(no_args_is_help=True, help="AI: a contributor that writes only when asked.")

Text = Annotated[str | None, typer.Option()]
Model = Annotated[str, typer.Argument(metavar="MODEL", help="The AI's name in the register.")]


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.add_typer(group, name="ai")
    app.command("off-record")(off_record_)


@group.command()
def ask(
    article: Article,
    model: Annotated[str, typer.Option("--contributor", metavar="MODEL", help="Which AI.")],
    wanted: Annotated[str, typer.Option("--task", metavar="T", help="See: colophon ai tasks")],
    within: Annotated[
        str | None, typer.Option("--range", metavar="START:LENGTH", help="Only these words.")
    ] = None,
    part: Part = "body",
    instruction: Text = None,
    language: Text = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print what would be sent, and send nothing.")
    ] = False,
) -> None:
    """Ask an AI about an article; what it writes becomes proposals, never text."""
    with opened_as() as (newsroom, actor):
        with newsroom.read() as session:
            ready = asking.prepare(
                session, actor, article, model, task(wanted), part=part,
                within=place_of(within) if within else None, instruction=instruction or "",
                language=language,
            )  # fmt: skip
        if show:
            _show(ready)
            return
        kept = asking.send(
            newsroom, actor, ready, asking.endpoint_key(newsroom, ready.request.endpoint),
            waits=lambda seconds: note(f"waits {seconds:.0f} s, as the server asks"),
        )  # fmt: skip
        with newsroom.read() as session:
            _answered(session, ready, kept)


def _show(ready: asking.Asking) -> None:
    served = ready.request.endpoint
    sends = {
        "to": served.url, "model": served.model, "withheld": ready.sent.withheld,
        "messages": [{"role": role, "content": words} for role, words in ready.request.messages],
    }  # fmt: skip
    answer({"changes": [], "sends": sends}, lambda: print(ready.shown))
    if ready.sent.withheld:
        count = ready.sent.withheld
        note(f"{count} passage{'s'[: count != 1]} off the record left out")


def _answered(session: Any, ready: asking.Asking, kept: asking.Kept) -> None:
    last = kept.changes.seq
    found = [
        change for change in reading.changes(session, ready.sent.article).changes
        if change.proposal and last - kept.proposals <= change.seq < last
    ]  # fmt: skip
    translation = kept.changes.article if ready.task.answer == "parts" else None

    def plain() -> None:
        if translation:
            print(f"the translation is {translation}")
        elif ready.task.answer == "doubts":
            print("\n".join(kept.doubts) or "no doubts")
        elif not print_changes(found):
            print("the answer changes nothing")

    answer(
        {"changes": [change_fields(change) for change in found], "doubts": list(kept.doubts),
         "article": translation},
        plain,
    )  # fmt: skip


@group.command("tasks")
def tasks_() -> None:
    """What an AI can be asked."""
    found = tasks()

    def plain() -> None:
        for one in found:
            needs = f" (needs {', '.join(sorted(one.needs))})" if one.needs else ""
            print(f"{one.name}: {one.title}{needs}")

    answer({"tasks": [{"name": t.name, "title": t.title, "sends": list(t.parts) or ["part"],
                       "answer": t.answer, "needs": sorted(t.needs)} for t in found]}, plain)  # fmt: skip


@group.command("list")
def list_() -> None:
    """Where AIs answer, and whether they can be asked."""
    with opened() as newsroom:
        _list(newsroom)


@group.command("set-up")
def set_up(
    model: Model,
    url: Annotated[str | None, typer.Option(help="As in http://localhost:11434/v1")] = None,
    served_as: Annotated[
        str | None, typer.Option(metavar="NAME", help="What the server calls the model.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Switch it off.")] = False,
) -> None:
    """Say where an AI of the register answers; its key is given by `ai key`."""
    with opened_as() as (newsroom, actor):
        set_up_ai(newsroom, actor, model, url=url, name=served_as, on=not off)
        _list(newsroom)


@group.command("key")
def key_(
    model: Model,
    forget: Annotated[bool, typer.Option("--forget", help="Take it out of the keyring.")] = False,
) -> None:
    """Put an AI's key into this computer's keyring; it is asked for, never an option."""
    with opened() as newsroom:
        with newsroom.read() as session:
            author, room = asked_of(session, model), newsroom_id(session)
        secret = "" if forget else _typed(author.name)
        if not secret and not forget:
            raise Refused("bad-input", "no key was given", "type it, or give it on standard input")
        key.keep(room, author.id, secret)
        _list(newsroom)


@group.command("try")
def try_(model: Model) -> None:
    """Ask an AI for one word, to see whether it answers; nothing of the newsroom is sent."""
    with opened() as newsroom:
        with newsroom.read() as session:
            served = endpoint(session, model)
        taken = asking.try_out(served, asking.endpoint_key(newsroom, served))
    answer({"ok": True, "milliseconds": round(taken * 1000)},
           lambda: print(f"{served.contributor} answers ({taken:.1f} s)"))  # fmt: skip


def _typed(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return getpass.getpass(f"Key for {name}: ").strip()


def _list(newsroom: Newsroom) -> None:
    with newsroom.read() as session:
        found, room = endpoints(session), newsroom_id(session)

    def fields(one: Endpoint) -> dict[str, Any]:
        held = key.where(room, one.id)
        return {"contributor": one.contributor, "url": one.url, "model": one.model, "on": one.on,
                "answers_to": one.answers_to, "key": held or None, "why_not": one.why_not or (
                    "" if held or one.local else "this computer has no key for it")}  # fmt: skip

    listed = [fields(one) for one in found]

    def plain() -> None:
        for one in listed:
            print(
                f"{one['contributor']}: {one['model']} at {one['url']}, {one['why_not'] or 'ready'}"
            )
        if not listed:
            print("no AI is set up, and none is needed")

    answer({"endpoints": listed}, plain)


def off_record_(
    article: Article,
    at: Annotated[
        str | None, typer.Option("--at", metavar="START:LENGTH", help="Which words.")
    ] = None,
    part: Part = "body",
    lift: Annotated[bool, typer.Option("--lift", help="Put them on the record again.")] = False,
) -> None:
    """Put words off the record: they are never sent to an AI, exported or found by search.

    Without --at: show what is off the record, or lift all of it.
    """
    with opened_as() as (newsroom, actor):
        mark: Callable[..., Any] = mark_off_record
        if at is not None:
            mark(newsroom, actor, article, *place_of(at), part=part, off=not lift)
        elif lift:
            with newsroom.read() as session:
                lifted = off_record(session, article)
            for one in lifted:
                mark(newsroom, actor, article, one.start, one.length, part=one.part, off=False)
        with newsroom.read() as session:
            found = off_record(session, article)

    def plain() -> None:
        for one in found:
            print(f"{one.part} {one.start}:{one.length} “{one.text}”")
        if not found:
            print("nothing is off the record")

    answer({"off_record": [{"part": p.part, "start": p.start, "length": p.length}
                           for p in found]}, plain)  # fmt: skip
