"""What each kind of touch did, in words that follow a name."""

from __future__ import annotations

from typing import Any

DID = {
    "article.made": "began the piece", "text": "wrote", "proposed": "proposed words",
    "source.named": "named a source", "details": "set details", "image.added": "added a picture",
    "image.removed": "took a picture out", "image.flagged": "said whether AI made a picture",
    "moved.submit": "submitted it for edit",
    "moved.return": "sent it back", "moved.spike": "spiked it", "moved.revive": "brought it back",
    "moved.withdraw": "withdrew it", "moved.correct": "began a correction",
    "moved.drop-correction": "dropped the correction", "moved.publish": "published it",
    "ai.asked": "asked an AI", "taken-in": "took proposed words in",
    "set-aside": "set proposed words aside", "taken-back": "took a decision back",
    "handed-over": "handed it over", "handover.taken": "took in what came back",
    "accepted": "accepted changes", "rejected": "rejected changes", "signed-off": "signed off",
    "agreed": "agreed", "exported": "exported it", "comment.added": "commented",
    "off-record.marked": "put words off the record",
    "off-record.lifted": "put words on the record again", "comment.replied": "answered a comment", "comment.resolved": "resolved a comment",
}  # fmt: skip


def did(kind: str, payload: dict[str, Any]) -> str:
    """What a touch did."""
    if kind == "text" and "restored" in payload:
        return "restored an earlier text"
    return DID.get(kind, kind.replace(".", " "))
