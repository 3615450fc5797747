"""Beside the register: one contributor's private record, and the CEO's own notes on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ceo.escalations.form import FileField
from desktop.components.button import Button
from desktop.components.fields import FormLine, Select, form_edit
from desktop.components.label import Ground, Label, Line
from desktop.components.scroll import scrolled
from desktop.context import Context
from desktop.private_words import DAYS, LABELS, due_words, lines_of
from desktop.theme import theme

if TYPE_CHECKING:
    from db.private_records import PrivateRecord
    from db.working import Entry

#: The second day of two that stand in one line.
BESIDE = frozenset({"contract_to", "used_to"})
LONG = frozenset({"conflicts", "declaration", "contact"})


class PrivateSide(Ground):
    """`asked` with an act of `db.acts.private_records` and its words; `failed` with what went wrong."""

    asked = Signal(object, str)  # act(newsroom, actor, id), what to say after
    failed = Signal(object)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("bg", "l", "private-record")
        self.context = context
        self.entry: Entry | None = None
        self.found: PrivateRecord | None = None
        self.fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        self.title = Label("", "heading", name="private-title")
        self.who = Label("", "meta", "text2", name="private-readers")
        self.close_button = Button("", "quiet", icon="x", name="private-close", tip="Close")
        self.due = Label("", "meta", "text2", name="private-due")
        self.contract = FileField("private-contract")
        self.kept = Button("", "link", name="private-contract-save")
        self.notes = _long("private-notes")
        self.save = Button("Save", "primary", name="private-save")
        self.data = Button("Their data…", "quiet", name="private-data",
                           tip="Everything kept about them, in a file for them")  # fmt: skip
        self.other = Select("private-other")
        self.join = Button("Join", name="private-join")
        self.join_note = Label("", "meta", "text2", name="private-join-note")
        self._form = QVBoxLayout()
        self._form.setSpacing(10)
        self._build()
        self.close_button.clicked.connect(self.closed)
        self.save.clicked.connect(self._save)
        self.kept.clicked.connect(self._save_contract)
        self.data.clicked.connect(self._save_data)
        self.contract.picked.connect(self._ready)
        self.notes.textChanged.connect(self._ready)
        self.other.currentIndexChanged.connect(lambda _n: self._tell_join())
        self.join.clicked.connect(self._join)

    def _build(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(10)
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.who)
        top.addLayout(words, 1)
        top.addWidget(self.close_button)
        column.addLayout(top)
        column.addLayout(self._form)
        column.addWidget(self.due)
        self._papers = FormLine("Contract", self.contract)
        column.addWidget(self._papers)
        column.addWidget(self.kept)
        column.addWidget(FormLine("Your notes", self.notes, "Nobody but the CEO reads these."))
        self._joining = QWidget()
        joining = QVBoxLayout(self._joining)
        joining.setContentsMargins(0, 8, 0, 0)
        joining.setSpacing(8)
        joining.addWidget(Line())
        joining.addWidget(FormLine("The same person as", self.other))
        joining.addWidget(self.join_note)
        row = QHBoxLayout()
        row.addWidget(self.join)
        row.addStretch(1)
        joining.addLayout(row)
        column.addWidget(self._joining)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 12)
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self.data)
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(scrolled(body), 1)
        around.addWidget(Line())
        around.addLayout(foot)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedWidth(max(380, min(theme.px(380), 500)))

    # Showing

    def show_record(self, entry: Entry) -> None:
        """Read and show a contributor's record."""
        self.entry, self.found = entry, None
        self.title.set_text(entry.name)
        ai = entry.kind == "ai"
        self.who.set_text("Read by the CEO alone" if ai else f"Read by you and {entry.name}")
        self._offer_fields(ai)
        self._papers.setVisible(not ai)
        self._joining.setVisible(not ai and entry.active)
        self.data.setVisible(not ai)
        self.other.clear()
        self.other.addItem("Nobody else", "")
        for person in self.context.people:
            if person.active and person.kind != "ai" and person.id != entry.id:
                self.other.addItem(person.name, person.id)
        identity, actor = entry.id, self.context.acting

        def work(session: Any) -> Any:
            from db.private_records import show

            return show(session, actor, identity)

        def done(found: PrivateRecord) -> None:
            if self.entry is not None and self.entry.id == identity:
                self._show(found)

        self.context.read(work, done, self.failed.emit, here=False)

    def _offer_fields(self, ai: bool) -> None:
        while (item := self._form.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for name in lines_of(ai):
            field = _long(f"private-{name}") if name in LONG else form_edit(f"private-{name}")
            if name in DAYS and isinstance(field, QLineEdit):
                field.setPlaceholderText("2026-03-04")
            field.textChanged.connect(self._ready)
            self.fields[name] = field
            line = FormLine(LABELS[name], field)
            if name in BESIDE:
                self._beside_last(line)
            else:
                self._form.addWidget(line)
        self._ready()

    def _beside_last(self, line: FormLine) -> None:
        item = self._form.takeAt(self._form.count() - 1)
        before = item.widget() if item is not None else None
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        if before is not None:
            row.addWidget(before)
        row.addWidget(line)
        self._form.addWidget(pair)

    def _show(self, found: PrivateRecord) -> None:
        self.found = found
        for name, field in self.fields.items():
            _put(field, found.fields.get(name, ""))
        _put(self.notes, found.notes)
        self.contract.path = ""
        self.contract.setText("Choose a file")
        self.kept.setVisible(found.contract is not None)
        if found.contract is not None:
            self.kept.setText(f"Save a copy of {found.contract[2]}…")
        words, color = due_words(found.declaration_due)
        self.due.set_text(words, color)
        self.due.setVisible(bool(words))
        self._ready()
        next(iter(self.fields.values())).setFocus()

    def _changed(self) -> dict[str, str]:
        if self.found is None:
            return {}
        known = self.found.fields
        now = {name: _text(field).strip() for name, field in self.fields.items()}
        return {name: text for name, text in now.items() if text != known.get(name, "")}

    def _ready(self) -> None:
        noted = self.found is not None and _text(self.notes).strip() != self.found.notes
        self.save.setEnabled(bool(self._changed() or noted or self.contract.path))

    # Changing

    def _save(self) -> None:
        values, path = self._changed(), self.contract.path
        notes = _text(self.notes)

        def act(newsroom: Any, actor: str, identity: str) -> Any:
            from db.acts.matters.handling import documents
            from db.acts.private_records import change_record

            paper = documents([Path(path)])[0] if path else None
            return change_record(newsroom, actor, identity, values, contract=paper, notes=notes)

        if self.entry is not None:
            self.asked.emit(act, f"{self.entry.name}’s record is kept")

    def _tell_join(self) -> None:
        entry, other = self.entry, self.other.currentText()
        chosen = self.other.currentIndex() > 0
        self.join.setEnabled(chosen)
        self.join_note.set_text(
            f"{entry.name} ends here and counts as {other} from now on; the record stays as it is."
            if chosen and entry is not None else ""
        )  # fmt: skip
        self.join_note.setVisible(chosen)

    def _join(self) -> None:
        into, entry = self.other.currentData(), self.entry

        def act(newsroom: Any, actor: str, identity: str) -> Any:
            from db.acts.private_records import join_entries

            return join_entries(newsroom, actor, identity, into)

        if entry is not None and into:
            self.asked.emit(act, f"{entry.name} counts as {self.other.currentText()}")

    def _save_contract(self) -> None:
        if self.found is None or self.found.contract is None or self.entry is None:
            return
        target, _ = QFileDialog.getSaveFileName(self, "Save a copy", self.found.contract[2])
        actor, identity = self.context.acting, self.entry.id

        def work(session: Any) -> bytes:
            from db.private_records import contract

            return contract(session, actor, identity)

        if target:
            self._write(work, target)

    def _save_data(self) -> None:
        if self.entry is None:
            return
        target, _ = QFileDialog.getSaveFileName(self, "Save their data", f"{self.entry.name}.json")
        actor, identity = self.context.acting, self.entry.id

        def work(session: Any) -> bytes:
            from desktop.own_data import own_data_file

            return own_data_file(session, actor, identity)

        if target:
            self._write(work, target)

    def _write(self, work: Any, target: str) -> None:
        def inside(session: Any) -> None:
            from desktop.history_file import write_whole

            write_whole(Path(target), work(session), mode=0o600)

        self.context.read(inside, lambda _n: None, self.failed.emit, here=False)


def _long(name: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setObjectName(name)
    field.setTabChangesFocus(True)
    field.setFixedHeight(max(76, theme.px(76)))
    field.setProperty("form", True)
    return field


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _put(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(text)
    else:
        field.setPlainText(text)
