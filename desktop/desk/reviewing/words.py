"""What a change is called: what it did, counted in words, and how its words came in."""

from __future__ import annotations

from typing import Any

ORIGINS = {"pasted": "pasted", "imported": "imported", "restored": "restored"}


def counted(text: str) -> str:
    """`4 words`; part of one counts as one."""
    count = max(1, len(text.split()))
    return f"{count} word{'' if count == 1 else 's'}"


def did(change: Any) -> str:
    """What a change did."""
    if change.move:
        return f"moved {counted(change.deleted or change.inserted)} " + (
            "away from here" if change.deleted else "here"
        )
    if change.deleted and change.inserted:
        words = f"replaced {counted(change.deleted)}"
    elif change.deleted:
        words = f"deleted {counted(change.deleted)}" if change.deleted.strip() else "deleted space"
    elif not change.inserted.strip():
        words = "added space"
    elif "\n\n" in change.inserted.strip():
        words = "added paragraphs"
    else:
        words = f"added {counted(change.inserted)}"
    if change.proposal:
        return f"proposed: {words}"
    how = ORIGINS.get(change.origin)
    return f"{words}, {how}" if how else words
