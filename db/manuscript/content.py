"""The hash of the exact text, and counts of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from db.ledger.digest import canonical
from db.manuscript.manuscript import Manuscript
from db.terms import PARTS


def text_sha256(
    parts: Mapping[str, str], language: str, images: Sequence[tuple[str, bool | None]]
) -> str:
    """SHA-256 (hex) of the RFC 8785 object of all parts, language, images' hashes and AI flags."""
    return hashlib.sha256(
        canonical(
            {
                "parts": {part: words for part, words in parts.items() if words or part in PARTS},
                "language": language,
                "images": [{"sha256": digest, "ai": ai} for digest, ai in images],
            }
        )
    ).hexdigest()


def count_words(text: str) -> int:
    """Words as a newsroom counts them: what stands between white space."""
    return len(text.split())


def shares(manuscript: Manuscript, kinds: Mapping[str, str]) -> dict[str, float]:
    """Each kind's share of the characters as they stand.

    Every part counts; `kinds` tells a contributor's kind.
    """
    counts: dict[str, int] = {}
    for contributor, length in manuscript.written().items():
        counts[kinds[contributor]] = counts.get(kinds[contributor], 0) + length
    whole = sum(counts.values())
    return (
        {kind: round(count / whole, 6) for kind, count in sorted(counts.items())} if whole else {}
    )
