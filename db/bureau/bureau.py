"""A bureau: one computer's copy of some pieces of a shared newsroom, and its outbox."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.bureau import fetching, pictures
from db.bureau.fetching import News
from db.bureau.history import ACCEPTED, HistoryLost, is_decided
from db.bureau.outbox import Letter, Outbox
from db.bureau.sender import NOT_FITTING, Sender, own_rows, unknown
from db.manuscript.content import text_sha256
from db.manuscript.store import bare
from db.models.article import Article, Writer
from db.models.bureau import Kept, Speaks
from db.models.touch import Head, Touch
from db.newsroom import Newsroom
from db.refusal import Refused
from db.storage import bureau as files
from db.storage.speech import speaker
from db.terms import new_id, now

#: So many pieces that were opened are kept; the pinned ones are kept besides.
OPENED = 30


@dataclass(frozen=True)
class Exchanged:
    """What an exchange with the newsroom brought: its newest touch, the kept pieces that changed,
    and how many letters went."""

    seq: int
    changed: frozenset[str]
    sent: int


class Bureau:
    """What one login keeps here. For any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._copy = files.copy_engine(folder)
        self.outbox = Outbox(folder)
        with self.read() as session:
            #: the contributor (an id) for whom the login speaks; empty until the newsroom said so
            self.me = session.scalar(select(Speaks.contributor)) or ""
        self._sender: Sender | None = None
        self._under_way = Lock()
        self._fetching: defaultdict[str, Lock] = defaultdict(Lock)
        #: pictures (by their hashes) that the newsroom does not have, though pieces show them
        self._without: set[str] = set()
        #: called when something waits to be sent
        self.posted: Callable[[], object] = lambda: None

    @property
    def ready(self) -> bool:
        """Whether this login was here before, so that one can write without the newsroom."""
        return bool(self.me)

    def come_in(self, newsroom: Newsroom) -> None:
        """Ask the newsroom whether it is there, and for whom this login speaks. Raises Refused."""
        newsroom.meet()
        with newsroom.read() as session:
            contributor = speaker(session)
        if contributor is None:
            raise Refused("who-may", "this login speaks for nobody in the newsroom", "ask the CEO")
        if contributor == self.me:
            return
        fetching.fetch(newsroom, self._copy, {}, common=True)
        with self.change_copy() as copy:
            copy.execute(delete(Speaks))
            copy.add(Speaks(contributor=contributor))
        self.me, self._sender = contributor, None

    @contextmanager
    def read(self, piece: str = "") -> Iterator[Session]:
        """A session that sees one moment of the copy. Raises Refused `offline` where a `piece` that
        is asked about is not kept."""
        with Session(self._copy, autoflush=False, close_resets_only=False) as session:
            if piece and session.get(Kept, piece) is None:
                raise Refused(
                    "offline", "this piece is not kept on this computer, and the newsroom is away",
                    "open it when the newsroom is back; pin what you want to have at hand",
                )  # fmt: skip
            yield session

    def newest(self, article: str) -> int:
        """The touch up to which a piece is kept; 0 for one that is not kept."""
        with self.read() as session:
            return session.scalar(select(Kept.seq).where(Kept.article == article)) or 0

    def _kept(self) -> tuple[dict[str, int], int]:
        """The pieces and the touch up to which each is kept, and the newest touch known."""
        with self.read() as session:
            pieces = {row.article: row.seq for row in session.scalars(select(Kept))}
            return pieces, session.scalar(select(Head.seq)) or 0

    def pinned(self) -> set[str]:
        """The pieces that stay here until they are let go."""
        with self.read() as session:
            return set(session.scalars(select(Kept.article).where(Kept.pinned)))

    def fetch(self, newsroom: Newsroom, article: str) -> None:
        """See that a piece is here; whoever else asks for it meanwhile waits for the same answer.
        Raises Refused `offline`."""
        with self._fetching[article]:
            with self.read() as session:
                is_here = session.get(Kept, article) is not None
            if not is_here:
                fetching.fetch(newsroom, self._copy, {article: 0}, common=False)

    def keep(self, newsroom: Newsroom, article: str) -> None:
        """See that a piece that is opened is here, and stays. Raises Refused `offline`."""
        self.fetch(newsroom, article)
        with self.change_copy() as copy:
            known = copy.get(Kept, article)
            if known is None:
                raise Refused("not-found", f"there is no article {article!r}", "see the Board")
            known.opened = now()
            copy.flush()
            self._let_old_ones_go(copy)

    def misses_pictures(self) -> bool:
        """Whether pictures of what is kept are still to come."""
        with self.read() as session:
            return bool(set(pictures.missing(session)) - self._without)

    def bring_pictures(self, newsroom: Newsroom) -> Iterator[Refused | None]:
        """Fetch the pictures that are still to come, one after the other: None for each that came,
        why for one that is not to be had. Raises Refused `offline`."""
        while True:
            with self.read() as session:
                wanted = [one for one in pictures.missing(session) if one not in self._without]
            if not wanted:
                return
            try:
                pictures.bring(newsroom, self._copy, wanted[0])
                yield None
            except Refused as refused:
                if refused.refusal.rule != "not-found":
                    raise
                self._without.add(wanted[0])
                yield refused

    def pin(self, article: str, stays: bool) -> None:
        """Keep a piece that is here until it is let go, or only as one that was opened."""
        with self.change_copy() as copy:
            copy.get_one(Kept, article).pinned = stays

    def _let_old_ones_go(self, copy: Session) -> None:
        old = copy.scalars(
            select(Kept.article)
            .where(~Kept.pinned, ~Kept.source)
            .order_by(Kept.opened.desc())
            .offset(OPENED)
        )
        gone = set(old) - {letter.article for letter in self.outbox.unseen(self.me)}
        if gone:
            fetching.forget(copy, gone)

    def change_copy(self) -> AbstractContextManager[Session]:
        """A transaction in the copy: all of it is kept, or none."""
        return files.transaction(self._copy)

    # Writing

    def post(self, letters: Iterable[Letter]) -> None:
        """Put words into the outbox; they are sent as soon as the newsroom is there."""
        self.outbox.put(self.me, letters)
        self.posted()

    def refused(self, article: str | None = None) -> list[Letter]:
        """Words that the newsroom did not take."""
        return self.outbox.refused(self.me, article)

    def waiting(self) -> tuple[int, int]:
        """How many rows wait to be sent, and how many the newsroom did not take."""
        return self.outbox.count(self.me)

    def headline(self, article: str) -> str:
        """What a kept piece is called."""
        with self.read() as session:
            return session.scalar(select(Article.headline).where(Article.id == article)) or ""

    def begin_piece(self, language: str) -> str:
        """Begin a draft of one's own while the newsroom is away; its id."""
        identity = f"article-{secrets.token_hex(4)}"
        letter = Letter(new_id(), identity, "article.made", {"language": language})
        with self.change_copy() as copy:
            empty = text_sha256(bare(copy, identity).texts(), language, [])
            copy.add(Article(id=identity, language=language, state="draft", text_sha256=empty,
                             text_seq=0, made_by=self.me, updated=letter.at, undecided=False))  # fmt: skip
            copy.add(Writer(article=identity, contributor=self.me))
            copy.add(Kept(article=identity, seq=0, opened=letter.at))
            copy.flush()
            fetching.count(copy)
        self.post([letter])
        return identity

    # The newsroom

    def exchange(self, newsroom: Newsroom) -> Exchanged:
        """Send what waits, and fetch what is new. Raises Refused; what did not go still waits.

        Raises HistoryLost where the newsroom no longer has what was seen here, and sends nothing.
        """
        with self._under_way:
            sent, found = 0, None
            while found is None:
                sent += self._send(newsroom)
                found = self._look(newsroom)
            news, common = found
            if news.changed or common:
                kept, _ = self._kept()
                self.outbox.offer_again(self.me, news.changed, NOT_FITTING)
                # What is said elsewhere may be about any piece, as a matter that holds one.
                changed = {one: seq for one, seq in kept.items() if common or one in news.changed}
                if fetching.fetch(newsroom, self._copy, changed, common):
                    files.scrub_copy(self.folder)
                if not common:
                    with self.change_copy() as copy:
                        fetching.know_until(copy, news)
            self._forget_seen()
        return Exchanged(news.seq, news.changed, sent)

    def _forget_seen(self) -> None:
        """What was sent and stands in the copy by now is needed in the outbox no longer."""
        sent = [letter.id for letter in self.outbox.unseen(self.me)]
        with self.read() as copy:
            seen = copy.scalars(select(Touch.id).where(Touch.id.in_(sent))).all()
        if seen:
            self.outbox.take_out(seen)

    def _look(self, newsroom: Newsroom) -> tuple[News, bool] | None:
        """Ask what is new, of a newsroom that still has all that was seen here. None where the CEO
        decided to go on without: then it was begun again, and what was lost of one's own waits."""
        kept, known = self._kept()
        seen = self.outbox.seen()
        news, common = fetching.look(newsroom, kept, known, seen.seq if seen is not None else 0)
        if seen is not None and news.seen != seen.hash:
            with newsroom.read() as session:
                if not is_decided(session, seen.decisions):
                    raise HistoryLost(seen.seq, seen.hash, seen.at)
            self._begin_again(newsroom)
            return None
        if self._sender is not None:
            self._sender.forget_beside(news.changed)
        if seen is None or (seen.seq, seen.decisions) != (news.seq, list(news.decisions)):
            self.outbox.see(news.seq, news.hash, news.decisions)
        return news, common

    def _begin_again(self, newsroom: Newsroom) -> None:
        """Fetch everything anew from a newsroom that lost history; what was kept of it is evidence,
        and one's own words that it lost are sent again."""
        seen = self.outbox.seen()
        assert seen is not None
        files.set_apart(self.folder, f"before-touch-{seen.seq}.sqlite")
        kept, _ = self._kept()
        with self.read() as session:
            own = own_rows(session, self.me)
        with newsroom.read() as session:
            decisions = session.scalars(select(Touch.id).where(Touch.kind == ACCEPTED)).all()
            lost = unknown(session, own)
        self.outbox.offer_again(self.me, kept, NOT_FITTING)  # they may build on what is put first
        self.outbox.put_first(self.me, lost)  # before they go from the copy
        with self.change_copy() as copy:
            fetching.empty(copy, kept)
            copy.execute(delete(Head))
        fetching.fetch(newsroom, self._copy, dict.fromkeys(kept, 0), common=True)
        with self.read() as session:
            head = session.execute(select(Head.seq, Head.hash)).one()
        self._sender = None
        self.outbox.see(head.seq, head.hash, decisions)

    def send(self, newsroom: Newsroom) -> int:
        """Send what waits; how many letters went. Raises Refused."""
        with self._under_way:
            return self._send(newsroom)

    def index(self, after: float) -> None:
        """Bring the search index up to date with pieces to which nothing was sent for so many
        seconds. Raises Refused."""
        if self._sender is not None:
            with self._under_way:
                self._sender.index(after)

    def _send(self, newsroom: Newsroom) -> int:
        while True:
            if self._sender is None:
                self._sender = Sender(newsroom, self.outbox, self.me)
            try:
                return self._sender.send()
            except HistoryLost:
                self._look(newsroom)  # raises it again, until the CEO decided

    def close(self) -> None:
        self._copy.dispose()
        self.outbox.close()
