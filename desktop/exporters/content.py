"""The body as a tree, read once for HTML, DOCX and PDF alike, so that no two formats differ.

A block is a dictionary with its kind under `t`: `p h ul ol quote code hr table figure note`;
so is an inline: `text b i s code a br ref`. Plain data, so a template can draw it without any of
it ever being code. HTML in the Markdown stays the characters it is.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin

from desktop.exporters.as_txt import picture_words
from desktop.exporters.finished import FinishedPiece

Node = dict[str, Any]

#: Deeper than this nobody writes; such a body is set as the plain characters it is.
DEEPEST = 40

_MARKS = {"strong": "b", "em": "i", "s": "s"}
_IMAGE = re.compile(r"image:([0-9]{1,4})\Z")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 10})
    parser.enable(["table", "strikethrough"])
    parser.disable(["html_block", "html_inline"])
    return parser.use(footnote_plugin, inline=False)


PARSER = _parser()


def safe_link(address: str) -> str:
    """The address where it may be followed from a finished file, else nothing."""
    if address.startswith("#"):
        return address
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in ("http", "https", "mailto") else ""


def _too_deep(tokens: list[Token]) -> bool:
    for token in tokens:
        depth = deepest = token.level
        for child in token.children or ():
            depth += child.nesting
            deepest = max(deepest, depth)
        if deepest >= DEEPEST:
            return True
    return False


class _Reader:
    """Turns one body's syntax tree into blocks; remembers the pictures it met."""

    def __init__(self, images: int) -> None:
        self.images = images
        self.shown: list[int] = []
        self.pending: list[int] = []

    def blocks(self, nodes: list[SyntaxTreeNode]) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            found += self.block(node)
        return found

    def block(self, node: SyntaxTreeNode) -> list[Node]:
        kind = node.type
        if kind in ("paragraph", "heading"):
            inlines = self.inlines(node.children)
            pictures, self.pending = self.pending, []
            if any(part["t"] != "text" or part["v"].strip() for part in inlines):
                made: Node = {"t": "p", "c": inlines, "tight": bool(node.hidden)}
                if kind == "heading":
                    made = {"t": "h", "level": int(node.tag[1]), "c": inlines}
                return [made, *({"t": "figure", "n": n} for n in pictures)]
            return [{"t": "figure", "n": n} for n in pictures]
        if kind in ("bullet_list", "ordered_list"):
            items = [self.blocks(item.children) for item in node.children]
            if kind == "bullet_list":
                return [{"t": "ul", "items": items}]
            return [{"t": "ol", "start": int(node.attrs.get("start", 1)), "items": items}]
        if kind == "blockquote":
            return [{"t": "quote", "c": self.blocks(node.children)}]
        if kind in ("fence", "code_block"):
            return [{"t": "code", "v": node.content.rstrip("\n")}]
        if kind == "hr":
            return [{"t": "hr"}]
        if kind == "table":
            return self.table(node)
        if kind == "footnote_block":
            return [self.footnote(item) for item in node.children]
        return self.blocks(node.children) if node.children else []

    def table(self, node: SyntaxTreeNode) -> list[Node]:
        rows: list[list[list[Node]]] = []
        align: list[str] = []
        for part in node.children:
            for row in part.children:
                if not rows:
                    styles = [str(cell.attrs.get("style", "")) for cell in row.children]
                    align = [style.rpartition(":")[2] for style in styles]
                rows.append([self.inlines(cell.children) for cell in row.children])
        pictures, self.pending = self.pending, []
        table = {"t": "table", "align": align, "head": rows[0], "rows": rows[1:]}
        return [table, *({"t": "figure", "n": n} for n in pictures)]

    def footnote(self, node: SyntaxTreeNode) -> Node:
        return {"t": "note", "n": int(node.meta["id"]) + 1, "c": self.blocks(node.children)}

    def inlines(self, nodes: list[SyntaxTreeNode]) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            kind = node.type
            if kind in ("inline", "root"):
                found += self.inlines(node.children)
            elif kind in ("text", "text_special"):
                if node.content:
                    found.append({"t": "text", "v": node.content})
            elif kind == "softbreak":
                found.append({"t": "text", "v": "\n"})
            elif kind == "hardbreak":
                found.append({"t": "br"})
            elif kind == "code_inline":
                found.append({"t": "code", "v": node.content})
            elif kind in _MARKS:
                found.append({"t": _MARKS[kind], "c": self.inlines(node.children)})
            elif kind == "link":
                address = safe_link(str(node.attrs.get("href", "")))
                inside = self.inlines(node.children)
                found += [{"t": "a", "href": address, "c": inside}] if address else inside
            elif kind == "image":
                found += self.image(node)
            elif kind == "footnote_ref":
                again = int(node.meta.get("subId", 0))
                found.append({"t": "ref", "n": int(node.meta["id"]) + 1, "again": again})
        return found

    def image(self, node: SyntaxTreeNode) -> list[Node]:
        named = _IMAGE.match(str(node.attrs.get("src", "")))
        number = int(named[1]) if named else 0
        if 1 <= number <= self.images:
            if number not in self.shown:
                self.shown.append(number)
                self.pending.append(number)
            return []
        words = "".join(child.content for child in node.children)
        return [{"t": "text", "v": f"[{words}]"}] if words.strip() else []


