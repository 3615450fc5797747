"""Markdown: our own finished files back to the same article, and anybody's as it stands."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import replace
from datetime import date
from typing import Any

import yaml

from desktop.importers.archive import media_type
from desktop.importers.article_parts import Block, Parts, blocks_of_text, parts_of
from desktop.importers.piece import MOST_PICTURES, TOO_MANY, ImportedImage, ImportRefused

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_DATA = re.compile(r"\]\(data:(image/[a-z+.-]{2,20});base64,([A-Za-z0-9+/=]+)\)")
_REMOTE = re.compile(r"!\[[^\]\n]*\]\(<?([^)\s>]+)")
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,3}|_{1,3})(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*")

#: More front matter than an article has.
LARGEST_FRONT = 400_000


#: What is taken from anybody's front matter.
_KEPT = frozenset({"headline", "title", "date_line", "language", "lang"})


def _front(text: str, warnings: list[str]) -> tuple[dict[str, Any], str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    # Aliases let a few lines unfold to gigabytes; nothing we write or need has them.
    if len(found[1]) > LARGEST_FRONT or re.search(r"(?m)(^|[\s\[,:-])[&*][\w-]+", _bare(found[1])):
        warnings.append("Its front matter is beyond what an article has; it was left as text.")
        return {}, text
    try:
        read = yaml.safe_load(found[1])
    except (yaml.YAMLError, RecursionError, ValueError):
        warnings.append("Its front matter is no YAML; it was left as text.")
        return {}, text
    if not isinstance(read, dict):
        return {}, text
    return {str(key): value for key, value in read.items()}, text[found.end() :]


def _bare(front: str) -> str:
    """The front matter without what stands between quotes."""
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', front)


def _text(front: dict[str, Any], key: str) -> str:
    value = front.get(key)
    return str(value) if isinstance(value, str | int | float | date) else ""


def _strings(front: dict[str, Any], key: str) -> list[str]:
    value = front.get(key)
    return [str(each) for each in value] if isinstance(value, list) else []


def _cut_start(text: str, words: str) -> str:
    """The text after a part that it must begin with, and the blank line behind that part."""
    if not words.strip():
        return text
    if not text.startswith(words):
        raise LookupError
    return text[len(words) :].removeprefix("\n\n")


def _cut_end(text: str, words: str) -> str:
    if not words.strip():
        return text
    if not text.endswith(words):
        raise LookupError
    return text[: len(text) - len(words)].removesuffix("\n\n")


def _own(front: dict[str, Any], text: str) -> Parts:
    """The parts of a finished file of ours, by their exact words; `LookupError` if altered."""
    headline = _text(front, "headline")
    shown = f"# {' '.join(headline.splitlines())}" if headline else ""
    text = text.removeprefix("\n")
    text = _cut_start(text, "**DRAFT**" if front.get("proof") is True else "")
    for words in (_text(front, "date_line"), shown, _text(front, "ai_label")):
        text = _cut_start(text, words)
    dateline = _text(front, "dateline")
    if not text.startswith(dateline):
        raise LookupError
    text = text[len(dateline) :]
    notices = _strings(front, "notices")
    share, author = _text(front, "share_line"), _text(front, "author_line")
    for words in (_text(front, "reader_note"), author, share, *reversed(notices)):
        text = _cut_end(text, words)
    return Parts(
        date_line=_text(front, "date_line"),
        headline=headline,
        dateline=dateline,
        body=text,
        share_line=share,
        author_line=author,
        note=_text(front, "reader_note"),
        notices=tuple(notices),
    )


def _pictures(parts: Parts) -> list[ImportedImage]:
    """Put pictures that lie inside the body out of it, leaving `image:N`."""
    images: list[ImportedImage] = []
    numbers: dict[str, int] = {}

    def put(found: re.Match[str]) -> str:
        whole, kind = found[0], found[1]
        if whole not in numbers:
            try:
                data = base64.b64decode(found[2], validate=True)
            except (binascii.Error, ValueError):
                data = b""
            known = media_type(data)
            if known is None:
                parts.warnings.append(
                    f"A picture ({kind}) was left out: only whole PNG, JPEG and GIF can stay."
                )
                return "](left-out)"
            images.append(ImportedImage(f"picture-{len(images) + 1}", known, data, "", "", ""))
            numbers[whole] = len(images)
        return f"](image:{numbers[whole]})"

    parts.body = _DATA.sub(put, parts.body)
    return [
        replace(image, alt=found[1]) if (found := _alt(parts.body, number)) else image
        for number, image in enumerate(images, 1)
    ]


def _alt(body: str, number: int) -> re.Match[str] | None:
    return re.search(rf"!\[([^\]\n]*)\]\(image:{number}\)", body)


def _own_pictures(front: dict[str, Any], parts: Parts) -> list[ImportedImage] | None:
    """The pictures of a finished file of ours, in their own order; None where altered."""
    listed = front.get("images")
    said = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    images: list[ImportedImage | None] = [None] * len(said)
    body = parts.body
    for at, each in enumerate(said):
        words = [_text(each, key).strip() for key in ("caption", "credit", "ai_label")]
        suffix = " · ".join(word for word in words if word).replace("\n", " ")
        content = _text(each, "sha256")
        pattern = re.compile(
            r"\]\(data:(image/[a-z+.-]+);base64,([A-Za-z0-9+/=]+)\)"
            + re.escape(f" {suffix}" if suffix else "")
        )
        for found in pattern.finditer(body):
            data = base64.b64decode(found[2])
            if _digest(data) != content:
                continue
            whole = found[0]
            alt, caption, credit = (_text(each, key) for key in ("alt", "caption", "credit"))
            images[at] = ImportedImage(f"picture-{at + 1}", found[1], data, alt, caption, credit)
            if each.get("in_body") is True:
                body = body.replace(whole, f"](image:{at + 1})")
            else:
                start = body.rfind("![", 0, found.start())
                body = (body[:start].removesuffix("\n\n") if start >= 0 else body) + body[
                    found.end() :
                ]
            break
    kept = [image for image in images if image is not None]
    if len(kept) != len(images):
        return None
    parts.body = body
    return kept


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _headed(blocks: list[Block]) -> list[Block]:
    """A heading at the top of somebody's Markdown is the headline, without its marks; parts that
    stand in emphasis are known all the same."""
    for at, block in enumerate(blocks):
        if at < 3 or at >= len(blocks) - 8:
            blocks[at] = replace(block, words=_EMPHASIS.sub(r"\2", block.words))
    for at, block in enumerate(blocks[:3]):
        found = _HEADING.fullmatch(block.markdown)
        if found:
            words = _EMPHASIS.sub(r"\2", found[2])
            blocks[at] = replace(block, words=words, heading=True)
            break
    return blocks


def read(text: str) -> tuple[Parts, list[ImportedImage], str | None]:
    """The parts, the pictures and, where the file says so, the language."""
    warnings: list[str] = []
    if sum(1 for _ in _DATA.finditer(text)) > MOST_PICTURES:
        raise ImportRefused(TOO_MANY)
    front, rest = _front(text, warnings)
    language = _text(front, "language") or _text(front, "lang") or None
    if "reader_note" in front and "headline" in front:
        try:
            parts = _own(front, rest)
        except LookupError:
            warnings.append("The file was changed after it was finished; its parts were told anew.")
        else:
            own = _own_pictures(front, parts)
            if own is not None:
                if front.get("ai_label"):
                    parts.warnings.append(
                        "The file carried an AI label; it was left out, since the newsroom sets its own."
                    )
                if front.get("proof") is True:
                    parts.warnings.append(
                        "The file was a proof, marked DRAFT; the mark was left out."
                    )
                return parts, own, language
    headline = _text(front, "headline") or _text(front, "title")
    blocks = _headed(blocks_of_text(rest))
    if headline and blocks and blocks[0].words.strip() == headline.strip():
        blocks.pop(0)
    date_line = _text(front, "date_line")
    if date_line and blocks and blocks[0].words.strip() == date_line.strip():
        blocks.pop(0)
    parts = parts_of(blocks, headline, date_line)
    parts.warnings[:0] = warnings
    left_out = [key for key in front if key not in _KEPT]
    if left_out:
        parts.warnings.append(f"Its front matter also named {', '.join(left_out)[:200]}; left out.")
    images = _pictures(parts)
    for found in _REMOTE.finditer(parts.body):
        if not found[1].startswith(("image:", "left-out")):
            parts.warnings.append(f"A picture linked from {found[1][:100]} was not fetched.")
    return parts, images, language
