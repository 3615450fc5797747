"""What the gate lets through, every format can hold."""

from __future__ import annotations

import unicodedata

import pytest

from db.rules import glyphs
from desktop.exporters.finished import FinishedPiece
from desktop.exporters.writing import ExportFailed, prepare


@pytest.mark.parametrize(
    "character",
    ["\x01", "\x0b", "\x0c", "\x1b", "\x7f", "\x9f", "\ue000", "\ufeff", "\u202e", "\uffff",
     "\u1680", "\u0605", "\u0711", "😀"],
)  # fmt: skip
def test_what_no_format_holds_is_named(room, character):
    with room.read() as session:
        assert glyphs.missing(session, f"a{character}b") == [character]


def test_what_is_let_through_is_held(room, tmp_path):
    """Every kind of character there is, a few of each, in the strictest of the formats."""
    kinds: dict[str, list[str]] = {}
    with room.read() as session:
        for number in range(0x20000):
            character = chr(number)
            kind = unicodedata.category(character)
            wanted = number % 7 < 2 and len(kinds.setdefault(kind, [])) < 12
            if wanted and not glyphs.missing(session, f"a{character}b"):
                kinds[kind].append(character)
    held = " ".join(f"a{character}b" for found in kinds.values() for character in found)
    piece = FinishedPiece(
        article="a-1", version=1, language="en", newsroom="N", published_at="2026-03-04T05:06:07.089Z",
        date_line="", headline="Letters", dateline="Here – ", body=held, ai_label=None, notices=(),
        share_line="", author_line="Author:", reader_note="The note.", note_issue=1,
        note_language="en", images=(), text_sha256="ab" * 32, proof=False, label_issue=None,
        label_language=None, ai_made=False,
    )  # fmt: skip
    for fmt in ("pdf", "docx"):
        try:
            prepare(piece, fmt, tmp_path / f"made.{fmt}")
        except ExportFailed as why:
            pytest.fail(f"{why}: {kinds}")
