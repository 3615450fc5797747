"""The parts of an article, recognised where a newsroom puts them and taken out of the body.

From the top: date line, headline, dateline. From the bottom: reader note, author line, share
line, notices. The same words anywhere else stay the body's.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from desktop.importers.dates import dateline_of, is_date_line

NOTES = Path(__file__).resolve().parents[2] / "resources/reader_notes"

_NOTE = re.compile(r"(?:Notes? (?:For|to) Readers?|পাঠকদের জন্য(?: নোট)?)\s*:\s*\S", re.IGNORECASE)
_AUTHOR = re.compile(r"(Author|Written by|By|লেখক)(\s*:)[ \t\u00a0]*(.*)", re.IGNORECASE)
_SHARE = {
    "share this news",
    "share this page",
    "شارك",
    "مشاركة",
    "شارك هذا المقال",
    "شارك هذا المنشور",
    "شارك هذا الخبر",
    "شیئر کریں",
    "シェア",
    "シェアする",
    "この記事をシェア",
    "この記事をシェアする",
    "この投稿をシェア",
    "分享",
    "공유하기",
    "शेयर करें",
    "साझा करें",
    "इस पोस्ट को शेयर करें",
    "поделиться",
    "compartir",
    "comparte este artículo",
    "partager",
    "partager cet article",
    "teilen",
    "artikel teilen",
    "compartilhar",
    "compartilhe",
    "share this post",
    "share this article",
    "share this story",
    "share this",
    "share",
    "শেয়ার করুন",
    "পোস্টটি শেয়ার করুন",
    "এই পোস্ট শেয়ার করুন",
    "এই পোস্টটি শেয়ার করুন",
    "সংবাদটি শেয়ার করুন",
    "খবরটি শেয়ার করুন",
}
_NOTICE = re.compile(
    r"(?:Correction|Clarification|Editor[’']s note|সংশোধনী|সংশোধন)\b[^\n:]{0,60}:\s", re.I
)

#: A share line has a paragraph for each of a newsroom's languages.
MOST_SHARES = 12
#: Longer than this nothing is a headline.
LONGEST_HEADLINE = 300


@dataclass(frozen=True)
class Block:
    """A paragraph: its words, its Markdown, and what stands between it and the next."""

    words: str
    markdown: str
    after: str = "\n\n"
    heading: bool = False
    whole: bool = False  # not a paragraph: a list, quote, table


@dataclass
class Parts:
    """What was recognised."""

    date_line: str = ""
    headline: str = ""
    dateline: str = ""
    body: str = ""
    share_line: str = ""
    author_line: str = ""
    note: str = ""
    notices: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)


def blocks_of_text(text: str) -> list[Block]:
    """A plain text as blocks that join to the same characters again."""
    found = []
    pieces = re.split(r"(\n(?:[ \t]*\n)+)", text.strip("\n"))
    for at in range(0, len(pieces), 2):
        after = pieces[at + 1] if at + 1 < len(pieces) else ""
        found.append(Block(pieces[at], pieces[at], after))
    return [block for block in found if block.words.strip() or block.after]


def _folded(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).casefold().strip(" .:!").split())


_SHARE_FOLDED = {_folded(words) for words in _SHARE}


_SHARES = re.compile(
    "(?:{0})(?:[ |/·•–—-]{{1,3}}(?:{0}))*".format(
        "|".join(re.escape(words) for words in sorted(_SHARE_FOLDED, key=len, reverse=True))
    )
)


def _is_share(words: str) -> bool:
    lines = [line for line in words.splitlines() if line.strip()]
    return (
        bool(lines) and len(lines) <= 6 and all(_SHARES.fullmatch(_folded(line)) for line in lines)
    )


def _share_from(blocks: list[Block]) -> int:
    """How many of the last blocks are share lines: a known one, and short lines after it in
    languages whose words for it are not known here."""
    for count in range(1, min(len(blocks) - 1, MOST_SHARES) + 1):
        words = blocks[-count].words.strip()
        if _is_share(words):
            return count
        if "\n" in words or len(words) > 40 or words.endswith((".", "।", "。", "?", "!", "”", '"')):
            return 0
    return 0


def _author(words: str) -> re.Match[str] | None:
    found = _AUTHOR.fullmatch(words.strip())
    # A name is short; a sentence that begins with these words is the body's.
    return found if found and len(found[3]) <= 80 else None


def _is_note(words: str) -> bool:
    return _NOTE.match(words) is not None


def _lines_apart(blocks: list[Block]) -> list[Block]:
    """Parts that share a paragraph at either end, one a line, become blocks of their own."""
    out = []
    for at, block in enumerate(blocks):
        lines = block.markdown.split("\n")
        top = at == 0 and len(lines) > 1 and is_date_line(lines[0])
        tail = at >= len(blocks) - 6 and any(
            _is_share(line) or _author(line) or _is_note(line) for line in lines[1:]
        )
        if tail:
            tail = at > 0 and not block.whole
        if block.whole or not (top or tail):
            out.append(block)
            continue
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            out.append(Block(line, line, block.after if last else "\n"))
    return out


def _take_top(blocks: list[Block], parts: Parts) -> None:
    if blocks and blocks[0].words.strip() in ("DRAFT", "**DRAFT**"):
        blocks.pop(0)
        parts.warnings.append("The file was a proof, marked DRAFT; the mark was left out.")
    if blocks and is_date_line(blocks[0].words):
        parts.date_line = blocks.pop(0).words.strip()
    if not blocks or parts.headline:
        return
    first = blocks[0]
    words = first.words.strip()
    short = "\n" not in words and len(words) <= LONGEST_HEADLINE
    sentence = words.endswith((".", "।", "。")) and len(words) > 100
    titled = first.heading or (len(blocks) > 1 and not dateline_of(words) and not sentence)
    if short and titled and not first.whole and not _is_end(words):
        parts.headline = blocks.pop(0).words.strip()
        if not parts.date_line and blocks and is_date_line(blocks[0].words):
            parts.date_line = blocks.pop(0).words.strip()


def _is_end(words: str) -> bool:
    return _is_share(words) or _author(words) is not None or _is_note(words)


def _take_label(blocks: list[Block], parts: Parts) -> None:
    labels = {file.read_text("utf-8").strip() for file in NOTES.glob("label-*.txt")}
    if blocks and blocks[0].words.strip() in labels:
        blocks.pop(0)
        parts.warnings.append(
            "The file carried an AI label; it was left out, since the newsroom sets its own."
        )


def _take_note(blocks: list[Block], parts: Parts) -> None:
    """The reader note and what follows it, where it stands last or after share or author line."""
    for at in range(len(blocks) - 1, max(len(blocks) - 6, 0), -1):
        if _is_note(blocks[at].words):
            before = blocks[at - 1].words
            if at == len(blocks) - 1 or _is_share(before) or _author(before):
                text = "".join(block.words + block.after for block in blocks[at:])
                parts.note = text.strip()
                del blocks[at:]
            return


def _take_bottom(blocks: list[Block], parts: Parts) -> None:
    while blocks and not blocks[-1].words.strip():
        blocks.pop()
    _take_note(blocks, parts)
    shares = 0
    while blocks:
        words = blocks[-1].words.strip()
        named = _author(words)
        if named and not parts.author_line:
            blocks.pop()
            parts.author_line = f"{named[1]}{named[2]}"
            if named[3].strip():
                parts.warnings.append(
                    f"The author line named “{named[3].strip()}”; the name was kept out, since"
                    " the newsroom's author line stays as its byline policy has it."
                )
        elif shares < MOST_SHARES and (count := _share_from(blocks)):
            for _ in range(count):
                shares += 1
                share = blocks.pop()
                rest = share.after + parts.share_line if parts.share_line else ""
                parts.share_line = share.words.strip() + rest
        else:
            break
    if not (parts.note or parts.author_line or parts.share_line):
        return
    notices: list[str] = []
    while len(blocks) > 1 and _NOTICE.match(blocks[-1].words):
        notices.insert(0, blocks.pop().words.strip())
    parts.notices = tuple(notices)


def _body(blocks: list[Block]) -> str:
    text = "".join(block.markdown + block.after for block in blocks[:-1])
    return text + (blocks[-1].markdown if blocks else "")


def take_dateline(body: str, words: str) -> tuple[str, str]:
    """The dateline a body begins with, and the rest; emphasis around it is taken away.

    `words` are the first paragraph's words without its Markdown.
    """
    dateline = dateline_of(words)
    if not dateline:
        return "", body
    if body.startswith(dateline):
        return dateline, body[len(dateline) :]
    bare = re.sub(r"\A([*_]{1,3})([^*_\n]+)\1", r"\2", body, count=1)
    return (dateline, bare[len(dateline) :]) if bare.startswith(dateline) else ("", body)


def parts_of(blocks: list[Block], headline: str = "", date_line: str = "") -> Parts:
    """The parts of an article given as blocks; what is known already is given."""
    parts = Parts(date_line=date_line, headline=headline)
    blocks = _lines_apart(blocks)
    _take_top(blocks, parts)
    _take_label(blocks, parts)
    _take_bottom(blocks, parts)
    if blocks and not blocks[0].whole and not blocks[0].heading:
        parts.dateline, parts.body = take_dateline(_body(blocks), blocks[0].words)
    else:
        parts.body = _body(blocks)
    if not parts.headline:
        parts.warnings.append("No headline could be told from the text.")
    return parts
