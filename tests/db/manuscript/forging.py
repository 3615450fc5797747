"""A generator of rows that a hostile client could write: each `Forged` breaks one rule."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import loro

from db.manuscript.document import fresh_peer
from db.manuscript.manuscript import Manuscript


@dataclass
class Forged:
    """What a row would say."""

    name: str
    payload: dict[str, Any]
    update: bytes | None


class Forger:
    """Forges rows of one person, on a text that others wrote in, too."""

    def __init__(self, manuscript: Manuscript, me: str, mine: int, theirs: int, rng: random.Random):
        self.snapshot = manuscript.document.snapshot()
        self.manuscript, self.me, self.rng = manuscript, me, rng
        self.mine, self.theirs = mine, theirs

    def _doc(self, peer: int) -> Any:
        doc = loro.LoroDoc()
        doc.import_(self.snapshot)
        doc.peer_id = peer
        return doc

    def _end(self, doc: Any, peer: int) -> int:
        doc.commit()
        last = doc.oplog_vv.get_last(peer)
        return 0 if last is None else last + 1

    def _export(self, doc: Any, peer: int, start: int) -> tuple[bytes, int]:
        end = self._end(doc, peer)
        span = loro.IdSpan(peer, loro.CounterSpan(start, end))
        return bytes(doc.export(loro.ExportMode.UpdatesInRange([span]))), end

    def honest(self, change: Callable[[Any], object] | None = None, peer: int | None = None,
               name: str = "") -> Forged:  # fmt: skip
        """A row as it should be, but for what `change` does to the document."""
        peer = peer or fresh_peer()
        doc = self._doc(peer)
        start = self._end(doc, peer)
        if change is None:
            doc.get_text("body").insert(0, "honest")
        else:
            change(doc)
        update, end = self._export(doc, peer, start)
        payload: dict[str, Any] = {"peer": peer, "start": start, "end": end}
        if start == 0:
            payload["new"] = {"contributor": self.me, "origin": "typed", "source": None}
        return Forged(name, payload, update)

    def all(self) -> Iterator[Forged]:
        """A hundred and more kinds."""
        yield from self._peers()
        yield from self._counters()
        yield from self._outside()
        yield from self._payloads()
        yield from self._copies()
        yield from self._bytes()

    def _peers(self) -> Iterator[Forged]:
        yield self.honest(peer=self.theirs, name="another's peer")
        yield self.honest(lambda d: d.get_text("body").delete(0, 3), self.theirs, "another deletes")
        row = self.honest(name="another's peer, declared new")
        row.payload["peer"] = self.theirs
        yield row
        row = self.honest(peer=self.mine, name="own peer, declared new again")
        row.payload["new"] = {"contributor": self.me, "origin": "typed", "source": None}
        yield row
        row = self.honest(name="a new peer of nobody")
        del row.payload["new"]
        yield row
        row = self.honest(name="a peer of an unknown contributor")
        row.payload["new"]["contributor"] = "0192-nobody"
        yield row

    def _counters(self) -> Iterator[Forged]:
        for skipped in (1, 2, 4):
            peer = fresh_peer()
            doc = self._doc(peer)
            doc.get_text("body").insert(0, "abcdef")
            update, end = self._export(doc, peer, skipped)
            new = {"contributor": self.me, "origin": "typed", "source": None}
            yield Forged(f"a hole of {skipped}", {"peer": peer, "start": skipped, "end": end,
                                                  "new": new}, update)  # fmt: skip
            yield Forged(f"a hole of {skipped}, told as none", {"peer": peer, "start": 0,
                                                               "end": end, "new": new}, update)  # fmt: skip
        for peer, whose in ((self.mine, "own"), (self.theirs, "another's")):
            fresh = loro.LoroDoc()
            fresh.peer_id = peer
            fresh.get_text("body").insert(0, "taken")
            update, end = self._export(fresh, peer, 0)
            yield Forged(
                f"a taken counter, {whose}", {"peer": peer, "start": 0, "end": end}, update
            )
        row = self.honest(peer=self.mine, name="a later start than its bytes")
        row.payload["start"] += 1
        yield row
        row = self.honest(name="an end beyond its bytes")
        row.payload["end"] += 3
        yield row
        row = self.honest(name="an end before its bytes'")
        row.payload["end"] -= 1
        yield row

    def _outside(self) -> Iterator[Forged]:
        for part in ("secret", "Body", "body ", "alt:1", "alt:0", "caption:9", "credit:-1", "alt:x",
                     "notes", "headline2", "alt:1:2", "body.x", "state", "share line"):  # fmt: skip
            yield self.honest(lambda d, p=part: d.get_text(p).insert(0, "x"), name=f"part {part!r}")
        kinds: dict[str, Callable[[Any], object]] = {
            "a map": lambda d: d.get_map("meta").insert("k", "v"),
            "a map named body": lambda d: d.get_map("body").insert("k", "v"),
            "a list": lambda d: d.get_list("l").insert(0, "v"),
            "a list named body": lambda d: d.get_list("body").insert(0, "v"),
            "a movable list": lambda d: d.get_movable_list("m").insert(0, "v"),
            "a tree": lambda d: d.get_tree("t").create(),
            "a counter": lambda d: d.get_counter("c").increment(1),
            "a style": lambda d: d.get_text("body").mark(0, 3, "bold", True),
            "a container in a map": lambda d: d.get_map("m").insert_container("t", loro.LoroText()),
        }
        for name, change in kinds.items():
            yield self.honest(change, name=name)

            def both(doc: Any, change: Callable[[Any], object] = change) -> None:
                doc.get_text("body").insert(0, "words and ")
                change(doc)

            yield self.honest(both, name=f"words and {name}")

    def _payloads(self) -> Iterator[Forged]:
        for key in ("peer", "start", "end"):
            for value in (None, "x", 1.5e300, [], {}, -1, True):
                row = self.honest(name=f"{key} is {value!r}")
                row.payload[key] = value
                if row.payload[key] is True and key == "start":
                    row.payload[key] = 7
                yield row
        for key, value in (("contributor", None), ("contributor", 7), ("origin", "magic"),
                           ("origin", None), ("origin", 3)):  # fmt: skip
            row = self.honest(name=f"new {key} is {value!r}")
            row.payload["new"][key] = value
            yield row
        for value in ([], "x", 3):
            row = self.honest(name=f"new is {value!r}")
            row.payload["new"] = value
            yield row

    def _copies(self) -> Iterator[Forged]:
        theirs = self.theirs
        for name, copies in {
            "unequal characters": [[0, 3, theirs, 0]],
            "characters never written": [[0, 3, theirs, 999_999]],
            "of nobody": [[0, 3, 4242, 0]],
            "too long": [[0, 300, theirs, 0]],
            "of no length": [[0, 0, theirs, 0]],
            "of negative length": [[0, -3, theirs, 0]],
            "at a negative place": [[-1, 2, theirs, 0]],
            "beyond what was written": [[100, 2, theirs, 0]],
            "from a negative place": [[0, 2, theirs, -5]],
            "told badly": [[0, 2, theirs]],
            "told as words": [["a", "b", "c", "d"]],
            "told as a number": 7,
            "of itself": [[0, 3, "own", 0]],
            "of what comes later": [[0, 3, "own", 3]],
            "one letter off": [[0, 3, theirs, 1]],
        }.items():
            row = self.honest(name=f"a copy {name}")
            peer = row.payload["peer"]
            if isinstance(copies, list):
                copies = [[peer if v == "own" else v for v in copy] for copy in copies]
            row.payload["copies"] = copies
            yield row
        first = self.manuscript.document.characters
        words = "".join(first(s) for s in self.manuscript.spans("body")[:1])[:3]
        row = self.honest(
            lambda d: d.get_text("body").insert(0, words + words), name="copied twice"
        )
        span = self.manuscript.spans("body")[0]
        row.payload["copies"] = [[0, 3, span.peer, span.counter], [2, 3, span.peer, span.counter]]
        yield row

    def _bytes(self) -> Iterator[Forged]:
        row = self.honest(name="a snapshot for an update")
        doc = self._doc(row.payload["peer"])
        doc.get_text("body").insert(0, "honest")
        yield Forged(row.name, row.payload, bytes(doc.export(loro.ExportMode.Snapshot())))
        row = self.honest(name="two peers in one update")
        doc = self._doc(row.payload["peer"])
        doc.get_text("body").insert(0, "one")
        doc.commit()
        other = fresh_peer()
        doc.peer_id = other
        doc.get_text("body").insert(0, "two")
        doc.commit()
        spans = [loro.IdSpan(p, loro.CounterSpan(0, 3)) for p in (row.payload["peer"], other)]
        yield Forged(
            row.name, row.payload, bytes(doc.export(loro.ExportMode.UpdatesInRange(spans)))
        )
        row = self.honest(name="words that build on nothing known")
        doc = self._doc(fresh_peer())
        doc.get_text("body").insert(0, "unseen")
        doc.commit()
        doc.peer_id = row.payload["peer"]
        doc.get_text("body").insert(3, "honest")
        update, _ = self._export(doc, row.payload["peer"], 0)
        yield Forged(row.name, row.payload, update)
        row = self.honest(name="no bytes")
        yield Forged(row.name, row.payload, b"")
        yield Forged("no update at all", row.payload, None)
        row = self.honest(name="")
        assert row.update is not None
        for n in range(20):
            cut = self.rng.randrange(1, len(row.update))
            yield Forged(f"cut short at {cut} ({n})", row.payload, row.update[:cut])
        for n in range(10):
            noise = self.rng.randbytes(self.rng.randrange(1, 200))
            yield Forged(f"noise ({n})", row.payload, noise)
