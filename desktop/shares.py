"""A part of a whole, in words."""

from __future__ import annotations


def percent(share: float) -> str:
    """A share from 0 to 1 as people read it: what is there is never 0 %, what is not all never
    100 %."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1 - 1e-9:  # sums of shares are not exact
        return "over 99 %"
    return f"{share * 100:.0f} %"
