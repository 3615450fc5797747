"""Languages as BCP 47 writes them, as far as a newsroom needs it."""

from __future__ import annotations

import re

from db.refusal import Refused

_TAG = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,5}\Z")
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "ps", "yi", "dv", "sd"})


def is_language(tag: str) -> bool:
    """Whether this is a language's tag."""
    return _TAG.match(tag) is not None


def known_language(tag: str) -> str:
    """The tag in its usual case; raises Refused for what is none."""
    if not is_language(tag):
        raise Refused("bad-input", f"{tag!r} is no language tag", "give one like en, bn or pt-BR")
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(r.upper() if len(r) == 2 else r.title() for r in rest)])


def is_right_to_left(tag: str) -> bool:
    """Whether the language is written from right to left."""
    return tag.split("-")[0] in RIGHT_TO_LEFT
