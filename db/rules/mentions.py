"""Whom a comment calls by name: `@` and the name of an active person, however long it is."""

from __future__ import annotations

from collections.abc import Iterable

import regex


def mentioned(text: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that the text calls, each once, in its order; case does not matter."""
    known = {name.casefold(): name for name in names if name.strip()}
    if not known or "@" not in text:
        return []
    # The longest first: "@Ann Lee" does not call Ann.
    some = "|".join(regex.escape(name) for name in sorted(known, key=len, reverse=True))
    calls = regex.findall(rf"(?<!\w)@({some})(?!\w)", text, regex.IGNORECASE)
    found = (known.get(call.casefold()) for call in calls)
    return list(dict.fromkeys(name for name in found if name is not None))
