"""Reading a finished HTML file back: the words of its article, block by block."""

from __future__ import annotations

from html.parser import HTMLParser

from desktop.exporters.finished import AI_SOURCE_TYPE, FinishedPiece

_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "pre",
        "hr",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "section",
        "aside",
        "div",
    ]
)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = [""]
        self.inside = 0
        self.note = False
        self.in_note: list[str] = []
        self.ran: list[str] = []
        self.alts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "article":
            self.inside += 1
        if not self.inside:
            return
        if tag in _BLOCKS:
            self.blocks.append("")
        if tag == "li" and (given.get("id") or "").startswith("note-"):
            # The number a browser shows before a footnote.
            self.blocks += [(given["id"] or "").removeprefix("note-"), ""]
        if tag == "br":
            self.blocks[-1] += "\n"
        if tag == "aside" and given.get("role") == "note":
            self.note = True
        if tag == "img":
            self.alts.append(given.get("alt") or "")
        source = given.get("src") or ""
        if tag in ("script", "iframe", "object", "embed", "link", "style") or any(
            name.startswith("on") for name in given
        ):
            self.ran.append(tag)
        if source and not source.startswith("data:image/"):
            self.ran.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.inside -= 1
        if tag == "aside":
            self.note = False
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.blocks[-1] += data
            if self.note:
                self.in_note.append(data)


def _read(data: bytes) -> _Words:
    words = _Words()
    words.feed(data.decode())
    words.close()
    return words


def text(data: bytes) -> str:
    """The words of the article, a blank line between blocks."""
    words = _read(data)
    if words.inside or not words.in_note:
        raise ValueError("it has no whole article with a reader note")
    return "\n\n".join(block.strip("\n") for block in words.blocks if block.strip())


def more_problems(piece: FinishedPiece, data: bytes) -> list[str]:
    """What an HTML file can have wrong besides its words."""
    words = _read(data)
    found = []
    if "".join(words.in_note) != piece.reader_note:
        found.append("The reader note does not stand alone in its landmark.")
    if words.ran:
        found.append(f"The article holds <{words.ran[0]}>, which could run or fetch something.")
    if sorted(words.alts) != sorted(image.alt for image in piece.images):
        found.append("A picture or its alt text is missing or altered.")
    if piece.ai_made and data.count(AI_SOURCE_TYPE.encode()) < 2:
        found.append("The source type that says AI made the text is missing.")
    return found
