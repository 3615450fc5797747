"""Reading a file in: one door for every format, and one sentence when it stays shut."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from desktop.importers import html_page, markdown_file, office, pandoc, rtf
from desktop.importers.archive import media_type
from desktop.importers.article_parts import Block, Parts, blocks_of_text, parts_of, take_dateline
from desktop.importers.charset import decode
from desktop.importers.markdown_writer import TooDeep, Writer
from desktop.importers.piece import (
    MOST_PICTURES,
    TOO_MANY,
    ImportedImage,
    ImportedPiece,
    ImportRefused,
)
from desktop.importers.script import language_of

#: Bytes a file may have, by its format.
LARGEST = {
    "txt": 8_000_000,
    "md": 16_000_000,
    "html": 16_000_000,
    "rtf": 16_000_000,
    "docx": 50_000_000,
    "odt": 50_000_000,
}
#: Characters a text may have once its pictures are out.
LONGEST = 1_000_000

_SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CALLED = {b"%PDF-": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture",
           b"{\\rtf": "an RTF document", b"\x1f\x8b": "a gzip archive", b"GIF8": "a picture"}  # fmt: skip

Result = tuple[Parts, list[ImportedImage], str | None]


def _format_of(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        known = " ".join(sorted(_SUFFIXES))
        raise ImportRefused(f"“{suffix or 'no ending'}” is not among the kinds read here: {known}.")
    return _SUFFIXES[suffix]


def _load(path: Path, fmt: str) -> bytes:
    try:
        # A device or a pipe has no size and no end, and opening one may wait for ever.
        if path.exists() and not path.is_file():
            raise ImportRefused("It is not a file; choose one file.")
        with path.open("rb") as file:
            data = file.read(LARGEST[fmt] + 1)
    except OSError as why:
        raise ImportRefused(f"It could not be opened: {why.strerror or why}.") from why
    if len(data) > LARGEST[fmt]:
        raise ImportRefused(
            f"It is larger than {LARGEST[fmt] // 1_000_000} MB, the most an article's {fmt} file"
            " may have; import it in pieces."
        )
    return data


def _refuse_disguise(data: bytes, fmt: str) -> None:
    if data.startswith(_OLD_WORD):
        raise ImportRefused(
            "It is an old Word document or one locked with a password; save it as DOCX without one."
        )
    packed = fmt in ("docx", "odt")
    if data.startswith(_ZIP):
        if not packed:
            raise ImportRefused(
                f"It is named .{fmt} but is an archive or a word processor's document; give it its"
                " right ending, .docx or .odt."
            )
        return
    if packed:
        raise ImportRefused(
            f"It is named .{fmt} but is no such document; give it its right ending."
        )
    for sign, called in _CALLED.items():
        if data.startswith(sign) and fmt != "rtf":
            raise ImportRefused(f"It is named .{fmt} but is {called}; give it its right ending.")


class _Pictures:
    """Numbers the pictures a document shows, and says which it could not keep."""

    def __init__(self, inside: dict[str, bytes]) -> None:
        self.inside = inside
        self.images: list[ImportedImage] = []
        self.numbers: dict[str, int] = {}
        self.warnings: list[str] = []
        self.asked = 0

    def find(self, address: str) -> tuple[str, bytes] | None:
        if address in self.inside:
            return address, self.inside[address]
        for name, data in self.inside.items():
            if name.endswith("/" + address.lstrip("/")) or Path(address).stem == name:
                return name, data
        return None

    def number(self, address: str, alt: str, caption: str) -> int | None:
        self.asked += 1
        if self.asked > MOST_PICTURES:
            raise ImportRefused(TOO_MANY)
        found = self.find(address)
        if found is None:
            where = (
                "a picture"
                if address.startswith("inside:")
                else f"A picture linked from {address[:100]}"
            )
            self.warnings.append(
                "A picture was left out: only PNG, JPEG and GIF can stay."
                if where == "a picture"
                else f"{where} was not fetched."
            )
            return None
        name, data = found
        kind = media_type(data)
        if kind is None:
            self.warnings.append(
                f"The picture {name} was left out: only PNG, JPEG and GIF can stay."
            )
            return None
        if name not in self.numbers:
            self.images.append(ImportedImage(Path(name).name, kind, data, alt, caption, ""))
            self.numbers[name] = len(self.images)
        return self.numbers[name]


def _through_pandoc(
    data: bytes, source: str, inside: dict[str, bytes], take: Callable[[list[Block]], Parts] | None
) -> tuple[Parts, list[ImportedImage]]:
    tree = pandoc.tree(data, source)
    pictures = _Pictures(inside)
    writer = Writer(pictures.number)
    try:
        top = _titles(tree.get("meta", {}), writer)
        blocks = top + writer.blocks(tree["blocks"])
        notes = writer.footnotes()
    except (TooDeep, RecursionError):
        raise ImportRefused(
            "It is nested beyond reason; save its text in a new document and import that."
        ) from None
    parts = take(blocks) if take else parts_of(blocks)
    if notes:
        parts.body = "\n\n".join([parts.body, *(note.markdown for note in notes)])
    parts.warnings += [*writer.warnings, *dict.fromkeys(pictures.warnings)]
    return parts, pictures.images


def _titles(meta: dict[str, object], writer: Writer) -> list[Block]:
    """What the document's title styles hold, which pandoc keeps apart from its text."""
    found = []
    for key in ("date", "title", "subtitle", "abstract"):
        value = meta.get(key)
        if isinstance(value, dict) and value.get("t") == "MetaInlines":
            words = " ".join(writer.plain(value["c"]).split())
            markdown = writer.inlines(value["c"])
            found.append(Block(words, markdown, heading=key == "title"))
        elif isinstance(value, dict) and value.get("t") == "MetaBlocks":
            found += writer.blocks(value["c"])
    if "author" in meta:
        writer.warn("The document names an author; the name was kept out of the article.")
    return [block for block in found if block.words]


