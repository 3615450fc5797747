"""Sending what waits: through the same acts as any touch, in order, and once."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.acts import acting
from db.acts.editing import INDEXED_AT_ONCE
from db.acts.edits import Waiting
from db.acts.recording import index_later, record_row, refresh_row
from db.acts.sending import Beside, send_rows
from db.acts.sourcing import rename_peer
from db.acts.writing import make_article
from db.bureau.history import HistoryLost, check_seen
from db.bureau.outbox import Letter, Outbox, Place
from db.ledger.chain import told
from db.manuscript.manuscript import Manuscript
from db.manuscript.rows import UntrueRow, read_row
from db.manuscript.store import KINDS, SNAPSHOT_EVERY, ask_anew, learn_foreign, load, take_touch
from db.models.article import Article, Proposal
from db.models.contributor import Contributor
from db.models.touch import Content, Head, Touch
from db.newsroom import Newsroom, newest_about
from db.refusal import Refused
from db.rules import permissions
from db.terms import stamp

#: Refusals that pass by themselves: what waits goes on waiting.
_PASSING = ("offline", "conflict")
#: So often it is tried to put rows into a text that others write in, before it is locked.
_TRIES = 5
#: How a refusal begins of words that build on others that the newsroom does not have (yet).
NOT_FITTING = "these words do not fit the text"


@dataclass
class _Known:
    """A text as the newsroom has it after touch `seen`; `beside` is what its row depends on besides,
    None where that has to be read, and `plain` are peers of which nothing is a proposal."""

    text: Manuscript
    seen: int
    beside: Beside | None = None
    plain: set[int] = field(default_factory=set)

    def takes(self, letters: Sequence[Letter]) -> bool:
        """Whether it is known that these go into the text."""
        return self.beside is not None and _peers(letters) <= self.plain


class Sender:
    """Sends one person's letters. Remembers the texts it sends to, so that a word costs no reading
    of the whole piece. Not for two threads at once; two senders may send the same letters."""

    def __init__(self, newsroom: Newsroom, outbox: Outbox, contributor: str) -> None:
        self._newsroom, self._outbox, self._me = newsroom, outbox, contributor
        self._texts: dict[str, _Known] = {}
        #: how far this computer's clock is ahead of the server's
        self._ahead = timedelta()
        self._unindexed: dict[str, float] = {}

    def send(self) -> int:
        """Send all that waits; how many letters went. Raises Refused for what may pass, and
        HistoryLost where the newsroom lost the touch that was seen last, and leaves everything as it
        is; what the newsroom will not take is set aside with its reason."""
        waiting = self._outbox.waiting(self._me)
        groups = groupby(waiting, lambda one: (one.article, one.kind))
        return sum(
            self._send_group(article, kind, list(group)) for (article, kind), group in groups
        )

    def _send_group(self, article: str, kind: str, letters: list[Letter]) -> int:
        seen: Place | None
        try:
            if kind == "article.made":
                seen = self._begin_pieces(letters)
            elif kind == "source.named":
                seen = self._name_sources(article, letters)
            else:
                seen = self._send_rows(article, letters)
        except Refused as refused:
            self._texts.pop(article, None)
            passes = refused.refusal.rule in _PASSING or isinstance(refused, HistoryLost)
            if passes or self._is_out():
                raise
            if len(letters) > 1:  # those before the one that is refused are taken
                return sum(self._send_group(article, kind, [letter]) for letter in letters)
            self._outbox.set_aside([one.id for one in letters], refused.refusal.message)
            return 0
        except BaseException:
            self._texts.pop(article, None)
            raise
        self._outbox.note_sent([one.id for one in letters], seen)
        return len(letters)

    def _is_out(self) -> bool:
        """Whether the newsroom takes nothing at all from whoever writes here."""
        try:
            with self._newsroom.read() as session:
                acting.person(session, self._me)
        except Refused:
            return True
        return False

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """A change of a newsroom that has all that was seen here. Raises Refused, HistoryLost."""
        with self._newsroom.write() as session:
            check_seen(session, self._outbox.seen())
            yield session

    def _begin_pieces(self, letters: Sequence[Letter]) -> Place:
        with self._writing() as session:
            who = acting.person(session, self._me)
            for letter in unknown(session, letters):
                piece, text = make_article(
                    session, who, language=letter.payload["language"], identity=letter.article,
                    touch=letter.id,
                )  # fmt: skip
                refresh_row(session, piece, text, piece.text_seq)
            return _reached(session)

    def _name_sources(self, article: str, letters: Sequence[Letter]) -> Place:
        self._texts.pop(article, None)
        with self._writing() as session:
            who = acting.person(session, self._me)
            piece = _piece(session, article)
            for letter in unknown(session, letters):
                acting.allowed(session, who, "source", piece)
                said = letter.payload
                rename_peer(session, who, piece, said["peer"], said["source"], said["ai"],
                            touch=letter.id)  # fmt: skip
            return _reached(session)

    def _send_rows(self, article: str, letters: Sequence[Letter]) -> Place | None:
        """Send rows of one piece: into its text in one call where they can go there; what somebody
        else wrote meanwhile is taken in first, and it is tried again."""
        for _ in range(_TRIES):
            known = self._texts.pop(article, None)  # until they arrived it holds what may not
            fresh = False
            if known is None or not known.takes(letters):
                fresh = True
                known, letters = self._read(article, known, letters)
                self._texts[article] = known
            if not letters:
                return None
            self._refuse_what_builds_on_refused(article, letters)
            if known.beside is None:
                break
            self._texts.pop(article, None)
            rows = [self._waiting(letter) for letter in letters]
            try:
                self._take_all(known.text, rows)
            except Refused:
                if fresh:
                    raise
                continue  # they may build on what others wrote since
            seen = self._outbox.seen()
            last = (0, b"") if seen is None else (seen.seq, seen.hash)
            found = send_rows(self._newsroom, self._me, known.text, rows, known.beside, last)
            if found is not None:
                known.seen = found.numbers[-1]
                self._texts[article] = known
                self._unindexed[article] = time.monotonic()
                return known.seen, found.hash
        return self._record_each(article, letters)

    def _read(
        self, article: str, known: _Known | None, letters: Sequence[Letter]
    ) -> tuple[_Known, Sequence[Letter]]:
        """The piece as the newsroom has it, and which of the letters it does not have yet."""
        with self._newsroom.read() as session:
            check_seen(session, self._outbox.seen())
            self._ahead = datetime.now(UTC) - _clock(session)
            if known is None:
                known = self._load(session, article)
            else:
                known.seen = _take_since(session, known.text, known.seen)
            fresh = unknown(session, letters)
            known.beside, known.plain = None, _peers(fresh)
            if fresh:
                who = acting.person(session, self._me)
                if _goes_into_the_text(session, who, _piece(session, article), known.plain):
                    known.beside = Beside.read(session, article)
        return known, fresh

    def _load(self, session: Session, article: str) -> _Known:
        text = load(session, article)
        ask_anew(text, self._newsroom.read)
        return _Known(text, newest_about(session, article))

    def forget_beside(self, articles: Collection[str]) -> None:
        """Somebody wrote in these pieces, or moved them."""
        for article in articles:
            if article in self._texts:
                self._texts[article].beside = None

    def _waiting(self, letter: Letter) -> Waiting:
        """A letter as a row: nothing was written after it arrived, whatever this computer's clock
        says."""
        at = min(letter.at, stamp(datetime.now(UTC) - self._ahead))
        return Waiting(letter.id, letter.payload, letter.update_bytes or b"", at)

    def _take_all(self, text: Manuscript, rows: Sequence[Waiting]) -> None:
        """Take rows into the text that have no numbers yet. Raises Refused."""
        if len(text.taken) > SNAPSHOT_EVERY:
            text.rebase(text.document.snapshot())
        count = len(text.rows)
        for row in rows:
            _take(text, 0, self._me, row.payload, row.update)
        text.forget_rows_after(count)
        if text.foreign_peers() - text.foreign.keys():
            with self._newsroom.read() as session:
                learn_foreign(session, text)

    def _record_each(self, article: str, letters: Sequence[Letter]) -> Place:
        """Add the rows one by one, as proposals where they are that."""
        known = self._texts.pop(article, None)
        with self._writing() as session:
            who = acting.person(session, self._me)
            piece = _piece(session, article)
            if known is None:
                known = self._load(session, article)
            known.seen, known.beside = _take_since(session, known.text, known.seen), None
            fresh = unknown(session, letters)
            if fresh:
                known.seen = self._record(session, who, piece, known.text, fresh)
            place = _reached(session)
        self._texts[article] = known
        return place

    def index(self, after: float) -> None:
        """Bring the search index up to date with pieces to which nothing was sent for so many
        seconds. Raises Refused."""
        for article, at in list(self._unindexed.items()):
            if time.monotonic() - at >= after:
                index_later(self._newsroom, article)
                del self._unindexed[article]

    def _refuse_what_builds_on_refused(self, article: str, letters: Sequence[Letter]) -> None:
        for gone in self._outbox.refused(self._me, article):
            if any(gone.payload.get("peer") in letter.peers for letter in letters):
                raise Refused("states", gone.refused or "", "take the words into a new draft")

    def _record(
        self, session: Session, who: Contributor, piece: Article, text: Manuscript,
        letters: Sequence[Letter],
    ) -> int:  # fmt: skip
        """Add the rows, into the text or as proposals; the newest touch. Raises Refused."""
        mode = permissions.writes_as(session, who, piece)
        if mode not in ("write", "propose") and not permissions.takes_late_words(
            session, who, piece
        ):
            raise Refused("states", mode, "take the words into a new draft")
        # What builds on proposed words, or comes too late, is itself a proposal.
        offered = list(session.scalars(select(Proposal).where(Proposal.peer.in_(_peers(letters)))))
        proposed = bool(offered) or mode != "write"
        gone = sorted(one.peer for one in offered if one.state == "rejected")
        seq = 0
        for n, letter in enumerate(letters):
            assert letter.update_bytes is not None
            payload = {**letter.payload, "reopens": gone} if gone and not n else letter.payload
            seq = record_row(
                session, who, piece, payload, letter.update_bytes, touch=letter.id,
                proposed=proposed, at=self._waiting(letter).at,
            )  # fmt: skip
            if not proposed:
                _take(text, seq, who.id, payload, letter.update_bytes)
        if not proposed:
            learn_foreign(session, text)
            long = text.document.length("body") > INDEXED_AT_ONCE
            refresh_row(session, piece, text, seq, index=not long)
        return seq


def _reached(session: Session) -> Place:
    """The newest touch of the record as it stands."""
    head = session.execute(select(Head.seq, Head.hash)).one()
    return head.seq, head.hash


def _piece(session: Session, article: str) -> Article:
    piece = session.get(Article, article)
    if piece is None:
        raise Refused("not-found", "the newsroom no longer has this piece", "take the words into a "
                      "new draft")  # fmt: skip
    return piece


def _take_since(session: Session, text: Manuscript, seen: int) -> int:
    """Take in what was done to the text since; the touch up to which it is that of the newsroom."""
    since = told(session, text.known.article, KINDS, seen)
    if since:
        text.rebase(text.document.snapshot())
        for touch in since:
            take_touch(session, text, touch)
        learn_foreign(session, text)
        seen = since[-1].seq
    return seen


def _peers(letters: Sequence[Letter]) -> set[int]:
    return {peer for letter in letters for peer in letter.peers}


def _goes_into_the_text(
    session: Session, who: Contributor, piece: Article, peers: set[int]
) -> bool:
    """Whether rows of a sitting with these peers are no proposals, nor build on any."""
    offered = select(Proposal.peer).where(Proposal.peer.in_(peers)).limit(1)
    writes = permissions.writes_as(session, who, piece) == "write"
    return writes and session.scalar(offered) is None


def _take(text: Manuscript, seq: int, who: str, payload: dict[str, Any], update: bytes) -> None:
    """Take a row in as every reader will. Raises Refused for one that they would leave out."""
    try:
        row = read_row(seq, who, payload, update)
    except UntrueRow as why:
        raise Refused("bad-input", f"these words are spoilt: {why}", "write them again") from None
    if not text.take(row):
        raise Refused("bad-input", f"{NOT_FITTING}: {text.refused[-1][1]}",
                      "take the words into a new draft")  # fmt: skip


def own_rows(session: Session, contributor: str) -> list[Letter]:
    """The rows of text that somebody brought into the pieces kept here, as if they still waited."""
    query = (
        select(Touch, Content)
        .join(Content, Content.seq == Touch.seq)
        .where(Touch.contributor == contributor, Touch.kind.in_(("text", "proposed")))
        .order_by(Touch.seq)
    )
    found: list[Letter] = []
    for touch, content in session.execute(query):
        if content.payload is not None and content.update_bytes is not None:
            said = json.loads(content.payload)
            found.append(Letter(touch.id, touch.subject, "text", said, content.update_bytes,
                                (said["peer"],), touch.at))  # fmt: skip
    return found


def unknown(session: Session, letters: Sequence[Letter]) -> list[Letter]:
    """Those that are not in the record yet: a letter may have arrived without our hearing of it."""
    ids = [letter.id for letter in letters]
    known = set(session.scalars(select(Touch.id).where(Touch.id.in_(ids))))
    return [letter for letter in letters if letter.id not in known]


def _clock(session: Session) -> datetime:
    """The server's time."""
    time_: datetime = session.scalars(select(func.clock_timestamp())).one()
    return time_
