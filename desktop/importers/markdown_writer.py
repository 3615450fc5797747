"""A tree of blocks as Markdown that reads back to the same words.

What Markdown cannot hold is written as the words it has, and named in `warnings`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from desktop.importers.article_parts import Block

Node = dict[str, Any]

#: Deeper than this a tree is no article.
DEEPEST = 60

_ESCAPE = re.compile(r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|~~|<(?=[A-Za-z/!?])|&(?=#?\w+;)|!(?=\[)")
_LINE_START = re.compile(
    r"^([ \t]*)(#{1,6}(?=\s|$)|[>+\-=|](?=\s|$|[-=]{2})|>|\d{1,9}(?=[.)](?:\s|$)))", re.M
)
_BRACKETS = re.compile(r"[\[\]\\]")
_MARKS = {"Strong": "**", "Emph": "*", "Strikeout": "~~"}
_LOST_MARKS = {"Underline": "underlining", "SmallCaps": "small capitals"}
_RAISED = {"Superscript": "raised", "Subscript": "lowered"}


def escape(text: str) -> str:
    """Words that Markdown would take for marks, escaped; all else as it is."""
    return _ESCAPE.sub(lambda found: "".join(f"\\{char}" for char in found[0]), text)


def _line_starts(text: str) -> str:
    def mend(found: re.Match[str]) -> str:
        mark = found[2]
        if mark.isdigit():
            return f"{found[1]}{mark}\\"
        return f"{found[1]}\\{mark}"

    return _LINE_START.sub(mend, text)


class TooDeep(Exception):
    """The tree is nested beyond reason."""


class Writer:
    """Writes one tree; `picture` is asked for each image and gives its number, or None."""

    def __init__(self, picture: Callable[[str, str, str], int | None]) -> None:
        self.picture = picture
        self.warnings: list[str] = []
        self.notes: list[list[Node]] = []
        self.depth = 0

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def plain(self, nodes: list[Node]) -> str:
        """The words of inlines, without marks."""
        out: list[str] = []
        for node in nodes:
            kind: str = node["t"]
            inside: Any = node.get("c")
            if kind == "Str":
                out.append(inside)
            elif kind in ("Space", "SoftBreak"):
                out.append(" ")
            elif kind == "LineBreak":
                out.append("\n")
            elif kind in ("Code", "Math"):
                out.append(inside[1])
            elif kind in ("Link", "Span", "Quoted", "Cite"):
                out.append(self.plain(inside[1]))
            elif kind in (*_MARKS, *_LOST_MARKS, *_RAISED):
                out.append(self.plain(inside))
        return "".join(out)

    def inlines(self, nodes: list[Node]) -> str:
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep
        out: list[str] = []
        words: list[str] = []

        def flush() -> None:
            if words:
                out.append(escape("".join(words)))
                words.clear()

        for node in nodes:
            kind = node["t"]
            if kind == "Str":
                words.append(node["c"])
            elif kind in ("Space", "SoftBreak"):
                words.append(" ")
            else:
                flush()
                out.append(self.inline(kind, node.get("c")))
        flush()
        self.depth -= 1
        return "".join(out)

    def inline(self, kind: str, inside: Any) -> str:
        if kind == "LineBreak":
            return "\\\n"
        if kind in _MARKS:
            return self.marked(_MARKS[kind], self.inlines(inside))
        if kind in _LOST_MARKS:
            self.warn(f"The article cannot hold {_LOST_MARKS[kind]}; the words are kept.")
            return self.inlines(inside)
        if kind in _RAISED:
            words = self.inlines(inside)
            if not re.fullmatch(r"(\[\^\d+\])*", words):
                self.warn(f"The article cannot hold {_RAISED[kind]} letters; the words are kept.")
            return words
        if kind == "Quoted":
            marks = "‘’" if inside[0]["t"] == "SingleQuote" else "“”"
            return f"{marks[0]}{self.inlines(inside[1])}{marks[1]}"
        if kind in ("Span", "Cite"):
            return self.inlines(inside[1])
        if kind == "Code":
            return self.code(inside[1])
        if kind == "Math":
            self.warn("The article cannot hold formulas; their source is kept.")
            return escape(inside[1])
        if kind == "Link":
            return self.link(inside)
        if kind == "Image":
            return self.image(inside)
        if kind == "Note":
            self.notes.append(inside)
            return f"[^{len(self.notes)}]"
        self.warn("Some raw code was left out.")
        return ""

    def marked(self, mark: str, words: str) -> str:
        inside = words.strip()
        if not inside:
            return words
        lead = words[: len(words) - len(words.lstrip())]
        return f"{lead}{mark}{inside}{mark}{words[len(words.rstrip()) :]}"

    def code(self, words: str) -> str:
        ticks = "`" * (max((len(run) for run in re.findall("`+", words)), default=0) + 1)
        gap = " " if words.startswith("`") or words.endswith("`") else ""
        return f"{ticks}{gap}{words}{gap}{ticks}"

    def link(self, inside: Any) -> str:
        words = self.inlines(inside[1])
        address = inside[2][0]
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            scheme = "?"
        if scheme not in ("http", "https", "mailto") and not address.startswith("#"):
            if address:
                self.warn(f"A link to “{address[:60]}” was left out; its words are kept.")
            return words
        if address.startswith("#") or not words.strip():
            return words
        safe = address.replace("<", "%3C").replace(">", "%3E").replace("\n", "")
        bare = not re.search(r"[\s()\\]", safe)
        return f"[{words}]({safe if bare else f'<{safe}>'.replace(chr(92), '%5C')})"

    def image(self, inside: Any, caption: str = "") -> str:
        alt = " ".join(self.plain(inside[1]).split())
        number = self.picture(inside[2][0], alt, caption)
        if number is None:
            return escape(f"[{alt}]") if alt else ""
        shown = _BRACKETS.sub(" ", alt)
        return f"![{shown}](image:{number})"

    def blocks(self, nodes: list[Node]) -> list[Block]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep
        found: list[Block] = []
        for node in nodes:
            found += self.block(node["t"], node.get("c"))
        self.depth -= 1
        return found

    def joined(self, nodes: list[Node], gap: str = "\n\n") -> str:
        return gap.join(block.markdown for block in self.blocks(nodes))

    def block(self, kind: str, inside: Any) -> list[Block]:
        if kind in ("Para", "Plain"):
            text = _line_starts(self.inlines(inside)).strip(" \t\n")
            return [Block(self.plain(inside).strip(" \t\n"), text)] if text else []
        if kind == "Header":
            text = self.inlines(inside[2]).replace("\\\n", " ").strip()
            words = " ".join(self.plain(inside[2]).split())
            return [Block(words, f"{'#' * inside[0]} {text}", heading=True)] if text else []
        if kind == "Div":
            return self.blocks(inside[1])
        if kind == "Figure":
            return self.figure(inside)
        text = self.large(kind, inside)
        return [Block(text, text, whole=True)] if text else []

    def large(self, kind: str, inside: Any) -> str:
        if kind == "BlockQuote":
            lines = self.joined(inside).split("\n")
            return "\n".join(f"> {line}".rstrip(" ") for line in lines)
        if kind == "BulletList":
            return self.items(["- "] * len(inside), inside)
        if kind == "OrderedList":
            first = inside[0][0]
            return self.items([f"{first + n}. " for n in range(len(inside[1]))], inside[1])
        if kind == "DefinitionList":
            self.warn("The article cannot hold lists of definitions; they became paragraphs.")
            pairs = []
            for term, meanings in inside:
                pairs.append(f"**{self.inlines(term)}**")
                pairs += [self.joined(meaning) for meaning in meanings]
            return "\n\n".join(pairs)
        if kind == "CodeBlock":
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", inside[1])), 3)
            return f"{fence}\n{inside[1]}\n{fence}"
        if kind == "LineBlock":
            return "\\\n".join(self.inlines(line) for line in inside)
        if kind == "HorizontalRule":
            return "* * *"
        if kind == "Table":
            return self.table(inside)
        self.warn("Some raw code was left out.")
        return ""

    def items(self, marks: list[str], items: list[list[Node]]) -> str:
        tight = all(
            node["t"] in ("Plain", "BulletList", "OrderedList") for i in items for node in i
        )
        rows = []
        for mark, item in zip(marks, items, strict=True):
            text = self.joined(item, "\n" if tight else "\n\n")
            indent = "\n" + " " * len(mark)
            rows.append((mark + text.replace("\n", indent)).replace(indent + "\n", "\n\n").rstrip())
        return ("\n" if tight else "\n\n").join(rows)

    def figure(self, inside: Any) -> list[Block]:
        caption = " ".join(" ".join(b.words for b in self.blocks(inside[1][1])).split())
        out: list[Block] = []
        used = False
        for node in inside[2]:
            parts = node.get("c") if node["t"] in ("Plain", "Para") else None
            if parts and len(parts) == 1 and parts[0]["t"] == "Image":
                text = self.image(parts[0]["c"], "" if used else caption)
                used = used or "](image:" in text
                out += [Block("", text, whole=True)] if text else []
            else:
                out += self.block(node["t"], node.get("c"))
        if caption and not used:
            out.append(Block(caption, _line_starts(escape(caption))))
        return out

    def table(self, inside: Any) -> str:
        _, caption, columns, head, bodies, foot = inside
        rows = [*head[1]]
        for body in bodies:
            rows += [*body[2], *body[3]]
        rows += foot[1]
        cells = [[self.cell(cell) for cell in row[1]] for row in rows]
        if not cells:
            return ""
        if not head[1]:
            cells.insert(0, [""] * len(columns))
        width = max(len(row) for row in cells)
        sides = {"AlignLeft": ":--", "AlignRight": "--:", "AlignCenter": ":-:"}
        rule = [sides.get(column[0]["t"], "---") for column in columns]
        rule += ["---"] * (width - len(rule))
        lines = [row + [""] * (width - len(row)) for row in [cells[0], rule[:width], *cells[1:]]]
        text = "\n".join(f"| {' | '.join(row)} |" for row in lines)
        words = self.joined(caption[1])
        return f"{words}\n\n{text}" if words else text

    def cell(self, cell: Any) -> str:
        if cell[2] > 1 or cell[3] > 1:
            self.warn("A table has merged cells, which became single ones.")
        if len(cell[4]) > 1 or any(node["t"] not in ("Para", "Plain") for node in cell[4]):
            self.warn("A table cell held several paragraphs, which became one.")
        text = " ".join(block.markdown for block in self.blocks(cell[4]))
        return text.replace("\\\n", " ").replace("\n", " ").replace("|", "\\|")

    def footnotes(self) -> list[Block]:
        """The notes the text referred to; a note may refer to more."""
        found = []
        at = 0
        while at < len(self.notes):
            text = self.joined(self.notes[at]).replace("\n", "\n    ").replace("\n    \n", "\n\n")
            found.append(Block(text, f"[^{at + 1}]: {text}", whole=True))
            at += 1
        return found
