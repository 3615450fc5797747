"""A look through an XML part before anything builds a tree of it: its elements, and its dangers."""

from __future__ import annotations

from collections import Counter
from xml.parsers import expat

from desktop.importers.piece import ImportRefused

#: Deeper than any word processor writes.
DEEPEST = 150
MOST = 1_500_000


class _Refusal(Exception):
    pass


def survey(data: bytes, name: str) -> Counter[str]:
    """How often each element occurs, by its local name.

    Raises `ImportRefused` for a document type (where entities come from), for nesting beyond
    reason, and for what is no XML.
    """
    found: Counter[str] = Counter()
    depth = count = 0

    def start(tag: str, _attributes: object) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > DEEPEST:
            raise _Refusal(f"Its part {name} is nested beyond reason")
        if count > MOST:
            raise _Refusal(f"Its part {name} holds more tags than an article can")
        found[tag.rpartition(":")[2]] += 1

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_said: object) -> None:
        raise _Refusal(f"Its part {name} declares a document type, from which entities could come")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except _Refusal as why:
        raise ImportRefused(f"{why}; save its text in a new document and import that.") from None
    except (expat.ExpatError, ValueError) as why:
        raise ImportRefused(
            f"Its part {name} is damaged; open it in its own program and save it again."
        ) from why
    return found
