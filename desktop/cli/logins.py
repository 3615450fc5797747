"""Commands of a shared newsroom's logins: coming in, and giving others theirs."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from db.acts.joining import first_password, give_login, login_for
from db.newsroom import Newsroom, discard
from db.place import is_shared
from db.refusal import Refused
from desktop.cli.calling import answer, newsroom_path, note, opened_as, progress
from desktop.cli.newsroom import people


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.command()(login)
    people.command("login")(give)
    app.command()(move)


def login(
    change: Annotated[bool, typer.Option("--change", help="Set another password.")] = False,
) -> None:
    """Come in to a shared newsroom: the password is asked for, checked, and kept in the keyring.

    The first time one sets a password of one's own. Without a terminal the passwords are read from
    standard input, a line each.
    """
    from db.acts.coming_in import NewHere, come_in

    url = str(newsroom_path())
    if not is_shared(url):
        raise Refused("bad-input", "a newsroom on this computer has no logins",
                      "name a shared one: --newsroom postgresql://NAME@HOST/DATABASE")  # fmt: skip
    password = _asked("Password: ")
    try:
        came = come_in(url, password, _own() if change else None)
    except NewHere:
        came = come_in(url, password, _own())
    answer({"contributor": came.name, "newsroom": came.url},
           lambda: print(f"{came.name} is in; the password is kept in the keyring"))  # fmt: skip


def _own() -> str:
    own = _asked("A password of your own: ")
    if sys.stdin.isatty() and _asked("The same again: ") != own:
        raise Refused("bad-input", "the two passwords differ", "type the same one twice")
    return own


def give(
    name: str,
    login_name: Annotated[str | None, typer.Option(
        "--login", metavar="LOGIN", help="The login's name; else made from the person's.")] = None,
) -> None:  # fmt: skip
    """Give a person a login of the shared newsroom, with a password for the first time."""
    with opened_as() as (newsroom, actor):
        made = new_login(newsroom, actor, name, login_name)
    answer(made, lambda: print(f"{made['login']}, first password: {made['first_password']}"))


def move(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="An empty database.")],
    login_name: Annotated[str | None, typer.Option(
        "--login", metavar="LOGIN", help="The name of the CEO's login there.")] = None,
) -> None:  # fmt: skip
    """Move this computer's newsroom to a shared one, by its server's administrator: the same
    ledger, texts and authors. The file stays, and is a backup from then on."""
    from db.ledger.transferring import transfer
    from db.storage.passwords import without

    with opened_as() as (newsroom, _actor):
        made, ceo, found = transfer(newsroom, to, progress("row"))
        try:
            try:
                given = new_login(made, ceo, ceo, login_name)
            except Refused:
                discard(made, to)
                raise
        finally:
            made.close()
    answer(
        {"newsroom": without(to), "touches": found.touches, "head": found.head,
         "root": found.root, **given},
        lambda: print(f"{found.touches:,} touches moved to {without(to)}\n"
                      f"{ceo}'s login: {given['login']}, first password: {given['first_password']}\n"
                      "write there from now on; everybody else gets a login: colophon contributor login"),
    )  # fmt: skip


def new_login(
    newsroom: Newsroom, actor: str, name: str, wanted: str | None = None
) -> dict[str, str]:
    """Give a login; its name, and the password to come in with the first time."""
    first, role = first_password(), wanted or login_for(name)
    try:
        give_login(newsroom, actor, name, role, first)
    except Refused as refused:
        if refused.refusal.rule != "conflict":
            raise
        raise Refused("conflict", refused.refusal.message, "name another: --login LOGIN") from None
    note("the first password is shown once; hand it over in person")
    return {"login": role, "first_password": first}


def _asked(words: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(words, sys.stderr)
    line = sys.stdin.readline()
    if not line:
        raise Refused("bad-input", "no password came", "type it, or give it on standard input")
    return line.rstrip("\r\n")
