"""One article's text as its true rows make it, with the author of every character.

Positions count Unicode code points, per part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.manuscript import spans as spanning
from db.manuscript.document import BrokenUpdate, Document
from db.manuscript.rows import Behind, Copy, Known, Row, UntrueRow, check_after, check_before
from db.manuscript.spans import Span
from db.terms import Origin, part_names


@dataclass(frozen=True)
class Authored:
    """`length` characters by one contributor and origin; `spans` says which, as first written."""

    length: int
    contributor: str
    origin: str
    brought_by: str
    source: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class AiDeletion:
    """A place where an AI took words out, and since which touch."""

    part: str
    mark: str
    seq: int


#: contributor, origin, who brought it in, source
_Voice = tuple[str, str, str, str | None]


class Manuscript:
    """The parts' texts. `take` rows in the ledger's order; untrue ones are left out."""

    def __init__(self, known: Known, document: Document | None = None) -> None:
        self.document = document or Document()
        self.known = known
        self.refused: list[tuple[int, str]] = []
        self.rows: list[tuple[int, int, int, int]] = []  # seq, peer, start, end
        self.ai_deletions: list[AiDeletion] = []
        self._copies: dict[int, list[Copy]] = {}
        self._spans: dict[str, list[Span]] = {}
        self._renamed: dict[int, tuple[str, str, str | None]] = {}
        self._taken: list[Row] = []
        self._base: bytes | None = None
        self._by_peer: dict[int, list[tuple[int, int, int]]] = {}
        self._indexed = 0
        #: peers of other articles that copies here lead to
        self.foreign: dict[int, Behind] = {}

    # Reading

    def parts(self) -> list[str]:
        """The names of the article's parts, its images' included."""
        return part_names(self.known.images)

    def text(self, part: str) -> str:
        return self.document.text(part)

    def texts(self) -> dict[str, str]:
        """All parts' texts."""
        return {part: self.document.text(part) for part in self.parts()}

    def foreign_peers(self) -> set[int]:
        """Peers of other articles that copies here lead to."""
        peers = {copy.source.peer for copies in self._copies.values() for copy in copies}
        return peers - self.known.peers.keys()

    def spans(self, part: str) -> list[Span]:
        """The identity of every character of `part`; not to be changed."""
        if part not in self._spans:
            self._spans[part] = self.document.spans(part)
        return self._spans[part]

    def authors(self, part: str) -> list[Authored]:
        """Runs that cover the part exactly, in order, each as long as it can be."""
        return self.authors_of(self.spans(part))

    def authors_of(self, spans: Iterable[Span]) -> list[Authored]:
        """The authors of any characters, those deleted since included."""
        runs: list[tuple[_Voice, list[Span]]] = []
        voices: dict[int, _Voice] = {}
        last: _Voice | None = None
        for span in spans:
            for source in self.sources(span):
                voice = voices.get(source.peer)
                if voice is None:
                    voice = voices[source.peer] = self._voice(source.peer)
                if voice == last:
                    runs[-1][1].append(source)
                else:
                    runs.append((voice, [source]))
                    last = voice
        return [Authored(spanning.total(same), *voice, tuple(same)) for voice, same in runs]

    def written(self) -> dict[str, int]:
        """How many characters of each contributor stand in all parts together."""
        by_peer: dict[int, int] = {}
        for part in self.parts():
            for span in self.spans(part):
                for peer, _, length in self.sources(span) if span.peer in self._copies else (span,):
                    by_peer[peer] = by_peer.get(peer, 0) + length
        found: dict[str, int] = {}
        for peer, length in by_peer.items():
            contributor = self.behind(peer).contributor
            found[contributor] = found.get(contributor, 0) + length
        return found

    def _voice(self, peer: int) -> _Voice:
        behind = self.behind(peer)
        return behind.contributor, behind.origin, behind.brought_by, behind.source

    def behind(self, peer: int) -> Behind:
        """Who is behind a peer. Raises BrokenUpdate for a peer of nobody."""
        found = self.known.peers.get(peer) or self.foreign.get(peer)
        if found is None:
            raise BrokenUpdate(f"nobody is behind peer {peer}")
        return found

    def sources(self, span: Span) -> list[Span]:
        """Where the characters of `span` were first written, following copies back."""
        copies = self._copies.get(span.peer)
        if not copies:
            return [span]
        out: list[Span] = []
        at, end = span.counter, span.counter + span.length
        index = max(bisect_right(copies, at, key=lambda c: c.counter) - 1, 0)
        while at < end:
            while index < len(copies) and copies[index].counter + copies[index].length <= at:
                index += 1
            copy = copies[index] if index < len(copies) else None
            if copy is None or copy.counter >= end:
                out.append(Span(span.peer, at, end - at))
                break
            if copy.counter > at:
                out.append(Span(span.peer, at, copy.counter - at))
                at = copy.counter
            stop = min(end, copy.counter + copy.length)
            origin = Span(copy.source.peer, copy.source.counter + at - copy.counter, stop - at)
            out.extend(self.sources(origin))
            at = stop
        return out

    def sources_of(self, spans: Iterable[Span]) -> list[Span]:
        """The first characters of all `spans`, in as few spans as possible."""
        return spanning.joined(source for span in spans for source in self.sources(span))

    def seq_of(self, peer: int, counter: int) -> int:
        """The touch that brought an operation; 0 where none is known."""
        if self._indexed != len(self.rows):
            for seq, row_peer, start, end in self.rows[self._indexed :]:
                self._by_peer.setdefault(row_peer, []).append((start, end, seq))
            self._indexed = len(self.rows)
        rows = self._by_peer.get(peer, [])
        at = bisect_right(rows, counter, key=lambda row: row[0]) - 1
        return rows[at][2] if at >= 0 and counter < rows[at][1] else 0

    def forget_rows_after(self, count: int) -> None:
        """Forget rows that were noted, but not kept after all."""
        del self.rows[count:]
        self._by_peer, self._indexed = {}, 0

    # Rows

    def take(self, row: Row, *, is_ai: bool = False) -> bool:
        """Take a row in, if it is true; else it is left out and named in `refused`."""
        try:
            check_before(self.document, self.known, row)
        except UntrueRow as why:
            self.refused.append((row.seq, str(why)))
            return False
        try:
            self.document.take(row.update)
            operations = check_after(self.document, self.known, row)
        except (BrokenUpdate, UntrueRow) as why:
            self.refused.append((row.seq, str(why)))
            self._go_back()
            return False
        self.note(row)
        if is_ai:
            for operation in operations:
                if operation.erased is not None:
                    mark = self.document.mark(operation.part, operation.position)
                    self.ai_deletions.append(AiDeletion(operation.part, mark, row.seq))
        self._spans.clear()
        return True

    def rename(self, peer: int, contributor: str, origin: str, source: str | None) -> None:
        """A paste belongs to somebody else, or has another source, also one not in the text yet."""
        behind = self.known.peers.get(peer)
        if behind is None:
            self._renamed[peer] = (contributor, origin, source)
        elif behind.origin in (Origin.PASTED, Origin.GENERATED):
            self.known.peers[peer] = replace(
                behind, contributor=contributor, origin=origin, source=source
            )

    def note(self, row: Row) -> None:
        """Remember a row that the document holds already."""
        if row.new is not None and row.peer not in self.known.peers:
            self.known.peers[row.peer] = row.new
            if row.peer in self._renamed:
                self.rename(row.peer, *self._renamed[row.peer])
        if row.copies:
            own = self._copies.setdefault(row.peer, [])
            own.extend(row.copies)
            own.sort(key=lambda copy: copy.counter)
        self.rows.append((row.seq, row.peer, row.start, row.end))
        self._taken.append(row)

    def _go_back(self) -> None:
        """Make the document again from the rows that were true; Loro cannot take one back."""
        self.document = Document.from_snapshot(self._base) if self._base else Document()
        for row in self._taken:
            self.document.take(row.update)
        self._spans.clear()

    def rebase(self, snapshot: bytes) -> None:
        """Where to begin again when an untrue row must be taken back."""
        self._base = snapshot
        self._taken = []

    @property
    def taken(self) -> tuple[Row, ...]:
        """The rows in the text, in the order they came in since the last snapshot."""
        return tuple(self._taken)

    # Writing

    def splice(
        self, part: str, position: int, removed: int, inserted: str
    ) -> tuple[list[Span], Span]:
        """Change the text as the document's present peer: what was taken out, what put in."""
        spans = self.spans(part)
        gone = spanning.cut(spans, position, removed) if removed else []
        span = self.document.splice(part, position, removed, inserted)
        spanning.splice(spans, position, removed, [span] if span.length else [])
        return gone, span

    def declare(self, put: Span, sources: Sequence[Span]) -> None:
        """Note that the characters just put in are copies of `sources`."""
        own = self._copies.setdefault(put.peer, [])
        at = put.counter
        for source in sources:
            own.append(Copy(at, source.length, source))
            at += source.length
        own.sort(key=lambda copy: copy.counter)

    # The cache

    def state(self) -> dict[str, Any]:
        """All but the document, as JSON, for the snapshot cache."""
        kept = {row[1] for row in self.rows}
        return {
            "peers": [
                [p, b.contributor, b.brought_by, b.origin, b.source, b.seq]
                for p, b in self.known.peers.items()
                if p in kept
            ],
            "foreign": [
                [p, b.contributor, b.brought_by, b.origin, b.source, b.seq]
                for p, b in self.foreign.items()
            ],
            "copies": [
                [p, c.counter, c.length, *c.source] for p, cs in self._copies.items() for c in cs
            ],
            "renamed": [[peer, *said] for peer, said in self._renamed.items()],
            "rows": self.rows,
            "refused": self.refused,
            "ai_deletions": [[d.part, d.mark, d.seq] for d in self.ai_deletions],
            "images": self.known.images,
            "most_images": self.known.most_images,
            "spans": {part: [list(s) for s in spans] for part, spans in self._spans.items()},
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take `state` as it was kept."""
        for peer, *behind in state["peers"]:
            self.known.peers[peer] = Behind(*behind)
        for peer, *behind in state["foreign"]:
            self.foreign[peer] = Behind(*behind)
        for peer, counter, length, *source in state["copies"]:
            self._copies.setdefault(peer, []).append(Copy(counter, length, Span(*source)))
        for copies in self._copies.values():
            copies.sort(key=lambda copy: copy.counter)
        self._renamed = {peer: tuple(said) for peer, *said in state.get("renamed", ())}
        self.rows = [tuple(row) for row in state["rows"]]
        self.refused = [(seq, why) for seq, why in state["refused"]]
        self.ai_deletions = [AiDeletion(*d) for d in state["ai_deletions"]]
        self.known.images = state["images"]
        self.known.most_images = state.get("most_images", 0)
        self._spans = {part: [Span(*s) for s in spans] for part, spans in state["spans"].items()}


def length_of(runs: Sequence[Authored]) -> int:
    """How many characters the runs cover."""
    return sum(run.length for run in runs)
