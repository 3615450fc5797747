"""What the record shows of the words complained of: the page a confirmation stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.ledger.chain import told
from db.manuscript import spans as spanning
from db.manuscript.store import load
from db.matters.escalation import Escalation, FileView
from db.models.contributor import Contributor
from db.provenance import Passage, Signed, passages


@dataclass(frozen=True)
class Prompt:
    """A request to an AI whose answer stands in the words: what was asked, of whom, by whom."""

    seq: int
    at: str
    model: str
    by: str
    said: dict[str, Any]


@dataclass(frozen=True)
class Rejected:
    """A change of the same part that an editor rejected: its words, who did, and why."""

    seq: int
    at: str
    by: str
    deleted: str
    inserted: str
    reason: str


@dataclass(frozen=True)
class Evidence:
    """Who wrote each of the words complained of (of the whole body where none were named)."""

    part: str
    start: int
    text: str
    runs: tuple[Passage, ...]
    sign_offs: tuple[Signed, ...]
    prompts: tuple[Prompt, ...]
    rejected: tuple[Rejected, ...]
    files: tuple[FileView, ...]

    @property
    def shows(self) -> str | None:
        """`person`, `ai` or `both`, by whose characters these are; None where there are none."""
        kinds = {run.kind == "ai" for run in self.runs}
        if not kinds:
            return None
        return "both" if len(kinds) == 2 else ("ai" if True in kinds else "person")


def evidence(session: Session, matter: Escalation) -> Evidence:
    """The evidence of a matter that its reader has opened."""
    files = tuple(matter.evidence)
    if matter.article is None:
        return Evidence("", 0, "", (), (), (), (), files)
    text = load(session, matter.article, matter.at)
    words = matter.words
    part = words.part if words is not None else "body"
    start = words.start if words is not None else 0
    length = words.length if words is not None else text.document.length(part)
    spans = spanning.cut(text.spans(part), start, length)
    runs = passages(session, text, spans, matter.at)
    signed = {one.seq: one for run in runs for one in run.signed}
    peers = {source.peer for source in text.sources_of(spans)}
    people = {c.id: c.name for c in session.scalars(select(Contributor))}
    return Evidence(
        part, start, text.document.slice(part, start, length), tuple(runs),
        tuple(signed[seq] for seq in sorted(signed)),
        tuple(_prompts(session, matter.article, peers, people)),
        tuple(_rejected(session, matter.article, part, matter.at, people)), files,
    )  # fmt: skip


def _prompts(
    session: Session, article: str, peers: set[int], people: dict[str, str]
) -> list[Prompt]:
    return [
        Prompt(touch.seq, touch.at, people.get(str(touch.payload.get("model")), ""),
               people[touch.contributor], touch.payload)
        for touch in told(session, article, {"ai.asked"})
        if peers & set(touch.payload.get("peers", ()))
    ]  # fmt: skip


def _rejected(
    session: Session, article: str, part: str, at: int | None, people: dict[str, str]
) -> list[Rejected]:
    return [
        Rejected(touch.seq, touch.at, people[touch.contributor], deleted, inserted,
                 touch.payload.get("reason") or "")
        for touch in told(session, article, {"rejected"})
        if at is None or touch.seq <= at
        for where, deleted, inserted in touch.payload.get("words", ())
        if where == part
    ]  # fmt: skip
