"""A matter's dossier for a hearing or a court: one PDF to read, one ZIP to check.

The ZIP holds the same PDF, the proofs of the article's and the matter's touches, the checkpoint, the
matter's documents, and the script that checks the proofs with Python alone. What is redacted is
marked where it would stand, with the reason.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db import reading as newsroom_reading
from db.account import account
from db.acts.matters.evidence import disclose_dossier
from db.acts.proving import make_proof
from db.ledger.proof import Proof
from db.manuscript.store import load
from db.matters import reading
from db.matters.escalation import Escalation, FileView
from db.matters.evidence import Evidence, evidence
from db.newsroom import Newsroom, setting
from db.refusal import Refused
from db.rules import glyphs
from db.terms import now
from desktop.exporters.archive import ANY_DAY
from desktop.exporters.history_html import render as history_html
from desktop.exporters.paper import Block, Paper, as_pdf
from desktop.history_file import every_character, newsroom_fonts, write_whole
from desktop.letters import Written
from desktop.matter_words import KIND, WHAT

CHECK = Path(__file__).parents[1] / "resources" / "checking" / "check_record.py"
#: What can be redacted in a dossier.
REDACTABLE = ("name", "contact", "standing", "complaint", "documents", "prompts", "correspondence")
#: Characters of the version shown on each side of the words complained of.
_AROUND = 1200


@dataclass(frozen=True)
class _Made:
    """Everything the dossier is made of, read at one moment."""

    matter: Escalation
    shows: Evidence
    people: dict[str, str]
    paper: Paper


def write_dossier(
    newsroom: Newsroom, actor: str, ref: str, folder: Path, redactions: Mapping[str, str] | None = None
) -> list[Written]:  # fmt: skip
    """Write the dossier's PDF and ZIP; `redactions` are REDACTABLE fields and why each is left out.

    Raises Refused, with `confidential` for anybody but the matter's reader.
    """
    left_out = dict(redactions or {})
    unknown = left_out.keys() - set(REDACTABLE)
    if unknown:
        raise Refused(
            "bad-input", f"{unknown.pop()!r} is nothing that a dossier redacts",
            "one of " + ", ".join(REDACTABLE),
        )  # fmt: skip
    if any(not why.strip() for why in left_out.values()):
        raise Refused("bad-input", "a redaction says no reason", "give FIELD=REASON")
    with newsroom.read() as session:
        matter = reading.whole(session, actor, ref)
    proofs = {"touches-of-the-matter.json": _proof(newsroom, actor, matter.ref)}
    if matter.article is not None:
        proofs["touches-of-the-article.json"] = _proof(
            newsroom, actor, matter.article, internal="prompts" not in left_out
        )
    with newsroom.read() as session:
        made = _made(session, actor, matter, left_out, proofs)
        undrawn = glyphs.missing(session, every_character(made.paper.blocks))
        attached = {name: proof.document for name, proof in proofs.items()}
        with newsroom_fonts(session) as fonts:
            pdf = as_pdf(made.paper, fonts=fonts, undrawn=undrawn, attached=attached)
        packed = _zip(session, actor, made, left_out, proofs, pdf)
    out = []
    for fmt, data in (("pdf", pdf), ("zip", packed)):
        path = write_whole(folder / f"{matter.ref}-dossier.{fmt}", data, make_folder=True)
        out.append(Written(path, fmt, hashlib.sha256(data).hexdigest()))
    disclose_dossier(newsroom, actor, matter.ref, [one.sha256 for one in out], left_out)
    return out


def _proof(newsroom: Newsroom, actor: str, subject: str, *, internal: bool = False) -> Proof:
    found, proof = make_proof(newsroom, actor, subject, internal=internal)
    if proof is None:
        raise Refused(
            "append-only", f"the ledger does not hold: {found.why}", "run colophon ledger verify"
        )
    return proof


def _made(
    session: Session, actor: str, matter: Escalation, left_out: dict[str, str],
    proofs: dict[str, Proof],
) -> _Made:  # fmt: skip
    shows = evidence(session, matter)
    ids = {event.by for event in matter.timeline} | {c.by for c in matter.confirmations}
    people = reading.names(session, [*ids, *matter.about])
    name = str(setting(session, "name"))
    paper = Paper(f"Dossier {matter.ref}", "en", now(), f"{name} · {matter.ref}")
    piece = newsroom_reading.article(session, matter.article) if matter.article else None
    paper.facts(
        ("Newsroom", name), ("Matter", f"{matter.ref}, {matter.kind}, {matter.severity}"),
        ("State", matter.state), ("Received", matter.received), ("Made", f"{now()} by {actor}"),
        ("Article", f"{piece.headline} ({piece.id})" if piece is not None else ""),
        ("Version", str(matter.version or "")),
        ("Checkpoint of the ledger", next(iter(proofs.values())).checkpoint.strip()),
    )  # fmt: skip
    _complaint(paper, matter, left_out, people)
    _the_words(session, paper, matter, shows)
    _provenance(paper, shows, left_out)
    _proceedings(paper, matter, left_out, people)
    paper.add("heading", "Every touch of the matter")
    paper.table(
        ("Touch", "When (UTC)", "Who", "What"),
        [(str(e.seq), e.at, people[e.by], WHAT.get(e.what, e.what)) for e in matter.timeline],
    )
    if left_out:
        paper.add("heading", "Redacted in this copy")
        paper.facts(*left_out.items())
    paper.add("heading", "How to check this")
    paper.add("text", _HOW)
    hidden = {matter.complainant[field]: f"[redacted: {why}]" for field, why in left_out.items()
              if matter.complainant.get(field)}  # fmt: skip
    paper.blocks = [_without(block, hidden) for block in paper.blocks]
    return _Made(matter, shows, people, paper)


def _without(block: Block, hidden: dict[str, str]) -> Block:
    """A block in which what is redacted is marked wherever it is repeated."""

    def clear(words: str) -> str:
        for value, mark in hidden.items():
            words = words.replace(value, mark)
        return words

    rows = tuple(tuple(clear(cell) for cell in row) for row in block.rows)
    runs = tuple((clear(words), kind, marked) for words, kind, marked in block.runs)
    return Block(block.kind, clear(block.text), rows, runs)


_HOW = (
    "The ZIP that goes with this paper holds the proofs as JSON, and check_record.py. With Python 3.9"
    " or newer and the package cryptography: python3 check_record.py touches-of-the-article.json."
    " It checks every touch against the signed checkpoint above, and needs no program of the newsroom."
)


def _said(value: str, field: str, left_out: dict[str, str]) -> str:
    return f"[redacted: {left_out[field]}]" if field in left_out and value else value


def _complaint(
    paper: Paper, matter: Escalation, left_out: dict[str, str], people: dict[str, str]
) -> None:
    paper.add("heading", "The complaint")
    paper.add("quote", _said(matter.complaint, "complaint", left_out))
    paper.facts(
        *((field.capitalize(), _said(matter.complainant.get(field, ""), field, left_out))
          for field in ("name", "contact", "standing")),
        ("Came by", matter.channel), ("Rules it cites", matter.clauses),
        ("Asks for", matter.remedy_sought),
        ("About", ", ".join(people[one] for one in matter.about)),
    )  # fmt: skip


def _the_words(session: Session, paper: Paper, matter: Escalation, shows: Evidence) -> None:
    if matter.article is None or not shows.text:
        return
    which = f"version {matter.version}" if matter.version else "the text as it stood"
    paper.add("heading", f"The words complained of, in {which}")
    whole = load(session, matter.article, matter.at).text(shows.part)
    low = max(0, shows.start - _AROUND)
    end = shows.start + len(shows.text)
    marked = matter.words is not None
    runs = [(("…" if low else "") + whole[low : shows.start], "", False)]
    runs += [(shows.text[r.start : r.start + r.length], r.kind, marked) for r in shows.runs]
    runs.append(
        (whole[end : end + _AROUND] + ("…" if len(whole) > end + _AROUND else ""), "", False)
    )
    paper.add("quote", runs=tuple(run for run in runs if run[0]))


def _provenance(paper: Paper, shows: Evidence, left_out: dict[str, str]) -> None:
    paper.add("heading", "Who wrote them")
    paper.table(
        ("Words", "By", "How", "When (UTC)", "Let in by", "Accepted by"),
        [(_short(shows.text[r.start : r.start + r.length]), f"{r.author} ({KIND.get(r.kind, r.kind)})",
          r.origin + (f", {r.source}" if r.source else ""), r.at, r.by or "–",
          ", ".join(r.accepted_by) or "–") for r in shows.runs],
    )  # fmt: skip
    if shows.prompts:
        paper.add("heading", "What an AI was asked")
        for prompt in shows.prompts:
            asked = json.dumps(prompt.said.get("messages") or prompt.said.get("prompt") or "",
                               ensure_ascii=False)  # fmt: skip
            paper.add(
                "small", f"{prompt.at}, {prompt.by} asked {prompt.model} (touch {prompt.seq})"
            )
            paper.add("text", _said(asked, "prompts", left_out))
    if shows.sign_offs:
        paper.add("heading", "Signed off")
        paper.table(
            ("Touch", "By", "When (UTC)", "Version"),
            [(str(s.seq), s.by, s.at, str(s.version or "–")) for s in shows.sign_offs],
        )
    if shows.rejected:
        paper.add("heading", "Changes that were rejected")
        paper.table(
            ("Touch", "By", "Taken out", "Put in", "Why"),
            [(str(r.seq), r.by, _short(r.deleted), _short(r.inserted), r.reason or "–")
             for r in shows.rejected],
        )  # fmt: skip


def _proceedings(
    paper: Paper, matter: Escalation, left_out: dict[str, str], people: dict[str, str]
) -> None:
    if matter.hearings:
        paper.add("heading", "Hearings")
        for h in matter.hearings:
            paper.facts(
                (f"Hearing {h.n}", f"{h.on}, {h.place}, {h.mode}"), ("Held", "yes" if h.held else "no"),
                ("Attended", ", ".join(h.attendees)), ("Statements", h.statements),
                ("Result", h.result), ("Minutes", h.minutes.sha256 if h.minutes else ""),
                *(("Put off", f"from {a['from']} to {a['to']}: {a['reason']}") for a in h.adjourned),
            )  # fmt: skip
    if matter.claims:
        paper.add("heading", "Claims of help")
        paper.table(
            ("When (UTC)", "Of", "By", "Statement", "Answer"),
            [(c.at, c.of, _said(c.by, "name", left_out), c.statement,
              f"Premature. {c.answered}" if c.premature else "To the CEO") for c in matter.claims],
        )  # fmt: skip
    for confirmed in matter.confirmations:
        paper.add("heading", "Confirmation")
        paper.facts(("Made by", confirmed.made_by), ("Reasons", confirmed.reasons),
                    ("By", people[confirmed.by]), ("When", confirmed.at),
                    ("Signed in touch", str(confirmed.seq)))  # fmt: skip
    if matter.outcome:
        paper.add("heading", "Decision")
        paper.facts(*((name.capitalize(), value) for name, value in matter.outcome.items()))
    for appeal in matter.appeals:
        paper.facts(("Appeal", f"{appeal['at']}: {appeal['reason']}"))
    if matter.letters:
        paper.add("heading", "Correspondence")
        for letter in matter.letters:
            way = "To" if letter.way == "out" else "From"
            paper.add("small", f"{letter.at}, {way} {_said(letter.who, 'name', left_out)}")
            paper.add("quote", _said(letter.text, "correspondence", left_out))
    if matter.evidence:
        paper.add("heading", "Documents")
        paper.table(("SHA-256", "Name", "Added (UTC)"),
                    [(f.sha256, _said(f.name, "documents", left_out), f.added)
                     for f in matter.evidence])  # fmt: skip


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 160 else f"{flat[:110]} … {flat[-40:]}"


def _zip(
    session: Session, actor: str, made: _Made, left_out: dict[str, str], proofs: dict[str, Proof],
    pdf: bytes,
) -> bytes:  # fmt: skip
    matter = made.matter
    files: dict[str, bytes] = {
        f"{matter.ref}-dossier.pdf": pdf, "check_record.py": CHECK.read_bytes(),
        "READ ME.txt": (_HOW + "\n").encode(),
        "checkpoint.txt": next(iter(proofs.values())).checkpoint.encode(),
        **{name: proof.document for name, proof in proofs.items()},
    }  # fmt: skip
    if matter.article is not None:
        told = account(session, matter.article, internal="prompts" not in left_out)
        files["history-of-the-article.html"] = history_html(told)
    if "documents" not in left_out:
        for file in _documents(matter):
            content = reading.document(session, actor, matter.ref, file.seq, file.n)
            if content is not None and not _tells(file, content, matter, left_out):
                files[f"documents/{file.sha256[:8]}-{file.name}"] = content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, ANY_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, files[name])
    return out.getvalue()


def _tells(file: FileView, content: bytes, matter: Escalation, left_out: dict[str, str]) -> bool:
    """Whether a document tells what is redacted; an e-mail as it came always may."""
    known = [matter.complainant[f] for f in left_out if matter.complainant.get(f)]
    letter = file.name.lower().endswith(".eml") and bool(known)
    return letter or any(value.encode() in content for value in known)


def _documents(matter: Escalation) -> list[FileView]:
    out = list(matter.evidence)
    for hearing in matter.hearings:
        out += [*hearing.materials, *([hearing.minutes] if hearing.minutes else [])]
    return out
