"""PDF by Typst: tagged, for archives (PDF/A-3a) and for everybody's eyes and ears (PDF/UA-1).

The article reaches the template as JSON and pictures, never as code. Fonts are the bundled ones
and the newsroom's, not the computer's, so the bytes are the same on every computer; a character
none of them has ends the export. The finished text is attached, since no reader of PDFs gives
every script back whole.
"""

from __future__ import annotations

import json
import tempfile
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from docx.image.image import Image

from desktop.exporters import as_txt
from desktop.exporters.as_html import direction
from desktop.exporters.content import Node, blocks_of
from desktop.exporters.finished import AI_SOURCE_TYPE, PROOF_WORD, FinishedImage, FinishedPiece

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
TEMPLATE = RESOURCES / "templates/article.typ"
FONTS = RESOURCES / "fonts"
STANDARDS = ["a-3a", "ua-1"]

_SCRIPTS = (
    "Noto Naskh Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans JP",
)
SERIF = ("Source Serif 4", "Noto Serif", "Noto Serif Bengali", *_SCRIPTS, "Noto Sans")
SANS = ("Inter", "Noto Sans", "Noto Sans Bengali", *_SCRIPTS, "Noto Serif")

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
#: The text's width on the page, in points.
_WIDTH = 448


@lru_cache(maxsize=4)
def fonts_with(more: tuple[Path, ...]) -> tuple[Any, tuple[str, ...]]:
    """The fonts to set with, and the families the newsroom added."""
    folders = sorted({str(path if path.is_dir() else path.parent) for path in more})
    ours = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    if not folders:
        return ours, ()
    both = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS), *folders])
    known = set(ours.families())
    return both, tuple(sorted(set(both.families()) - known))


def _set_spaces(nodes: list[Node]) -> None:
    """A line end in a paragraph is a space on the page."""
    for node in nodes:
        if node["t"] == "text":
            node["v"] = node["v"].replace("\n", " ")
        elif node["t"] == "table":
            for row in (node["head"], *node["rows"]):
                for cell in row:
                    _set_spaces(cell)
        else:
            for inner in (node.get("c", []), *node.get("items", [])):
                _set_spaces(inner)


def _width(image: FinishedImage) -> float:
    """How wide to set a picture: as its own dots say, never wider than the text."""
    try:
        read = Image.from_blob(image.data)
        inches = read.px_width / max(read.horz_dpi, 72)
    except Exception as why:
        if image.media_type != "image/webp":
            raise ValueError(f"a picture is not readable as {image.media_type}.") from why
        return float(_WIDTH)
    return min(inches * 72, float(_WIDTH))


def _data(piece: FinishedPiece, families: tuple[str, ...]) -> tuple[Node, dict[str, bytes]]:
    at = datetime.fromisoformat(piece.published_at.replace("Z", "+00:00"))
    files, images = {}, []
    for number, image in enumerate(piece.images, 1):
        suffix = _SUFFIXES.get(image.media_type)
        if suffix is None:
            raise ValueError(f"picture {number} is {image.media_type}, which PDF cannot hold.")
        files[name := f"picture-{number}.{suffix}"] = image.data
        words = as_txt.picture_words(image)
        images.append({"file": name, "alt": image.alt, "words": words, "width": _width(image)})
    body = blocks_of(piece)
    _set_spaces(body)
    note, label = piece.note_language, piece.label_language or piece.language
    data = {
        "title": " ".join(piece.headline.split()) or piece.article,
        "description": f"{piece.newsroom} · {piece.article} · {piece.version}",
        "keywords": [f"DigitalSourceType: {AI_SOURCE_TYPE}"] if piece.ai_made else [],
        "date": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "lang": piece.language.split("-")[0],
        "rtl": direction(piece.language) == "rtl",
        "fonts": [*SERIF, *families],
        "sans": [*SANS, *families],
        "proof": piece.proof,
        "proof_word": PROOF_WORD,
        "date_line": piece.date_line,
        "headline": piece.headline,
        "ai_label": piece.ai_label or "",
        "label_lang": label.split("-")[0],
        "body": body,
        "images": images,
        "notices": list(piece.notices),
        "share_line": piece.share_line,
        "author_line": piece.author_line,
        "reader_note": piece.reader_note,
        "note_lang": note.split("-")[0],
        "note_rtl": direction(note) == "rtl",
    }
    return data, files


def render(piece: FinishedPiece, *, fonts: tuple[Path, ...] = ()) -> bytes:
    """The finished file; raises `typst.TypstError` for characters no font has."""
    known, families = fonts_with(fonts)
    data, files = _data(piece, families)
    project = {
        "main.typ": TEMPLATE.read_bytes(),
        "piece.json": json.dumps(data, ensure_ascii=False).encode(),
        "finished.txt": as_txt.render(piece),
        **files,
    }
    at = datetime.fromisoformat(piece.published_at.replace("Z", "+00:00"))
    return compiled(project, at, known)


def compiled(project: dict[str, bytes], at: datetime, known: Any) -> bytes:
    """The PDF that `main.typ` and the files beside it make; raises `typst.TypstError`."""
    # Its own folder is all Typst may read, and the folder's name leaves no trace in the bytes.
    with tempfile.TemporaryDirectory(prefix="colophon-pdf-") as folder:
        for name, content in project.items():
            Path(folder, name).write_bytes(content)
        compile_: Any = typst.compile  # its stubs want one name where a list is meant
        made: bytes = compile_(
            str(Path(folder, "main.typ")),
            root=folder,
            format="pdf",
            font_paths=known,
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=at.replace(microsecond=0),
        )
    return made
