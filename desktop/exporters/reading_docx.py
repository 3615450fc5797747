"""Reading a finished DOCX back: its paragraphs in order, and what stands in its styles."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from desktop.exporters.finished import AI_SOURCE_TYPE, PROOF_WORD, FinishedPiece

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: More than any article holds; a file that claims more is not one of ours.
LARGEST = 200_000_000


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > LARGEST:
            raise ValueError("it is too large")
        return {name: archive.read(name) for name in archive.namelist()}


def _tree(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _words(paragraph: etree._Element) -> str:
    words = []
    for node in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}tab", f"{_W}noBreakHyphen"):
        if node.tag == f"{_W}t":
            words.append(node.text or "")
        elif node.tag == f"{_W}br":
            words.append("\n")
        else:
            words.append("\t" if node.tag == f"{_W}tab" else "\u2011")
    return "".join(words)


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if found is None else found.get(f"{_W}val", "")


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Each paragraph with words, in order: its style's id, its words."""
    tree = _tree(_parts(data)["word/document.xml"])
    found = [(_style(each), _words(each)) for each in tree.iter(f"{_W}p")]
    return [(style, words) for style, words in found if words.strip()]


def text(data: bytes) -> str:
    """The words of the document, a blank line between paragraphs."""
    return "\n\n".join(words for _, words in paragraphs(data))


def more_problems(piece: FinishedPiece, data: bytes) -> list[str]:
    """What a DOCX can have wrong besides its words."""
    parts = _parts(data)
    styles = [(style, words) for style, words in paragraphs(data)]
    found = []
    if not styles or styles[-1] != ("ReaderNote", piece.reader_note):
        found.append("The reader note does not stand last in its own style.")
    if piece.ai_label and ("AILabel", piece.ai_label) not in styles:
        found.append("The AI label does not stand in its own style.")
    alts = [node.get("descr", "") for node in _tree(parts["word/document.xml"]).iter("{*}docPr")]
    if sorted(alts) != sorted(image.alt for image in piece.images):
        found.append("A picture or its alt text is missing or altered.")
    if piece.ai_made and AI_SOURCE_TYPE.encode() not in parts.get("docProps/custom.xml", b""):
        found.append("The source type that says AI made the text is missing.")
    headers = b"".join(each for name, each in parts.items() if name.startswith("word/header"))
    if piece.proof and PROOF_WORD.encode() not in headers:
        found.append("The mark of a proof does not stand on every page.")
    return found
