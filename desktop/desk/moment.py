"""The text as it was at a touch, to read and not to change."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.components.label import Ground, Label
from desktop.desk.page import Page
from desktop.editor.underlines import Author


class Past:
    """A session over texts of the past; nothing can be written into it."""

    can_undo = can_redo = False

    def __init__(self, texts: dict[str, str], runs: dict[str, list[Any]]) -> None:
        self._texts, self._runs = texts, runs

    def text(self, part: str) -> str:
        """A part as it was."""
        return self._texts[part]

    def runs(self, part: str) -> list[Any]:
        """Who had written it."""
        return self._runs[part]

    def copy(self, _part: str, _position: int, _length: int) -> bytes:
        """The past is copied as plain text."""
        return b""

    def splice(self, part: str, position: int, removed: int, inserted: str) -> None:
        """The past does not change."""

    def paste(
        self, part: str, position: int, removed: int, inserted: str, clipboard: bytes | None
    ) -> int | None:
        """The past does not change."""
        return None


def read_past(session: Any, article: str, parts: list[str], seq: int) -> Past:
    """The parts as they were after a touch."""
    from db import reading

    texts = {part: reading.text_at(session, article, part, seq) for part in parts}
    runs = {part: list(reading.who(session, article, part, seq)) for part in parts}
    return Past(texts, runs)


class Moment(QWidget):
    """Lies over the writing page while History shows the past."""

    def __init__(self) -> None:
        super().__init__()
        self.note = Label("An earlier moment. Nothing here can be changed; Restore brings it back "
                          "as a new touch.", "body", "text2", icon="history", name="moment-note")  # fmt: skip
        self.page = Page()
        self.page.setObjectName("moment-page")
        bar = Ground("tint", "b")
        inner = QVBoxLayout(bar)
        inner.setContentsMargins(24, 10, 16, 10)
        inner.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.page, 1)

    def show_past(self, past: Past, parts: list[str], authorship: bool) -> None:
        """Show texts of the past."""
        scrolled = self.page.verticalScrollBar().value()
        self.page.set_authorship(authorship)
        if list(self.page.fields) == parts:
            for field in self.page.fields.values():
                binding = field.binding
                if binding is not None:
                    binding.session = past
                    field.bind(binding)
                    field.viewport().update()
        else:
            self.page.bind(past, Author("", "reporter", "typed"), parts, False)
        self.page.verticalScrollBar().setValue(scrolled)
