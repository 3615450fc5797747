"""One article open for writing: what is typed goes into a manuscript of its own at once, and
into the newsroom's record a moment later, with the words that others saved meanwhile.

Positions and lengths count UTF-16 units, as Qt does, unless a name says otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts import acting, sourcing
from db.acts.edits import Edit, Reads, Run, Waiting, edits, shown, units
from db.acts.recording import index_later, record_row, refresh_row
from db.ledger.chain import Told, newsroom_id, told
from db.manuscript import spans as spanning
from db.manuscript.anchors import Anchor, Places
from db.manuscript.document import BrokenUpdate
from db.manuscript.pen import Pen
from db.manuscript.spans import Span
from db.manuscript.store import KINDS, ask_anew, learn_foreign, load, take_touch, with_proposals
from db.manuscript.undoing import Steps
from db.models.article import Article, Proposal
from db.models.contributor import Contributor
from db.newsroom import Newsroom, data_version
from db.refusal import Refused
from db.rules import permissions
from db.rules.pending import offers
from db.terms import UNKNOWN_SOURCE, Origin, new_id

#: Longer texts are put into the search index when they are closed, not at each save.
INDEXED_AT_ONCE = 40_000


class EditingSession:
    """One contributor's work on one article. Not for two threads at once."""

    _newsroom: Newsroom

    def __init__(self, reads: Reads, actor: str, article: str) -> None:
        self._reads = reads
        self._actor = actor
        self._waiting: list[Waiting] = []
        self._later: list[Edit] = []
        self._identity = ""
        #: touches of one's own that are in the text whoever's peer they are of
        self._mine: set[str] = set()
        self._people: dict[str, tuple[str, str]] = {}
        self.article = article
        self.may_write = self.proposing = False
        self.version = 0
        self.why_not = ""

    @classmethod
    def open(cls, newsroom: Newsroom, actor: str, wanted: str) -> EditingSession:
        """Open an article for a contributor (a name). Raises Refused `not-found`."""
        with newsroom.read() as session:
            who = acting.person(session, actor)
            opened = cls(newsroom, who.id, acting.article(session, wanted).id)
            opened._newsroom = newsroom
            opened._begin(session)
        return opened

    def _begin(self, session: Session) -> None:
        """Start from the text as the newsroom has it, with one's own words that wait besides."""
        self._seen = self._newest(session)
        self._manuscript = load(session, self.article)
        own = [o.peers for o in offers(session, self.article) if o.contributor == self._actor]
        if own:
            self._manuscript = with_proposals(session, self._manuscript, own[0])
        # What builds on proposed words is itself a proposal.
        self._proposed = bool(own)
        self._typed = Pen(self._manuscript, self._actor, self._actor, Origin.TYPED)
        self._pen = self._typed
        self._own = {self._typed.peer, *(peer for peers in own for peer in peers)}
        self._steps = Steps(self._manuscript)
        self._learn(session)
        self._stand(session)
        ask_anew(self._manuscript, self._reads.read)
        self._manuscript.known.is_contributor = lambda identity: identity in self._people

    def _learn(self, session: Session) -> None:
        self._identity = newsroom_id(session)
        rows = session.execute(select(Contributor.id, Contributor.name, Contributor.kind))
        self._people = {row.id: (row.name, row.kind) for row in rows}
        learn_foreign(session, self._manuscript)

    def _stand(self, session: Session) -> str:
        """How words go in now: `write`, `propose`, or why neither."""
        who = session.get_one(Contributor, self._actor)
        piece = acting.article(session, self.article)
        mode = permissions.writes_as(session, who, piece)
        self.version = piece.version
        self.may_write = mode == "write"
        self.proposing = mode == "propose"
        self.why_not = "" if mode in ("write", "propose") else mode
        return mode

    def _is_late(self, session: Session) -> bool:
        who = session.get_one(Contributor, self._actor)
        piece = acting.article(session, self.article)
        return permissions.takes_late_words(session, who, piece)

    # Reading

    @property
    def parts(self) -> list[str]:
        """The names of the article's parts."""
        return self._manuscript.parts()

    def text(self, part: str) -> str:
        return self._manuscript.text(part)

    def slice(self, part: str, position: int, length: int) -> str:
        """Some units of a part."""
        return self._manuscript.document.slice_utf16(part, position, length)

    def runs(self, part: str) -> list[Run]:
        """Who wrote what: runs that cover the part exactly."""
        text = self._manuscript.text(part)
        plain = text.isascii()
        out: list[Run] = []
        start = at = 0
        for run in self._manuscript.authors(part):
            length = run.length
            if not plain:
                length = units(text[at : at + run.length])
            name, kind = self._people.get(run.contributor, (run.contributor, ""))
            out.append(Run(start, length, name, kind, run.origin))
            start += length
            at += run.length
        return out

    def characters(self, part: str, position: int, length: int) -> list[Span]:
        """Who the characters of some units are, so that they are found again wherever they go."""
        return spanning.cut(self._manuscript.spans(part), *self._place(part, position, length))

    def places(self, anchors: Mapping[int, Anchor]) -> dict[int, tuple[str, int, int]]:
        """Where anchored words stand on the page now: part, position and length; not those gone."""
        found, known = Places(self._manuscript), {}
        to_units = self._manuscript.document.to_utf16
        for n, anchor in anchors.items():
            place = found.find(*anchor)
            if place is not None:
                start = to_units(place.part, place.start)
                end = to_units(place.part, place.start + place.length)
                known[n] = (place.part, start, end - start)
        return known

    # Writing

    def _use(self, pen: Pen) -> Pen:
        """Write with `pen` from here on; each pen's rows build on those of the pens before."""
        if pen is not self._pen:
            self._seal()
            self._pen = pen
            self._own.add(pen.peer)
        return pen

    def _seal(self) -> None:
        row = self._pen.row()
        if row is not None:
            self._waiting.append(Waiting(new_id(), *row))

    def _place(self, part: str, position: int, removed: int) -> tuple[int, int]:
        document = self._manuscript.document
        start = document.to_unicode(part, position)
        return start, document.to_unicode(part, position + removed) - start if removed else 0

    def splice(self, part: str, position: int, removed: int, inserted: str) -> None:
        """Type: take out `removed` units and put `inserted` there.

        Edits that `refresh` has still to show must be shown first: positions are those of the
        text with them.
        """
        self._put(self._typed, part, *self._place(part, position, removed), inserted, None)

    def _put(
        self,
        pen: Pen,
        part: str,
        start: int,
        removed: int,
        inserted: str,
        copy_of: Sequence[Span] | None,
    ) -> None:
        words = self._manuscript.document.slice(part, start, removed) if removed else ""
        gone, put = self._use(pen).splice(part, start, removed, inserted, copy_of)
        self._steps.did(part, start, words, gone, put, inserted)

    def paste(
        self, part: str, position: int, removed: int, inserted: str, clipboard: bytes | None
    ) -> int | None:
        """Paste. Words copied in this newsroom keep their authors; others are `pasted`, and the
        number of the paste is given back, so that its source can be named."""
        start, gone = self._place(part, position, removed)
        copied = self._recognised(inserted, clipboard)
        if copied is not None:
            self._put(self._typed, part, start, gone, inserted, copied)
            with self._reads.read() as session:
                learn_foreign(session, self._manuscript)
            return None
        pen = Pen(self._manuscript, self._actor, self._actor, Origin.PASTED, UNKNOWN_SOURCE)
        self._put(pen, part, start, gone, inserted, None)
        self._use(self._typed)
        return pen.peer

    def _recognised(self, inserted: str, clipboard: bytes | None) -> list[Span] | None:
        """The characters a clipboard of this newsroom names, if they are these very words."""
        if not clipboard or not inserted:
            return None
        try:
            told_ = json.loads(clipboard)
            spans = [Span(int(p), int(c), int(n)) for p, c, n in told_["spans"]]
            if told_["newsroom"] != self._identity or spanning.total(spans) != len(inserted):
                return None
            words = "".join(self._words_of(span) for span in spans)
        except (ValueError, TypeError, KeyError, BrokenUpdate):
            return None
        return spans if words == inserted else None

    def _words_of(self, span: Span) -> str:
        if span.length <= 0:
            raise BrokenUpdate("an empty span")
        if span.peer in self._manuscript.known.peers:
            return self._manuscript.document.characters(span)
        found = self._manuscript.known.characters(span)
        if found is None:
            raise BrokenUpdate("characters of nobody known")
        return found

    def copy(self, part: str, position: int, length: int) -> bytes:
        """What the clipboard carries besides the words, so that their authors come along."""
        start, count = self._place(part, position, length)
        spans = self._manuscript.sources_of(
            spanning.cut(self._manuscript.spans(part), start, count)
        )
        told_ = {"newsroom": self._identity, "spans": [list(span) for span in spans]}
        return json.dumps(told_).encode()

    # Undo

    @property
    def can_undo(self) -> bool:
        return self._steps.can_undo

    @property
    def can_redo(self) -> bool:
        return self._steps.can_redo

    def undo(self) -> list[Edit]:
        """Take the last step back; the changes to show."""
        return shown(self._manuscript, self._steps.undo(self._use(self._typed)))

    def redo(self) -> list[Edit]:
        """Make it again."""
        return shown(self._manuscript, self._steps.redo(self._use(self._typed)))

    # Saving

    def flush(self) -> bool:
        """Put what waits into the record; whether there was anything. Raises Refused or an error
        of the disk, and keeps what waits."""
        self._seal()
        if not self._waiting:
            return False
        with self._newsroom.write() as session:
            mode = self._stand(session)
            if mode not in ("write", "propose") and not self._is_late(session):
                raise Refused("states", mode, "copy the words elsewhere; they are on this page")
            # What builds on proposed words, or comes too late, is itself a proposal.
            self._proposed = self._proposed or mode != "write"
            self._take_others(session)
            who = session.get_one(Contributor, self._actor)
            piece = acting.article(session, self.article)
            known = len(self._manuscript.rows)
            try:
                seq = self._record(session, who, piece)
                if not self._proposed:
                    long = self._manuscript.document.length("body") > INDEXED_AT_ONCE
                    refresh_row(session, piece, self._manuscript, seq, index=not long)
            except BaseException:
                self._manuscript.forget_rows_after(known)
                raise
            head = data_version(session)
        self._seen = max(self._seen, head)
        self._waiting.clear()
        return True

    def _record(self, session: Session, who: Contributor, piece: Article) -> int:
        seq = 0
        gone = self._rejected(session)
        for n, row in enumerate(self._waiting):
            # They build on words that were rejected meanwhile, and are offered again with them.
            again = {"reopens": gone} if gone and not n else {}
            seq = record_row(session, who, piece, {**row.payload, **again}, row.update,
                             touch=row.touch, proposed=self._proposed)  # fmt: skip
            if not self._proposed:
                names = ("peer", "start", "end")
                self._manuscript.rows.append((seq, *(row.payload[name] for name in names)))
        return seq

    def _take_others(self, session: Session) -> None:
        """Take in what others saved since; what that changes waits for the next `refresh`."""
        touches = self._since(session)
        if not touches:
            return
        self._seal()
        self._learn(session)
        before = self._manuscript.texts()
        # An untrue row is taken back by going back to this moment.
        self._manuscript.rebase(self._manuscript.document.snapshot())
        for touch in touches:
            take_touch(session, self._manuscript, touch, self._own, self._mine)
        learn_foreign(session, self._manuscript)
        for part in self._manuscript.parts():
            self._later.extend(edits(part, before.get(part, ""), self._manuscript.text(part)))

    def _newest(self, session: Session) -> int:
        """The touch up to which the session knows this piece."""
        return data_version(session)

    def _since(self, session: Session) -> list[Told]:
        """What others did to the text since this session last looked."""
        return [
            touch
            for touch in told(session, self.article, KINDS, self._seen)
            if touch.kind != "text" or touch.peer not in self._own
        ]

    def refresh(self) -> list[Edit]:
        """Take in what others saved; the changes to show, in order."""
        if self._left_out():
            if self._pen.waiting or self._waiting:
                self.flush()  # words that build on them offer them again
            else:
                self._begin_again()
        with self._reads.read() as session:
            head = self._newest(session)
            if head > self._seen:
                self._take_others(session)
                self._seen = head
                self._stand(session)
        out, self._later = self._later, []
        return out

    @property
    def _peers(self) -> set[int]:
        """Whose words were written in this sitting, or are what it builds on."""
        return self._own

    def _left_out(self) -> bool:
        """Whether words of this session were offered and rejected."""
        if not self._proposed:
            return False
        with self._reads.read() as session:
            return bool(self._rejected(session))

    def _rejected(self, session: Session) -> list[int]:
        gone = select(Proposal.peer).where(
            Proposal.peer.in_(self._peers), Proposal.state == "rejected"
        )
        return sorted(session.scalars(gone)) if self._proposed else []

    def _begin_again(self) -> None:
        """Go on with the text as the newsroom has it, without what was rejected."""
        before = self._manuscript.texts()
        with self._reads.read() as session:
            self._begin(session)
        for part in self._manuscript.parts():
            self._later.extend(edits(part, before.get(part, ""), self._manuscript.text(part)))

    def name_source(self, paste: int, source: str) -> None:
        """Say where a paste is from; `ai:NAME` says that it is that AI's text."""
        self.flush()
        name = source.removeprefix("ai:").strip() if source.startswith("ai:") else None
        with self._reads.read() as session:
            actor = session.get_one(Contributor, self._actor).name
        sourcing.name_source(self._newsroom, actor, self.article, paste, name or source, ai=name)
        self._later.extend(self.refresh())

    def close(self) -> None:
        """Save what waits, and bring the search index up to date. Raises like `flush`."""
        self.flush()
        with suppress(Refused):  # the index is a cache: the next search catches up
            index_later(self._newsroom, self.article)
