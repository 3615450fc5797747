"""Making the newsroom of a first start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.newsroom import Newsroom


def found_newsroom(
    path: Path, name: str, kind: str, sample: bool, encrypted: bool = False
) -> Newsroom:
    """A newsroom in which `name` is the first person, with the sample if it is wanted.

    The first person holds the CEO's rights until another is named; a reporter who starts alone
    therefore still stands in the register as its CEO.
    """
    from db.acts.founding import make_newsroom

    newsroom = make_newsroom(path, ceo=name, encrypted=encrypted)
    if sample:
        from desktop.sample import add_sample

        add_sample(newsroom)
    return newsroom


def found_encrypted(path: Path, name: str, kind: str, sample: bool) -> str:
    """The same, encrypted, and closed again; its recovery code, which is to be written down."""
    from db.acts.recovering import newsroom_code

    found_newsroom(path, name, kind, sample, encrypted=True).close()
    return newsroom_code(path)
