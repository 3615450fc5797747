"""The panel in which an AI is asked: what, and what is sent; the answer as it comes; its changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.label import Ground, Label, Line
from desktop.components.people import Avatar
from desktop.desk.ai.answer import Answer
from desktop.desk.ai.form import Form
from desktop.theme import theme

PAGES = ("form", "stream", "answer")


class Stream(QWidget):
    """The answer as it comes; nothing of it is in the text."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.avatar = Avatar("", "ai", 28)
        self.avatar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.name = Label("", "bold", lines=1, name="ai-stream-by")
        self.state = Label("", "meta", "text2", lines=1, name="ai-stream-state")
        self.words = QPlainTextEdit()
        self.words.setObjectName("ai-stream")
        self.words.setReadOnly(True)
        self.words.setProperty("form", True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName("The answer as it comes")
        self.stop = Button("Stop", keys="Esc", name="ai-stop")
        self.stop.clicked.connect(self.stopped)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self.name)
        who.addWidget(self.state)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(who, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.stop)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.words, 1)
        column.addWidget(
            Label("Not in your text. What it changes is offered when it is whole.", "meta", "text2")
        )
        column.addLayout(foot)

    def begin(self, ready: Any) -> None:
        """Wait for the first words."""
        self.avatar.show_person(ready.request.endpoint.contributor, "ai")
        self.name.set_text(ready.request.endpoint.contributor)
        self.state.set_text(f"{ready.task.title}: asked")
        self.words.clear()
        self.stop.setFocus()

    def waits(self, seconds: object) -> None:
        """The server asks to wait."""
        if isinstance(seconds, float):
            self.state.set_text(f"Waits {max(1, round(seconds))} s, as the server asks")

    def add(self, some: str) -> None:
        """Show words that came."""
        if not self.words.document().characterCount() > 1:
            self.state.set_text("Answers")
        bar = self.words.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 4
        cursor = QTextCursor(self.words.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(some)
        if at_end:
            bar.setValue(bar.maximum())


class AskPanel(Ground):
    """As wide as the panel it stands in for."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__("bg", "l", "ai-panel")
        self.wanted = False
        self.form, self.stream, self.answer = Form(), Stream(), Answer()
        self.pages = QStackedWidget()
        for page in (self.form, self.stream, self.answer):
            self.pages.addWidget(page)
        away = Button("", "quiet", icon="x", name="ai-close", tip="Close (Esc)")
        away.setAccessibleName("Close")
        away.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(20, 6, 10, 5)
        head.addWidget(Label("Ask an AI", "strong", lines=1), 1)
        head.addWidget(away)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Line())
        column.addWidget(self.pages, 1)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedWidth((344 + max(344, theme.px(344))) // 2)

    @property
    def page(self) -> str:
        """Which page is shown."""
        return PAGES[self.pages.currentIndex()]

    def turn(self, page: str) -> None:
        """Show a page."""
        self.pages.setCurrentIndex(PAGES.index(page))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.page == "stream":
                self.stream.stopped.emit()
            else:
                self.closed.emit()
            return
        super().keyPressEvent(event)
