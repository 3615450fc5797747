"""Words off the record, on the page: marked by a command, shown by a quiet ground."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer

from desktop.editor.tints import tint
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.desk.view import Desk


class _Place(NamedTuple):
    """A passage as the page counts, in UTF-16 units."""

    part: str
    start: int
    length: int


class OffRecord(QObject):
    """Reads which words are off the record when they may have changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.found: list[_Place] = []
        self._read = QTimer(self)
        self._read.setSingleShot(True)
        self._read.setInterval(60)
        self._read.timeout.connect(self.read)
        desk.writing.opened.connect(self._opened)
        desk.writing.saved.connect(self._saved)
        desk.window_.context.changed.connect(self._may_differ)
        theme.changed.connect(self._mark)
        self._add("off-record", "Put off the record", True, "Ctrl+Alt+O")
        self._add("on-record", "Put on the record again", False, "")
        desk.writing.page.asked_of_words.append(desk.window_.commands.get("off-record"))

    def _add(self, name: str, text: str, off: bool, keys: str) -> None:
        desk = self.desk
        desk.window_.add_command(
            name, text, partial(self.put, off), group="This article", icon="lock", keys=keys,
            why_not=partial(self.why_not, off), words="confidential source secret withhold",
            shown=lambda: bool(desk.article) and desk.mode == "write"
            and desk.window_.place == "desk",
        )  # fmt: skip

    def why_not(self, off: bool) -> str:
        """Why the chosen words cannot be put off the record, or on it."""
        why = self.desk.commenting.why_not()
        if not why and not off and not self.found:
            return "nothing is off the record"
        return why

    def put(self, off: bool) -> None:
        """Put the chosen words off the record, or on it again."""
        from db.acts.withholding import put_off_record

        chosen = self.desk.commenting.chosen()
        if chosen is not None:
            part, _words, spans = chosen
            said = "Off the record: never sent, never exported" if off else "On the record again"
            self.desk.do(put_off_record, part, spans, off=off, said=said)

    def _opened(self) -> None:
        self.found = []
        self.read()

    def _saved(self) -> None:
        if self.found:
            self._read.start()

    def _may_differ(self, changes: Any) -> None:
        if self.desk.article and getattr(changes, "article", None) in (None, self.desk.article):
            self._read.start()

    def read(self) -> None:
        """Read the passages, beside the window."""
        article = self.desk.article
        if not article:
            return

        def work(session: Any) -> list[_Place]:
            from db import reading
            from db.off_record import off_record

            found = []
            for one in off_record(session, article):
                before = reading.text_at(session, article, one.part)[: one.start]
                found.append(_Place(one.part, _units(before), _units(one.text)))
            return found

        def done(found: list[_Place]) -> None:
            if article == self.desk.article and self.desk.writing.session is not None:
                self.found = found
                self._mark()

        self.desk.window_.context.read(work, done, piece=article)

    def _mark(self) -> None:
        page = self.desk.writing.page
        for field in page.sheet.fields:
            field.veils = []
        for n, one in enumerate(self.found):
            if one.part in page.fields:
                there = page.fields[one.part]
                there.veils.append(tint(there.document(), n, one.start, one.length, "line"))
        page.each(lambda field: field.viewport().update())


def _units(text: str) -> int:
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)
