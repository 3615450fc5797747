"""Reading a finished PDF back: the text it carries, and what its pages show of it."""

from __future__ import annotations

import io
import re
from typing import Any

from pypdf import PdfReader

from desktop.exporters.finished import AI_SOURCE_TYPE, PROOF_WORD, FinishedPiece

ATTACHMENT = "finished.txt"

#: Letters that come back from a page's drawing as they went in; shaped scripts do not.
_PLAIN = re.compile(r"[A-Za-z0-9]+")


def _reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data), strict=False)


def text(data: bytes) -> str:
    """The finished text the PDF carries."""
    found = _reader(data).attachments.get(ATTACHMENT, [])
    if len(found) != 1:
        raise ValueError("it does not carry its finished text")
    return bytes(found[0]).decode()


def _letters(words: str) -> str:
    return "".join(_PLAIN.findall(words))


def more_problems(piece: FinishedPiece, data: bytes) -> list[str]:
    """What the pages have wrong, where their letters can be read back."""
    reader = _reader(data)
    pages = [page.extract_text() for page in reader.pages]
    shown = _letters(" ".join(pages))
    found = []
    root: Any = reader.trailer["/Root"]
    if not root.get("/StructTreeRoot"):
        found.append("The PDF is not tagged.")
    last = _letters(pages[-1]) if pages else ""
    if _letters(piece.reader_note) not in last:
        found.append("The reader note does not stand whole on the last page.")
    for name, words in (("headline", piece.headline), ("AI label", piece.ai_label or "")):
        if _letters(words) not in shown:
            found.append(f"The {name} does not stand on the pages.")
    if piece.ai_made and AI_SOURCE_TYPE not in str(_keywords(reader.metadata)):
        found.append("The source type that says AI made the text is missing.")
    if piece.proof and not all(PROOF_WORD in page for page in pages):
        found.append("The mark of a proof does not stand on every page.")
    return found


def _keywords(metadata: Any) -> str:
    return str((metadata or {}).get("/Keywords", ""))
