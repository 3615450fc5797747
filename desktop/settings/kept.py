"""What the newsroom keeps about who acts: their record, their matters, their key's recovery code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.label import Label
from desktop.components.recovery_code import RecoveryCode
from desktop.private_words import LABELS, due_words
from desktop.recovery import ask_if_owed

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


class KeptCard(QWidget):
    """Shown on request: what is sealed is opened with one's own key."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.show_button = Button("Show what is kept", name="kept-show")
        self.data = Button("Save my data…", "quiet", name="kept-data")
        self.recovery = Button("Recovery code…", "quiet", name="kept-recovery")
        self.code = RecoveryCode(
            "Write this down and keep it away from this computer. It brings your key back, and is "
            "not shown again."
        )
        self.code.written.connect(self.code.forget)
        self.note = Label("", "meta", "text2", name="kept-note")
        self.lines = QWidget()
        self.lines.setObjectName("kept-lines")
        self._grid = QGridLayout(self.lines)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.show_button, self.data, self.recovery):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for widget in (self.lines, self.code, self.note):
            column.addWidget(widget)
        self.show_button.clicked.connect(self._read)
        self.data.clicked.connect(self._save)
        self.recovery.clicked.connect(self._take_code)
        self.refresh()

    def refresh(self) -> None:
        """Show nothing of whoever acted before; offer the code while it was never shown."""
        self._clear()
        self.note.hide()
        self.recovery.hide()
        ask_if_owed(self.window_.context, self.recovery.setVisible)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines.hide()

    def _read(self) -> None:
        actor = self.window_.context.acting

        def work(session: Any) -> tuple[Any, Any]:
            from db.matters import reading
            from db.private_records import show

            return show(session, actor, actor), reading.raised_by(session, actor)

        self.window_.context.read(work, lambda found: self._show(*found), self._failed, here=False)

    def _show(self, record: Any, raised: list[tuple[str, str]]) -> None:
        self._clear()
        rows = [(LABELS[n], record.fields[n]) for n in LABELS if n in record.fields]
        if record.contract is not None:
            rows.append(("Contract", record.contract[2]))
        words, _color = due_words(record.declaration_due)
        if words:
            rows.append(("", words))
        rows += [("Raised by you", f"{ref}, {state}") for ref, state in raised]
        for n, (name, value) in enumerate(rows):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(Label(name, "body", "text2", lines=1), n, 0, top)
            self._grid.addWidget(Label(value, "body"), n, 1, top)
        self.lines.setVisible(bool(rows))
        self.note.set_text("" if rows else "Nothing is kept about you beyond your name and kind.")
        self.note.setVisible(not rows)

    def _save(self) -> None:
        actor = self.window_.context.acting
        target, _ = QFileDialog.getSaveFileName(self, "Save my data", f"{actor}.json")
        if not target:
            return

        def work(session: Any) -> None:
            from desktop.history_file import write_whole
            from desktop.own_data import own_data_file

            write_whole(Path(target), own_data_file(session, actor, actor), mode=0o600)

        self.window_.context.read(
            work,
            lambda _n: self.window_.toast.say(f"Saved as {Path(target).name}"),
            self._failed,
            here=False,
        )

    def _take_code(self) -> None:
        def act(newsroom: Any, actor: str) -> str:
            from db.acts.recovering import take_recovery_code

            return take_recovery_code(newsroom, actor)

        def done(code: str) -> None:
            self.recovery.hide()
            self.code.show_code(code)

        self.window_.context.run(act, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.window_.tell_error(error)
