"""HTML: one valid file that runs nothing and fetches nothing, for a phone, paper and the dark.

Every word of the article is escaped where it is put in; `nh3` then keeps only the elements this
module writes, so that a fault here could still not let an article's text run.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from html import escape
from pathlib import Path

import nh3

from desktop.exporters.content import Node, blocks_of
from desktop.exporters.finished import AI_SOURCE_TYPE, PROOF_WORD, FinishedPiece

TEMPLATE = Path(__file__).resolve().parents[2] / "resources/templates/article.html"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

#: Pictures a browser may draw from inside the file; SVG can hold scripts and is not among them.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp")
RIGHT_TO_LEFT = ("ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv")

_TAGS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code",
    "hr", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img",
    "strong", "em", "s", "a", "br", "sup", "section", "header", "footer", "aside", "div",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"class", "dir", "lang", "id", "role", "aria-label"},
    "a": {"href"},
    "ol": {"start"},
    "img": {"src", "alt"},
    "th": {"style", "scope"},
    "td": {"style"},
}
_SIMPLE = {"b": "strong", "i": "em", "s": "s"}


def direction(language: str) -> str:
    """`rtl` for the languages written from right to left."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
        filter_style_properties={"text-align"},
    )


class _Writer:
    def __init__(self, piece: FinishedPiece) -> None:
        self.piece = piece

    def inline(self, nodes: list[Node]) -> str:
        return "".join(map(self.one, nodes))

    def one(self, node: Node) -> str:
        kind = node["t"]
        if kind == "text":
            return escape(node["v"], quote=False)
        if kind == "br":
            return "<br>\n"
        if kind == "code":
            return f"<code>{escape(node['v'], quote=False)}</code>"
        if kind == "ref":
            n = node["n"]
            anchor = f' id="ref-{n}"' if not node["again"] else ""
            return f'<sup><a{anchor} href="#note-{n}" role="doc-noteref">{n}</a></sup>'
        inside = self.inline(node["c"])
        if kind == "a":
            return f'<a href="{escape(node["href"])}">{inside}</a>'
        return f"<{_SIMPLE[kind]}>{inside}</{_SIMPLE[kind]}>"

    def blocks(self, nodes: list[Node]) -> str:
        made = [self.block(node) for node in nodes if node["t"] != "note"]
        notes = [self.block(node) for node in nodes if node["t"] == "note"]
        if notes:
            rows = "\n".join(notes)
            made.append(
                f'<section role="doc-endnotes" class="endnotes"><ol>\n{rows}\n</ol></section>'
            )
        return "\n".join(made)

    def block(self, node: Node) -> str:
        kind = node["t"]
        if kind == "p":
            words = self.inline(node["c"])
            return words if node["tight"] else f"<p>{words}</p>"
        if kind == "h":
            return f"<h{node['level']}>{self.inline(node['c'])}</h{node['level']}>"
        if kind == "hr":
            return "<hr>"
        if kind == "code":
            # A parser swallows a line end right after <pre>, so one more is given.
            return f"<pre>\n{escape(node['v'], quote=False)}</pre>"
        if kind == "quote":
            return f"<blockquote>\n{self.blocks(node['c'])}\n</blockquote>"
        if kind in ("ul", "ol"):
            start = f' start="{node["start"]}"' if node.get("start", 1) != 1 else ""
            items = "\n".join(f"<li>{self.blocks(item)}</li>" for item in node["items"])
            return f"<{kind}{start}>\n{items}\n</{kind}>"
        if kind == "table":
            return self.table(node)
        if kind == "note":
            return f'<li id="note-{node["n"]}">{self.blocks(node["c"])}</li>'
        return self.figure(node["n"])

    def table(self, node: Node) -> str:
        def row(cells: list[list[Node]], tag: str) -> str:
            made = []
            for at, cell in enumerate(cells):
                side = node["align"][at] if at < len(node["align"]) else ""
                style = f' style="text-align:{side}"' if side else ""
                scope = ' scope="col"' if tag == "th" else ""
                made.append(f"<{tag}{scope}{style}>{self.inline(cell)}</{tag}>")
            return f"<tr>{''.join(made)}</tr>"

        rows = "\n".join(row(cells, "td") for cells in node["rows"])
        head = f"<thead>{row(node['head'], 'th')}</thead>"
        body = f"\n<tbody>{rows}</tbody>" if rows else ""
        return f'<div class="wide"><table>\n{head}{body}\n</table></div>'

    def figure(self, number: int) -> str:
        image = self.piece.images[number - 1]
        if image.media_type not in PICTURES:
            raise ValueError(f"picture {number} is {image.media_type}, which HTML cannot hold.")
        data = base64.b64encode(image.data).decode()
        picture = f'<img src="data:{image.media_type};base64,{data}" alt="{escape(image.alt)}">'
        named = (
            ("caption", image.caption),
            ("credit", image.credit),
            ("ai-label", image.ai_label if image.ai else ""),
        )
        words = " · ".join(
            f'<span class="{name}">{escape(word.strip(), quote=False)}</span>'
            for name, word in named
            if word.strip()
        )
        caption = f"\n<figcaption>{words}</figcaption>" if words else ""
        return f"<figure>\n{picture}{caption}\n</figure>"


