"""The fields of a private record as people read them."""

from __future__ import annotations

from datetime import date, timedelta

LABELS = {
    "legal_name": "Legal name", "bylines": "Bylines", "contact": "Contact",
    "contract_from": "Contract from", "contract_to": "Contract to", "rate": "Rate",
    "identity_how": "Identity checked by", "identity_on": "Identity checked on",
    "conflicts": "Conflicts of interest", "declaration": "Declaration on AI use",
    "declared_on": "Declared on", "purpose": "What it is for", "used_from": "In use from",
    "used_to": "In use to",
}  # fmt: skip
_OF_AI = ("purpose", "used_from", "used_to")
DAYS = frozenset({"contract_from", "contract_to", "identity_on", "declared_on", *_OF_AI[1:]})
#: A declaration that is renewed within so many days is told as due.
SOON = 30


def lines_of(ai: bool) -> list[str]:
    """The fields of a person's record, or of an AI's, in order."""
    return [name for name in LABELS if (name in _OF_AI) == ai]


def due_words(due: str | None) -> tuple[str, str]:
    """By when the declaration on AI use is renewed, and how that is meant: `text2`, `warn`,
    `danger`."""
    if due is None:
        return "", "text2"
    day, today = date.fromisoformat(due), date.today()
    said = f"{day.day} {day:%b} {day.year}"
    if day < today:
        return f"The declaration on AI use was to be renewed by {said}", "danger"
    color = "warn" if day - today <= timedelta(SOON) else "text2"
    return f"The declaration on AI use holds until {said}", color


def short_due(due: str | None) -> tuple[str, str]:
    """The same for a table's cell."""
    if due is None:
        return "–", "text3"
    day = date.fromisoformat(due)
    words, color = f"to {day.day} {day:%b} {day.year}", due_words(due)[1]
    return ("to renew", color) if color == "danger" else (words, color)
