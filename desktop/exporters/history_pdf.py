"""An article's history as a tagged PDF for archives; the same words lie in it as data."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from desktop.exporters.as_html import direction
from desktop.exporters.as_pdf import RESOURCES, SANS, SERIF, compiled, fonts_with
from desktop.exporters.history_content import content, joins

if TYPE_CHECKING:
    from db.account import Account

TEMPLATE = RESOURCES / "templates/history.typ"


#: How often the document is set anew without characters that turned out not to be drawable.
_TRIES = 40
_NAMED = re.compile(r'the text `"(.+?)"` could not be displayed')
_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")


def render(
    account: Account, *, fonts: tuple[Path, ...] = (), undrawn: Collection[str] = ()
) -> bytes:
    """The document; `undrawn` are the characters that no font at hand has.

    A record is always to be had: where a sign cannot be drawn beside its neighbours, a vowel sign
    without its letter, it is told by its number, too. Raises `typst.TypstError`.
    """
    known, families = fonts_with(fonts)
    left_out = set(undrawn)
    for _ in range(_TRIES):
        try:
            return compiled(_project(account, families, left_out), _date(account), known)
        except typst.TypstError as why:
            found = named(str(why)) - left_out
            # Where it names the letter, it is a mark upon it that cannot be drawn there.
            found = found or set(filter(joins, _exact(account))) - left_out
            if not found:
                raise
            left_out |= found
    return compiled(_project(account, families, left_out), _date(account), known)


def named(why: str) -> set[str]:
    """The characters that an error of Typst's says cannot be drawn."""
    found = _NAMED.search(why)
    if found is None:
        return set()
    words = _NUMBER.sub(lambda number: chr(int(number[1], 16)), found[1])
    return {character for character in words if not character.isascii()}


def _exact(account: Account) -> str:
    """The account as JSON, character by character."""
    return json.dumps(asdict(account), ensure_ascii=False, sort_keys=True)


def _date(account: Account) -> datetime:
    return datetime.fromisoformat(account.newest.replace("Z", "+00:00"))


def _project(
    account: Account, families: tuple[str, ...], undrawn: Collection[str]
) -> dict[str, bytes]:
    at, said = _date(account), content(account, undrawn)
    data = {
        **said, "serif": [*SERIF, *families], "sans": [*SANS, *families],
        "rtl": direction(account.language) == "rtl",
        "date": [at.year, at.month, at.day, at.hour, at.minute, at.second],
    }  # fmt: skip
    return {
        "main.typ": TEMPLATE.read_bytes(),
        "history.json": json.dumps(data, ensure_ascii=False).encode(),
        "record.json": _exact(account).encode(),
    }
