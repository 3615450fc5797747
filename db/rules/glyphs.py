"""Which characters no font at hand can draw: the bundled ones, and those the newsroom added."""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.record import Font

BUNDLED = Path(__file__).parents[2] / "resources" / "fonts"
#: Drawn by no font, and needed by none: format characters, line and paragraph separators.
_UNDRAWN = {"Cf", "Zl", "Zp"}
#: Marks that only choose how a letter is drawn.
_SELECTORS = frozenset(
    [
        0x34F,
        0x17B4,
        0x17B5,
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    ]
)
#: Format characters that are drawn all the same: signs that stand under or over figures.
_SIGNS = frozenset(
    [
        *range(0x600, 0x606),
        0x6DD,
        0x70F,
        0x890,
        0x891,
        0x8E2,
        0x110BD,
        0x110CD,
        *range(0x13430, 0x13460),
    ]
)
#: What some finished format refuses to hold, whatever the fonts: a mark of byte order inside a
#: text, and the override under which words read other than they are written.
_REFUSED = frozenset([0xFEFF, 0x202E])


def characters_of(data: bytes) -> frozenset[int]:
    """The code points a font file has glyphs for; raises ValueError for what is no font."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(data), lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, AssertionError, KeyError, OSError, ValueError) as error:
        raise ValueError(f"this is no font file ({error})") from None


@lru_cache(maxsize=1)
def _bundled() -> frozenset[int]:
    found: set[int] = set()
    for file in sorted(BUNDLED.glob("*.ttf")):
        if "Bold" not in file.name and "Italic" not in file.name:
            found |= characters_of(file.read_bytes())
    return frozenset(found)


@lru_cache(maxsize=32)
def _added(_sha256: str, data: bytes) -> frozenset[int]:
    return characters_of(data)


def missing(session: Session, text: str) -> list[str]:
    """The characters of `text` without a glyph, in the order of their first appearance."""
    wanted = [c for c in dict.fromkeys(text) if _never(c) or (_is_drawn(c) and not _has(c))]
    marks = {c for c in wanted if unicodedata.category(c) == "Mn"}
    if marks:  # a mark without a glyph of its own is drawn where it joins its letter
        left = set(unicodedata.normalize("NFC", text))
        wanted = [c for c in wanted if c not in marks or c in left]
    if not wanted:
        return []
    known: set[int] = set()
    for font in session.scalars(select(Font)):
        known |= _added(font.sha256, font.bytes)
    return [c for c in wanted if _never(c) or ord(c) not in known]


def _has(character: str) -> bool:
    return ord(character) in _bundled()


def _never(character: str) -> bool:
    """Controls, private letters and the like, which no format holds."""
    if ord(character) in _REFUSED:
        return True
    return unicodedata.category(character) in ("Cc", "Co", "Cs") and character not in "\t\n"


def _is_drawn(character: str) -> bool:
    if ord(character) in _SELECTORS or character in "\t\n":
        return False
    return unicodedata.category(character) not in _UNDRAWN or ord(character) in _SIGNS
