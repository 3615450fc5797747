"""Plain text: the piece's parts, a blank line between them, every character as it is.

The body stays the Markdown it is: an article that came in as plain text leaves as the same bytes.
Only pictures, which plain text cannot hold, become their words in brackets.
"""

from __future__ import annotations

import re
from pathlib import Path

from desktop.exporters.finished import PROOF_WORD, FinishedImage, FinishedPiece

#: A picture in the body's Markdown: its alt text, and its number from 1.
PICTURE = re.compile(r"!\[([^\]\n]*)\]\(image:([0-9]{1,4})\)")


def picture_words(image: FinishedImage) -> str:
    """What stands under a picture: caption, credit and, where AI made it, its label."""
    words = (image.caption, image.credit, image.ai_label if image.ai else "")
    return " · ".join(word.strip() for word in words if word.strip())


def _in_brackets(image: FinishedImage) -> str:
    return f"[{' · '.join(filter(None, (image.alt.strip(), picture_words(image))))}]"


def numbers_in(body: str, images: int) -> set[int]:
    """The numbers of the pictures the body's Markdown shows, of `images` there are."""
    return {n for n in (int(found[2]) for found in PICTURE.finditer(body)) if 1 <= n <= images}


def body_words(piece: FinishedPiece) -> str:
    """Dateline and body; pictures the body does not show follow it."""

    def words(found: re.Match[str]) -> str:
        number = int(found[2])
        return _in_brackets(piece.images[number - 1]) if number in shown else f"[{found[1]}]"

    shown = numbers_in(piece.body, len(piece.images))
    text = piece.dateline + PICTURE.sub(words, piece.body)
    rest = [_in_brackets(image) for n, image in enumerate(piece.images, 1) if n not in shown]
    return "\n\n".join([text.strip("\n"), *rest])


def parts(piece: FinishedPiece) -> list[tuple[str, str]]:
    """What a reader reads, in the order of every format: the part's name, its words."""
    every = [
        ("mark of a proof", PROOF_WORD if piece.proof else ""),
        ("date line", piece.date_line),
        ("headline", piece.headline),
        ("AI label", piece.ai_label or ""),
        ("text", body_words(piece)),
        *(("notice of correction", notice) for notice in piece.notices),
        ("share line", piece.share_line),
        ("author line", piece.author_line),
        ("reader note", piece.reader_note),
    ]
    return [(name, words) for name, words in every if words.strip()]


def render(piece: FinishedPiece, *, fonts: tuple[Path, ...] = ()) -> bytes:
    """The finished file, UTF-8 without a mark; it ends with the note's last character."""
    return "\n\n".join(words for _, words in parts(piece)).encode()
