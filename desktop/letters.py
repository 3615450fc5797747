"""The letter that tells a complainant what was confirmed: with the reader note, and no more of
anybody than needed."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db import reading as newsroom_reading
from db.acts.matters.handling import Document
from db.acts.matters.moving import write_to
from db.matters import reading
from db.matters.escalation import Escalation
from db.newsroom import Newsroom, setting
from db.refusal import Refused
from db.rules import glyphs
from db.terms import now
from desktop.exporters.paper import Paper, as_docx, as_pdf
from desktop.history_file import every_character, newsroom_fonts, write_whole

LETTERS = Path(__file__).parents[1] / "resources" / "letters"


@dataclass(frozen=True)
class Written:
    """A file that was written."""

    path: Path
    format: str
    sha256: str


def write_letter(newsroom: Newsroom, actor: str, ref: str, folder: Path) -> list[Written]:
    """Write the letter as DOCX and PDF, and keep both with the matter. Raises Refused, with
    `first-hearing` where nothing is confirmed yet."""
    with newsroom.read() as session:
        matter = reading.whole(session, actor, ref)
        paper = _letter(session, actor, matter)
        undrawn = glyphs.missing(session, every_character(paper.blocks))
        with newsroom_fonts(session) as fonts:
            made = {"docx": as_docx(paper), "pdf": as_pdf(paper, fonts=fonts, undrawn=undrawn)}
    name = f"{matter.ref}-letter"
    files = tuple(Document(f"{name}.{fmt}", data) for fmt, data in made.items())
    out = [
        Written(write_whole(folder / file.name, file.content, make_folder=True), fmt,
                hashlib.sha256(file.content).hexdigest())
        for fmt, file in zip(made, files, strict=True)
    ]  # fmt: skip
    who = matter.complainant.get("name") or "the complainant"
    words = "\n\n".join(block.text for block in paper.blocks if block.text)
    write_to(newsroom, actor, matter.ref, "out", who, words, files)
    return out


def _words(language: str) -> tuple[dict[str, str], str]:
    for tongue in (language, language.split("-")[0], "en"):
        file = LETTERS / f"confirmation-{tongue}.toml"
        if file.exists():
            return tomllib.loads(file.read_text("utf-8")), tongue
    raise Refused("not-found", "the letter's template is missing", "put back resources/letters")


def _letter(session: Session, actor: str, matter: Escalation) -> Paper:
    confirmed = matter.confirmation
    if confirmed is None:
        held = any(hearing.held for hearing in matter.hearings)
        raise Refused(
            "states" if held else "first-hearing", f"nothing is confirmed in {matter.ref} yet",
            f"confirm it: colophon escalation confirm {matter.ref} --made-by W --reasons R"
            if held else f"hold its first hearing: colophon escalation hearing {matter.ref}",
        )  # fmt: skip
    words, language = _words(matter.language)
    piece = newsroom_reading.article(session, matter.article) if matter.article else None
    headline = piece.headline or piece.id if piece is not None else ""
    ceo = reading.names(session, [confirmed.by])[confirmed.by]
    is_ceo = newsroom_reading.contributor_kind(session, confirmed.by) == "ceo"
    filled = {
        "ref": matter.ref, "headline": headline, "name": matter.complainant.get("name", ""),
        "ceo": ceo, "newsroom": str(setting(session, "name")), "touch": str(confirmed.seq),
        "role": words["role_ceo" if is_ceo else "role_alternate"],
    }  # fmt: skip

    def say(key: str) -> str:
        text = words[key]
        for name, value in filled.items():
            text = text.replace("{" + name + "}", value)
        return text

    paper = Paper(say("subject"), language, now(), f"{filled['newsroom']} · {matter.ref}")
    paper.facts(
        (say("reference"), matter.ref),
        (say("article"), headline),
        (say("published"), str(matter.version or "")),
    )
    paper.add("text", say("greeting" if filled["name"] else "stranger"))
    paper.add("text", say("opening") if headline else "")
    if matter.words is not None:
        paper.add("text", say("words"))
        paper.add("quote", matter.words.text)
    paper.add("text", say(confirmed.made_by))
    paper.add("text", say("recorded"))
    paper.add("text", say("closing"))
    paper.add("text", say("signature"))
    note = newsroom_reading.note_in_force(session, language)
    if note is None:
        raise Refused(
            "reader-note", "no reader note is in force, and no letter goes without it",
            "the CEO issues one: colophon note issue",
        )  # fmt: skip
    paper.add("note", note.text)
    return paper
