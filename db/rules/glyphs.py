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
#: Drawn by no font, and needed by none.
_UNDRAWN = {"Cc", "Cf", "Zl", "Zp", "Zs", "Mn"}


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
    wanted = [c for c in dict.fromkeys(text) if _is_drawn(c) and ord(c) not in _bundled()]
    if not wanted:
        return []
    known: set[int] = set()
    for font in session.scalars(select(Font)):
        known |= _added(font.sha256, font.bytes)
    return [c for c in wanted if ord(c) not in known]


def _is_drawn(character: str) -> bool:
    category = unicodedata.category(character)
    # A combining mark without a glyph of its own is drawn with its letter where NFC joins them.
    return category not in _UNDRAWN
