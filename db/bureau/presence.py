"""Where people are in a shared newsroom: in which piece, and after which character of it.

Told by notices that name ids only; who told it, the server says.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from db.terms import is_part

#: Seconds after which one says again where one is, and after which somebody silent has gone.
AGAIN, GONE = 15.0, 40.0
_SPOT = re.compile(r"([!-~]{1,100}) ([a-z_]{1,20}(?::\d{1,4})?|-) (\d{1,16}) (\d{1,10})")
_MOST_IMAGES = 9999


class Spot(NamedTuple):
    """After character `counter` of `peer` in a part of an article; at its beginning for peer 0. No
    part is open for whoever leaves."""

    article: str
    part: str = "-"
    peer: int = 0
    counter: int = 0

    def told(self) -> str:
        """As a notice says it."""
        return " ".join(map(str, self))


def read_spot(told: bytes) -> Spot | None:
    """What a notice says; None for what is none."""
    found = _SPOT.fullmatch(told.decode("ascii", "replace"))
    if found is None or not (found[2] == "-" or is_part(found[2], _MOST_IMAGES)):
        return None
    return Spot(found[1], found[2], int(found[3]), int(found[4]))
