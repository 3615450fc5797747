"""A generator of editing sessions that knows, by itself, who wrote each character.

Each contributor types with letters of their own in several scripts, so any character tells its
author however it was moved; each paste is made of letters nobody used before.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from db import reading
from db.acts.editing import EditingSession
from db.acts.writing import new_article, restore
from db.ledger.chain import told
from db.manuscript.store import KINDS, bare, before, keep_snapshot, load
from db.models.article import Snapshot
from db.newsroom import Newsroom

PARTS = ("headline", "dateline", "body", "body", "body", "share_line", "notice", "date_line")
_BENGALI = [chr(c) for c in range(0x0995, 0x09A9)]
_MARKS = [chr(c) for c in (0x09BE, 0x09BF, 0x09C0, 0x09C7, 0x09CD)]
_ARABIC = [chr(c) for c in range(0x0627, 0x063B)]
_EMOJI = [chr(c) for c in range(0x1F600, 0x1F650)]
_LATIN = list("abcdefghijklmnopqrstuvwxyz")
_SPACES = [chr(c) for c in range(0x2002, 0x2009)]
PEOPLE = ("Edda", "Rhea", "Cleo")


def letters(n: int) -> str:
    """The letters that the n-th writer types with, and nobody else."""
    return "".join(
        [*_BENGALI[n * 5 : n * 5 + 5], _MARKS[n], *_ARABIC[n * 4 : n * 4 + 4],
         *_EMOJI[n * 6 : n * 6 + 6], *_LATIN[n * 5 : n * 5 + 5], _SPACES[n]]
    )  # fmt: skip


@dataclass
class Truth:
    """Who wrote each letter, as the generator knows it."""

    typed: dict[str, str] = field(default_factory=dict)
    pasted: dict[str, int] = field(default_factory=dict)
    pastes: dict[int, tuple[str, str]] = field(default_factory=dict)
    fresh: int = 0x4E00

    def paste(self, size: int) -> str:
        """Letters nobody used before."""
        out = "".join(chr(self.fresh + k) for k in range(size))
        self.fresh += size
        return out

    def of(self, letter: str) -> tuple[str, str]:
        """Author and origin of a letter."""
        if letter in self.pasted:
            return self.pastes[self.pasted[letter]]
        return self.typed[letter], "typed"


class Round:
    """One random session of three people and an AI in one article."""

    def __init__(self, newsroom: Newsroom, seed: int) -> None:
        self.random = random.Random(seed)
        self.newsroom = newsroom
        self.truth = Truth()
        self.article = str(new_article(newsroom, "Cleo").article)
        self.sessions = {
            name: EditingSession.open(newsroom, name, self.article) for name in ("Edda", "Cleo")
        }
        self.letters = {}
        for n, name in enumerate(PEOPLE):
            self.letters[name] = letters(n)
            self.truth.typed |= dict.fromkeys(letters(n), name)
        self.clipboard: tuple[str, bytes] | None = None

    def open_all(self) -> None:
        """Everybody opens the piece."""
        from db.acts.writing import assign

        assign(self.newsroom, "Edda", self.article, "Rhea")
        self.sessions["Rhea"] = EditingSession.open(self.newsroom, "Rhea", self.article)

    def step(self) -> None:
        """One thing that one of them does."""
        name = self.random.choice(PEOPLE)
        act = self.random.choice(
            ("type", "type", "type", "type", "cut", "cut", "paste", "move", "copy", "stick",
             "undo", "undo", "redo", "save", "save", "look", "name", "back")
        )  # fmt: skip
        getattr(self, f"_{act}")(name, self.sessions[name])

    def _place(self, session: EditingSession) -> tuple[str, int, int]:
        part = self.random.choice(PARTS)
        text = session.text(part)
        low = self.random.randint(0, len(text))
        high = min(len(text), low + self.random.choice((0, 0, 1, 3, 8, 40)))
        start = _units(text[:low])
        return part, start, _units(text[low:high])

    def _type(self, name: str, session: EditingSession) -> None:
        part, start, length = self._place(session)
        words = "".join(
            self.random.choice(self.letters[name]) for _ in range(self.random.randint(1, 6))
        )
        session.splice(part, start, length if self.random.random() < 0.2 else 0, words)

    def _cut(self, _name: str, session: EditingSession) -> None:
        part, start, length = self._place(session)
        if length:
            session.splice(part, start, length, "")

    def _paste(self, name: str, session: EditingSession) -> None:
        part, start, length = self._place(session)
        words = self.truth.paste(self.random.randint(1, 12))
        number = session.paste(part, start, length, words, None)
        assert number is not None
        self.truth.pasted |= dict.fromkeys(words, number)
        self.truth.pastes[number] = (name, "pasted")

    def _copy(self, _name: str, session: EditingSession) -> None:
        part, start, length = self._place(session)
        if length:
            self.clipboard = (session.slice(part, start, length), session.copy(part, start, length))

    def _move(self, name: str, session: EditingSession) -> None:
        part, start, length = self._place(session)
        if length:
            clipboard = session.slice(part, start, length), session.copy(part, start, length)
            session.splice(part, start, length, "")
            self._put(session, clipboard)

    def _stick(self, name: str, session: EditingSession) -> None:
        if self.clipboard is not None:
            # Words of a session that did not save them yet are nobody's yet for the others.
            self.finish()
            self._put(session, self.clipboard)

    def _put(self, session: EditingSession, clipboard: tuple[str, bytes]) -> None:
        part, start, _ = self._place(session)
        assert session.paste(part, start, 0, *clipboard) is None

    def _undo(self, _name: str, session: EditingSession) -> None:
        _shown(session, session.undo)

    def _redo(self, _name: str, session: EditingSession) -> None:
        _shown(session, session.redo)

    def _save(self, _name: str, session: EditingSession) -> None:
        session.flush()
        session.refresh()

    def _look(self, _name: str, session: EditingSession) -> None:
        _shown(session, session.refresh)

    def _name(self, name: str, session: EditingSession) -> None:
        own = [n for n, (who, how) in self.truth.pastes.items() if (who, how) == (name, "pasted")]
        if own:
            number = self.random.choice(own)
            session.name_source(number, "ai:Lumen")
            session.refresh()
            self.truth.pastes[number] = ("Lumen", "generated")

    def _back(self, name: str, session: EditingSession) -> None:
        session.flush()
        session.refresh()
        with self.newsroom.read() as reader:
            touches = reading.history(reader, self.article)
        restore(self.newsroom, name, self.article, self.random.choice(touches).seq)

    def finish(self) -> None:
        """Everybody saves, and sees the same."""
        for session in self.sessions.values():
            session.flush()
        for session in self.sessions.values():
            session.refresh()

    def agrees(self, newsroom: Newsroom) -> None:
        """Whoever reads the piece, and however, reads the same text by the same people."""
        with newsroom.read() as session:
            fresh = load(session, self.article, cached=False)
            assert fresh.refused == []
            for part in fresh.parts():
                text = reading.text_at(session, self.article, part)
                runs = reading.who(session, self.article, part)
                self.check(text, [(r.length, r.contributor, r.origin) for r in runs])
                assert fresh.text(part) == text
                for open_session in self.sessions.values():
                    assert open_session.text(part) == text

    def check(self, text: str, runs: list[tuple[int, str, str]]) -> None:
        """Compare runs (length, contributor, origin) with what the generator knows."""
        assert sum(length for length, _, _ in runs) == len(text)
        at = 0
        for length, contributor, origin in runs:
            for letter in text[at : at + length]:
                assert (contributor, origin) == self.truth.of(letter), (letter, at)
            at += length


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _shown(session: EditingSession, act: object) -> None:
    """The edits that `act` tells turn what was shown into what the session now holds."""
    before = {part: session.text(part).encode("utf-16-le") for part in session.parts}
    for edit in act():  # type: ignore[operator]
        raw = before[edit.part]
        low, high = edit.position * 2, (edit.position + edit.removed) * 2
        before[edit.part] = raw[:low] + edit.inserted.encode("utf-16-le") + raw[high:]
    for part in session.parts:
        assert before[part].decode("utf-16-le") == session.text(part)


def same_from_a_later_snapshot(newsroom: Newsroom, article: str) -> int:
    """Reads the text after each of its touches from a snapshot of the newest, and from the rows
    alone: both must be the same. How many moments were told from the snapshot."""
    told_so = 0
    with newsroom.write() as session:
        touches = told(session, article, KINDS)
        keep_snapshot(session, article, load(session, article, cached=False), touches[-1].seq)
    with newsroom.read() as session:
        snapshot = session.get_one(Snapshot, article)
        for touch in touches[:-1]:
            found = load(session, article, touch.seq)
            fresh = load(session, article, touch.seq, cached=False)
            told_so += before(session, bare(session, article), snapshot, touch.seq)
            for part in fresh.parts():
                assert found.text(part) == fresh.text(part)
                assert found.authors(part) == fresh.authors(part), touch
            told_, read = found.state(), fresh.state()
            for kept in ("rows", "copies", "peers", "refused", "ai_deletions", "images"):
                assert told_[kept] == read[kept], (kept, touch)
    return told_so
