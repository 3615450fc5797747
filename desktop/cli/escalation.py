"""The escalation's commands: raising a matter, and what its reader does with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from db.acts.matters import claims, evidence, hearings, holding, moving
from db.acts.matters.handling import documents
from db.acts.matters.opening import Complaint, open_matter
from db.matters import reading
from db.matters.escalation import Escalation
from db.matters.evidence import evidence as evidence_of
from db.newsroom import Newsroom
from db.refusal import Refused
from desktop.cli.calling import answer, note, opened_as
from desktop.cli.comments import place_of
from desktop.importers.email_file import read_email

matters = typer.Typer(no_args_is_help=True, help="Escalations: legal and staff matters.")

Ref = Annotated[str, typer.Argument(metavar="REF", help="The matter's number, as in E-0012.")]
Text = Annotated[str, typer.Option()]
Words = Annotated[str | None, typer.Option()]
Reason = Annotated[str | None, typer.Option("--reason", metavar="R")]
Files = Annotated[list[Path] | None, typer.Option(metavar="F")]


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    app.add_typer(matters, name="escalation")


@matters.command("open")
def open_(
    kind: Annotated[str, typer.Option(help="legal, editorial, staff or privacy.")],
    complaint: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    article: Annotated[str | None, typer.Option(metavar="ID")] = None,
    version: Annotated[int | None, typer.Option(metavar="N")] = None,
    words: Annotated[str | None, typer.Option(metavar="START:LENGTH")] = None,
    part: Text = "body",
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who complains.")] = None,
    contact: Annotated[str | None, typer.Option(metavar="C")] = None,
    standing: Words = None,
    about: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A contributor it is about.")
    ] = None,
    severity: Text = "normal",
    channel: Words = None,
    clauses: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Rules or code clauses it cites.")
    ] = None,
    remedy: Annotated[str | None, typer.Option(metavar="TEXT", help="What is asked for.")] = None,
    language: Words = None,
    received: Annotated[str | None, typer.Option(metavar="TIME")] = None,
    file: Files = None,
) -> None:
    """Raise a matter; anyone may. An .eml file brings complaint, sender and day along."""
    text, name, address, came, kept, way = complaint, by, contact, received, [], channel
    for one in documents(file or []):
        kept.append(one)
        if one.name.lower().endswith(".eml"):
            mail = read_email(one.content)
            text = text or "\n\n".join(filter(None, [mail.subject, mail.text]))
            name, address, came = name or mail.name, address or mail.address, came or mail.sent
            way = way or "e-mail"
            kept.extend(mail.files)
    asked = Complaint(
        kind, text or "", article, version, place_of(words) if words else None, part, name or "",
        address or "", standing or "", about or (), way or "", severity, clauses or "",
        remedy or "", language, came, kept,
    )  # fmt: skip
    with opened_as() as (newsroom, actor):
        _, ref = open_matter(newsroom, actor, asked)
        _show(newsroom, actor, ref)


@matters.command("list")
def list_(
    state: Annotated[str | None, typer.Option(metavar="S")] = None,
    limit: Annotated[int, typer.Option(metavar="N")] = 60,
    after: Annotated[str | None, typer.Option(metavar="CURSOR")] = None,
) -> None:
    """The matters one reads, or raised."""
    with opened_as() as (newsroom, actor), newsroom.read() as session:
        found = reading.page(session, actor, state=state, limit=limit, after=after)
        every = [_fields(session, reading.show(session, actor, line.ref)) for line in found.lines]
    plain = lambda: [print(_line(one)) for one in every] or print("no escalations")  # noqa: E731
    answer({"escalations": every, "next": found.next}, plain)


@matters.command()
def show(ref: Ref) -> None:
    """One matter; to all but its readers its number and state."""
    with opened_as() as (newsroom, actor):
        _show(newsroom, actor, ref)


@matters.command()
def move(
    ref: Ref, to: Annotated[str, typer.Option(metavar="STATE")], reason: Reason = None
) -> None:
    """Move a matter on."""
    with opened_as() as (newsroom, actor):
        moving.move_matter(newsroom, actor, ref, to, reason)
        _show(newsroom, actor, ref)


@matters.command()
def change(
    ref: Ref, severity: Words = None, clauses: Words = None, remedy: Words = None,
    by: Words = None, contact: Words = None, standing: Words = None,
    about: Annotated[list[str] | None, typer.Option(metavar="NAME")] = None,
) -> None:  # fmt: skip
    """Say anew what a matter says of itself."""
    asked = {"severity": severity, "clauses": clauses, "remedy_sought": remedy, "name": by,
             "contact": contact, "standing": standing, "about": about}  # fmt: skip
    with opened_as() as (newsroom, actor):
        given = {k: v for k, v in asked.items() if v is not None}
        moving.change_matter(newsroom, actor, ref, **given)
        _show(newsroom, actor, ref)


@matters.command()
def hold(
    ref: Ref, switch: Annotated[str, typer.Argument(metavar="on|off")], reason: Reason = None,
    keep_only: Annotated[
        bool, typer.Option("--keep-only", help="Keep everything, but let it be published.")
    ] = False,
) -> None:  # fmt: skip
    """Hold the matter's article: nothing of it is erased, and it is not published."""
    if switch not in ("on", "off"):
        raise Refused("bad-input", f"{switch!r} is neither on nor off", "give on or off")
    with opened_as() as (newsroom, actor):
        holding.set_hold(
            newsroom, actor, ref, switch == "on", stops_publication=not keep_only,
            reason=reason or "",
        )  # fmt: skip
        _show(newsroom, actor, ref)