def _even_headings(blocks: list[Node]) -> None:
    """Headings begin at level 2, under the headline, and none skips a level on the way down."""
    levels = [block["level"] for block in blocks if block["t"] == "h"]
    shift = 1 if 1 in levels else 0
    before = 1
    for block in blocks:
        if block["t"] == "h":
            before = block["level"] = max(2, min(block["level"] + shift, before + 1, 6))


def _inner_headings(blocks: list[Node]) -> None:
    """A heading inside a quote or list is a bold paragraph: it heads nothing of the article."""
    for block in blocks:
        for inner in (block.get("c"), *block.get("items", ())):
            if block["t"] in ("quote", "ul", "ol", "note") and inner:
                for node in inner:
                    if node["t"] == "h":
                        node.update({"t": "p", "c": [{"t": "b", "c": node["c"]}], "tight": False})
                        del node["level"]
                _inner_headings(inner)


def _literal(body: str) -> list[Node]:
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", body))
    return [
        {"t": "p", "c": [{"t": "text", "v": part}], "tight": False}
        for part in paragraphs
        if part.strip()
    ]


def blocks_of(piece: FinishedPiece) -> list[Node]:
    """Dateline and body as blocks; pictures the body does not show follow it."""
    tokens = PARSER.parse(piece.body)
    shown: list[int] = []
    if _too_deep(tokens):
        blocks = _literal(piece.body)
    else:
        reader = _Reader(len(piece.images))
        blocks = reader.blocks(SyntaxTreeNode(tokens).children)
        shown = reader.shown
    _even_headings(blocks)
    _inner_headings(blocks)
    if piece.dateline.strip():
        opening = {"t": "text", "v": piece.dateline}
        if blocks and blocks[0]["t"] == "p":
            blocks[0]["c"].insert(0, opening)
        else:
            blocks.insert(0, {"t": "p", "c": [opening], "tight": False})
    rest = [n for n in range(1, len(piece.images) + 1) if n not in shown]
    notes = next((at for at, block in enumerate(blocks) if block["t"] == "note"), len(blocks))
    blocks[notes:notes] = [{"t": "figure", "n": n} for n in rest]
    return blocks


def inline_words(nodes: list[Node]) -> str:
    """What a reader reads of inlines."""
    words = []
    for node in nodes:
        if node["t"] in ("text", "code"):
            words.append(node["v"])
        elif node["t"] == "br":
            words.append("\n")
        elif node["t"] == "ref":
            words.append(str(node["n"]))
        else:
            words.append(inline_words(node["c"]))
    return "".join(words)


def _block_words(block: Node, piece: FinishedPiece) -> list[str]:
    kind = block["t"]
    if kind in ("p", "h"):
        return [inline_words(block["c"])]
    if kind == "code":
        return [block["v"]]
    if kind == "figure":
        return [picture_words(piece.images[block["n"] - 1])]
    if kind == "table":
        return [inline_words(cell) for row in (block["head"], *block["rows"]) for cell in row]
    inner = block.get("items") or [block.get("c", [])]
    words = [word for blocks in inner for each in blocks for word in _block_words(each, piece)]
    return [f"{block['n']}", *words] if kind == "note" else words


def words_of(piece: FinishedPiece) -> str:
    """What a reader reads of dateline and body, a blank line between blocks."""
    words = [word for block in blocks_of(piece) for word in _block_words(block, piece)]
    return "\n\n".join(word for word in words if word.strip())