def _said(text: str, tag: str, kind: str, more: str = "") -> str:
    return (
        f'<{tag} class="{kind}"{more}>{escape(text, quote=False)}</{tag}>' if text.strip() else ""
    )


def _about(piece: FinishedPiece) -> str:
    """What machines read: schema.org's NewsArticle; no author, since none is claimed."""
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.headline,
        "inLanguage": piece.language,
        "datePublished": piece.published_at,
        "publisher": {"@type": "NewsMediaOrganization", "name": piece.newsroom},
        "identifier": piece.article,
        "version": piece.version,
    }
    if piece.dateline.strip():
        said["dateline"] = piece.dateline.strip()
    if piece.ai_made:
        said["digitalSourceType"] = AI_SOURCE_TYPE
    if piece.proof:
        said["creativeWorkStatus"] = "Draft"
    text = json.dumps(said, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _article(piece: FinishedPiece) -> str:
    label = piece.label_language or piece.language
    note = piece.note_language or piece.language
    spoken = f' lang="{escape(label)}" dir="{direction(label)}" role="note"'
    notices = "\n".join(_said(notice, "p", "notice") for notice in piece.notices)
    parts = (
        _said(PROOF_WORD if piece.proof else "", "p", "proof"),
        _said(piece.date_line, "p", "date"),
        _said(piece.headline, "h1", "headline"),
        _said(piece.ai_label or "", "p", "label", spoken),
        f'<div class="text">\n{_Writer(piece).blocks(blocks_of(piece))}\n</div>',
        f'<section class="notices">\n{notices}\n</section>' if notices else "",
        _said(piece.share_line, "p", "share", ' dir="auto"'),
        _said(piece.author_line, "p", "author"),
        f'<aside role="note" class="note" lang="{escape(note)}" dir="{direction(note)}">'
        f"<p>{escape(piece.reader_note, quote=False)}</p></aside>",
    )
    return _cleaner().clean("\n".join(part for part in parts if part))


def render(piece: FinishedPiece, *, fonts: tuple[Path, ...] = ()) -> bytes:
    """The finished file, UTF-8."""
    source = (
        f'<meta name="DigitalSourceType" content="{AI_SOURCE_TYPE}">\n' if piece.ai_made else ""
    )
    values = {
        "language": escape(piece.language),
        "direction": direction(piece.language),
        "policy": escape(POLICY, quote=False),
        "title": escape(" ".join(piece.headline.split()), quote=False),
        "source": source,
        "proof": " proof" if piece.proof else "",
        "about": _about(piece),
        "article": _article(piece),
    }
    page = TEMPLATE.read_text("utf-8")
    # One pass over the template: an article's words are never looked through for its marks.
    pieces = page.split("{{")
    out = [pieces[0]]
    for part in pieces[1:]:
        name, _, rest = part.partition("}}")
        out += [values[name], rest]
    return "".join(out).encode()
