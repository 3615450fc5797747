"""The words of a command line that stand anywhere in it: which newsroom, who acts, how to answer."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass
class Call:
    """The global options, wherever they stood among the words."""

    newsroom: str | None = None
    actor: str | None = None
    json: bool = False


call = Call()
#: An option that takes a value, and the field of Call it sets.
_VALUED = {"--newsroom": "newsroom", "--as": "actor"}


def take_global(words: Iterable[str]) -> list[str]:
    """Take the global options out of a command line; what is left is the command's own."""
    call.newsroom = os.environ.get("COLOPHON_NEWSROOM") or None
    call.actor = os.environ.get("COLOPHON_AS") or None
    call.json = False
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        name, equals, value = word.partition("=")
        if word == "--":
            return [*rest, word, *waiting]
        if word == "--json":
            call.json = True
        elif name in _VALUED:
            found = value if equals else next(waiting, None)
            if found is None:
                rest.append(word)  # the parser says what is missing
            else:
                setattr(call, _VALUED[name], found or None)
        else:
            rest.append(word)
    return rest
