"""Writing a finished file: it gets its name only after it was read back and found whole."""

from __future__ import annotations

import hashlib
import importlib
import os
import secrets
from pathlib import Path

from desktop.exporters import check
from desktop.exporters.finished import FinishedPiece

#: The formats, and the module each lives in; loaded when first asked for.
FORMATS = {
    "html": "desktop.exporters.as_html",
    "md": "desktop.exporters.as_md",
    "txt": "desktop.exporters.as_txt",
    "docx": "desktop.exporters.as_docx",
    "pdf": "desktop.exporters.as_pdf",
}


class ExportFailed(Exception):
    """A finished file could not be made; one sentence says why. Nothing was left behind."""


def render(piece: FinishedPiece, fmt: str, fonts: tuple[Path, ...] = ()) -> bytes:
    """The bytes of a finished file; the same piece gives the same bytes always.

    Raises `ExportFailed` where the format cannot hold the piece.
    """
    if fmt not in FORMATS:
        raise ExportFailed(f"There is no format “{fmt}”; there are {', '.join(FORMATS)}.")
    if not piece.reader_note.strip():
        raise ExportFailed("The piece has no reader note, and no file is made without one.")
    try:
        data: bytes = importlib.import_module(FORMATS[fmt]).render(piece, fonts=fonts)
    except ExportFailed:
        raise
    except Exception as why:
        lines = str(why).strip().splitlines() or [type(why).__name__]
        raise ExportFailed(f"The {fmt} file could not be made: {lines[0]}") from why
    return data


def write_file(piece: FinishedPiece, fmt: str, path: Path, fonts: tuple[Path, ...] = ()) -> str:
    """Write one finished file; its SHA-256 in hexadecimal.

    The bytes go to a temporary name beside `path`, reach the disk, are read back and checked, and
    only then get their name. A file that fails never appears: `ExportFailed` says what is wrong.
    """
    data = render(piece, fmt, fonts)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        read = temporary.read_bytes()
        wrong = check.problems(piece, read, fmt)
        if wrong:
            raise ExportFailed(f"The {fmt} file did not read back as the piece: {wrong[0]}")
        os.replace(temporary, path)
    except OSError as why:
        reason = why.strerror or str(why)
        raise ExportFailed(f"{path} could not be written: {reason}.") from why
    finally:
        temporary.unlink(missing_ok=True)
    return hashlib.sha256(read).hexdigest()
