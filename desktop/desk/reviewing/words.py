"""What a change is called: what it did, counted in words, and how its words came in."""

from __future__ import annotations

from typing import Any

from desktop import times

ORIGINS = {"pasted": "pasted", "imported": "imported", "restored": "restored"}


def counted(text: str) -> str:
    """`4 words`; part of one counts as one, a sign that stands alone for none."""
    count = max(1, sum(any(c.isalnum() for c in word) for word in text.split()))
    return f"{count} word{'' if count == 1 else 's'}"


def blank(text: str) -> str:
    """What there is where no letter is: `paragraph break`, `line break` or `space`."""
    ends = text.count("\n")
    return "paragraph break" if ends > 1 else "line break" if ends else "space"


def said_when(stamp: str) -> str:
    """When something was, inside a sentence."""
    words = times.moment(stamp)
    near = words.startswith(("Today", "Yesterday", "Tomorrow"))
    return words[:1].lower() + words[1:] if near else words


def did(change: Any) -> str:
    """What a change did."""
    if change.part.startswith("image:"):
        return "said whether AI made it" if change.deleted else "added a picture"
    if change.move:
        return f"moved {counted(change.deleted or change.inserted)} " + (
            "away from here" if change.deleted else "here"
        )
    if change.deleted and change.inserted:
        words = f"replaced {counted(change.deleted)}"
    elif change.deleted:
        gone = change.deleted
        words = f"deleted {counted(gone) if gone.strip() else _a(gone)}"
    elif not change.inserted.strip():
        words = f"added {_a(change.inserted)}"
    elif "\n\n" in change.inserted.strip():
        words = "added paragraphs"
    else:
        words = f"added {counted(change.inserted)}"
    if change.proposal:
        return f"proposed: {words}"
    how = ORIGINS.get(change.origin)
    return f"{words}, {how}" if how else words


def _a(text: str) -> str:
    words = blank(text)
    return words if words == "space" else f"a {words}"
