"""Where a newsroom lies."""

from __future__ import annotations

import re
from pathlib import Path

import platformdirs

from db.refusal import Refused


def default_path() -> Path:
    """The newsroom of this computer: in the platform's data folder."""
    return Path(platformdirs.user_data_dir("colophon", appauthor=False)) / "newsroom.colophon"


def file_of(path: str | Path) -> Path:
    """The newsroom's file, from a path or an `sqlite:///` address. Raises Refused for others."""
    name = str(path)
    if re.match(r"^[a-z]+\+?[a-z0-9]*://", name):
        if name.startswith("sqlite:///"):
            return Path(name.removeprefix("sqlite:///")).expanduser().absolute()
        raise Refused(
            "bad-input",
            f"this version opens newsrooms that are a file on this computer, not {name.split(':')[0]}:…",
            "give a path",
        )
    return Path(name).expanduser().absolute()
