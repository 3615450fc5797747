"""DOCX: real headings, lists, tables and links in named styles, for whoever edits it next.

`Reader Note` and `AI Label` are styles of their own, so that a reader's program can find them.
The same piece gives the same bytes: times are the publication's, the archive's are fixed.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph

from desktop.exporters.archive import same_bytes
from desktop.exporters.as_html import direction
from desktop.exporters.as_txt import picture_words
from desktop.exporters.content import Node, blocks_of
from desktop.exporters.docx_lists import Lists
from desktop.exporters.finished import AI_SOURCE_TYPE, PROOF_WORD, FinishedPiece

#: style: (based on, points, bold, space before, space after); the body's letters unless small.
STYLES = {
    "Date Line": ("Normal", 10, False, 0, 2),
    "AI Label": ("Normal", 10, True, 0, 10),
    "Figure Words": ("Normal", 9, False, 2, 10),
    "Code Block": ("Normal", 9.5, False, 4, 8),
    "Block Quote": ("Normal", 11, False, 4, 8),
    "Footnote Words": ("Normal", 9, False, 0, 4),
    "Correction Notice": ("Normal", 10, False, 6, 4),
    "Share Line": ("Normal", 10, False, 12, 6),
    "Author Line": ("Normal", 10, False, 0, 6),
    "Reader Note": ("Normal", 10, False, 12, 0),
    "Proof Mark": ("Normal", 16, True, 0, 6),
}
FONTS = {"ascii": "Source Serif 4", "hAnsi": "Source Serif 4", "eastAsia": "Noto Sans JP"}
SCRIPT_FONTS = {
    "ar": "Noto Naskh Arabic",
    "he": "Noto Sans Hebrew",
    "hi": "Noto Sans Devanagari",
}
WIDEST = Cm(16)

_CUSTOM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def _fonts(style: Any, language: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    cs = SCRIPT_FONTS.get(language.split("-")[0], "Noto Serif Bengali")
    for name, font in {**FONTS, "cs": cs}.items():
        fonts.set(qn(f"w:{name}"), font)


class _Writer:
    def __init__(self, piece: FinishedPiece) -> None:
        self.piece = piece
        self.document = docx.Document()
        self.rtl = direction(piece.language) == "rtl"
        self.lists = Lists(self.document)
        self._styles()

    def _styles(self) -> None:
        styles = self.document.styles
        for name, (base, *_rest) in STYLES.items():
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles[base]
        for name, (_base, points, bold, before, after) in STYLES.items():
            style = styles[name]
            style.font.size, style.font.bold = Pt(points), bold
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(after)
        _fonts(styles["Normal"], self.piece.language)
        styles["Normal"].font.size = Pt(11)
        styles["Normal"].paragraph_format.space_after = Pt(8)
        for level in range(1, 7):
            heading = styles[f"Heading {level}"]
            _fonts(heading, self.piece.language)
            heading.font.color.rgb = RGBColor(0x17, 0x18, 0x1B)
            heading.font.size = Pt(24 if level == 1 else 17 - level)
        styles["Reader Note"].paragraph_format.keep_together = True
        styles["Block Quote"].paragraph_format.left_indent = Cm(1)
        styles["Code Block"].font.name = "DejaVu Sans Mono"
        self._language(styles)

    def _language(self, styles: Any) -> None:
        run = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        spoken = run.find(qn("w:lang"))
        if spoken is None:
            spoken = OxmlElement("w:lang")
            run.append(spoken)
        for name in ("val", "eastAsia", "bidi"):
            spoken.set(qn(f"w:{name}"), self.piece.language)

    def paragraph(self, style: str, where: Any = None) -> Paragraph:
        made: Paragraph = (where or self.document).add_paragraph(style=style)
        if self.rtl:
            made._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        return made

    def words(self, style: str, text: str) -> None:
        """Plain words in a style; their line ends stay line ends."""
        if text.strip():
            self.run(self.paragraph(style), text)

    def run(self, into: Any, text: str, marks: frozenset[str] = frozenset()) -> None:
        run = into.add_run()
        for at, line in enumerate(text.split("\n")):
            if at:
                run.add_break()
            run.add_text(line)
        run.bold = True if "b" in marks else None
        run.italic = True if "i" in marks else None
        run.font.strike = True if "s" in marks else None
        run.font.superscript = True if "ref" in marks else None
        if "code" in marks:
            run.font.name = "DejaVu Sans Mono"
        if self.rtl:
            run.font.rtl = True

    def inlines(self, into: Any, nodes: list[Node], marks: frozenset[str] = frozenset()) -> None:
        for node in nodes:
            kind = node["t"]
            if kind == "text":
                self.run(into, node["v"].replace("\n", " "), marks)
            elif kind == "br":
                self.run(into, "\n", marks)
            elif kind == "code":
                self.run(into, node["v"], marks | {"code"})
            elif kind == "ref":
                self.run(into, str(node["n"]), marks | {"ref"})
            elif kind == "a":
                self.link(into, node, marks)
            else:
                self.inlines(into, node["c"], marks | {kind})

    def link(self, into: Any, node: Node, marks: frozenset[str]) -> None:
        paragraph = into if isinstance(into, Paragraph) else into._parent
        link = OxmlElement("w:hyperlink")
        if node["href"].startswith("#"):
            link.set(qn("w:anchor"), node["href"][1:])
        else:
            target = self.document.part.relate_to(
                node["href"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            link.set(qn("r:id"), target)
        before = len(paragraph._p)
        self.inlines(paragraph, node["c"], marks)
        made = list(paragraph._p)[before:]
        paragraph._p.append(link)
        for part in made:
            link.append(part)
            for run in part.iter(qn("w:r")):
                look = run.get_or_add_rPr()
                look._add_u().set(qn("w:val"), "single")

    def blocks(self, nodes: list[Node], style: str = "Normal", depth: int = 0) -> None:
        for node in nodes:
            self.block(node, style, depth)

    def block(self, node: Node, style: str, depth: int) -> None:
        kind = node["t"]
        if kind == "p":
            self.inlines(self.paragraph(style), node["c"])
        elif kind == "h":
            self.inlines(self.paragraph(f"Heading {node['level']}"), node["c"])
        elif kind == "hr":
            self.rule()
        elif kind == "code":
            self.words("Code Block", node["v"])
        elif kind == "quote":
            self.blocks(node["c"], "Block Quote", depth)
        elif kind in ("ul", "ol"):
            self.list(node, depth)
        elif kind == "table":
            self.table(node)
        elif kind == "note":
            opening = self.paragraph("Footnote Words")
            self.run(opening, f"{node['n']} ", frozenset({"ref"}))
            rest = node["c"]
            if rest and rest[0]["t"] == "p":
                self.inlines(opening, rest[0]["c"])
                rest = rest[1:]
            self.blocks(rest, "Footnote Words", depth)
        else:
            self.figure(node["n"])

    def rule(self) -> None:
        borders = OxmlElement("w:pBdr")
        line = OxmlElement("w:bottom")
        for name, value in {"val": "single", "sz": "4", "space": "1", "color": "999999"}.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        properties = self.paragraph("Normal")._p.get_or_add_pPr()
        properties.insert_element_before(borders, "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr")

    def list(self, node: Node, depth: int) -> None:
        number = self.lists.begin(node["t"] == "ol", node.get("start", 1))
        for item in node["items"]:
            first = True
            for block in item:
                if block["t"] == "p":
                    paragraph = self.paragraph("List Paragraph")
                    self.lists.place(paragraph, number if first else None, depth)
                    self.inlines(paragraph, block["c"])
                else:
                    self.block(block, "List Paragraph", depth + 1)
                first = False

    def table(self, node: Node) -> None:
        rows = [node["head"], *node["rows"]]
        table = self.document.add_table(len(rows), len(node["head"]), style="Table Grid")
        for cells, row in zip(rows, table.rows, strict=True):
            for words, cell in zip(cells, row.cells, strict=False):
                marks = frozenset({"b"}) if cells is node["head"] else frozenset()
                self.inlines(cell.paragraphs[0], words, marks)
        heads = table.rows[0]._tr.get_or_add_trPr()
        heads.append(OxmlElement("w:tblHeader"))
        self.paragraph("Normal").paragraph_format.space_after = Pt(0)

    def figure(self, number: int) -> None:
        image = self.piece.images[number - 1]
        shape = self.paragraph("Normal").add_run().add_picture(io.BytesIO(image.data))
        if shape.width > WIDEST:
            shape.height = Emu(int(shape.height * WIDEST / shape.width))
            shape.width = WIDEST
        described = shape._inline.docPr
        described.set("descr", image.alt)
        described.set("name", f"Picture {number}")
        self.words("Figure Words", picture_words(image))


def _properties(writer: _Writer) -> None:
    piece = writer.piece
    at = datetime.fromisoformat(piece.published_at.replace("Z", "+00:00")).replace(tzinfo=None)
    core = writer.document.core_properties
    core.title, core.language, core.author = piece.headline[:255], piece.language, ""
    core.comments, core.subject, core.keywords = "", "", ""
    core.last_modified_by, core.revision, core.version = "", 1, str(piece.version)
    core.identifier = piece.article
    core.created = core.modified = at
    core.content_status = "Draft" if piece.proof else "Final"
    said = {"Publisher": piece.newsroom, "ReaderNoteIssue": str(piece.note_issue)}
    if piece.ai_made:
        said["DigitalSourceType"] = AI_SOURCE_TYPE
    rows = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{_xml(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(said.items(), 2)
    )
    package = writer.document.part.package
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    place = PackURI("/docProps/custom.xml")
    package.relate_to(
        Part(place, kind, _CUSTOM.format(rows).encode(), package),
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
    )
    for key, rel in list(package.rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def render(piece: FinishedPiece, *, fonts: tuple[Path, ...] = ()) -> bytes:
    """The finished file; raises `ValueError` for characters XML cannot hold."""
    writer = _Writer(piece)
    if piece.proof:
        writer.words("Proof Mark", PROOF_WORD)
        header = writer.document.sections[0].header.paragraphs[0]
        header.add_run(PROOF_WORD).bold = True
    writer.words("Date Line", piece.date_line)
    writer.words("Heading 1", piece.headline)
    writer.words("AI Label", piece.ai_label or "")
    writer.blocks(blocks_of(piece))
    for notice in piece.notices:
        writer.words("Correction Notice", notice)
    writer.words("Share Line", piece.share_line)
    writer.words("Author Line", piece.author_line)
    writer.words("Reader Note", piece.reader_note)
    _properties(writer)
    out = io.BytesIO()
    writer.document.save(out)
    return same_bytes(out.getvalue())
