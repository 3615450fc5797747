"""What a file that was read in becomes: the parts of an article, each in its place."""

from __future__ import annotations

from dataclasses import dataclass

#: More pictures than an article shows.
MOST_PICTURES = 300
TOO_MANY = f"It shows more than {MOST_PICTURES} pictures; import it in pieces."


class ImportRefused(Exception):
    """A file was not read; one sentence says what, by which rule, and how to mend it."""


@dataclass(frozen=True)
class ImportedImage:
    """A picture that was inside the file; `![alt](image:N)` in the body names it, N from 1."""

    name: str
    media_type: str
    data: bytes
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class ImportedPiece:
    """An article as it was read.

    `dateline` is literal with its separator: `dateline + body` is the text as it stood. `body` is
    Markdown. `language` is None where it cannot be told. What the article cannot hold, and what
    was guessed, is said in `warnings`, a sentence each.
    """

    date_line: str
    headline: str
    dateline: str
    body: str
    share_line: str
    author_line: str
    note: str
    notices: tuple[str, ...]
    language: str | None
    images: tuple[ImportedImage, ...]
    warnings: tuple[str, ...]
    format: str
