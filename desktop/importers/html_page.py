"""HTML made safe and shallow for pandoc, and the parts of our own finished pages."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

import lxml.html
import nh3
from lxml import etree

from desktop.importers.archive import LARGEST_PICTURE, media_type
from desktop.importers.charset import decode
from desktop.importers.piece import ImportRefused

#: Characters, once the pictures are taken out.
LARGEST = 6_000_000
MOST_TAGS = 150_000
DEEPEST = 200

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})", re.I)
_PICTURE = re.compile(r"data:image/[a-z+.-]{2,20};base64,([A-Za-z0-9+/=\s%]+)", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]{0,20000}?(/?)>")
_EMPTY = frozenset(
    [
        "br",
        "img",
        "hr",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
    ]
)
_LANGUAGE = re.compile(
    r"<html[^>]{0,500}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.I
)
#: Two line breaks are how old pages part paragraphs.
_BREAKS = re.compile(r"(?:<br\s{0,9}/?>\s{0,99}){2,20}", re.I)
_AROUND = "The page's menus, and what else stands around its article, were left out."
_OURS = ('class="note"', 'class="headline"', 'role="note"')
_LOST = {
    "iframe": "frames", "video": "films", "audio": "sound", "object": "embedded objects",
    "embed": "embedded objects", "svg": "drawings", "form": "forms", "canvas": "drawings",
    "math": "formulas",
}  # fmt: skip
_TAGS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote",
    "pre", "code", "hr", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "figure", "figcaption", "img", "strong", "b", "em", "i", "s", "del", "strike", "sub", "sup",
    "u", "a", "br", "section", "header", "footer", "aside", "div", "span", "article", "main",
    "title", "head", "body", "html", "q", "cite", "small", "mark", "ins", "abbr", "time",
    "address",
}  # fmt: skip


@dataclass
class Page:
    """A page ready for pandoc; the parts are there when it is one of our own."""

    html: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    parts: dict[str, str] | None = None
    notices: tuple[str, ...] = ()
    language: str | None = None


def _charset(data: bytes) -> str | None:
    found = _XML.search(data[:1000]) or _DECLARED.search(data[:4000])
    name = found[1].decode().lower() if found else None
    # Browsers read these as Windows' set, which has the quotes and dashes people meant.
    return "cp1252" if name in ("iso-8859-1", "latin1", "us-ascii", "latin-1") else name


def _refuse_mazes(text: str) -> None:
    if text.count("<") > MOST_TAGS:
        raise ImportRefused(
            "It holds more tags than an article can; save its text alone and import that."
        )
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[3] or tag[2].lower() in _EMPTY:
            continue
        depth += -1 if tag[1] else 1
        depth = max(depth, 0)
        if depth > DEEPEST:
            raise ImportRefused("It is nested beyond reason; save its text alone and import that.")


def _take_pictures(text: str, page: Page) -> str:
    def take(found: re.Match[str]) -> str:
        try:
            content = base64.b64decode(re.sub(r"\s|%0A|%0D", "", found[1]), validate=True)
        except (binascii.Error, ValueError):
            return "inside:damaged"
        name = f"inside:{len(page.pictures) + 1}"
        if len(content) <= LARGEST_PICTURE and media_type(content):
            page.pictures[name] = content
            return name
        return "inside:unknown"

    return _PICTURE.sub(take, text)


def _words(tree: etree._Element, path: str) -> str:
    found = tree.xpath(path)
    return "".join(found[0].itertext()).strip() if found else ""


def _ours(text: str, page: Page) -> None:
    """Take the parts of a finished page of ours from where its own marks say they are."""
    if not all(mark in text for mark in _OURS):
        return
    tree = lxml.html.document_fromstring(text)
    body = tree.xpath("//article/div[@class='text']")
    if not body or not tree.xpath("//article/aside[@role='note'][@class='note']"):
        return
    page.parts = {
        "date_line": _words(tree, "//article/p[@class='date']"),
        "headline": _words(tree, "//article/h1[@class='headline']"),
        "label": _words(tree, "//article/p[@class='label']"),
        "proof": _words(tree, "//article/p[@class='proof']"),
        "share_line": _words(tree, "//article/p[@class='share']"),
        "author_line": _words(tree, "//article/p[@class='author']"),
        "note": _words(tree, "//article/aside[@class='note']"),
        "language": str((tree.xpath("//article/@lang") or [""])[0]),
    }
    notices = tree.xpath("//article//p[@class='notice']")
    page.notices = tuple("".join(notice.itertext()).strip() for notice in notices)
    page.html = lxml.html.tostring(body[0], encoding="unicode")


def open_html(data: bytes) -> Page:
    """A page; raises `ImportRefused`."""
    text, warnings = decode(data, _charset(data))
    page = Page("", warnings=warnings)
    text = _take_pictures(text, page)
    if len(text) > LARGEST:
        raise ImportRefused("It is larger than an article can be; save its text and import that.")
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise ImportRefused("It declares entities of its own; save its text alone and import that.")
    _refuse_mazes(text)
    for tag, lost in _LOST.items():
        sentence = f"It holds {lost}, which were left out."
        if re.search(rf"<{tag}[\s>]", text, re.IGNORECASE) and sentence not in page.warnings:
            page.warnings.append(sentence)
    page.html = text
    _ours(text, page)
    if page.parts is None:
        page.language = said[1] if (said := _LANGUAGE.search(text)) else None
        page.html = _BREAKS.sub("</p><p>", page.html)
    page.html = nh3.clean(
        page.html,
        tags=_TAGS,
        clean_content_tags={
            "nav",
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "math",
            "iframe",
        },
        attributes={
            "*": {"class", "id", "role"},
            "a": {"href"},
            "img": {"src", "alt", "title"},
            "ol": {"start"},
            "td": {"colspan", "rowspan", "align"},
            "th": {"colspan", "rowspan", "align"},
        },
        url_schemes={"http", "https", "mailto", "inside"},
        link_rel=None,
    )
    page.html = _titled(page.html)
    if page.parts is None:
        _narrow(page)
        if re.search(r"<nav[\s>]", text, re.IGNORECASE) and _AROUND not in page.warnings:
            page.warnings.append(_AROUND)
    return page


def _narrow(page: Page) -> None:
    """What a page marks as its article is the article; what stands around it is left out."""
    whole = len(_TAG.sub("", page.html))
    for tag in ("article", "main"):
        found = re.findall(rf"<{tag}(?:\s[^>]*)?>(.*?)</{tag}>", page.html, re.DOTALL)
        # A page of many articles, or one that marks only a corner of itself, stays as it is.
        if len(found) == 1 and (inside := len(_TAG.sub("", found[0]))) * 2 > whole:
            top = re.match(r"<h1>[^<]*</h1>", page.html)
            page.html = (top[0] if top and "<h1" not in found[0] else "") + found[0]
            if inside < whole - 4:
                page.warnings.append(_AROUND)
            return


def _titled(text: str) -> str:
    """The window's title names the site, too; it is the headline only of a page without one."""
    title = re.search(r"<title[^>]*>(.*?)</title>", text, re.DOTALL)
    if title is None:
        return text
    rest = text[: title.start()] + text[title.end() :]
    return rest if "<h1" in rest or not title[1].strip() else f"<h1>{title[1]}</h1>{rest}"
