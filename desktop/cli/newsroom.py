"""Commands of the newsroom as a whole: making it, its settings, its contributors."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from db import reading
from db.acts.founding import make_newsroom
from db.acts.recovering import newsroom_code
from db.acts.register import add_contributor, change_contributor, end_contributor
from db.acts.settings import SETTINGS, change_setting
from db.newsroom import Newsroom, discard
from db.refusal import Refused
from db.terms import Kind
from desktop.cli.calling import answer, newsroom_path, note, opened_as
from desktop.cli.words import call

people = typer.Typer(no_args_is_help=True, help="The register of contributors.")

Text = Annotated[str | None, typer.Option()]


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.command()(init)
    app.command()(settings)
    app.add_typer(people, name="contributor")


def init(
    name: Text = None, ceo: Text = None, language: Text = None,
    login: Annotated[str | None, typer.Option(
        help="Of a shared newsroom: the name of the CEO's login.")] = None,
    encrypted: Annotated[bool, typer.Option(
        "--encrypted", help="Encrypt its file: the key goes into this computer's keyring, and a"
        " recovery code is printed.")] = False,
) -> None:  # fmt: skip
    """Make a newsroom; an existing one is never overwritten. A shared one is made in an empty
    database, by its server's administrator."""
    person = ceo or call.actor or "CEO"
    path = newsroom_path()
    newsroom = make_newsroom(path, name, person, language or "en", without_key=True,
                             encrypted=encrypted)  # fmt: skip
    with newsroom.read() as session:
        found = reading.settings(session)
        if reading.note_in_force(session, found["language"]) is None:
            note("no reader note is in force yet: the CEO issues one with colophon note issue")
    more: dict[str, str] = {}
    if newsroom.shared:
        from db.storage.passwords import without
        from desktop.cli.logins import new_login

        try:
            more = new_login(newsroom, person, person, login)
        except Refused:
            discard(newsroom, path)
            raise
        path = without(str(path))
    if encrypted:
        more["recovery_code"] = newsroom_code(path)
    newsroom.close()
    made = {"newsroom": str(path if newsroom.shared else newsroom.path), "ceo": person,
            "name": found["name"], "language": found["language"], **more}  # fmt: skip

    def plain() -> None:
        print(f"made {made['newsroom']}; {person} is its CEO")
        if encrypted:
            print(f"recovery code: {more['recovery_code']}")
            print("write it down and keep it apart from this computer: it alone opens the newsroom"
                  " where the keyring is lost")  # fmt: skip
        elif more:
            print(f"login: {more['login']}, first password: {more['first_password']}")

    answer(made, plain)


def settings(
    key: Annotated[str | None, typer.Argument()] = None,
    value: Annotated[str | None, typer.Argument()] = None,
) -> None:
    """Show the settings, or one of them; with a value, the CEO sets it."""
    with opened_as() as (newsroom, actor):
        if key is not None and value is not None:
            change_setting(newsroom, actor, key, value)
        with newsroom.read() as session:
            found = reading.settings(session)
    if key is not None:
        name = key.replace("-", "_")
        if name not in {*found, *SETTINGS}:
            raise Refused("not-found", f"{key!r} is not set", "see: colophon settings")
        found = {name: found.get(name)}

    def plain() -> None:
        for name, setting in found.items():
            print(f"{name}: {setting!r}" if isinstance(setting, str) else f"{name}: {setting}")

    answer({"settings": found}, plain)


def _details(**given: str | None) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


@people.command()
def add(
    name: str,
    kind: Annotated[str, typer.Option(help="freelancer, reporter, editor, ceo or ai")],
    email: Text = None,
    byline: Text = None,
    provider: Text = None,
    model: Text = None,
    model_version: Text = None,
    answers_to: Text = None,
    login: Annotated[str | None, typer.Option(
        help="In a shared newsroom: the name of the person's login.")] = None,
) -> None:  # fmt: skip
    """Add a person, or an AI with who answers for it. In a shared newsroom a person gets a login,
    with a password for the first time."""
    details = _details(email=email, byline=byline, provider=provider, model=model,
                       model_version=model_version, answers_to=answers_to)  # fmt: skip
    with opened_as() as (newsroom, actor):
        add_contributor(newsroom, actor, name, kind, **details)
        more: dict[str, str] = {}
        if newsroom.shared and kind != Kind.AI:
            from desktop.cli.logins import new_login

            more = new_login(newsroom, actor, " ".join(name.split()), login)
        show_person(newsroom, actor, " ".join(name.split()), more)


@people.command("list")
def list_() -> None:
    """Everybody in the register."""
    with opened_as() as (newsroom, _actor), newsroom.read() as session:
        found = reading.contributors(session)

    def plain() -> None:
        for person in found:
            ended = "" if person.active else ", ended"
            print(f"{person.name}: {person.kind}{ended}")

    answer({"contributors": [_public(p) for p in found]}, plain)


@people.command()
def show(name: str) -> None:
    """One contributor."""
    with opened_as() as (newsroom, actor):
        show_person(newsroom, actor, name)


@people.command()
def change(
    wanted: Annotated[str, typer.Argument(metavar="NAME")],
    name: Text = None,
    kind: Text = None,
    email: Text = None,
    byline: Text = None,
    provider: Text = None,
    model: Text = None,
    model_version: Text = None,
    answers_to: Text = None,
) -> None:
    """Change a contributor; an empty value takes a detail away."""
    changes = _details(name=name, kind=kind, email=email, byline=byline, provider=provider,
                       model=model, model_version=model_version, answers_to=answers_to)  # fmt: skip
    with opened_as() as (newsroom, actor):
        change_contributor(newsroom, actor, wanted, **changes)
        show_person(newsroom, actor, " ".join((name or wanted).split()))


@people.command()
def end(name: str) -> None:
    """Somebody no longer contributes; what they wrote stays theirs."""
    with opened_as() as (newsroom, actor):
        end_contributor(newsroom, actor, name)
        show_person(newsroom, actor, name)


def show_person(
    newsroom: Newsroom, actor: str, wanted: str, more: Mapping[str, str] | None = None
) -> None:
    """Print a contributor, as far as whoever asks may read them, and what came besides."""
    with newsroom.read() as session:
        found = reading.contributor(session, wanted, actor)
    told = {**dataclasses.asdict(found), **(more or {})}

    def plain() -> None:
        for key, value in told.items():
            if value is not None:
                print(f"{key.replace('_', ' ')}: {value}")

    answer({"contributor": told}, plain)


def _public(person: reading.Person) -> dict[str, Any]:
    fields = dataclasses.asdict(person)
    del fields["email"]  # private data is never in a list
    return fields
