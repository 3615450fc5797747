"""Which rows of text are true; every reader asks the same, in the ledger's order.

A row is one update of one peer. It is true when its peer is its author's, it starts where that
peer left off, it waits for nothing, it holds only text inserts and deletes on the article's
parts, and each declared copy is of characters that are really there and equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from db.manuscript.document import BrokenUpdate, Document, Operation, update_span
from db.manuscript.spans import Span
from db.terms import BLANK, Origin, is_part


@dataclass(frozen=True)
class Behind:
    """Who is behind a peer: the author, who brought the words in, and how."""

    contributor: str
    brought_by: str
    origin: str
    source: str | None
    seq: int


@dataclass(frozen=True)
class Copy:
    """`length` characters of a row, from `counter` on, are those of `source`."""

    counter: int
    length: int
    source: Span


@dataclass(frozen=True)
class Row:
    """What a text touch says besides its update bytes."""

    seq: int
    by: str
    peer: int
    start: int
    end: int
    new: Behind | None
    copies: tuple[Copy, ...]
    update: bytes


@dataclass
class Known:
    """What a reader knows before a row: peers, pictures, and whom it can ask."""

    article: str
    peers: dict[int, Behind] = field(default_factory=dict)
    images: int = 0
    #: whether a contributor exists, and whether a peer is of another article
    is_contributor: Callable[[str], bool] = lambda _id: True
    elsewhere: Callable[[int], str | None] = lambda _peer: None
    #: characters of another article, for copies across articles; None where there are none
    characters: Callable[[Span], str | None] = lambda _span: None
    #: how many pictures there ever were: late words may still be of one that is gone
    most_images: int = 0


class UntrueRow(Exception):
    """A row that no reader takes in; the message says why."""


def read_row(seq: int, by: str, payload: dict[str, Any], update: bytes | None) -> Row:
    """A touch's payload as a row; raises UntrueRow for what does not read as one."""
    try:
        declared = payload.get("new")
        new = None
        if declared is not None:
            new = Behind(
                str(declared["contributor"]),
                by,
                str(Origin(declared["origin"])),
                declared.get("source"),
                seq,
            )
        copies = tuple(
            Copy(int(at), int(length), Span(int(peer), int(counter), int(length)))
            for at, length, peer, counter in payload.get("copies", ())
        )
        row = Row(
            seq,
            by,
            int(payload["peer"]),
            int(payload["start"]),
            int(payload["end"]),
            new,
            copies,
            bytes(update or b""),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UntrueRow(f"its touch does not say what it must ({error})") from None
    return row


def check_before(document: Document, known: Known, row: Row) -> None:
    """What can be seen before a row is taken in; raises UntrueRow."""
    try:
        held = update_span(row.update)
    except BrokenUpdate as error:
        raise UntrueRow(str(error)) from None
    if (held.peer, held.start, held.end) != (row.peer, row.start, row.end):
        raise UntrueRow("its bytes are not of the peer and counters it names")
    if held.start != document.end(row.peer):
        raise UntrueRow(
            f"it starts at {held.start}, where its peer left off at {document.end(row.peer)}"
        )
    behind = known.peers.get(row.peer)
    if behind is None:
        if row.new is None:
            raise UntrueRow("nobody is behind its peer")
        if known.elsewhere(row.peer) not in (None, known.article):
            raise UntrueRow("its peer is of another article")
        if not known.is_contributor(row.new.contributor):
            raise UntrueRow("its author is not in the register")
    elif row.new is not None:
        raise UntrueRow("its peer belongs to somebody already")
    elif behind.brought_by != row.by:
        raise UntrueRow("its peer is another contributor's")


def check_after(document: Document, known: Known, row: Row) -> list[Operation]:
    """What can be seen once it is taken in: parts, kinds of operation, copies."""
    try:
        operations = document.operations(row.peer, row.start, row.end)
    except BrokenUpdate as error:
        raise UntrueRow(str(error)) from None
    written: dict[int, str] = {}
    for operation in operations:
        if not is_part(operation.part, max(known.images, known.most_images)):
            raise UntrueRow(f"it changes {operation.part!r}, which is no part of the article")
        for offset, character in enumerate(operation.text):
            written[operation.counter + offset] = character
    taken: set[int] = set()
    for copy in row.copies:
        _check_copy(document, known, row, copy, written, taken)
    return operations


def _check_copy(
    document: Document, known: Known, row: Row, copy: Copy, written: dict[int, str], taken: set[int]
) -> None:
    places = range(copy.counter, copy.counter + copy.length)
    if copy.length <= 0 or any(place not in written or place in taken for place in places):
        raise UntrueRow("it declares a copy where it wrote nothing")
    taken.update(places)
    source = copy.source
    if source.peer == row.peer and source.counter + source.length > copy.counter:
        raise UntrueRow("it declares a copy of itself")
    if source.peer == row.peer or source.peer in known.peers:
        try:
            original = document.characters(source)
        except BrokenUpdate as error:
            raise UntrueRow(str(error)) from None
    else:
        original = known.characters(source) or ""
    if not _equal(original, "".join(written[place] for place in places)):
        raise UntrueRow("it declares a copy of characters that are not equal")


def _equal(original: str, copied: str) -> bool:
    """Whether a copy is true; of what was redacted since, only the length is left to compare."""
    return len(original) == len(copied) and all(
        one == other or BLANK in (one, other) for one, other in zip(original, copied, strict=True)
    )
