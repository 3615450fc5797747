"""Beside the register: adding a person or an AI."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.components.button import Button
from desktop.components.fields import FormLine, Select, form_edit
from desktop.components.label import Ground, Label
from desktop.context import Context
from desktop.theme import KIND_WORDS, KINDS, theme


class AddForm(Ground):
    """`asked` with name, kind and details once they are whole."""

    asked = Signal(str, str, dict)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("bg", "l", "contributor-add-form")
        self.context = context
        self.name = form_edit("add-name", "Name, as it stands in the record")
        self.kind = Select("add-kind")
        for kind in KINDS:
            self.kind.addItem(KIND_WORDS[kind], kind)
        self.provider = form_edit("add-provider", "Who makes the model")
        self.model = form_edit("add-model", "Model")
        self.version = form_edit("add-version", "Version")
        self.answers = Select("add-answers")
        self.ai_lines = [
            FormLine("Provider", self.provider), FormLine("Model", self.model),
            FormLine("Version", self.version), FormLine("Who answers for it", self.answers),
        ]  # fmt: skip
        self.why = Label("", "meta", "text2", name="add-why")
        self.add = Button("Add", "primary", name="add-go")
        self.cancel = Button("Not now", "quiet", name="add-cancel")
        self.add.clicked.connect(self._add)
        self.cancel.clicked.connect(self.closed)
        self.kind.currentIndexChanged.connect(lambda _n: self._ready())
        for field in (self.name, self.provider, self.model, self.version):
            field.textChanged.connect(lambda _t: self._ready())
            field.returnPressed.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(21, 16, 20, 20)
        column.setSpacing(12)
        column.addWidget(Label("Add a contributor", "heading", lines=1))
        column.addWidget(FormLine("Name", self.name))
        column.addWidget(FormLine("What they are", self.kind))
        for line in self.ai_lines:
            column.addWidget(line)
        column.addWidget(self.why)
        ways = QHBoxLayout()
        ways.addWidget(self.add)
        ways.addWidget(self.cancel)
        ways.addStretch(1)
        column.addLayout(ways)
        column.addStretch(1)
        self.restyle()
        self._ready()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedWidth(max(344, min(theme.px(344), 460)))

    def begin(self) -> None:
        """Empty the form, and let one write."""
        for field in (self.name, self.provider, self.model, self.version):
            field.clear()
        self.kind.setCurrentIndex(0)
        self.answers.clear()
        for person in self.context.people:
            if person.active and person.kind != "ai":
                self.answers.addItem(person.name, person.name)
        self.answers.setCurrentIndex(max(0, self.answers.findData(self.context.acting)))
        self._ready()
        self.name.setFocus()

    def _missing(self) -> str:
        if not self.name.text().strip():
            return "A contributor has a name."
        model = self.provider.text().strip() and self.model.text().strip()
        if self.kind.currentData() == "ai" and not model:
            return "An AI is known by its model, and who makes it."
        return ""

    def _ready(self) -> None:
        for line in self.ai_lines:
            line.setVisible(self.kind.currentData() == "ai")
        missing = self._missing()
        self.why.set_text(missing)
        self.add.setEnabled(not missing)

    def _add(self) -> None:
        if self._missing():
            return
        kind = str(self.kind.currentData())
        details: dict[str, Any] = {}
        if kind == "ai":
            details = {
                "provider": self.provider.text().strip(), "model": self.model.text().strip(),
                "model_version": self.version.text().strip() or None,
                "answers_to": str(self.answers.currentData()),
            }  # fmt: skip
        self.asked.emit(self.name.text().strip(), kind, details)
