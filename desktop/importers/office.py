"""DOCX and ODT: a clean copy of their parts for pandoc, their pictures, and what is lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from desktop.importers.archive import LARGEST_PICTURE, Archive, packed
from desktop.importers.piece import ImportRefused
from desktop.importers.xml_survey import survey

#: Strict Office Open XML's names for what pandoc knows by the older ones.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)

#: elements of a DOCX: what to say when there are any.
_DOCX_SAID = {
    ("ins", "del", "moveFrom", "moveTo"): "It holds tracked changes; all were taken as accepted.",
    ("commentReference",): "Its comments were left out.",
    ("txbxContent",): "It holds text boxes; their words may stand elsewhere or be left out.",
    ("object", "OLEObject"): "It holds embedded objects, which were left out.",
    ("chart",): "It holds charts, which were left out.",
    ("sdt",): "It holds form fields; only their words are kept.",
    ("headerReference", "footerReference"): "Its page headers and footers were left out.",
    ("smartTag", "relIds"): "It holds diagrams or smart tags; only plain words are kept.",
}
_ODT_SAID = {
    ("changed-region",): "It holds tracked changes; all were taken as accepted.",
    ("annotation",): "Its comments were left out.",
    ("text-box",): "It holds text boxes; their words may stand elsewhere or be left out.",
    ("object", "object-ole"): "It holds embedded objects, which were left out.",
}
_EXTERNAL = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_TARGET = re.compile(rb"Target\s*=\s*[\"']([^\"']*)[\"']")
_ANNOTATION = re.compile(rb"<office:annotation[\s>].*?</office:annotation>", re.DOTALL)
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"


@dataclass
class Opened:
    """A document ready for pandoc."""

    data: bytes
    pictures: dict[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def _say(found: Counter[str], table: dict[tuple[str, ...], str]) -> list[str]:
    return [words for names, words in table.items() if any(found[name] for name in names)]


def _remote(relations: bytes) -> list[str]:
    said = []
    for relation in _EXTERNAL.findall(relations):
        target = _TARGET.search(relation)
        if b"/image" in relation and target:
            where = target[1].decode("utf-8", "replace")[:100]
            said.append(f"A picture linked from {where} was not fetched.")
    return said


def _transitional(data: bytes) -> bytes:
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data


def open_docx(data: bytes) -> Opened:
    """A DOCX; raises `ImportRefused`."""
    archive = Archive(data)
    names = set(archive.parts)
    if "_rels/.rels" not in names:
        raise ImportRefused(
            "It is an archive but not a Word document; import the document that is inside it."
        )
    opened = Opened(b"")
    found: Counter[str] = Counter()
    parts: dict[str, bytes] = {}
    for name in archive.parts:
        if name.endswith("/") or name.startswith(("customXml/", "docProps/thumbnail")):
            continue
        if archive.is_picture(name):
            opened.pictures[name] = archive.read(name, LARGEST_PICTURE)
            parts[name] = b""
        elif name.endswith((".xml", ".rels")):
            part = _transitional(archive.read(name))
            if part.strip():
                found += survey(part, name)
            if name.endswith(".rels"):
                opened.warnings += _remote(part)
            parts[name] = part
    opened.warnings += _say(found, _DOCX_SAID)
    opened.data = packed(parts)
    return opened


def open_odt(data: bytes) -> Opened:
    """An ODT; raises `ImportRefused`."""
    archive = Archive(data)
    names = set(archive.parts)
    kind = archive.read("mimetype").strip() if "mimetype" in names else b""
    if "content.xml" not in names or (kind and not kind.startswith(_ODT_TYPE)):
        raise ImportRefused(
            "It is an archive but not an OpenDocument text; import the text itself."
        )
    opened = Opened(b"")
    parts: dict[str, bytes] = {"mimetype": _ODT_TYPE}
    for name in archive.parts:
        if archive.is_picture(name) and name.startswith(("Pictures/", "media/")):
            opened.pictures[name] = archive.read(name, LARGEST_PICTURE)
            parts[name] = b""
    for name in ("META-INF/manifest.xml", "styles.xml", "meta.xml", "content.xml"):
        if name not in names:
            continue
        part = archive.read(name)
        found = survey(part, name)
        if name.startswith("META-INF") and found["encryption-data"]:
            raise ImportRefused("It is locked with a password; save it without one.")
        if name == "content.xml":
            opened.warnings += _say(found, _ODT_SAID)
            part = _ANNOTATION.sub(b"", part)
        parts[name] = part
    opened.data = packed(parts)
    return opened
