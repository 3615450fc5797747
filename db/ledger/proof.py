"""The proof of one subject's touches: what a court or a reader is given, and nothing else.

A proof is one RFC 8785 document:

- `format`: `colophon-proof/1`; `newsroom` and `subject`: opaque ids;
- `checkpoint`: the whole ledger's size and root, as a signed note (`db.ledger.checkpoint`), and
  `maker`: the contributor who signed it;
- `touches`: each touch of the subject, in order; `keys`: the touches that named the keys of `maker`
  and of whoever signed one of the touches shown. Of each its `leaf`, then either `payload` and
  `salt`, or why they are `absent`: `left out` or `erased`; `update` and `update_salt` (base64) only
  on request. Leaf and payload are canonical JSON in a canonical document: the very bytes that were
  hashed stand in it;
- `nodes`: base64 of the hashes that lead from these leaves to the checkpoint's root, as
  `db.ledger.merkle` orders them;
- `signature`: the maker's, over the canonical document without it. What no tree can prove, that
  these are all touches of the subject, is so stated by a person.

`resources/checking/check_record.py` checks such a document without this program.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.ledger import keys
from db.ledger.chain import WEIGHTY, newsroom_id
from db.ledger.checkpoint import Attestor, body
from db.ledger.digest import RunningRoot, canonical, digest, leaf
from db.ledger.merkle import BLOCK, inclusion
from db.models.touch import Content, Head, Touch

FORMAT = "colophon-proof/1"

Progress = Callable[[int, int], object]


#: Whether a touch of this kind, that says this, is not shown.
Keeper = Callable[[str, Any], bool]


def show_all(_kind: str, _said: Any) -> bool:
    """Keep nothing in."""
    return False


@dataclass(frozen=True)
class Contents:
    """What a proof shows of the touches: nothing but the leaves, or payloads too, or the updates of
    texts as well; of the touches numbered in `left_out`, or whose kind and payload are `kept_in`,
    the leaf alone. A public key is always shown."""

    payloads: bool = True
    updates: bool = False
    left_out: frozenset[int] = frozenset()
    kept_in: Keeper = show_all


@dataclass(frozen=True)
class Proof:
    """A proof: its `document`, how many touches it shows, and the ledger it was made of."""

    document: bytes
    checkpoint: str
    proved: int
    touches: int
    head: str
    root: str

    def packed(self) -> bytes:
        """The document as a gzip file, which the script reads as well: two thirds of the size."""
        return gzip.compress(self.document + b"\n", mtime=0)


class Untrue(Exception):
    """The ledger does not hold: touch `seq` does not fit, or None where that is not known."""

    def __init__(self, seq: int | None, why: str) -> None:
        super().__init__(why)
        self.seq, self.why = seq, why


def prove(
    session: Session, maker: Attestor, subject: str, contents: Contents,
    progress: Progress | None = None,
) -> Proof:  # fmt: skip
    """The proof of all touches of a subject, against the ledger as the session sees it.

    Everything that goes into it is hashed again first. Raises Untrue where the ledger does not hold
    and Refused `no-key` where the maker cannot sign.
    """
    head = session.execute(select(Head.seq, Head.hash, Head.peaks).where(Head.id == 1)).one()
    rows = session.execute(_ROWS.where(Touch.subject == subject)).all()
    touches = [_entry(row, contents) for row in rows]
    signers = {row.contributor for row, told in zip(rows, touches, strict=True)
               if row.kind in WEIGHTY and "payload" in told}  # fmt: skip
    named = [row for row in _keys(session, signers | {maker.contributor}) if row.subject != subject]
    wanted = {row.seq - 1 for row in (*rows, *named)}
    found = inclusion(_blocks(session, head.seq, progress), wanted)
    if found.size != head.seq or found.root != RunningRoot(head.peaks).root():
        raise Untrue(None, "the head's tree is not that of the touches")
    checkpoint = maker.sign(body(newsroom_id(session), head.seq, found.root, head.hash))
    document = {
        "format": FORMAT, "newsroom": newsroom_id(session), "subject": subject,
        "checkpoint": checkpoint, "maker": maker.contributor, "touches": touches,
        "keys": [_entry(row, Contents()) for row in named], "nodes": _text(b"".join(found.nodes)),
    }  # fmt: skip
    signed = keys.sign(maker.newsroom, maker.contributor, canonical(document))
    whole = canonical({**document, "signature": signed})
    return Proof(whole, checkpoint, len(rows), head.seq, head.hash.hex(), found.root.hex())


_ROWS = (
    select(
        Touch.seq, Touch.id, Touch.subject, Touch.contributor, Touch.kind, Touch.at,
        Touch.payload_digest, Touch.update_digest, Touch.leaf, Content.payload,
        Content.payload_salt, Content.update_bytes, Content.update_salt, Content.erased_by,
    )
    .join(Content, Content.seq == Touch.seq)
    .order_by(Touch.seq)
)  # fmt: skip


def _keys(session: Session, people: Collection[str]) -> Sequence[Any]:
    named = Touch.kind == "key.named"
    return session.execute(_ROWS.where(named, Touch.subject.in_(people))).all()


def _entry(row: Any, contents: Contents) -> dict[str, Any]:
    """One touch as the proof tells it, hashed again. Raises Untrue."""
    columns = (row.seq, row.id, row.subject, row.contributor, row.kind, row.at,
               row.payload_digest, row.update_digest)  # fmt: skip
    if leaf(*columns) != row.leaf:
        raise Untrue(row.seq, "its columns are not those that were hashed")
    told: dict[str, Any] = {"leaf": json.loads(row.leaf)}
    if row.payload is None and row.erased_by is None:
        raise Untrue(row.seq, "its content is missing")
    rewritten = row.erased_by is not None
    if row.payload is None or (
        rewritten and not _is(row.payload_digest, row.payload_salt, row.payload)
    ):
        return {**told, "absent": "erased"}
    if row.kind != "key.named" and (not contents.payloads or row.seq in contents.left_out):
        return {**told, "absent": "left out"}
    if not _is(row.payload_digest, row.payload_salt, row.payload):
        raise Untrue(row.seq, "its payload is not the one that was hashed")
    said = _said(row.seq, row.payload)
    if contents.kept_in(row.kind, said):
        return {**told, "absent": "left out"}
    told |= {"payload": said, "salt": _text(row.payload_salt)}
    if contents.updates and row.update_digest is not None:
        if not _is(row.update_digest, row.update_salt, row.update_bytes):
            if rewritten:
                return told
            raise Untrue(row.seq, "its update is not the one that was hashed")
        told |= {"update": _text(row.update_bytes), "update_salt": _text(row.update_salt)}
    return told


def _is(wanted: str, salt: Any, content: Any) -> bool:
    whole = isinstance(salt, bytes) and isinstance(content, bytes)
    return whole and digest(salt, content) == wanted


def _said(seq: int, payload: bytes) -> Any:
    try:
        said = json.loads(payload)
        same = canonical(said) == payload
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise Untrue(seq, "what it says is not canonical JSON")
    return said


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


_LEAVES = (
    select(Touch.leaf)
    .where(Touch.seq.between(bindparam("first"), bindparam("last")))
    .order_by(Touch.seq)
)


def _blocks(session: Session, size: int, progress: Progress | None) -> Iterator[list[bytes]]:
    """The leaves of the whole ledger, a block at a time."""
    connection = session.connection()
    for first in range(1, size + 1, BLOCK):
        last = min(first + BLOCK - 1, size)
        found = connection.execute(_LEAVES, {"first": first, "last": last})
        assert found.cursor is not None
        # The driver's own rows: a million of SQLAlchemy's would take half the time there is.
        leaves = [row[0] for row in found.cursor.fetchall()]
        found.close()
        if any(type(each) is not bytes for each in leaves):
            raise Untrue(None, f"a leaf between {first} and {last} is none")
        if len(leaves) != last - first + 1:
            raise Untrue(None, f"a touch between {first} and {last} is missing")
        yield leaves
        if progress is not None:
            progress(last, size)
