"""Loro behind a handful of methods; no other file imports it.

Positions count Unicode code points unless a name says utf16. Loro reports its errors as bare
`BaseException`s; here they become `BrokenUpdate`.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter
from typing import Any

import loro as _loro

from db.manuscript.spans import Span

#: the library tells its types wrongly in places
loro: Any = _loro
_identity = attrgetter("id")


class BrokenUpdate(Exception):
    """Bytes that are not an update, or not one that fits this text."""


@dataclass(frozen=True)
class UpdateSpan:
    """What an update says it holds: one peer's operations, `start` to `end`."""

    peer: int
    start: int
    end: int


@dataclass(frozen=True)
class Operation:
    """One insert or delete: `text` for an insert, `erased` for a delete; `counter` its number."""

    part: str
    peer: int
    counter: int
    position: int
    text: str
    erased: Span | None


def fresh_peer() -> int:
    """A peer id nobody had; below 2**53, so that JSON keeps it exactly."""
    return secrets.randbelow(2**53 - 2) + 1


def update_span(update: bytes) -> UpdateSpan:
    """The one peer and its counters in `update`; refuses snapshots and updates of several peers."""
    try:
        meta = loro.LoroDoc.decode_import_blob_meta(update, True)
        if meta.mode != loro.EncodedBlobMode.Updates:
            raise BrokenUpdate("it is not an update")
        ends = meta.partial_end_vv.sub_iter(loro.VersionVector())
        if len(ends) != 1:
            raise BrokenUpdate(f"it holds the work of {len(ends)} peers")
        peer = ends[0].peer
        last = meta.partial_start_vv.get_last(peer)
        start = 0 if last is None else last + 1
        return UpdateSpan(peer, start, ends[0].counter.end)
    except BrokenUpdate:
        raise
    except BaseException as error:
        _reraise(error)
        raise BrokenUpdate(f"it cannot be read: {error}") from None


def _reraise(error: BaseException) -> None:
    if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
        raise error


