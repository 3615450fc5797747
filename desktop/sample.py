"""The sample newsroom: the real article and plainly-sample pieces, made through the same acts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from db import reading
from db.acts import deciding, moving, sampling, signing, writing
from db.acts.publishing import publish
from db.acts.register import add_contributor, bring_back
from db.acts.settings import change_setting
from db.newsroom import Newsroom
from db.refusal import Refused
from desktop.bringing import import_file

FOLDER = Path(__file__).parents[1] / "resources" / "sample"
EDITOR, SECOND = "Sample Editor", "Second Sample Editor"
EXAMINED = "Every paragraph, against the notes."
FACTS = "Names, dates and figures checked."


def add_sample(newsroom: Newsroom) -> None:
    """Put the sample beside what is there; its people are marked as samples."""
    told = yaml.safe_load((FOLDER / "pieces.yaml").read_text("utf-8"))
    ceo = _ceo(newsroom)
    _people(newsroom, ceo, told["people"])
    with newsroom.read() as session:
        desks = reading.settings(session)["desks"]
    if not desks:
        change_setting(newsroom, ceo, "desks", told["desks"])
        desks = told["desks"]
    for piece in reversed(told["pieces"]):
        _piece(newsroom, piece, desks)
    _real_article(newsroom, desks)


def remove_sample(newsroom: Newsroom) -> None:
    """Take the sample away; the record of it stays."""
    sampling.remove_sample(newsroom, _ceo(newsroom))


def _ceo(newsroom: Newsroom) -> str:
    with newsroom.read() as session:
        for person in reading.contributors(session):
            if person.kind == "ceo" and person.active:
                return person.name
    raise Refused("who-may", "there is no active CEO", "name one: colophon contributor change")


def _people(newsroom: Newsroom, ceo: str, people: list[dict[str, Any]]) -> None:
    for person in people:
        try:
            add_contributor(newsroom, ceo, sample=True, **person)
        except Refused as refused:
            if refused.refusal.rule != "conflict":
                raise
            bring_back(newsroom, ceo, person["name"])  # the sample was here before


def _real_article(newsroom: Newsroom, desks: list[str]) -> None:
    article = import_file(
        newsroom, "Sample Freelancer", FOLDER / "seed-article.txt", sample=True
    ).article
    if "World" in desks:
        writing.set_details(newsroom, EDITOR, article, desk="World")
    writing.assign(newsroom, EDITOR, article, "Sample Freelancer")
    moving.submit(newsroom, "Sample Freelancer", article)


def _piece(newsroom: Newsroom, told: dict[str, Any], desks: list[str]) -> None:
    writer = str(told["assigned"])
    first = told["body"][0]["by"]
    article = str(
        writing.new_article(
            newsroom, writer, told["headline"], told["language"], sample=True
        ).article
    )
    writing.write_text(newsroom, writer, article, told["dateline"], part="dateline")
    if told["desk"] in desks:
        writing.set_details(newsroom, EDITOR, article, desk=told["desk"])
    if "due_hours" in told:
        due = datetime.now(UTC) + timedelta(hours=told["due_hours"])
        writing.set_details(newsroom, EDITOR, article, due=due.isoformat())
    writing.assign(newsroom, EDITOR, article, writer)
    text = ""
    for block in told["body"]:
        text += block["text"]
        writing.write_text(newsroom, block["by"], article, text, author=block.get("ai"))
    _on(newsroom, told, article, first, text)


def _on(newsroom: Newsroom, told: dict[str, Any], article: str, writer: str, text: str) -> None:
    """Take the piece to where it ends."""
    ends = told["ends"]
    if ends == "draft":
        return
    if ends == "spiked":
        moving.spike(newsroom, EDITOR, article, told["reason"])
        return
    moving.submit(newsroom, writer, article)
    if ends == "edit" and not told.get("accepted"):
        return
    deciding.accept(newsroom, EDITOR, article)
    late = told.get("late")
    if late:
        text = text.replace(late["find"], late["put"], 1)
        writing.write_text(newsroom, late["by"], article, text)
    if ends == "edit":
        return
    _sign(newsroom, article, exception=not told.get("label"))
    if ends == "signed":
        return
    publish(newsroom, EDITOR, article)
    if ends == "withdrawn":
        moving.withdraw(newsroom, EDITOR, article, told["reason"])
    elif ends == "corrected":
        moving.correct(newsroom, EDITOR, article)
        fixed = text.replace(told["fix"]["find"], told["fix"]["put"], 1)
        writing.write_text(newsroom, EDITOR, article, fixed)
        writing.write_text(newsroom, EDITOR, article, told["notice"], part="notice")
        deciding.accept(newsroom, EDITOR, article)
        _sign(newsroom, article)
        publish(newsroom, EDITOR, article)


def _sign(newsroom: Newsroom, article: str, *, exception: bool = True) -> None:
    signing.sign_off(
        newsroom, SECOND, article, examined=EXAMINED, facts=FACTS, responsible=SECOND,
        ticked="all", exception=exception,
    )  # fmt: skip
