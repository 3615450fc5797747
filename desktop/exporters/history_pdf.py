"""An article's history as a tagged PDF for archives; the same words lie in it as data."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.exporters.as_html import direction
from desktop.exporters.as_pdf import RESOURCES, SANS, SERIF, compiled, fonts_with
from desktop.exporters.history_content import content

if TYPE_CHECKING:
    from db.account import Account

TEMPLATE = RESOURCES / "templates/history.typ"


def render(
    account: Account, *, fonts: tuple[Path, ...] = (), undrawn: Collection[str] = ()
) -> bytes:
    """The document; `undrawn` are the characters that no font at hand has."""
    known, families = fonts_with(fonts)
    at = datetime.fromisoformat(account.newest.replace("Z", "+00:00"))
    said = content(account, undrawn)
    data = {
        **said, "serif": [*SERIF, *families], "sans": [*SANS, *families],
        "rtl": direction(account.language) == "rtl",
        "date": [at.year, at.month, at.day, at.hour, at.minute, at.second],
    }  # fmt: skip
    exact = json.dumps(asdict(account), ensure_ascii=False, sort_keys=True)
    project = {
        "main.typ": TEMPLATE.read_bytes(),
        "history.json": json.dumps(data, ensure_ascii=False).encode(),
        "record.json": exact.encode(),
    }
    return compiled(project, at, known)
