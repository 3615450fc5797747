"""What a matter's touches and kinds are called on screens and papers."""

from __future__ import annotations

KIND = {"freelancer": "freelancer", "reporter": "reporter", "editor": "editor", "ceo": "CEO",
        "ai": "AI"}  # fmt: skip
WHAT = {
    "matter.opened": "Raised",
    "matter.told": "Told",
    "matter.party": "Complainant",
    "matter.moved": "Moved on",
    "matter.decided": "Decided",
    "matter.appealed": "Appealed",
    "matter.closed": "Closed",
    "matter.held": "Article held, or let go",
    "matter.handed-on": "Handed on",
    "matter.letter": "Letter",
    "hearing.planned": "Hearing planned",
    "hearing.held": "Hearing held",
    "hearing.adjourned": "Hearing put off",
    "claim.made": "Claim",
    "claim.confirmed": "Confirmed",
    "evidence.added": "Document added",
    "evidence.disclosed": "Document disclosed",
    "erased": "Personal data erased",
}
