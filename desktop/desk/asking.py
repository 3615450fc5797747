"""Quiet questions in a line of the page: where a paste is from, what a picture shows, why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCompleter, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.components.button import Button
from desktop.components.fields import form_edit
from desktop.components.label import Ground, Label


def quoted(words: str, most: int) -> str:
    """The beginning of some words, in quotation marks."""
    flat = " ".join(words.split())
    return f"“{flat if len(flat) <= most else flat[: most - 1].rstrip() + '…'}”"


class PasteLine(Ground):
    """Asks where pasted words are from; typing goes on meanwhile, and the answer can wait."""

    done = Signal()  # nothing is asked any more

    def __init__(self) -> None:
        super().__init__("raised", "t", "paste-line")
        self._waiting: list[tuple[int, str]] = []
        self._answer: Callable[[int, str], object] | None = None
        self.question = Label("", "strong", lines=1, name="paste-question")
        self.source = form_edit("paste-source", "A source, or an AI")
        self.source.setToolTip("A statement, an agency, a web address, or an AI")
        self.name = Button("Name it", name="paste-name", keys="Return")
        self.mine = Button("My own words", name="paste-mine")
        later = Button("Later", "quiet", name="paste-later",
                       tip="It waits under Who. Until it is named the piece cannot be published.")  # fmt: skip
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.addWidget(self.question)
        row.addWidget(self.source, 1)
        for button in (self.name, self.mine, later):
            row.addWidget(button)
        self.name.clicked.connect(self._named)
        self.source.returnPressed.connect(self._named)
        self.source.textChanged.connect(lambda text: self.name.setEnabled(bool(text.strip())))
        self.mine.clicked.connect(lambda: self._say("own"))
        later.clicked.connect(self._next)
        self.hide()

    def ask(
        self, number: int, words: str, answer: Callable[[int, str], object], ais: list[str]
    ) -> None:
        """Ask about a paste; `answer(number, source)` when it is named."""
        self._answer = answer
        self._waiting = [waiting for waiting in self._waiting if waiting[0] != number]
        self._waiting.append((number, words))
        completer = QCompleter([*(f"ai:{name}" for name in ais)], self.source)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.source.setCompleter(completer)
        self._show()

    def forget(self) -> None:
        """Another article is open."""
        self._waiting.clear()
        self.hide()

    def _show(self) -> None:
        if not self._waiting:
            focused = self.isAncestorOf(QApplication.focusWidget() or self.window())
            self.hide()
            if focused:
                self.done.emit()
            return
        self.question.set_text(f"Where is {quoted(self._waiting[-1][1], 30)} from?")
        self.source.clear()
        self.name.setEnabled(False)
        self.show()

    def _named(self) -> None:
        if self.source.text().strip():
            self._say(self.source.text().strip())

    def _say(self, source: str) -> None:
        if self._waiting and self._answer is not None:
            number, _words = self._waiting.pop()
            self._answer(number, source)
        self._show()

    def _next(self) -> None:
        if self._waiting:
            self._waiting.pop()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._next()
            return
        super().keyPressEvent(event)


class ReasonLine(Ground):
    """Asks for the reason a step needs, where the work is."""

    def __init__(self) -> None:
        super().__init__("raised", "b", "reason-line")
        self._do: Callable[[str], object] | None = None
        self._needed = True
        self._before: QWidget | None = None
        self.question = Label("", "strong", name="reason-question")
        self.reason = form_edit("reason", "The reason, for the record and for the writer")
        self.go = Button("Send back", "primary", name="reason-go", keys="Return")
        stop = Button("Not now", "quiet", name="reason-stop")
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.go)
        row.addWidget(stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 16, 10)
        column.addWidget(self.question)
        column.addLayout(row)
        self.go.clicked.connect(self._go)
        self.reason.returnPressed.connect(self._go)
        self.reason.textChanged.connect(self._ready)
        stop.clicked.connect(self.leave)
        self.hide()

    def ask(
        self, question: str, button: str, do: Callable[[str], object], needed: bool = True
    ) -> None:
        """Ask; `do(reason)` when it is given."""
        self._do, self._needed = do, needed
        self.question.set_text(question)
        self.go.setText(button)
        self.reason.clear()
        self._ready()
        self._before = QApplication.focusWidget()
        self.show()
        self.reason.setFocus()

    def _ready(self) -> None:
        self.go.setEnabled(not self._needed or bool(self.reason.text().strip()))

    def _go(self) -> None:
        if self.go.isEnabled() and self._do is not None:
            self.leave()
            self._do(self.reason.text().strip())

    def leave(self) -> None:
        """Hide, and give the keyboard back to where it was."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)