@matters.command()
def hearing(
    ref: Ref, n: Annotated[int | None, typer.Argument(metavar="N")] = None,
    on: Annotated[str | None, typer.Option(metavar="TIME")] = None,
    place: Annotated[str | None, typer.Option(metavar="P")] = None,
    mode: Text = "in person", notice: Text = "", materials: Files = None,
    held: Annotated[bool, typer.Option("--held", help="It took place.")] = False,
    attendees: Annotated[str | None, typer.Option(metavar="A,B")] = None,
    minutes: Annotated[Path | None, typer.Option(metavar="FILE")] = None,
    statements: Text = "", result: Text = "",
    adjourned: Annotated[bool, typer.Option("--adjourned", help="It is put off.")] = False,
    to: Annotated[str | None, typer.Option("--to", metavar="TIME")] = None,
    reason: Reason = None,
) -> None:  # fmt: skip
    """Plan a hearing (--on, --place), say that it was held, or put it off."""
    with opened_as() as (newsroom, actor):
        if n is None:
            hearings.plan_hearing(
                newsroom, actor, ref, _given(on, "--on TIME"), _given(place, "--place P"),
                mode=mode, notice=notice, materials=documents(materials or []),
            )  # fmt: skip
        elif held == adjourned:
            raise Refused("bad-input", f"what of hearing {n}?", "give --held or --adjourned")
        elif held:
            (file,) = documents([_given(minutes, "--minutes FILE")])
            hearings.hold_hearing(
                newsroom, actor, ref, n, (attendees or "").split(","), file,
                statements=statements, result=result,
            )  # fmt: skip
        else:
            hearings.adjourn(newsroom, actor, ref, n, _given(to, "--to TIME"), reason or "")
        _show(newsroom, actor, ref)


def _given(value: Any, option: str) -> Any:
    if value is None:
        raise Refused("bad-input", "something is missing", f"give {option}")
    return value


@matters.command()
def claim(
    ref: Ref, of: Annotated[str, typer.Option(help="person or ai.")],
    by: Annotated[str, typer.Option(metavar="NAME")],
    statement: Annotated[str, typer.Option(metavar="TEXT")], language: Words = None,
) -> None:  # fmt: skip
    """Record a claim of help; before the first hearing it is premature, and answered so."""
    with opened_as() as (newsroom, actor):
        _, reply = claims.make_claim(newsroom, actor, ref, of, by, statement, language)
        if reply is not None:
            note(reply)
        _show(newsroom, actor, ref)


