"""Reading a finished file back, and saying which part is missing, out of order or altered.

Each format has its reader here, apart from the code that writes it: a template that leaves the
note out cannot also teach the check to look away.
"""

from __future__ import annotations

import importlib
import re

from desktop.exporters import as_md, as_txt
from desktop.exporters.finished import FinishedPiece

#: The readers of the formats that are more than text.
READERS = {
    "html": "desktop.exporters.reading_html",
    "docx": "desktop.exporters.reading_docx",
    "pdf": "desktop.exporters.reading_pdf",
}

_SPACE = re.compile(r"\s+")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n\n?", re.DOTALL)


class Unreadable(Exception):
    """The bytes are no file of this format; one sentence."""


def reads_back(data: bytes, fmt: str) -> str:
    """What a reader of the file reads, in order, a blank line between parts.

    Raises `Unreadable`. The note and the label stand in it word for word.
    """
    if fmt in READERS:
        try:
            text: str = importlib.import_module(READERS[fmt]).text(data)
        except Exception as why:
            raise Unreadable(f"This is no readable {fmt} file ({why}).") from why
        return text
    try:
        plain = data.decode()
    except UnicodeDecodeError as why:
        raise Unreadable(f"This is no {fmt} file: it is not UTF-8.") from why
    return _FRONT_MATTER.sub("", plain, count=1) if fmt == "md" else plain


def expected(piece: FinishedPiece, fmt: str) -> list[tuple[str, str]]:
    """The parts a file of this format must read back as: the part's name, its words."""
    if fmt == "md":
        return as_md.parts(piece)
    if fmt in ("txt", "pdf"):
        return as_txt.parts(piece)
    from desktop.exporters.content import words_of

    body = words_of(piece)
    return [(name, body if name == "text" else w) for name, w in as_txt.parts(piece)]


def problems(piece: FinishedPiece, data: bytes, fmt: str) -> list[str]:
    """What is wrong with a finished file of this piece, a sentence each; empty when it is whole."""
    try:
        text = reads_back(data, fmt)
    except Unreadable as why:
        return [str(why)]
    parts = expected(piece, fmt)
    if fmt in ("txt", "md", "pdf"):
        # These hold the text as it is, so every character counts, blank lines too.
        exact = "\n\n".join(words for _, words in parts)
        found = _in_order(parts, text, exact=True)
        if not found and text != exact:
            found = ["The blank lines between the parts are altered."]
    else:
        found = _in_order(parts, text, exact=False)
    if fmt == "md" and not data.decode().startswith(as_md.front_matter(piece)):
        found.append("The front matter is missing or altered.")
    if fmt in READERS:
        more = getattr(importlib.import_module(READERS[fmt]), "more_problems", None)
        found += more(piece, data) if more else []
    return found


def _in_order(parts: list[tuple[str, str]], text: str, *, exact: bool) -> list[str]:
    """Walk through the text part by part; whitespace counts only where `exact`."""

    def form(words: str) -> str:
        return words if exact else _SPACE.sub("", words)

    whole = form(text)
    found: list[str] = []
    at = 0
    for name, words in parts:
        wanted = form(words)
        here = whole.find(wanted, at)
        if here < 0:
            elsewhere = wanted in whole[:at]
            state = "out of order" if elsewhere else "missing or altered"
            found.append(f"The {name} is {state}.")
            continue
        if whole[at:here].strip():
            found.append(f"Words stand before the {name} that do not belong there.")
        at = here + len(wanted)
    if whole[at:].strip():
        found.append("Words stand after the reader note, which must come last.")
    return found
