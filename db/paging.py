"""Cursors of lists: where the next page begins, as a word that a script can hand back."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from db.refusal import Refused


def cursor_of(values: Sequence[Any]) -> str:
    """The cursor that stands for the last row of a page."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def read_cursor(cursor: str | None) -> list[Any] | None:
    """What a cursor stands for: two strings, or a number and a string. Raises Refused."""
    if cursor is None:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor))
    except ValueError:
        values = None
    kinds = [type(value) for value in values] if isinstance(values, list) else []
    if kinds not in ([str, str], [int, str]):
        raise Refused("bad-input", f"{cursor!r} is no cursor of a list", "use the one `next` gave")
    return list(values)