@matters.command("evidence")
def evidence_(
    ref: Ref,
    add: Annotated[Path | None, typer.Option(metavar="FILE")] = None,
    text: Annotated[str, typer.Option("--note", metavar="T")] = "",
    disclose: Annotated[
        str | None, typer.Option(metavar="SHA256", help="A document that was shown to somebody.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="NAME")] = None,
) -> None:
    """What the record shows of the words complained of, and the documents; --add keeps one."""
    with opened_as() as (newsroom, actor):
        if add is not None:
            evidence.add_evidence(newsroom, actor, ref, documents([add])[0], text)
        if disclose is not None:
            evidence.disclose(newsroom, actor, ref, disclose, _given(to, "--to NAME"))
        with newsroom.read() as session:
            found = evidence_of(session, reading.whole(session, actor, ref))
    fields = {
        "part": found.part, "text": found.text, "shows": found.shows,
        "runs": [
            {"start": found.start + run.start, "length": run.length, "contributor": run.author,
             "kind": run.kind, "origin": run.origin, "source": run.source, "brought_in_by": run.by,
             "at": run.at, "accepted_by": run.accepted_by}
            for run in found.runs
        ],
        "sign_offs": [{"seq": s.seq, "by": s.by, "at": s.at, "version": s.version}
                      for s in found.sign_offs],
        "prompts": [{"seq": p.seq, "at": p.at, "model": p.model, "by": p.by, **_prompt(p.said)}
                    for p in found.prompts],
        "rejected": found.rejected,
        "files": [_file(file) for file in found.files],
    }  # fmt: skip

    def plain() -> None:
        for run in found.runs:
            words = found.text[run.start : run.start + run.length]
            print(f"{run.author} ({run.kind}, {run.origin}), {run.at}: “{words}”")
        for file in found.files:
            print(f"{file.sha256[:12]}  {file.name}, added {file.added}")

    answer({"evidence": fields}, plain)


def _prompt(said: dict[str, Any]) -> dict[str, Any]:
    return {k: said[k] for k in ("task", "prompt", "parameters", "messages") if k in said}


def _file(file: Any) -> dict[str, Any]:
    return {"sha256": file.sha256, "name": file.name, "added": file.added, "note": file.note,
            "disclosed": file.disclosed}  # fmt: skip


@matters.command()
def confirm(
    ref: Ref, made_by: Annotated[str, typer.Option("--made-by", metavar="person|ai|both")],
    reasons: Annotated[str, typer.Option(metavar="TEXT")],
) -> None:  # fmt: skip
    """Confirm who made the words; a person's help only after the first hearing."""
    with opened_as() as (newsroom, actor):
        claims.confirm(newsroom, actor, ref, made_by, reasons)
        _show(newsroom, actor, ref)


@matters.command()
def decide(
    ref: Ref, finding: Annotated[str, typer.Option(metavar="F")],
    reasons: Annotated[str, typer.Option(metavar="R")],
    remedy: Annotated[str, typer.Option(metavar="M")],
) -> None:  # fmt: skip
    """Decide a matter: what was found, why, and what is done."""
    with opened_as() as (newsroom, actor):
        moving.decide_matter(newsroom, actor, ref, finding, reasons, remedy)
        _show(newsroom, actor, ref)


@matters.command()
def appeal(ref: Ref, reason: Annotated[str, typer.Option(metavar="R")]) -> None:
    """Put down an appeal."""
    with opened_as() as (newsroom, actor):
        moving.appeal_matter(newsroom, actor, ref, reason)
        _show(newsroom, actor, ref)


@matters.command()
def close(ref: Ref, reason: Reason = None) -> None:
    """Close a matter."""
    with opened_as() as (newsroom, actor):
        moving.close_matter(newsroom, actor, ref, reason)
        _show(newsroom, actor, ref)


@matters.command()
def recuse(ref: Ref, reason: Annotated[str, typer.Option(metavar="R")]) -> None:
    """Hand a matter about oneself to the alternate, and no longer read it."""
    with opened_as() as (newsroom, actor):
        moving.recuse(newsroom, actor, ref, reason)
        _show(newsroom, actor, ref)


@matters.command()
def letter(ref: Ref, to: Annotated[Path, typer.Option("--to", metavar="DIR")]) -> None:
    """Write the complainant's letter, with the confirmation and the reader note."""
    from desktop.letters import write_letter

    with opened_as() as (newsroom, actor):
        _files(write_letter(newsroom, actor, ref, to))


@matters.command()
def dossier(
    ref: Ref, to: Annotated[Path, typer.Option("--to", metavar="DIR")],
    redact: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=REASON", help="Leave this out, and say why (repeat)."),
    ] = None,
) -> None:  # fmt: skip
    """Write everything of a matter for a hearing or a court: a PDF, and a ZIP to check."""
    from desktop.dossier import write_dossier

    redactions = {}
    for one in redact or []:
        field, _, reason = one.partition("=")
        redactions[field.strip()] = reason
    with opened_as() as (newsroom, actor):
        _files(write_dossier(newsroom, actor, ref, to, redactions))


def _files(written: list[Any]) -> None:
    def plain() -> None:
        for one in written:
            print(one.path)

    answer({"files": written}, plain)


def _show(newsroom: Newsroom, actor: str, ref: str) -> None:
    with newsroom.read() as session:
        fields = _fields(session, reading.show(session, actor, ref))
    answer({"escalation": fields}, lambda: print(_line(fields)))


def _line(fields: dict[str, Any]) -> str:
    due = f", due {fields['due']}" if fields.get("due") else ""
    words = " ".join(str(fields.get("complaint", "")).split())
    return f"{fields['ref']}: {fields['state']}{due}{'  ' if words else ''}{words[:100]}"


def _fields(session: Any, found: Escalation | reading.Line) -> dict[str, Any]:
    """What is printed of a matter."""
    if isinstance(found, reading.Line):
        return {"ref": found.ref, "state": found.state}
    confirmed = found.confirmation
    words = found.words
    return {
        "ref": found.ref, "kind": found.kind, "state": found.state, "article": found.article,
        "version": found.version,
        "words": words and {"part": words.part, "start": words.start, "length": words.length,
                            "text": words.text},
        "hold": found.hold, "received": found.received, "due": found.due,
        "hearings": [
            {"n": h.n, "on": h.on, "held": h.held, "attendees": h.attendees, "place": h.place}
            for h in found.hearings
        ],
        "claims": [
            {"n": c.n, "of": c.of, "by": c.by, "premature": c.premature,
             "answered": c.answered is not None, "reply": c.answered, "statement": c.statement}
            for c in found.claims
        ],
        "confirmation": confirmed and {"made_by": confirmed.made_by, "reasons": confirmed.reasons,
                                       "at": confirmed.at},
        "outcome": found.outcome, "complaint": found.complaint, "severity": found.severity,
        "channel": found.channel, "clauses": found.clauses, "remedy_sought": found.remedy_sought,
        "complainant": found.complainant,
        "about": [*reading.names(session, found.about).values()],
        "deadlines": reading.deadlines_of(session, found), "appeals": found.appeals,
        "doubts": found.doubts,
    }  # fmt: skip
