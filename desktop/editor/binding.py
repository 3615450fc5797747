"""A field's QTextDocument and a part of the manuscript, kept the same.

Every change of the document becomes one splice of the part, in UTF-16 units; the manuscript's own
edits (undo, other people's) come back through `apply`. The document never holds what the
manuscript does not, except while an input method composes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop.editor.underlines import Author, Authorship

LINE_ENDS = {0x2028: "\n", 0x2029: "\n"}


class Session(Protocol):
    """What the binding asks of an open article; positions in UTF-16 units."""

    def text(self, part: str) -> str: ...
    def splice(self, part: str, position: int, removed: int, inserted: str) -> None: ...
    def paste(
        self, part: str, position: int, removed: int, inserted: str, clipboard: bytes | None
    ) -> int | None: ...
    def runs(self, part: str) -> Iterable[Any]: ...


def units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_high(unit: str) -> bool:
    """Whether a UTF-16 unit is the first half of a pair."""
    return "\ud800" <= unit <= "\udbff"


def is_low(unit: str) -> bool:
    """Whether a UTF-16 unit is the second half of a pair."""
    return "\udc00" <= unit <= "\udfff"


class Binding(QObject):
    """Keeps one part and its document the same."""

    edited = Signal(str)
    pasted = Signal(str, object, str)  # part, number of the paste or None, its words

    def __init__(
        self, document: QTextDocument, session: Session, part: str, author: Author
    ) -> None:
        super().__init__(document)
        self.document, self.session, self.part, self.author = document, session, part, author
        self.authorship = Authorship()
        self.busy = False
        self._length = 0
        self._clipboard: tuple[bytes | None] | None = None
        document.setUndoRedoEnabled(False)
        document.contentsChange.connect(self._changed)

    def load(self, cursor: QTextCursor) -> bool:
        """Show the part; `cursor` brings the block's format. False if Qt cannot hold its text."""
        text = self.session.text(self.part)
        with self._applying():
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
        self._length = self._count()
        self.read_authors()
        return self._length == units(text)

    def read_authors(self) -> None:
        """Ask the manuscript who wrote what."""
        runs = (
            (run.start, run.length, Author(run.contributor, run.kind, run.origin))
            for run in self.session.runs(self.part)
        )
        self.authorship.reset(runs, self._length)

    def apply(self, edits: Iterable[Any]) -> int | None:
        """Show edits that the manuscript already has; where the last of them ended."""
        place = None
        with self._applying():
            for edit in edits:
                if edit.part != self.part:
                    continue
                cursor = QTextCursor(self.document)
                cursor.setPosition(edit.position)
                removed = _length_of(edit.removed)
                cursor.setPosition(edit.position + removed, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(edit.inserted)
                place = edit.position + units(edit.inserted)
        if place is not None:
            self._length = self._count()
            self.read_authors()
        return place

    def paste(self, cursor: QTextCursor, text: str, clipboard: bytes | None) -> None:
        """Put pasted text at the cursor, in place of what is selected."""
        self._clipboard = (clipboard,)
        try:
            cursor.insertText(text)
        finally:
            self._clipboard = None

    @contextmanager
    def _applying(self) -> Any:
        self.busy = True
        try:
            yield
        finally:
            self.busy = False

    def _count(self) -> int:
        return self.document.characterCount() - 1

    def _slice(self, start: int, length: int) -> str:
        """The document's text, its line ends as `\\n`."""
        if not length:
            return ""
        cursor = QTextCursor(self.document)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().translate(LINE_ENDS)

    def _before(self, start: int, length: int) -> str:
        """The manuscript's text there, which is the document's before the change."""
        if not length:
            return ""
        cut = getattr(self.session, "slice", None)
        if cut is not None:
            return str(cut(self.part, start, length))
        raw = self.session.text(self.part).encode("utf-16-le", "surrogatepass")
        return raw[start * 2 : (start + length) * 2].decode("utf-16-le", "surrogatepass")

    def _changed(self, position: int, removed: int, added: int) -> None:
        if self.busy:
            return
        now = self._count()
        added = min(added, now - position)
        removed = min(removed, self._length - position)
        if self._length - removed + added != now:
            # Qt told of a change it counted differently: take the whole part, and compare.
            position, removed, added = 0, self._length, now
        if added or removed:
            position, removed, added = self._whole_characters(position, removed, added)
        old, new = self._before(position, removed), self._slice(position, added)
        if units(new) != added:
            self._mend(position, added, new)
            added, now = units(new), self._count()
        if old.translate(LINE_ENDS) == new:
            self._length = now
            return
        self._length = now
        if self._clipboard is not None:
            self._take_paste(position, removed, added, new)
        else:
            self._take_typing(position, old, new)
        self.edited.emit(self.part)

    def _whole_characters(self, position: int, removed: int, added: int) -> tuple[int, int, int]:
        """Widen a change that cuts a surrogate pair."""
        at = self.document.characterAt
        if position > 0 and is_high(at(position - 1)):
            position, removed, added = position - 1, removed + 1, added + 1
        if is_low(at(position + added)):
            removed, added = removed + 1, added + 1
        return position, removed, added

    def _mend(self, position: int, added: int, new: str) -> None:
        """Take half a character out of the document: beside some scripts Qt deletes only one."""
        with self._applying():
            cursor = QTextCursor(self.document)
            cursor.setPosition(position)
            cursor.setPosition(position + added, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(new)

    def _take_typing(self, position: int, old: str, new: str) -> None:
        start, end = common(old.translate(LINE_ENDS), new)
        position += units(new[:start])
        gone = units(old[start : len(old) - end])
        put = new[start : len(new) - end]
        self.session.splice(self.part, position, gone, put)
        self.authorship.splice(position, gone, units(put), self.author)

    def _take_paste(self, position: int, removed: int, added: int, new: str) -> None:
        clipboard = self._clipboard[0] if self._clipboard else None
        number = self.session.paste(self.part, position, removed, new, clipboard)
        mine = Author(self.author.contributor, self.author.kind, "pasted")
        self.authorship.splice(position, removed, added, mine)
        if clipboard is not None:
            self.read_authors()
        self.pasted.emit(self.part, number, new)


def common(old: Sequence[Any], new: Sequence[Any]) -> tuple[int, int]:
    """How many characters, or other things, are the same at the beginning, and at the end."""
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _length_of(removed: int | str) -> int:
    return removed if isinstance(removed, int) else units(removed)
