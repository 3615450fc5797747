"""From the newsroom to finished files: what a piece is made of, and writing it with its receipt."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.acts import acting
from db.acts.exporting import note_export
from db.acts.publishing import compose
from db.ledger.chain import payload_of
from db.manuscript.store import load
from db.models.record import ArticleImage, Font, Image, Version
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules import gate
from db.terms import State
from desktop.exporters.finished import FinishedImage, FinishedPiece
from desktop.exporters.writing import FORMATS, ExportFailed, NotWritten, Prepared, prepare
from desktop.receipts import building

Progress = Callable[[int, int, str], object]


@dataclass(frozen=True)
class ExportedFile:
    """One finished file and its receipt; paths are absolute."""

    path: Path
    format: str
    sha256: str
    note_issue: int
    ai_label: bool
    receipt: Path


def finished_piece(session: Session, wanted: str, *, draft: bool = False) -> FinishedPiece:
    """The published version of an article, or with `draft` a proof of the text as it stands.

    Raises Refused where the state does not allow it, or no note is in force.
    """
    piece = acting.article(session, wanted)
    if piece.state in (State.SPIKED, State.WITHDRAWN):
        raise Refused(
            "states", f"{piece.id} is {piece.state}, and nothing of it leaves the newsroom",
            f"bring it back first: colophon revive {piece.id}",
        )  # fmt: skip
    here = exists().where(Image.sha256 == ArticleImage.sha256)
    shown = select(ArticleImage.n).where(ArticleImage.article == piece.id, ~here)
    if session.scalar(shown.limit(1)) is not None:
        raise Refused("offline", "a picture of this piece is still on its way to this computer",
                      "wait a moment; it comes by itself while the newsroom is there")  # fmt: skip
    if draft and piece.state == State.PUBLISHED:
        raise Refused(
            "states", f"{piece.id} is published, so it is exported as its version",
            "leave --draft away",
        )  # fmt: skip
    if draft:
        finished = compose(gate.ask(session, piece, load(session, piece.id)))
        return _piece(session, piece.id, finished, 0, piece.updated, piece.text_sha256)
    if not piece.version:
        raise Refused(
            "states", f"{piece.id} was never published, so there is only a proof of it",
            "add --draft to make a proof",
        )  # fmt: skip
    return version_piece(session, piece.id, piece.version)


def version_piece(session: Session, article: str, number: int) -> FinishedPiece:
    """A version as it was published, from its own touch; raises Refused `not-found`."""
    version = session.get(Version, (article, number))
    if version is None:
        raise Refused("not-found", f"{article} has no version {number}", "see: colophon show")
    finished = payload_of(session, version.seq)["finished"]
    return _piece(session, article, finished, number, version.at, version.text_sha256)


def _piece(
    session: Session, article: str, finished: dict[str, Any], version: int, at: str, sha256: str
) -> FinishedPiece:
    parts, note, label = finished["parts"], finished["note"], finished["label"]
    images = tuple(
        FinishedImage(
            i["sha256"], i["media_type"], session.get_one(Image, i["sha256"]).bytes,
            parts[f"alt:{i['n']}"], parts[f"caption:{i['n']}"], parts[f"credit:{i['n']}"],
            i["ai"], finished["image_label"] if i["ai"] else "",
        )
        for i in finished["images"]
    )  # fmt: skip
    author = finished["author_line"]
    return FinishedPiece(
        article=article, version=version, language=finished["language"],
        newsroom=finished["newsroom"], published_at=at, date_line=parts["date_line"],
        headline=parts["headline"], dateline=parts["dateline"], body=parts["body"],
        ai_label=label["text"] if label else None, notices=tuple(finished["notices"]),
        share_line=finished["share_line"], author_line=f"Author: {author}" if author else "Author:",
        reader_note=note["text"], note_issue=note["issue"], note_language=note["language"],
        label_language=label["language"] if label else None, images=images, text_sha256=sha256,
        proof=version == 0, label_issue=label["issue"] if label else None,
        ai_made=finished["ai_made"],
    )  # fmt: skip


@contextmanager
def newsroom_fonts(session: Session, piece: FinishedPiece) -> Iterator[tuple[Path, ...]]:
    """The font files the newsroom had when the piece was published, for as long as needed."""
    wanted = _fonts_of(session, piece)
    if not wanted:
        yield ()
        return
    with tempfile.TemporaryDirectory(prefix="colophon-fonts-") as folder:
        paths = []
        for font in session.scalars(
            select(Font).where(Font.sha256.in_(wanted)).order_by(Font.sha256)
        ):
            path = Path(folder) / f"{font.sha256}{Path(font.name).suffix.lower()}"
            path.write_bytes(font.bytes)
            paths.append(path)
        yield tuple(paths)


def _fonts_of(session: Session, piece: FinishedPiece) -> list[str]:
    version = session.get(Version, (piece.article, piece.version))
    if version is None:
        return list(session.scalars(select(Font.sha256)))
    return list(payload_of(session, version.seq)["finished"]["fonts"])


def check_formats(formats: Sequence[str]) -> list[str]:
    """The formats, each once; raises Refused for one there is not."""
    wanted = list(dict.fromkeys(f.strip().lower() for f in formats if f.strip()))
    for name in wanted:
        if name not in FORMATS:
            raise Refused(
                "bad-input", f"there is no format {name!r}", "one of " + ", ".join(FORMATS)
            )
    if not wanted:
        raise Refused("bad-input", "no format was named", "give --format " + ",".join(FORMATS))
    return wanted


def export_files(
    newsroom: Newsroom, actor: str, articles: Sequence[str], formats: Sequence[str],
    folder: Path, *, draft: bool = False, progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[ExportedFile]:  # fmt: skip
    """Write the articles in each format, each with its receipt, and record that it was done.

    Every piece is composed before the first file is written, and a piece's files get their names
    once all of them were checked and their export is in the record: a refusal leaves none behind.
    Raises Refused, also where the folder cannot be written.
    """
    wanted = check_formats(formats)
    folder = folder.expanduser().absolute()
    out: list[ExportedFile] = []
    with newsroom.read() as session:
        acting.person(session, actor)
        ids = list(dict.fromkeys(acting.article(session, name).id for name in articles))
        for name in ids:
            _may_leave(session, name, draft)
            finished_piece(session, name, draft=draft)
    total = len(ids) * len(wanted)
    for name in ids:
        if cancelled():
            break
        with newsroom.read() as session:
            piece = finished_piece(session, name, draft=draft)
            source = building.source_of(session, piece)
            with newsroom_fonts(session, piece) as fonts:
                made = _prepare(piece, wanted, folder, fonts, len(out), total, progress, cancelled)
        try:
            signer = note_export(newsroom, actor, piece.article, piece.version,
                                 [(file.format, file.sha256) for file in made])  # fmt: skip
            for file in made:
                # The receipt first: no finished file lies there without one.
                receipt = building.write(source, signer, file.path, file.format, file.sha256)
                _named(file)
                out.append(
                    ExportedFile(
                        file.path, file.format, file.sha256, piece.note_issue,
                        piece.ai_label is not None, receipt,
                    )
                )  # fmt: skip
        finally:
            for file in made:
                file.discard()
    if progress is not None:
        progress(len(out), total, "")
    return out


def _may_leave(session: Session, wanted: str, draft: bool) -> None:
    """Rule 1's table: once there is a version, it and not a proof is what leaves the newsroom."""
    piece = acting.article(session, wanted)
    if draft and piece.version and piece.state == State.EDIT:
        raise Refused(
            "states",
            f"{piece.id} was published, and while it is corrected its last version is exported",
            "leave --draft away",
        )


def _named(file: Prepared) -> None:
    try:
        file.give_name()
    except ExportFailed as why:
        building.path_of(file.path).unlink(missing_ok=True)
        raise _refused(why) from None


def _refused(why: ExportFailed) -> Refused:
    if isinstance(why, NotWritten):
        return Refused("bad-input", str(why).rstrip("."), "choose another folder")
    return Refused("gate", str(why).rstrip("."), "mend the piece and try again")


def _prepare(
    piece: FinishedPiece, formats: Sequence[str], folder: Path, fonts: tuple[Path, ...],
    done: int, total: int, progress: Progress | None, cancelled: Callable[[], bool],
) -> list[Prepared]:  # fmt: skip
    """One piece in each format, checked and not named yet."""
    made: list[Prepared] = []
    for fmt in formats:
        if cancelled():
            break
        stem = f"{piece.article}-draft" if piece.proof else f"{piece.article}-v{piece.version}"
        path = folder / f"{stem}.{fmt}"
        if progress is not None:
            progress(done + len(made), total, path.name)
        try:
            made.append(prepare(piece, fmt, path, fonts))
        except ExportFailed as why:
            for file in made:
                file.discard()
            raise _refused(why) from None
    return made
