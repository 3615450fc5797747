"""Handover files: one piece with its rows of text and who is behind each, for a newsroom of its own.

A gzip of canonical JSON (RFC 8785), signed with the key of whoever made it (Ed25519). Update rows
and pictures are base64. What comes in is hostile until it is checked: sizes are bounded, nothing
is run, and every row is checked like any other when it is taken.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import io
import json
import zlib
from dataclasses import dataclass
from typing import Any

from db.ledger import keys
from db.ledger.digest import canonical
from db.refusal import Refused

FORMAT = "colophon-handover-1"
#: How a file's name ends.
ENDING = ".colophon-piece"
#: A file may be so large once it is unpacked.
MOST_BYTES = 512 * 2**20
_LISTS = ("contributors", "rows", "images", "off_record")
_TEXTS = ("article", "language", "text_sha256", "made_by", "made_in", "headline")


@dataclass(frozen=True)
class Person:
    """A contributor as the file names them; `stands_for` is who they are in the piece's home."""

    id: str
    name: str
    kind: str
    provider: str | None = None
    model: str | None = None
    model_version: str | None = None
    answers_to: str | None = None
    stands_for: str | None = None


@dataclass(frozen=True)
class Row:
    """One row of text: its peer and counters, the copies it declares, its update."""

    peer: int
    start: int
    end: int
    copies: tuple[tuple[int, int, int, int], ...]
    update: bytes


@dataclass(frozen=True)
class Picture:
    """A picture, with whether AI made it."""

    n: int
    ai: bool | None
    data: bytes


@dataclass(frozen=True)
class Handover:
    """What a file says. `home` is where the piece was begun (id, name), `answers` the SHA-256 of the
    file that this one answers, `for_whom` who it was made for (an id of the home's register)."""

    article: str
    home: tuple[str, str]
    made_in: str
    made_by: str
    for_whom: str | None
    answers: str | None
    language: str
    headline: str
    text_sha256: str
    contributors: tuple[Person, ...]
    #: of each peer: contributor, origin, source
    peers: dict[int, tuple[str, str, str | None]]
    rows: tuple[Row, ...]
    images: tuple[Picture, ...]
    #: peer, counter, length, and whether these characters are off the record
    off_record: tuple[tuple[int, int, int, bool], ...]


@dataclass(frozen=True)
class Opened:
    """A file that was read: what it says, its SHA-256, and the key it was signed with."""

    said: Handover
    sha256: str
    public_key: str


def pack(said: Handover, public_key: str) -> bytes:
    """The file, signed with the key that this computer keeps for `made_by`."""
    body = {
        "format": FORMAT, "article": said.article, "home": list(said.home),
        "made_in": said.made_in, "made_by": said.made_by, "for": said.for_whom,
        "answers": said.answers, "language": said.language, "headline": said.headline,
        "text_sha256": said.text_sha256,
        "contributors": [vars(person) for person in said.contributors],
        "peers": {str(peer): list(who) for peer, who in said.peers.items()},
        "rows": [
            [str(r.peer), r.start, r.end, [[a, n, str(p), c] for a, n, p, c in r.copies],
             base64.b64encode(r.update).decode()]
            for r in said.rows
        ],
        "images": [[p.n, p.ai, base64.b64encode(p.data).decode()] for p in said.images],
        "off_record": [[str(p), c, n, off] for p, c, n, off in said.off_record],
    }  # fmt: skip
    signature = keys.sign(said.made_in, said.made_by, canonical(body))
    whole = canonical({**body, "public_key": public_key, "signature": signature})
    return gzip.compress(whole, mtime=0)


def unpack(data: bytes) -> Opened:
    """Read a file. Raises Refused `bad-input` for what is none, or was altered."""
    try:
        whole = json.loads(_unzipped(data))
        signature, public = str(whole.pop("signature")), str(whole.pop("public_key"))
        said = _read(whole)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise _no_file("this is no handover file") from error
    if not keys.holds(public, signature, canonical(whole)):
        raise _no_file("this handover file was altered since it was made")
    return Opened(said, hashlib.sha256(data).hexdigest(), public)


def _unzipped(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            out = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _no_file("this is no handover file, or not the whole of one") from error
    if len(out) > MOST_BYTES:
        raise _no_file("this handover file is larger than 512 MB")
    return out


def _no_file(why: str) -> Refused:
    return Refused("bad-input", why, "ask whoever made it to send it again")


def _read(whole: dict[str, Any]) -> Handover:
    if whole["format"] != FORMAT or not all(isinstance(whole[k], list) for k in _LISTS):
        raise ValueError("another format")
    if not all(isinstance(whole[k], str) for k in _TEXTS):
        raise ValueError("words that are none")
    home = (str(whole["home"][0]), str(whole["home"][1]))
    peers = {
        int(peer): (str(who[0]), str(who[1]), None if who[2] is None else str(who[2]))
        for peer, who in whole["peers"].items()
    }
    return Handover(
        whole["article"], home, whole["made_in"], whole["made_by"], _maybe(whole["for"]),
        _maybe(whole["answers"]), whole["language"], whole["headline"], whole["text_sha256"],
        tuple(Person(**{k: _maybe(v) for k, v in one.items()}) for one in whole["contributors"]),
        peers,
        tuple(
            Row(int(peer), int(start), int(end),
                tuple((int(a), int(n), int(p), int(c)) for a, n, p, c in copies), _bytes(update))
            for peer, start, end, copies, update in whole["rows"]
        ),
        tuple(Picture(int(n), _flag(ai), _bytes(data)) for n, ai, data in whole["images"]),
        tuple((int(p), int(c), int(n), bool(off)) for p, c, n, off in whole["off_record"]),
    )  # fmt: skip


def _maybe(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    raise ValueError("neither words nor nothing")


def _flag(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise ValueError("neither yes nor no")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
