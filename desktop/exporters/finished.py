"""The finished piece: everything a format needs, and nothing of the newsroom it came from."""

from __future__ import annotations

from dataclasses import dataclass

#: What the IPTC calls a text that people and a trained model made together.
AI_SOURCE_TYPE = (
    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
)

#: What a proof says on every page, in every format.
PROOF_WORD = "DRAFT"


@dataclass(frozen=True)
class FinishedImage:
    """A picture of the piece, with its words; `ai_label` stands with it where AI made it."""

    sha256: str
    media_type: str
    data: bytes
    alt: str
    caption: str
    credit: str
    ai: bool
    ai_label: str


@dataclass(frozen=True)
class FinishedPiece:
    """A piece as it leaves the newsroom, in the order readers see it.

    `version` is 0 for a proof. `published_at` is UTC, `2026-03-04T05:06:07.089Z`. `dateline` is
    literal, with its separator (`Tokyo, August 23, 2025 – `), and runs into the body's first
    paragraph. `body` is Markdown; a picture in it is `![alt](image:N)`, N from 1. `notices` are
    newest first. `share_line` is literal and may hold several paragraphs.
    """

    article: str
    version: int
    language: str
    newsroom: str
    published_at: str
    date_line: str
    headline: str
    dateline: str
    body: str
    ai_label: str | None
    notices: tuple[str, ...]
    share_line: str
    author_line: str
    reader_note: str
    note_issue: int
    note_language: str
    label_language: str | None
    images: tuple[FinishedImage, ...]
    text_sha256: str
    proof: bool
    label_issue: int | None
    ai_made: bool
