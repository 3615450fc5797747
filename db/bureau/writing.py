"""One article open for writing on the copy of it that is kept here: what is typed goes into the
outbox, and comes back through the newsroom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.acts.editing import EditingSession
from db.bureau.outbox import Letter
from db.bureau.presence import Spot
from db.ledger.chain import Told, told
from db.manuscript import spans as spanning
from db.manuscript.manuscript import Manuscript
from db.manuscript.rows import UntrueRow, read_row
from db.manuscript.store import KINDS, rename
from db.models.bureau import Kept
from db.terms import Origin, new_id

if TYPE_CHECKING:
    from db.acts.edits import Edit
    from db.bureau.bureau import Bureau


class BureauSession(EditingSession):
    """Writing that waits for no server. Not for two threads at once."""

    def __init__(self, bureau: Bureau, article: str) -> None:
        super().__init__(bureau, bureau.me, article)
        self._bureau = bureau
        #: peers of earlier sittings, or of another window, whose words waited
        self._before: set[int] = set()
        self._decisions: list[str] = []

    @classmethod
    def open_in(cls, bureau: Bureau, article: str) -> BureauSession:
        """Open an article that is kept here. Raises Refused `offline` for one that is not."""
        with bureau.read(article) as session:
            opened = cls(bureau, article)
            opened._begin(session)
        return opened

    def _begin(self, session: Session) -> None:
        self._decisions = self._decided()
        super()._begin(session)
        self._mine, self._before = set(), set()
        for letter in self._bureau.outbox.unseen(self._actor, self.article):
            self._take_waiting(letter)

    def _take_waiting(self, letter: Letter) -> None:
        """Words that wait since an earlier sitting, or in another window, stand in the text."""
        if letter.kind == "source.named":
            rename(self._manuscript, self._renamed(letter))
            return
        try:
            row = read_row(0, self._actor, letter.payload, letter.update_bytes)
        except UntrueRow:
            return  # the newsroom will say so, and they are set aside then
        if self._manuscript.take(row):
            self._manuscript.rows.pop()  # it has no place in the record yet
            self._mine.add(letter.id)
            self._before.add(row.peer)

    @property
    def _peers(self) -> set[int]:
        return self._own | self._before

    @property
    def manuscript(self) -> Manuscript:
        """The text as it stands here; not to be changed."""
        return self._manuscript

    def with_refused(self, letters: Iterable[Letter]) -> Manuscript:
        """The text with words that the newsroom did not take, to be taken elsewhere."""
        for letter in letters:
            self._take_waiting(letter)
        return self._manuscript

    def _newest(self, session: Session) -> int:
        kept = session.get(Kept, self.article)
        return kept.seq if kept is not None else 0

    def _since(self, session: Session) -> list[Told]:
        others = []
        for touch in told(session, self.article, KINDS, self._seen):
            if touch.id not in self._mine:
                others.append(touch)
            elif touch.kind == "proposed":
                # What builds on proposed words is itself a proposal.
                self._proposed = True
            elif touch.kind == "text":
                said = touch.payload
                self._manuscript.rows.append((touch.seq, touch.peer, said["start"], said["end"]))
        return others

    def flush(self) -> bool:
        """Put what waits into the outbox; whether there was anything. Raises Refused for a disk
        that does not take it, and keeps what waits."""
        self._seal()
        if not self._waiting:
            return False
        peers = tuple(sorted(self._peers))
        self._bureau.post(
            Letter(row.touch, self.article, "text", row.payload, row.update, peers)
            for row in self._waiting
        )
        self._mine.update(row.touch for row in self._waiting)
        self._waiting.clear()
        return True

    def refresh(self) -> list[Edit]:
        """Take in what the newsroom has since; the changes to show, in order."""
        if self._set_aside() or self._went_back():
            self.flush()  # they build on words that the newsroom does not take
            self._begin_again()
        return super().refresh()

    def _went_back(self) -> bool:
        """Whether the newsroom lost history, and the CEO decided to go on. Its touches may count
        further by now than those that were seen here."""
        return self._decided() != self._decisions

    def _decided(self) -> list[str]:
        seen = self._bureau.outbox.seen()
        return [] if seen is None else list(seen.decisions)

    def _set_aside(self) -> bool:
        return any(one.id in self._mine for one in self._bureau.refused(self.article))

    def spot(self, part: str, position: int) -> Spot:
        """Where one is, as the others are told: `position` counts units."""
        place = self._manuscript.document.to_unicode(part, position)
        found = spanning.cut(self._manuscript.spans(part), place - 1, 1) if place else []
        peer, counter = (found[0].peer, found[0].counter) if found else (0, 0)
        return Spot(self.article, part, peer, counter)

    def place_of(self, spot: Spot) -> int | None:
        """The place of somebody's cursor in its part; None where its character is not here."""
        if spot.part not in self.parts or not spot.peer:
            return None if spot.part not in self.parts else 0
        at = 0
        for span in self._manuscript.spans(spot.part):
            if span.peer == spot.peer and 0 <= spot.counter - span.counter < span.length:
                place = at + spot.counter - span.counter + 1
                return self._manuscript.document.to_utf16(spot.part, place)
            at += span.length
        return None

    def name_source(self, paste: int, source: str) -> None:
        """Say where a paste is from; `ai:NAME` says that it is that AI's text."""
        self.flush()
        name = source.removeprefix("ai:").strip() if source.startswith("ai:") else None
        said = {"peer": paste, "source": name or source, "ai": name}
        letter = Letter(
            new_id(), self.article, "source.named", said, peers=tuple(sorted(self._peers))
        )
        self._bureau.post([letter])
        rename(self._manuscript, self._renamed(letter))

    def _renamed(self, letter: Letter) -> dict[str, object]:
        """As the touch will say it."""
        said = letter.payload
        owner = self._actor
        if said["ai"] is not None:
            owner = next((i for i, (name, _) in self._people.items() if name == said["ai"]), owner)
        origin = Origin.PASTED if said["ai"] is None else Origin.GENERATED
        return {"peer": said["peer"], "contributor": owner, "origin": str(origin),
                "source": said["source"]}  # fmt: skip

    def close(self) -> None:
        """Put what waits into the outbox. Raises like `flush`."""
        self.flush()
