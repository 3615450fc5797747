"""What to ask, of whom, about which words; and exactly what will be sent, before it is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.choice import Choice
from desktop.components.fields import FormLine, Select, form_edit
from desktop.components.label import Label
from desktop.errors import tell
from desktop.theme import LANGUAGES


class Form(QWidget):
    """`changed` when something else would be sent, `sent` when what is shown shall be."""

    changed = Signal()
    sent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._models: list[Any] = []
        self._tasks: list[Any] = []
        self.who, self.what, self.language = (
            Select("ai-model"),
            Select("ai-task"),
            Select("ai-language"),
        )
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.extra = form_edit("ai-instruction", "Anything besides")
        self.scope = Choice(
            [("chosen", "Chosen words", ""), ("all", "Whole text", "")],
            look="segment", prefix="ai-scope", spoken="About which words",
        )  # fmt: skip
        self.sends = QPlainTextEdit()
        self.sends.setObjectName("ai-sends")
        self.sends.setReadOnly(True)
        self.sends.setTabChangesFocus(True)
        self.to = Label("", "meta", "text2", name="ai-to")
        self.off = Label("", "meta", "text2", icon="lock", name="ai-withheld")
        self.fault = Label("", "strong", icon="circle-alert", icon_color="danger", name="ai-fault")
        self.fix = Label("", "body", "text2", name="ai-fix")
        self.safe = Label("Kept safe: your text is as it was.", "meta", "text2",
                          icon="shield-check", icon_color="ok", name="ai-safe")  # fmt: skip
        self.go = Button("Send", "primary", icon="send", name="ai-send")
        self.go.setEnabled(False)
        self._build()
        for box in (self.who, self.what, self.language):
            box.activated.connect(self._chosen)
        self.extra.textEdited.connect(lambda _text: self._touched())
        self.extra.returnPressed.connect(lambda: self.go.setFocus())
        self.scope.chosen.connect(lambda _key: self._touched())
        self.go.clicked.connect(self.sent)

    def _build(self) -> None:
        self._instruction = FormLine("Besides", self.extra)
        self._into = FormLine("Into", self.language)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(FormLine("Task", self.what), 1)
        top.addWidget(FormLine("Model", self.who), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.go)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        for widget in (self._into, self._instruction, self.scope):
            column.addWidget(widget)
        column.addWidget(FormLine("What will be sent, and nothing else", self.sends), 1)
        column.addWidget(self.to)
        column.addWidget(self.off)
        for label in (self.fault, self.fix, self.safe):
            column.addWidget(label)
            label.hide()
        column.addLayout(foot)

    def offer(self, models: list[Any], tasks: list[Any], chosen: bool, language: str) -> None:
        """Show what can be chosen; what was chosen last stays so."""
        model, task = self.who.currentText(), self.what.currentData()
        self._models, self._tasks = models, tasks
        self.who.clear()
        for one in models:
            self.who.addItem(one.contributor)
        self.what.clear()
        for each in tasks:
            self.what.addItem(each.title, each.name)
        self.who.setCurrentIndex(max(0, self.who.findText(model)))
        self.what.setCurrentIndex(max(0, self.what.findData(task)))
        if self.language.currentData() == language:
            self.language.setCurrentIndex(1 if self.language.currentIndex() == 0 else 0)
        self._some = chosen
        self.scope.show_as("chosen" if chosen else "all")
        self._clear_fault()
        self._fit()

    _some = False

    def focus(self) -> None:
        """The keyboard starts at the task."""
        self.what.setFocus()

    @property
    def task(self) -> Any:
        """The task that is chosen."""
        return next((t for t in self._tasks if t.name == self.what.currentData()), None)

    @property
    def model(self) -> str:
        """The AI that is chosen."""
        return self.who.currentText()

    @property
    def words(self) -> str:
        """What is wanted besides."""
        return self.extra.text().strip()

    @property
    def tongue(self) -> str | None:
        """Into which language, where the task needs one."""
        task = self.task
        return str(self.language.currentData()) if task and "language" in task.needs else None

    @property
    def only_chosen(self) -> bool:
        """Whether only the chosen words are meant."""
        task = self.task
        return self._some and self.scope.current == "chosen" and task is not None and not task.parts

    def _chosen(self) -> None:
        self._fit()
        self._touched()

    def _touched(self) -> None:
        self._clear_fault()
        self.go.setEnabled(False)
        self.changed.emit()

    def _fit(self) -> None:
        """Only what the task needs is there."""
        task = self.task
        needs = task.needs if task is not None else frozenset()
        self._into.setVisible("language" in needs)
        wanted = "instruction" in needs
        self.extra.setPlaceholderText("Say what is to be done" if wanted else "Anything besides")
        self.scope.setVisible(self._some and task is not None and not task.parts)

    def show_sends(self, ready: Any) -> None:
        """Show exactly what would be sent."""
        served = ready.request.endpoint
        if ready.shown != self.sends.toPlainText():
            self.sends.setPlainText(ready.shown)
        where = "on this computer" if served.local else "on the network"
        self.to.set_text(
            f"To {served.model} at {served.url}, {where}. {served.answers_to} answers for it."
        )
        count = ready.sent.withheld
        self.off.set_text(f"{count} passage{'s'[: count != 1]} off the record left out")
        self.off.setVisible(bool(count))
        self.go.setEnabled(True)
        self.go.setToolTip("")

    def show_why_not(self, error: Exception) -> None:
        """Nothing can be sent so."""
        told = tell(error)
        self.sends.setPlainText("")
        self.to.set_text(f"{told.title} {told.fix}")
        self.off.hide()
        self.go.setEnabled(False)
        self.go.setToolTip(told.title)

    def show_fault(self, error: Exception) -> None:
        """What went wrong, and what to do; asking again is one key."""
        told = tell(error)
        self.fault.set_text(told.title)
        self.fix.set_text(told.fix)
        self.fault.show()
        self.fix.show()
        self.safe.setVisible("as it was" not in told.fix)
        self.go.setText("Send again")
        self.go.setEnabled(True)
        self.go.setFocus()

    def _clear_fault(self) -> None:
        for label in (self.fault, self.fix, self.safe):
            label.hide()
        self.go.setText("Send")
