"""Checking the ledger from its first touch to its head, in constant memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db.ledger import keys
from db.ledger.chain import WEIGHTY, statement
from db.ledger.checkpoint import body
from db.ledger.digest import START, RunningRoot, leaf
from db.manuscript.store import load
from db.models.article import Article
from db.models.contributor import Contributor
from db.models.touch import Head, Touch
from db.newsroom import Newsroom, schema_of
from db.storage.speech import confidential_touches, is_postgresql

SCHEMA = Path(__file__).parents[1] / "schema.sql"
SHARED_SCHEMA = SCHEMA.with_name("schema_postgresql.sql")
#: Touches between two words of progress.
STEP = 20_000
_ROWS = text(
    "SELECT t.seq, t.id, t.subject, t.contributor, t.kind, t.at, t.payload_digest,"
    ' t.update_digest, t.leaf, t.hash, c.payload, c.payload_salt, c."update", c.update_salt,'
    " c.erased_by FROM touch t LEFT JOIN content c ON c.seq = t.seq ORDER BY t.seq"
)

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Verified:
    """What a check of the ledger found; `first_bad` is the first touch that does not fit."""

    ok: bool
    touches: int
    head: str
    root: str
    first_bad: int | None
    why: str


class _Bad(Exception):
    def __init__(self, seq: int | None, why: str) -> None:
        super().__init__(why)
        self.seq, self.why = seq, why


def verify(
    newsroom: Newsroom, *, texts: bool = False, progress: Progress | None = None
) -> Verified:
    """Recompute every digest, leaf, hash and signature; with `texts`, every manuscript too."""
    with newsroom.read() as session:
        state = _State(confidential_touches(session))
        try:
            total = int(session.scalar(select(func.count()).select_from(Touch)) or 0)
            for row in _rows(session):
                state.take(row)
                if progress is not None and state.seq % STEP == 0:
                    progress(state.seq, total)
            _check_end(session, state)
            if texts:
                _check_texts(session, progress)
        except _Bad as bad:
            return state.verdict(bad.seq, bad.why)
        except (DatabaseError, UnicodeDecodeError) as error:
            what = str(getattr(error, "orig", error))
            return state.verdict(state.seq + 1, f"the database file is damaged: {what}")
    return state.verdict(None, "")


def _rows(session: Session) -> Iterator[Any]:
    for block in session.execute(_ROWS, execution_options={"yield_per": 2000}).partitions():
        yield from block


class _State:
    """What is known after the touches so far."""

    def __init__(self, hidden: frozenset[int] = frozenset()) -> None:
        #: touches whose content is there, and not for whoever asks: what they say is not checked
        self.hidden = hidden
        self.seq = 0
        self.hash = START
        self.tree = RunningRoot()
        self.newsroom = ""
        self.keys: dict[str, str] = {}
        self.erased: dict[int, int] = {}
        self.erasures: dict[int, dict[str, Any]] = {}
        self.rewritten: list[tuple[int, int, str, str]] = []

    def take(self, row: Any) -> None:
        """Check the next touch; raises _Bad."""
        (seq, identity, subject, contributor, kind, at, payload_digest, update_digest, leaf_bytes,
         hashed, payload, salt, update, update_salt, erased_by) = row  # fmt: skip
        if seq != self.seq + 1:
            raise _Bad(self.seq + 1, f"touch {self.seq + 1} is missing")
        if leaf_bytes != leaf(
            seq, identity, subject, contributor, kind, at, payload_digest, update_digest
        ):
            raise _Bad(seq, "its columns are not those that were hashed")
        leaf_hash = hashlib.sha256(b"\x00" + leaf_bytes).digest()
        chained = hashlib.sha256(self.hash + leaf_hash).digest()
        if chained != hashed:
            raise _Bad(seq, "its hash does not follow from the touch before")
        rewritten = False
        if payload is not None:
            found = _digest(salt, payload)
            if found != payload_digest:
                rewritten = self._rewritten(seq, erased_by, "touches", found, "payload")
        elif erased_by is None and seq not in self.hidden:
            raise _Bad(seq, "its content is missing")
        elif erased_by is not None:
            self.erased[seq] = erased_by
        if seq in self.hidden:
            update_digest = None
        if update_digest is not None and (found := _digest(update_salt, update)) != update_digest:
            self._rewritten(seq, erased_by, "updates", found, "update")
        if update_digest is None and (update is not None or update_salt is not None):
            raise _Bad(seq, "it holds an update that was not hashed")
        if kind == "checkpoint" and payload is not None:
            self._compare(seq, payload)
        self.seq, self.hash = seq, chained
        self.tree.add(leaf_hash)
        if kind in _READ and payload is not None and not rewritten:
            self._read(seq, subject, contributor, kind, payload)

    def _rewritten(self, seq: int, by: int | None, where: str, digest: str, what: str) -> bool:
        """Remember that content was rewritten; the touch that says so comes later."""
        if by is None or not digest:
            raise _Bad(seq, f"its {what} is not the one that was hashed")
        self.rewritten.append((seq, by, where, digest))
        return True

    def _read(self, seq: int, subject: str, contributor: str, kind: str, payload: bytes) -> None:
        said = _said(seq, payload)
        if kind == "newsroom.made":
            self.newsroom = str(said.get("id"))
        elif kind == "key.named":
            if subject in self.keys:
                raise _Bad(seq, "it names a second key for a person who has one")
            self.keys[subject] = str(said.get("public_key"))
        elif kind in ("erased", "redacted"):
            self.erasures[seq] = said
        else:
            key = self.keys.get(contributor)
            if key is None or key != said.get("public_key"):
                raise _Bad(seq, "it is signed with a key that is not its contributor's")
            message = statement(self.newsroom, contributor, subject, kind, said)
            if not keys.holds(key, str(said.get("signature", "")), message):
                raise _Bad(seq, "its signature does not hold")

    def _compare(self, seq: int, payload: bytes) -> None:
        """A checkpoint must be of exactly the touches before it."""
        text, _, _ = str(_said(seq, payload).get("checkpoint")).partition("\n\n")
        if text + "\n" != body(self.newsroom, self.seq, self.tree.root(), self.hash):
            raise _Bad(seq, "it is a checkpoint of other touches than stand before it")

    def verdict(self, first_bad: int | None, why: str) -> Verified:
        """The answer."""
        return Verified(not why, self.seq, self.hash.hex(), self.tree.root().hex(), first_bad, why)


_READ = frozenset({*WEIGHTY, "newsroom.made", "key.named", "erased", "redacted"})


def _said(seq: int, payload: bytes) -> dict[str, Any]:
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise _Bad(seq, "what it says cannot be read")
    return said


def _digest(salt: Any, content: Any) -> str:
    if not isinstance(salt, bytes) or not isinstance(content, bytes):
        return ""
    return hashlib.sha256(salt + content).hexdigest()


def _check_end(session: Session, state: _State) -> None:
    head = session.execute(select(Head.seq, Head.hash, Head.peaks)).one_or_none()
    if head is None or head.seq != state.seq or head.hash != state.hash:
        raise _Bad(state.seq + 1, "the head names other touches than are here")
    if RunningRoot(head.peaks).root() != state.tree.root():
        raise _Bad(state.seq, "the head's tree is not that of the touches")
    for seq, by in state.erased.items():
        if by not in state.erasures:
            raise _Bad(seq, "its content was taken away without an erasure")
    for seq, by, where, digest in state.rewritten:
        if state.erasures.get(by, {}).get(where, {}).get(str(seq)) != digest:
            raise _Bad(seq, "its content was rewritten, and no touch ordered it so")
    extra = session.execute(
        text("SELECT min(seq) FROM content WHERE seq NOT IN (SELECT seq FROM touch)")
    ).scalar()
    if extra is not None:
        raise _Bad(int(extra), "there is content without a touch")
    names = session.execute(select(Contributor.id, Contributor.public_key))
    for identity, public in names:
        if public != state.keys.get(identity):
            raise _Bad(None, f"the register has another key for {identity} than the ledger")
    missing = schema_differs(session)
    if missing:
        raise _Bad(None, f"the database's own checks were altered: {missing}")


def schema_differs(session: Session) -> str:
    """What of the schema is not as the program made it: a few names, or nothing."""
    made = SHARED_SCHEMA if is_postgresql(session) else SCHEMA
    wanted = _named(made.read_text("utf-8"))
    found = _named(schema_of(session))
    odd = sorted(
        name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)
    )
    return ", ".join(odd[:5])


def _named(schema: str) -> dict[str, str]:
    blocks = ("\n" + schema).split("\n-- ")[1:]
    return {block.partition("\n")[0]: block.partition("\n")[2].strip() for block in blocks}


def _check_texts(session: Session, progress: Progress | None) -> None:
    """Read every manuscript from its rows alone, and compare it with its article's row."""
    from db.acts.recording import hash_of

    ids = list(session.scalars(select(Article.id).order_by(Article.id)))
    for n, identity in enumerate(ids):
        manuscript = load(session, identity, cached=False)
        if manuscript.refused:
            seq, why = manuscript.refused[0]
            raise _Bad(seq, f"a row of {identity} is left out by every reader: {why}")
        piece = session.get_one(Article, identity)
        if hash_of(session, piece, manuscript) != piece.text_sha256:
            raise _Bad(piece.text_seq, f"the text of {identity} is not the one its row names")
        session.expunge(piece)
        if progress is not None:
            progress(n + 1, len(ids))
