"""Bringing files in as drafts, each part in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db import reading
from db.acts.picturing import media_type
from db.acts.taking import take
from db.acts.writing import bring_in
from db.handover import ENDING
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.language import is_language
from desktop.exporters.as_txt import PICTURE
from desktop.importers.piece import ImportedPiece, ImportRefused
from desktop.importers.reading import read_file


@dataclass(frozen=True)
class Brought:
    """A piece that came in, and what of its file the article could not hold."""

    article: str
    warnings: tuple[str, ...]


def import_files(
    newsroom: Newsroom, actor: str, files: Sequence[Path], language: str | None = None,
    author: str | None = None,
) -> list[Brought]:  # fmt: skip
    """Read each file and make a draft of it; raises Refused for the first that cannot be read."""
    return [import_file(newsroom, actor, file, language, author) for file in files]


def import_file(
    newsroom: Newsroom, actor: str, file: Path, language: str | None = None,
    author: str | None = None, sample: bool = False,
) -> Brought:  # fmt: skip
    """Read one file and make a draft of it, or take a handed-over piece in. Raises Refused, and
    then nothing was made."""
    if Path(file).suffix.lower() == ENDING:
        return _taken(newsroom, actor, Path(file))
    try:
        piece = read_file(Path(file), language)
    except ImportRefused as why:
        raise Refused("bad-input", str(why).rstrip("."), "the file is untouched") from None
    parts = {
        "date_line": piece.date_line, "headline": piece.headline, "dateline": piece.dateline,
        "body": piece.body, "share_line": piece.share_line,
    }  # fmt: skip
    images, parts["body"], broken = _whole_pictures(piece)
    tongue = language or piece.language
    if not language and tongue and not is_language(tongue):
        broken.append(f"The file says its language is “{tongue[:40]}”, which is none.")
        tongue = None
    changes = bring_in(
        newsroom, actor, parts, language=tongue, author=author, images=images,
        source=file.name, sample=sample,
    )  # fmt: skip
    assert changes.article is not None
    return Brought(changes.article, (*piece.warnings, *broken, *_left_out(newsroom, piece)))


def _taken(newsroom: Newsroom, actor: str, file: Path) -> Brought:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Refused(
            "bad-input", f"{file.name} cannot be read: {error.strerror}", "the file is untouched"
        ) from None
    taken = take(newsroom, actor, data)
    words = []
    if taken.proposed:
        words.append("what was written there waits as proposals")
    elif not taken.rows:
        words.append("all of it was here already")
    assert taken.changes.article is not None
    return Brought(taken.changes.article, (*words, *taken.left_out))


_Picture = tuple[bytes, str, str, str]


def _whole_pictures(piece: ImportedPiece) -> tuple[list[_Picture], str, list[str]]:
    """The pictures an article can hold, the body that shows them, and what was left out."""
    kept: list[_Picture] = []
    numbers: dict[int, int] = {}
    warnings = []
    for n, image in enumerate(piece.images, 1):
        try:
            media_type(image.data)
        except Refused:
            warnings.append(f"The picture {image.name} was left out: it is broken.")
            continue
        kept.append((image.data, image.alt, image.caption, image.credit))
        numbers[n] = len(kept)

    def renumbered(found: re.Match[str]) -> str:
        n = int(found[2])
        return f"![{found[1]}](image:{numbers[n]})" if n in numbers else found[1]

    return kept, PICTURE.sub(renumbered, piece.body) if warnings else piece.body, warnings


def _left_out(newsroom: Newsroom, piece: ImportedPiece) -> list[str]:
    """What the file said that the newsroom says itself."""
    out = []
    if piece.note.strip():
        with newsroom.read() as session:
            known = {"".join(i.text.split()) for i in reading.issues(session, "note")}
        if "".join(piece.note.split()) not in known:
            out.append(
                "The file carried a note for readers that the newsroom never issued; it was left"
                " out, since the note in force is attached at export."
            )
    name = piece.author_line.partition(":")[2].strip()
    if name:
        out.append(f"The file's Author line named {name}; it was left out of the article.")
    if piece.notices:
        out.append("The file carried notices of correction; they were left out of the draft.")
    return out
