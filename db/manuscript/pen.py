"""Writing into a manuscript as one peer, and the row that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.manuscript import spans as spanning
from db.manuscript.document import fresh_peer
from db.manuscript.manuscript import Manuscript
from db.manuscript.rows import Behind
from db.manuscript.spans import Span


class Pen:
    """One peer of one author; `row` hands out what was written since the last row."""

    def __init__(
        self,
        manuscript: Manuscript,
        author: str,
        brought_by: str,
        origin: str,
        source: str | None = None,
    ) -> None:
        self.manuscript = manuscript
        self.peer = fresh_peer()
        self.behind = Behind(author, brought_by, origin, source, 0)
        self.inserted = self.deleted = 0
        self._start = 0
        self._copies: list[list[int]] = []
        manuscript.known.peers[self.peer] = self.behind

    def splice(
        self,
        part: str,
        position: int,
        removed: int,
        inserted: str,
        copy_of: Sequence[Span] | None = None,
    ) -> tuple[list[Span], Span]:
        """Change the text; `copy_of` names the characters that are put in again, if they are."""
        self.manuscript.document.be(self.peer)
        gone, put = self.manuscript.splice(part, position, removed, inserted)
        self.inserted += len(inserted)
        self.deleted += removed
        if copy_of is not None and put.length:
            at = put.counter
            for span in copy_of:
                self._copies.append([at, span.length, span.peer, span.counter])
                at += span.length
            self.manuscript.declare(put, copy_of)
        return gone, put

    @property
    def waiting(self) -> bool:
        """Whether something was written since the last row."""
        return self.manuscript.document.end(self.peer) > self._start

    def row(self) -> tuple[dict[str, Any], bytes] | None:
        """The payload and bytes of what was written since the last row; None for nothing."""
        update = self.manuscript.document.update(self.peer, self._start)
        if update is None:
            return None
        end = self.manuscript.document.end(self.peer)
        payload: dict[str, Any] = {"peer": self.peer, "start": self._start, "end": end}
        if self._start == 0:
            payload["new"] = {
                "contributor": self.behind.contributor,
                "origin": str(self.behind.origin),
                "source": self.behind.source,
            }
        if self._copies:
            payload["copies"] = self._copies
        self._start, self._copies = end, []
        return payload, update


def replace(
    pen: Pen, part: str, position: int, removed: int, text: str, spans: Sequence[Span]
) -> None:
    """Put `text`, which are the characters of `spans`, in the place of `removed` ones."""
    if spanning.total(spans) != len(text):
        raise ValueError("the spans are not of this text")
    pen.splice(part, position, removed, text, spans)
