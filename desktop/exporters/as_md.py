"""Markdown with YAML front matter, from which the importer gets back the same article.

What stands in the front matter stands in the text too, word for word: the importer takes those
words away again by their exact spelling, so nothing has to be guessed, however odd the article.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

from desktop.exporters.as_txt import PICTURE, numbers_in, picture_words
from desktop.exporters.finished import PROOF_WORD, FinishedImage, FinishedPiece

#: Characters YAML reads as line ends, or not at all, where JSON lets them stand.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _yaml(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def picture_markdown(image: FinishedImage) -> str:
    """What takes the place of `](image:N)`: the picture itself, and its words."""
    data = base64.b64encode(image.data).decode()
    words = picture_words(image).replace("\n", " ")
    return f"](data:{image.media_type};base64,{data})" + (f" {words}" if words else "")


def _alone(image: FinishedImage) -> str:
    alt = re.sub(r"[\[\]\n]", " ", image.alt)
    return f"![{alt}{picture_markdown(image)}"


def body_markdown(piece: FinishedPiece) -> str:
    """The body unescaped, with its pictures in it; pictures it does not show follow it."""

    def picture(found: re.Match[str]) -> str:
        number = int(found[2])
        if number not in shown:
            return found[0]
        return f"![{found[1]}{picture_markdown(piece.images[number - 1])}"

    shown = numbers_in(piece.body, len(piece.images))
    rest = [_alone(image) for n, image in enumerate(piece.images, 1) if n not in shown]
    return "\n\n".join([PICTURE.sub(picture, piece.body).strip("\n"), *rest])


def parts(piece: FinishedPiece) -> list[tuple[str, str]]:
    """What follows the front matter: the part's name, its words."""
    every = [
        ("mark of a proof", f"**{PROOF_WORD}**" if piece.proof else ""),
        ("date line", piece.date_line),
        ("headline", f"# {' '.join(piece.headline.splitlines())}" if piece.headline else ""),
        ("AI label", piece.ai_label or ""),
        ("text", piece.dateline + body_markdown(piece)),
        *(("notice of correction", notice) for notice in piece.notices),
        ("share line", piece.share_line),
        ("author line", piece.author_line),
        ("reader note", piece.reader_note),
    ]
    return [(name, words) for name, words in every if words.strip()]


def front_matter(piece: FinishedPiece) -> str:
    """The YAML block, with its fences."""
    shown = numbers_in(piece.body, len(piece.images))
    fields: dict[str, object] = {
        "headline": piece.headline,
        "dateline": piece.dateline,
        "date_line": piece.date_line,
        "language": piece.language,
        "article": piece.article,
        "version": piece.version,
        "published_at": piece.published_at,
        "newsroom": piece.newsroom,
        "proof": piece.proof,
        "ai_label": piece.ai_label,
        "notices": list(piece.notices),
        "share_line": piece.share_line,
        "author_line": piece.author_line,
        "note_issue": piece.note_issue,
        "reader_note": piece.reader_note,
        "images": [
            {
                "alt": image.alt,
                "caption": image.caption,
                "credit": image.credit,
                "ai_label": image.ai_label if image.ai else None,
                "in_body": number in shown,
                "sha256": hashlib.sha256(image.data).hexdigest(),
            }
            for number, image in enumerate(piece.images, 1)
        ],
    }
    return "---\n" + "".join(f"{key}: {_yaml(value)}\n" for key, value in fields.items()) + "---\n"


def render(piece: FinishedPiece, *, fonts: tuple[Path, ...] = ()) -> bytes:
    """The finished file, UTF-8; it ends with the note's last character."""
    return (front_matter(piece) + "\n" + "\n\n".join(w for _, w in parts(piece))).encode()
