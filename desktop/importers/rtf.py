"""RTF made plain for pandoc: letters given by code page become Unicode; pictures are taken out."""

from __future__ import annotations

import hashlib
import re

from desktop.importers.archive import LARGEST_PICTURE, media_type
from desktop.importers.piece import ImportRefused

#: Windows' numbers for character sets in font tables: the code page each means.
_CHARSETS = {
    0: 1252, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
_TOKEN = re.compile(
    rb"(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<word>[a-zA-Z]+)(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\(?P<sign>[^a-zA-Z])|(?P<open>\{)|(?P<close>\})"
)
# Possessive, so that a picture of nothing but blanks is not tried in every way there is.
_PICTURE = re.compile(
    rb"\{\\pict(?:\\[a-zA-Z]+-?[0-9]* ?|\s|\{[^{}]*\})*+([0-9a-fA-F][0-9a-fA-F\s]*+)\}"
)
DEEPEST = 200
#: Control words, letters by code page not counted.
MOST_WORDS = 250_000


def _page(number: int) -> str:
    return {65001: "utf-8", 10000: "mac-roman"}.get(number, f"cp{number}")


def _unicode(letters: bytes, charset: str) -> bytes:
    return _written(letters.decode(charset, "replace"))


def _written(text: str) -> bytes:
    """Letters as pandoc reads them best: as they are, since it reads RTF as UTF-8."""
    escaped = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return escaped.encode("utf-8", "replace")


def _is_high(number: int) -> bool:
    return 0xD800 <= number % 65536 <= 0xDBFF


def _without(gap: bytes, skip: int) -> tuple[bytes, int]:
    """What is left of some letters without `skip` of them; and how many are still to go."""
    at = 0
    while skip and at < len(gap):
        skip -= gap[at : at + 1] not in (b"\r", b"\n")
        at += 1
    return gap[at:], skip


def pictures_of(data: bytes) -> dict[str, bytes]:
    """The pictures inside, by the SHA-1 of their bytes, which is how pandoc names them."""
    found = {}
    for picture in _PICTURE.finditer(data):
        try:
            content = bytes.fromhex(picture[1].decode())
        except ValueError:
            continue
        if len(content) <= LARGEST_PICTURE and media_type(content):
            found[hashlib.sha1(content, usedforsecurity=False).hexdigest()] = content
    return found


def plain(data: bytes) -> bytes:
    """The same RTF, with every letter given by code page as Unicode; `ImportRefused` if too deep."""
    if not data.startswith(b"{\\rtf"):
        raise ImportRefused("It is named RTF but is not; import it under its right name.")
    if b"\0" in data:
        raise ImportRefused("It holds NUL bytes, which RTF cannot; save it again.")
    if data.count(b"\\") - data.count(b"\\'") > MOST_WORDS:
        raise ImportRefused(
            "It holds more marks than an article can; save its text alone and import that."
        )
    default = 1252
    fonts: dict[int, int] = {}
    stack: list[tuple[int | None, int]] = []
    font: int | None = None
    fallback = 1
    skip = 0
    named: int | None = None
    half: int | None = None  # the first of two numbers that are one letter
    out: list[bytes] = []
    end = 0
    for token in _TOKEN.finditer(data):
        gap = data[end : token.start()]
        gap, skip = _without(gap, skip)
        out.append(gap)
        end = token.end()
        given = token[0]
        if token["open"]:
            stack.append((font, fallback))
            skip = 0
            if len(stack) > DEEPEST:
                raise ImportRefused(
                    "It is nested beyond reason; save its text in a new document and import that."
                )
        elif token["close"]:
            skip = 0
            if stack:
                font, fallback = stack.pop()
        elif token["hex"]:
            letters = bytes.fromhex(given.replace(b"\\'", b"").decode())
            kept = min(skip, len(letters))
            skip -= kept
            page = fonts.get(font, default) if font is not None else default
            given = _unicode(letters[kept:], _page(page)) if letters[kept:] else b""
        elif token["word"]:
            word, number = token["word"], int(token["number"] or 0)
            if word == b"ansicpg" and number:
                default = number
            elif word == b"mac":
                default = 10000
            elif word == b"f":
                font = named = number
            elif word == b"fcharset" and named is not None and number in _CHARSETS:
                # Set 0 is the West's, and also what programs write when they mean the default.
                fonts[named] = _CHARSETS[number] if number else default
            elif word == b"uc":
                fallback = max(0, number)
            elif word == b"u":
                skip = fallback
                if _is_high(number):
                    half, given = number, b""
                else:
                    units = [number] if half is None else [half, number]
                    raw = b"".join((unit % 65536).to_bytes(2, "big") for unit in units)
                    given, half = _written(raw.decode("utf-16-be", "replace")), None
        elif token["sign"] and skip:
            skip, given = skip - 1, b""
        out.append(given)
    out.append(_without(data[end:], skip)[0])
    return b"".join(out)
