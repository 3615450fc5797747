"""Writing an article's history to a file, as HTML or PDF, for a hearing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.account import Account, account
from db.models.record import Font
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import glyphs


def write_history(
    newsroom: Newsroom, wanted: str, file: Path, kind: str, *, internal: bool = False
) -> Path:
    """Write the history of an article as `html` or `pdf`. Raises Refused; the file appears whole
    or not at all."""
    with newsroom.read() as session:
        told = account(session, wanted, internal=internal)
        data = _html(told) if kind == "html" else _pdf(session, told)
    return write_whole(file, data)


def write_whole(file: Path, data: bytes, *, make_folder: bool = False, mode: int = 0o644) -> Path:
    """Write a file whole or not at all; where it is now. Raises Refused."""
    target = file.expanduser().absolute()
    try:
        if make_folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, data, mode)
    except OSError as error:
        raise Refused(
            "bad-input", f"{file} cannot be written: {error.strerror}", "give another place"
        ) from None
    return target


def _write(target: Path, data: bytes, mode: int) -> None:
    number, name = tempfile.mkstemp(prefix=".colophon-", dir=target.parent)
    try:
        with os.fdopen(number, "wb") as made:
            made.write(data)
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _html(told: Account) -> bytes:
    from desktop.exporters.history_html import render

    return render(told)


def _pdf(session: Session, told: Account) -> bytes:
    from desktop.exporters.history_content import content
    from desktop.exporters.history_pdf import render

    undrawn = glyphs.missing(session, every_character(content(told)))
    with newsroom_fonts(session) as fonts:
        return render(told, fonts=fonts, undrawn=undrawn)


def every_character(value: Any) -> str:
    """Every character of a document, each once."""
    if isinstance(value, str):
        return "".join(dict.fromkeys(value))
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if not isinstance(value, dict | list | tuple):
        return ""
    inside = value.values() if isinstance(value, dict) else value
    return "".join(dict.fromkeys("".join(every_character(one) for one in inside)))


@contextmanager
def newsroom_fonts(session: Session) -> Iterator[tuple[Path, ...]]:
    """The font files the newsroom added, for as long as needed."""
    found = session.scalars(select(Font).order_by(Font.sha256)).all()
    with tempfile.TemporaryDirectory(prefix="colophon-fonts-") as folder:
        paths = []
        for font in found:
            path = Path(folder) / f"{font.sha256}{Path(font.name).suffix.lower()}"
            path.write_bytes(font.bytes)
            paths.append(path)
        yield tuple(paths)