def _txt(data: bytes) -> Result:
    text, warnings = decode(data)
    parts = parts_of(blocks_of_text(text))
    parts.warnings[:0] = warnings
    return parts, [], None


def _md(data: bytes) -> Result:
    text, warnings = decode(data)
    parts, images, language = markdown_file.read(text)
    parts.warnings[:0] = warnings
    return parts, images, language


def _html(data: bytes) -> Result:
    page = html_page.open_html(data)
    said = page.parts

    def ours(blocks: list[Block]) -> Parts:
        assert said is not None
        body = "\n\n".join(block.markdown for block in blocks)
        dateline, body = take_dateline(body, blocks[0].words) if blocks else ("", body)
        parts = Parts(body=body, dateline=dateline, notices=page.notices)
        for key in ("date_line", "headline", "share_line", "author_line", "note"):
            setattr(parts, key, said[key])
        if said["label"]:
            parts.warnings.append(
                "The file carried an AI label; it was left out, since the newsroom sets its own."
            )
        if said["proof"]:
            parts.warnings.append("The file was a proof, marked DRAFT; the mark was left out.")
        return parts

    parts, images = _through_pandoc(
        page.html.encode(), "html-native_divs", page.pictures, ours if said else None
    )
    parts.warnings[:0] = page.warnings
    return parts, images, (said or {}).get("language") or page.language


def _docx(data: bytes) -> Result:
    opened = office.open_docx(data)
    parts, images = _through_pandoc(opened.data, "docx", opened.pictures, None)
    parts.warnings[:0] = opened.warnings
    return parts, images, None


def _odt(data: bytes) -> Result:
    opened = office.open_odt(data)
    parts, images = _through_pandoc(opened.data, "odt", opened.pictures, None)
    parts.warnings[:0] = opened.warnings
    return parts, images, None


def _rtf(data: bytes) -> Result:
    parts, images = _through_pandoc(rtf.plain(data), "rtf", rtf.pictures_of(data), None)
    if re.search(rb"\\(?:revised|deleted)\b", data):
        parts.warnings.insert(0, "It holds tracked changes; all were taken as accepted.")
    for sign, mark, what in (
        (rb"\\footnote\b", "[^1]", "footnotes"),
        (rb"\\trowd\b", "|", "tables"),
    ):
        if re.search(sign, data) and mark not in parts.body:
            parts.warnings.append(f"Its {what} could not be read; save it as DOCX to keep them.")
    return parts, images, None


_READERS: dict[str, Callable[[bytes], Result]] = {
    "txt": _txt,
    "md": _md,
    "html": _html,
    "docx": _docx,
    "odt": _odt,
    "rtf": _rtf,
}


def read_file(path: Path, language: str | None = None) -> ImportedPiece:
    """Read one file in; `language` where it is known, else it is told from the script.

    Raises `ImportRefused` with one sentence, within five seconds, for whatever cannot be read.
    """
    try:
        fmt = _format_of(path)
        data = _load(path, fmt)
        _refuse_disguise(data, fmt)
        if not data.strip():
            raise ImportRefused("It is empty; choose a file with a text in it.")
        parts, images, said = _READERS[fmt](data)
        if len(parts.body) > LONGEST:
            raise ImportRefused("Its text is longer than an article can be; import it in pieces.")
    except ImportRefused as why:
        raise ImportRefused(f"{path.name or path} was not imported. {why}") from why
    everything = "\n".join((parts.headline, parts.dateline, parts.body))
    if not everything.strip():
        raise ImportRefused(f"{path.name} was not imported. No text was found in it.")
    return ImportedPiece(
        date_line=parts.date_line,
        headline=parts.headline,
        dateline=parts.dateline,
        body=parts.body,
        share_line=parts.share_line,
        author_line=parts.author_line,
        note=parts.note,
        notices=parts.notices,
        language=language or said or language_of(everything),
        images=tuple(images),
        warnings=tuple(dict.fromkeys(parts.warnings)),
        format=fmt,
    )
