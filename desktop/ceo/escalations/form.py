"""A short form where the work is: what an act asks, its button, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ceo.escalations.acts import Act, Field
from desktop.components.button import Button
from desktop.components.fields import FormLine, Moment, Select, form_edit
from desktop.components.label import Label


class FileField(Button):
    """Chooses one file; `path` is empty until then."""

    picked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__("Choose a file", icon="folder-open", name=name)
        self.path = ""
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Choose a file")
        if path:
            self.show_path(path)

    def show_path(self, path: str) -> None:
        """Take this file."""
        self.path = path
        self.setText(Path(path).name)
        self.picked.emit()


class ActForm(QWidget):
    """One act's form; `given` with its values, `left` when it is put away."""

    given = Signal(object, object)  # Act, values
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("matter-form")
        self.act: Act | None = None
        self.fields: dict[str, QWidget] = {}
        self.title = Label("", "bold", lines=1, name="form-title")
        self.note = Label("", "meta", "text2")
        self._box = QVBoxLayout()
        self._box.setSpacing(10)
        self.go = Button("", "primary", name="form-go")
        self.stop = Button("Not now", "quiet", name="form-stop")
        foot = QHBoxLayout()
        foot.addWidget(self.go)
        foot.addWidget(self.stop)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addLayout(self._box)
        column.addWidget(self.note)
        column.addLayout(foot)
        self.go.clicked.connect(self._go)
        self.stop.clicked.connect(self.left)

    def ask(self, act: Act) -> None:
        """Show an act's form."""
        self.act = act
        while self._box.count():
            item = self._box.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self.fields = {}
        self.title.set_text(act.title)
        self.note.set_text(act.note)
        self.note.setVisible(bool(act.note))
        self.go.setText(act.button)
        for field in act.fields:
            widget = self._field(field)
            self.fields[field.key] = widget
            label = field.label if field.needed else f"{field.label} (if any)"
            self._box.addWidget(FormLine(label, widget))
        self._ready()
        if self.fields:
            next(iter(self.fields.values())).setFocus()

    def _field(self, field: Field) -> QWidget:
        name = f"field-{field.key}"
        if field.kind == "choice":
            select = Select(name)
            select.addItems(list(field.options))
            return select
        if field.kind == "moment":
            moment = Moment(name)
            moment.setDateTime(QDateTime.currentDateTime())
            return moment
        if field.kind == "file":
            chosen = FileField(name)
            chosen.picked.connect(self._ready)
            return chosen
        if field.kind == "text":
            edit = QPlainTextEdit()
            edit.setObjectName(name)
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(84)
            edit.textChanged.connect(self._ready)
            return edit
        line = form_edit(name, field.hint)
        line.textChanged.connect(lambda _t: self._ready())
        return line

    def value(self, key: str) -> str:
        """What a field says."""
        widget = self.fields[key]
        if isinstance(widget, Select):
            return widget.currentText()
        if isinstance(widget, Moment):
            seconds = widget.dateTime().toSecsSinceEpoch()
            return datetime.fromtimestamp(seconds, UTC).isoformat()
        if isinstance(widget, FileField):
            return widget.path
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText().strip()
        text: Any = widget
        return str(text.text()).strip()

    def _ready(self) -> None:
        act = self.act
        missing = [] if act is None else [
            field.label.lower() for field in act.fields
            if field.needed and field.key in self.fields and not self.value(field.key)
        ]  # fmt: skip
        self.go.setEnabled(not missing)
        self.go.setToolTip(f"Still missing: {', '.join(missing)}" if missing else "")

    def _go(self) -> None:
        if self.act is not None and self.go.isEnabled():
            self.given.emit(self.act, {key: self.value(key) for key in self.fields})
