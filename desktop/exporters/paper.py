"""A paper: a letter or a dossier as plain blocks in order, drawn as a tagged PDF or as DOCX.

What blocks say reaches both as data, never as code. A character that no font at hand has is told
by its number: a record is always to be had.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import typst
from docx.oxml.ns import qn
from docx.shared import Pt

from desktop.exporters.archive import same_bytes
from desktop.exporters.as_html import direction
from desktop.exporters.as_pdf import RESOURCES, SANS, SERIF, compiled, fonts_with
from desktop.exporters.history_content import shown

TEMPLATE = RESOURCES / "templates/paper.typ"
_TRIES = 40


@dataclass(frozen=True)
class Block:
    """One block: `heading`, `text`, `small`, `quote`, `note`, `facts` (pairs) or `table` (rows, the
    first its head). `runs` of a quote are (words, kind of who wrote them or "", marked)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    runs: tuple[tuple[str, str, bool], ...] = ()


@dataclass
class Paper:
    """A paper; `at` is its time in UTC, `foot` stands on every page."""

    title: str
    language: str
    at: str
    foot: str
    blocks: list[Block] = field(default_factory=list)

    def add(self, kind: str, text: str = "", **more: Any) -> None:
        """Add a block, unless it would be empty."""
        block = Block(kind, text, **more)
        if block.text.strip() or block.rows or block.runs:
            self.blocks.append(block)

    def facts(self, *pairs: tuple[str, str]) -> None:
        """Add a list of names and what they are; pairs without a value are left out."""
        known = tuple((name, value) for name, value in pairs if value)
        self.add("facts", rows=known)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table, if it has rows."""
        if rows:
            self.add("table", rows=(tuple(head), *map(tuple, rows)))


def as_pdf(
    paper: Paper, *, fonts: tuple[Path, ...] = (), undrawn: Collection[str] = (),
    attached: dict[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """A tagged PDF for archives, with files attached. Raises `typst.TypstError`."""
    from desktop.exporters.history_pdf import named

    known, families = fonts_with(fonts)
    at = datetime.fromisoformat(paper.at.replace("Z", "+00:00"))
    left_out = set(undrawn)
    for _ in range(_TRIES):
        data = {
            "title": paper.title, "foot": paper.foot, "lang": paper.language.split("-")[0],
            "rtl": direction(paper.language) == "rtl",
            "serif": [*SERIF, *families], "sans": [*SANS, *families],
            "date": [at.year, at.month, at.day, at.hour, at.minute, at.second],
            "blocks": [{"kind": b.kind, "text": b.text, "rows": [list(r) for r in b.rows],
                        "runs": [list(r) for r in b.runs]} for b in paper.blocks],
            "attached": sorted(attached or ()),
        }  # fmt: skip
        project = {
            "main.typ": TEMPLATE.read_bytes(),
            "paper.json": json.dumps(shown(data, frozenset(left_out)), ensure_ascii=False).encode(),
            **(attached or {}),
        }
        try:
            return compiled(project, at, known)
        except typst.TypstError as why:
            found = named(str(why)) - left_out
            if not found:
                raise
            left_out |= found
    raise ValueError("too many characters that no font can draw")


def as_docx(paper: Paper) -> bytes:
    """The same as DOCX, for whoever sends it on their own letterhead."""
    document = docx.Document()
    document.core_properties.title = paper.title
    document.core_properties.language = paper.language
    base = document.styles["Normal"]
    base.font.name, base.font.size = "Source Serif 4", Pt(11)
    base.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), "Noto Serif Bengali")
    document.add_heading(paper.title, 1)
    for block in paper.blocks:
        if block.kind == "heading":
            document.add_heading(block.text, 2)
        elif block.kind in ("facts", "table"):
            for row in block.rows:
                document.add_paragraph(": ".join(row) if block.kind == "facts" else " · ".join(row))
        else:
            style = "Quote" if block.kind == "quote" else "Normal"
            words = block.text or "".join(run[0] for run in block.runs)
            for line in words.split("\n\n"):
                document.add_paragraph(line, style=style)
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue())
