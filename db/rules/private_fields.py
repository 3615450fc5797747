"""What the newsroom keeps in private about a contributor, and how each field must look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.refusal import Refused

#: Of a person. The contract itself is a document; its name stands as `contract`.
OF_PERSON = (
    "legal_name", "bylines", "contact", "contract_from", "contract_to", "rate", "identity_how",
    "identity_on", "conflicts", "declaration", "declared_on",
)  # fmt: skip
#: Of an AI model: what it is for, and from when to when it is used.
OF_AI = ("purpose", "used_from", "used_to")
DATES = frozenset({"contract_from", "contract_to", "identity_on", "declared_on", "used_from",
                   "used_to"})  # fmt: skip
_SPANS = (("contract_from", "contract_to"), ("used_from", "used_to"))
LONGEST = 20_000


def checked(of_ai: bool, given: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The values as they are kept, an empty one to take a field away. Raises Refused.

    A declaration on AI use without a day was made today.
    """
    fields = OF_AI if of_ai else OF_PERSON
    values = {
        name: " ".join(v.split()) if name in DATES else v.strip() for name, v in given.items()
    }
    for name, value in values.items():
        if name not in fields:
            raise Refused(
                "bad-input", f"{name!r} is nothing that is kept of {'an AI' if of_ai else 'a person'}",
                "one of " + ", ".join(fields),
            )  # fmt: skip
        if len(value) > LONGEST:
            raise Refused("bad-input", f"the {said(name)} has more than {LONGEST:,} characters",
                          "shorten it")  # fmt: skip
        if name in DATES and value:
            values[name] = _day(name, value)
    if values.get("declaration") and "declared_on" not in values:
        values["declared_on"] = date.today().isoformat()
    after = {**known, **values}
    for begins, ends in _SPANS:
        if after.get(begins) and after.get(ends) and after[ends] < after[begins]:
            raise Refused("bad-input", f"the {said(ends)} is before the {said(begins)}",
                          "give a later day")  # fmt: skip
    return values


def said(name: str) -> str:
    """A field in words."""
    return name.replace("_", " ")


def _day(name: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Refused(
            "bad-input", f"{value!r} is no day for the {said(name)}", "as 2026-03-04"
        ) from None


def renew_by(declared_on: str | None) -> str | None:
    """The day by which a declaration on AI use is renewed: a year after it was made."""
    if not declared_on:
        return None
    made = date.fromisoformat(declared_on)
    try:
        return made.replace(year=made.year + 1).isoformat()
    except ValueError:  # the 29th of February
        return made.replace(year=made.year + 1, day=28).isoformat()
