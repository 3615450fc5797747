"""Writing a finished file: it gets its name only after it was read back and found whole."""

from __future__ import annotations

import hashlib
import importlib
import os
import secrets
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Prepared:
    """A finished file that was read back and found whole, and has no name yet."""

    format: str
    path: Path
    temporary: Path
    sha256: str

    def give_name(self) -> None:
        """Put it where it belongs; raises `ExportFailed`."""
        try:
            os.replace(self.temporary, self.path)
        except OSError as why:
            raise _unwritten(self.path, why) from why

    def discard(self) -> None:
        """Leave nothing behind of a file that got no name; of one that did, nothing changes."""
        self.temporary.unlink(missing_ok=True)


class NotWritten(ExportFailed):
    """The folder does not take the file; the piece is as good as before."""


def _unwritten(path: Path, why: OSError) -> NotWritten:
    return NotWritten(f"{path} could not be written: {why.strerror or why}.")


def prepare(piece: FinishedPiece, fmt: str, path: Path, fonts: tuple[Path, ...] = ()) -> Prepared:
    """Write one finished file under a temporary name beside `path`, on the disk, read back, checked.

    A file that fails never appears: `ExportFailed` says what is wrong.
    """
    data = render(piece, fmt, fonts)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    prepared = Prepared(fmt, path, temporary, hashlib.sha256(data).hexdigest())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise NotWritten(f"{path} could not be written: it is a folder.")
    except OSError as why:
        raise _unwritten(path, why) from why
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        wrong = check.problems(piece, temporary.read_bytes(), fmt)
        if wrong:
            raise ExportFailed(f"The {fmt} file did not read back as the piece: {wrong[0]}")
    except BaseException as why:
        prepared.discard()
        raise (_unwritten(path, why) if isinstance(why, OSError) else why) from None
    return prepared


def write_file(piece: FinishedPiece, fmt: str, path: Path, fonts: tuple[Path, ...] = ()) -> str:
    """Prepare one finished file and give it its name at once; its SHA-256 in hexadecimal."""
    prepared = prepare(piece, fmt, path, fonts)
    try:
        prepared.give_name()
    finally:
        prepared.discard()
    return prepared.sha256
