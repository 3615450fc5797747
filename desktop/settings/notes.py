"""The reader note and the AI label: shown to all, issued by the CEO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.choice import Choice
from desktop.components.fields import FormLine, Select
from desktop.components.label import Label
from desktop.theme import LANGUAGES, language_name

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


class NotesCard(QWidget):
    """One language at a time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self._found: dict[str, Any] = {}
        self.what = Choice(
            [("note", "Reader note", ""), ("label", "AI label", "")],
            look="segment", prefix="issue", spoken="Which words",
        )  # fmt: skip
        self.what.chosen.connect(lambda _key: self._show())
        self.language = Select()
        self.language.setObjectName("issue-language")
        self.language.setAccessibleName("Language")
        for code, name in LANGUAGES.items():
            self.language.addItem(f"{name} ({code})", code)
        self.language.activated.connect(lambda _n: self._read())
        self.state = Label("", "meta", "text2", name="issue-state")
        self.words = Label("", "quote", name="issue-words")
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("issue-edit")
        self.edit.setFixedHeight(120)
        self.edit.setTabChangesFocus(True)
        self.form = FormLine("New words", self.edit)
        self.issue = Button("Issue", name="issue-go")
        self.issue.clicked.connect(self._issue)
        self.write = Button("Write new words", name="issue-write")
        self.write.clicked.connect(self._write)
        self.stop = Button("Not now", "quiet", name="issue-stop")
        self.stop.clicked.connect(lambda: self._writing(False))
        self.edit.textChanged.connect(
            lambda: self.issue.setEnabled(bool(self.edit.toPlainText().strip()))
        )
        self.why = Label("Only the CEO issues new words.", "meta", "text2")
        top = QHBoxLayout()
        top.addWidget(self.what)
        top.addStretch(1)
        top.addWidget(self.language)
        ways = QHBoxLayout()
        for widget in (self.write, self.issue, self.stop):
            ways.addWidget(widget)
        ways.addWidget(self.why, 1)
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.state)
        column.addWidget(self.words)
        column.addWidget(self.form)
        column.addLayout(ways)
        at = self.language.findData(window.context.language)
        self.language.setCurrentIndex(max(0, at))
        self._writing(False)

    def refresh(self) -> None:
        """Read the words in force."""
        self._writing(False)
        self._read()

    def _read(self) -> None:
        language = str(self.language.currentData())

        def work(session: Any) -> dict[str, Any]:
            from db import reading

            return {
                "note": reading.note_in_force(session, language),
                "label": reading.label_in_force(session, language),
            }

        self.window_.context.read(work, self._take)

    def _take(self, found: dict[str, Any]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        found = self._found.get(self.what.current)
        what = "reader note" if self.what.current == "note" else "AI label"
        language = str(self.language.currentData())
        if found is None:
            self.state.set_text(f"There is no {what} in {language_name(language)} yet.")
            self.words.set_text("")
            return
        of = str(getattr(found, "language", language))
        instead = "" if of == language else f", used for {language_name(language)} too"
        number = getattr(found, "number", None) or getattr(found, "issue", "")
        self.state.set_text(f"{what.capitalize()} {number}, {language_name(of)}{instead}")
        self.words.set_text(str(found.text))

    def _writing(self, on: bool) -> None:
        ceo = self.window_.context.actor.kind == "ceo"
        self.form.setVisible(on)
        self.issue.setVisible(on)
        self.stop.setVisible(on)
        self.write.setVisible(not on and ceo)
        self.why.setVisible(not ceo)

    def _write(self) -> None:
        found = self._found.get(self.what.current)
        self.edit.setPlainText(str(found.text) if found is not None else "")
        self._writing(True)
        self.edit.setFocus()

    def _issue(self) -> None:
        text, language = self.edit.toPlainText().strip(), str(self.language.currentData())
        what = self.what.current

        def act(newsroom: Any, actor: str) -> Any:
            from db.acts import issuing

            issue = issuing.issue_note if what == "note" else issuing.issue_label
            return issue(newsroom, actor, text, language)

        self.window_.context.run(act, done=lambda _r: self._issued(what))

    def _issued(self, what: str) -> None:
        self.refresh()
        said = "The reader note" if what == "note" else "The AI label"
        self.window_.toast.say(f"{said} is issued. Pieces published from now on carry it.")
