"""What the parts of an article are called on screens."""

from __future__ import annotations

NAMES = {
    "date_line": "Date line", "headline": "Headline", "dateline": "Dateline", "body": "Text",
    "share_line": "Share line", "notice": "Correction", "alt": "Alt text", "caption": "Caption",
    "credit": "Credit",
}  # fmt: skip


def name_of(part: str) -> str:
    """`alt:2` as `Alt text 2`."""
    what, _, number = part.partition(":")
    return f"{NAMES.get(what, what)} {number}".strip()
