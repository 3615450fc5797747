"""Commands of what is private: contributors' records, a person's own data, the key's recovery code."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from db import private_records, reading
from db.acts.matters.handling import Document, documents
from db.acts.private_records import change_record, join_entries
from db.acts.recovering import take_recovery_code, use_recovery_code
from db.refusal import Refused
from desktop.cli.calling import answer, opened_as, read_file
from desktop.cli.newsroom import people, show_person
from desktop.history_file import write_whole
from desktop.own_data import own_data_file

Text = Annotated[str | None, typer.Option()]
Day = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")]
key = typer.Typer(no_args_is_help=True, help="The key that signs and opens what is confidential.")


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    people.command("record")(record)
    people.command("data")(data)
    people.command("join")(join)
    key.command("recovery-code")(recovery_code)
    key.command("recover")(recover)
    app.add_typer(key, name="key")


def record(
    name: str,
    legal_name: Text = None,
    bylines: Text = None,
    contact: Text = None,
    contract_from: Day = None,
    contract_to: Day = None,
    rate: Text = None,
    contract: Annotated[Path | None, typer.Option(metavar="FILE")] = None,
    identity_how: Text = None,
    identity_on: Day = None,
    conflicts: Text = None,
    declaration: Annotated[str | None, typer.Option(help="On AI use; renewed yearly.")] = None,
    declared_on: Day = None,
    purpose: Annotated[str | None, typer.Option(help="What an AI is for.")] = None,
    used_from: Day = None,
    used_to: Day = None,
    notes: Annotated[str | None, typer.Option(help="The CEO's own; nobody else reads them.")] = None,
    contract_to_file: Annotated[Path | None, typer.Option(
        metavar="FILE", help="Write the contract's document there.")] = None,
) -> None:  # fmt: skip
    """A contributor's private record; with options the CEO changes it, empty ones take away."""
    given = {
        "legal_name": legal_name, "bylines": bylines, "contact": contact,
        "contract_from": contract_from, "contract_to": contract_to, "rate": rate,
        "identity_how": identity_how, "identity_on": identity_on, "conflicts": conflicts,
        "declaration": declaration, "declared_on": declared_on, "purpose": purpose,
        "used_from": used_from, "used_to": used_to,
    }  # fmt: skip
    values = {k: v for k, v in given.items() if v is not None}
    paper: Document | None = documents([contract])[0] if contract is not None else None
    with opened_as() as (newsroom, actor):
        if values or paper is not None or notes is not None:
            change_record(newsroom, actor, name, values, contract=paper, notes=notes)
        with newsroom.read() as session:
            found = private_records.show(session, actor, name)
            person = reading.contributor(session, name, actor)
            if contract_to_file is not None:
                content = private_records.contract(session, actor, name)
    if contract_to_file is not None:
        if contract_to_file.exists():
            raise Refused("conflict", f"{contract_to_file} is there already", "choose another name")
        write_whole(contract_to_file, content, mode=0o600)
    told = _told(found)

    def plain() -> None:
        for name_, value in told.items():
            if value and name_ != "changes":
                print(f"{name_.replace('_', ' ')}: {value}")

    answer({"contributor": {**dataclasses.asdict(person), "record": told}}, plain)


def _told(found: private_records.PrivateRecord) -> dict[str, Any]:
    return {
        **found.fields, "contract": found.contract[2] if found.contract else None,
        "declaration_due": found.declaration_due, "notes": found.notes or None,
        "changes": [dataclasses.asdict(change) for change in found.changes],
    }  # fmt: skip


def data(
    name: str, to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Write it there.")]
) -> None:
    """All that the newsroom keeps about one person, as JSON: for themselves, or the CEO."""
    if to.exists():
        raise Refused("conflict", f"{to} is there already", "choose another name")
    with opened_as() as (newsroom, actor):
        with newsroom.read() as session:
            found = own_data_file(session, actor, name)
        path = write_whole(to, found, mode=0o600)
    answer({"file": str(path)}, lambda: print(f"wrote {path}; it holds private data"))


def join(
    name: str, into: Annotated[str, typer.Option(metavar="NAME", help="The entry that goes on.")]
) -> None:
    """Two entries are one person: the first ends, and counts as the other; the record stays."""
    with opened_as() as (newsroom, actor):
        join_entries(newsroom, actor, name, into)
        show_person(newsroom, actor, into)


def recovery_code() -> None:
    """The recovery code of one's key, shown this once: write it down, keep it apart from here."""
    with opened_as() as (newsroom, actor):
        code = take_recovery_code(newsroom, actor)
    answer({"code": code}, lambda: print(code))


def recover(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where the code stands; - for stdin.")] = "-",
) -> None:  # fmt: skip
    """Keep one's key on this computer again, from its recovery code (never as an argument)."""
    with opened_as() as (newsroom, actor):
        use_recovery_code(newsroom, actor, read_file(file))
        answer({"recovered": True}, lambda: print(f"{actor}'s key is kept on this computer again"))
