"""What the clipboard brings, as text a part can hold, and what it takes along."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QMimeData

#: Our own runs, with their authors.
RUNS = "application/x-colophon-runs"
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif"})

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0\ufdd1\ufffc\ud800-\udfff]")


def text_of(mime: QMimeData, one_line: bool) -> str:
    """The plain text of a paste: line ends as `\\n`, nothing an editor cannot hold."""
    text = mime.text()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2029", "\n").replace("\u2028", "\n")
    text = _UNWANTED.sub("", text)
    return " ".join(text.split("\n")).strip() if one_line else text


def runs_of(mime: QMimeData) -> bytes | None:
    """The runs copied inside the newsroom, if that is where the text is from."""
    return bytes(mime.data(RUNS).data()) if mime.hasFormat(RUNS) else None


def files_of(mime: QMimeData) -> list[Path]:
    """The files dropped or pasted."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def images_of(mime: QMimeData) -> list[Path]:
    """Those of the files that are pictures."""
    return [file for file in files_of(mime) if file.suffix.lower() in IMAGES]