class Document:
    """The texts of one article's parts, and their history."""

    def __init__(self, log: Any = None) -> None:
        #: the history, which is always whole; the texts may be behind it
        self._log = loro.LoroDoc() if log is None else log
        self._log.set_change_merge_interval(0)
        self._behind = self._unread = False

    @property
    def _doc(self) -> Any:
        """The history and the texts that it makes."""
        self._unread = False
        if self._behind:
            self._behind = False
            peer = self._log.peer_id
            self._log.attach()
            self._log.peer_id = peer
        return self._log

    @classmethod
    def from_snapshot(cls, snapshot: bytes) -> Document:
        """The document that `snapshot` holds; raises BrokenUpdate."""
        document = cls()
        try:
            document._doc.import_(snapshot)
        except BaseException as error:
            _reraise(error)
            raise BrokenUpdate(f"the snapshot cannot be read: {error}") from None
        return document

    def snapshot(self) -> bytes:
        """All of it, history included."""
        self._doc.commit()
        return bytes(self._doc.export(loro.ExportMode.Snapshot()))

    def fork(self) -> Document:
        """A copy that can be changed without changing this one."""
        self._doc.commit()
        return Document(self._doc.fork())

    def before(self, ends: dict[int, int]) -> Document:
        """A copy as it was when each peer had done so many operations; raises BrokenUpdate."""
        version = loro.VersionVector()
        for peer, end in ends.items():
            version.set_end(loro.ID(peer, end))
        try:
            return Document(self._doc.fork_at(self._doc.vv_to_frontiers(version)))
        except BaseException as error:
            _reraise(error)
            raise BrokenUpdate(f"there was no such moment: {error}") from None

    # Reading

    def text(self, part: str) -> str:
        return str(self._doc.get_text(part).to_string())

    def slice_utf16(self, part: str, position: int, length: int) -> str:
        return str(self._doc.get_text(part).slice_utf16(position, position + length))

    def slice(self, part: str, position: int, length: int) -> str:
        return str(self._doc.get_text(part).slice(position, position + length))

    def length(self, part: str) -> int:
        return int(self._doc.get_text(part).len_unicode)

    def to_unicode(self, part: str, position: int) -> int:
        """The code point position of a UTF-16 one."""
        return self._convert(part, position, loro.PositionType.Utf16, loro.PositionType.Unicode)

    def to_utf16(self, part: str, position: int) -> int:
        """The UTF-16 position of a code point one."""
        return self._convert(part, position, loro.PositionType.Unicode, loro.PositionType.Utf16)

    def _convert(self, part: str, position: int, source: object, target: object) -> int:
        text = self._doc.get_text(part)
        if text.len_unicode == text.len_utf16:
            return position
        converted = text.convert_pos(position, source, target)
        if converted is None:
            raise IndexError(f"no position {position} in {part}")
        return int(converted)

    def spans(self, part: str) -> list[Span]:
        """The identity of every character of `part`, in order."""
        text = self._doc.get_text(part)
        cursors = map(text.get_cursor, range(text.len_unicode), repeat(loro.Side.Middle))
        out: list[Span] = []
        peer = first = following = -1
        for identity in map(_identity, cursors):
            counter = identity.counter
            if counter == following and identity.peer == peer:
                following += 1
                continue
            if following > first:
                out.append(Span(peer, first, following - first))
            peer, first, following = identity.peer, counter, counter + 1
        if following > first:
            out.append(Span(peer, first, following - first))
        return out

    # Writing

    def be(self, peer: int) -> None:
        """Write as `peer` from here on."""
        self._doc.commit()
        if self._doc.peer_id != peer:
            self._doc.peer_id = peer

    @property
    def peer(self) -> int:
        return int(self._doc.peer_id)

    def end(self, peer: int) -> int:
        """The number that the next operation of `peer` will have."""
        self._log.commit()
        last = self._log.oplog_vv.get_last(peer)
        return 0 if last is None else int(last) + 1

    def splice(self, part: str, position: int, removed: int, inserted: str) -> Span:
        """Delete, then insert, as the present peer; the span of what was inserted."""
        text = self._doc.get_text(part)
        if removed:
            text.delete(position, removed)
        if not inserted:
            return Span(self.peer, 0, 0)
        text.insert(position, inserted)
        identity = text.get_cursor(position, loro.Side.Middle).id
        return Span(identity.peer, identity.counter, len(inserted))

    def commit(self) -> None:
        self._doc.commit()

    # Marks: places that stay where they are while the text around them changes

    def mark(self, part: str, position: int) -> str:
        """A mark between characters, as text that can be kept."""
        cursor = self._doc.get_text(part).get_cursor(position, loro.Side.Left)
        return "" if cursor is None else cursor.encode().hex()

    def find(self, mark: str) -> int | None:
        """Where the mark is now; None where its place is lost."""
        if not mark:
            return 0
        try:
            return int(
                self._doc.get_cursor_pos(loro.Cursor.decode(bytes.fromhex(mark))).current.pos
            )
        except BaseException as error:
            _reraise(error)
            return None

    # Rows

    def update(self, peer: int, start: int) -> bytes | None:
        """The operations of `peer` from `start` on, as one update; None where there are none."""
        end = self.end(peer)
        if end <= start:
            return None
        span = loro.IdSpan(peer, loro.CounterSpan(start, end))
        return bytes(self._doc.export(loro.ExportMode.UpdatesInRange([span])))

    def take(self, update: bytes) -> None:
        """Import one update; raises BrokenUpdate when parts of it must wait for others.

        From the second one on that nobody reads the texts between, only the history grows, and the
        texts follow when they are read: where many wrote side by side, bringing them up to date
        after each costs more with every one.
        """
        if self._unread and not self._behind:
            self._log.commit()
            self._log.detach()
            self._behind = True
        self._unread = True
        try:
            status = self._log.import_(update)
        except BaseException as error:
            _reraise(error)
            raise BrokenUpdate(f"it cannot be read: {error}") from None
        if status.pending is not None:
            raise BrokenUpdate("it builds on text that is not there")

    def take_all(self, updates: list[bytes]) -> None:
        """Import many at once, in any order."""
        if updates:
            self._doc.import_batch(updates)

    def row(self, peer: int, start: int, end: int) -> bytes:
        """The operations of `peer` from `start` to `end`, as one update."""
        span = loro.IdSpan(peer, loro.CounterSpan(start, end))
        return bytes(self._doc.export(loro.ExportMode.UpdatesInRange([span])))

    def rewritten(self, change: Callable[[int, int, str], str]) -> Document:
        """The same history with other characters: `change(peer, counter, text)` is asked for each
        insertion, and answers as many code points."""
        self._doc.commit()
        held = self._doc.export_json_updates(loro.VersionVector(), self._doc.oplog_vv)
        told = json.loads(held)
        peers = [int(peer) for peer in told["peers"]]
        for made in told["changes"]:
            peer = peers[int(made["id"].partition("@")[2])]
            for op in made["ops"]:
                content = op["content"]
                if content["type"] == "insert":
                    text = change(peer, int(op["counter"]), content["text"])
                    if len(text) != len(content["text"]):
                        raise BrokenUpdate("other characters must be as many")
                    content["text"] = text
        other = Document()
        other._doc.import_json_updates(json.dumps(told))
        return other

    def operations(self, peer: int, start: int, end: int) -> list[Operation]:
        """What `peer` did from `start` to `end`; BrokenUpdate for anything but text edits."""
        span = loro.IdSpan(peer, loro.CounterSpan(start, end))
        out: list[Operation] = []
        for change in json.loads(self._log.export_json_in_id_span(span)):
            for op in change["ops"]:
                out.append(_operation(peer, op))
        return out

    def characters(self, span: Span) -> str:
        """The characters that `span` first held, deleted since or not."""
        found: dict[int, str] = {}
        for op in self.operations(span.peer, span.counter, span.counter + span.length):
            for offset, character in enumerate(op.text):
                found[op.counter + offset] = character
        wanted = range(span.counter, span.counter + span.length)
        if any(number not in found for number in wanted):
            raise BrokenUpdate("it copies characters that were never written")
        return "".join(found[number] for number in wanted)


def _operation(peer: int, op: dict[str, Any]) -> Operation:
    container = str(op["container"])
    content = op["content"]
    if not (container.startswith("cid:root-") and container.endswith(":Text")):
        raise BrokenUpdate(f"it changes {container}, which is no part of an article")
    part = container[len("cid:root-") : -len(":Text")]
    if content["type"] == "insert":
        return Operation(
            part, peer, int(op["counter"]), int(content["pos"]), str(content["text"]), None
        )
    if content["type"] == "delete":
        counter, _, source = str(content["start_id"]).partition("@")
        # A run deleted backwards has a negative length, but still names its lowest number; its
        # position is that of its last character.
        length = int(content["len"])
        erased = Span(int(source), int(counter), abs(length))
        position = int(content["pos"]) + min(0, length + 1)
        return Operation(part, peer, int(op["counter"]), position, "", erased)
    raise BrokenUpdate(f"it holds a {content['type']}, not text")
