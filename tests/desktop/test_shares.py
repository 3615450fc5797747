"""Shares as people read them."""

from __future__ import annotations

import pytest

from desktop.shares import percent


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0 %"), (1e-6, "under 1 %"), (0.004, "under 1 %"), (0.006, "1 %"), (0.614, "61 %"),
     (0.994, "99 %"), (0.9951, "over 99 %"), (1 - 1e-7, "over 99 %"), (sum([0.1] * 10), "100 %"),
     (1, "100 %")],
)  # fmt: skip
def test_what_is_there_is_never_nothing_and_what_is_not_all_never_all(share, said):
    assert percent(share) == said
