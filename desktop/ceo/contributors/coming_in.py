"""How one person comes in to a shared newsroom: their login, and giving them one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.fields import FormLine, form_edit
from desktop.components.figures import Figures
from desktop.components.label import Label, Line
from desktop.context import Context
from desktop.joining import ASKED, asked_of

if TYPE_CHECKING:
    from db.working import Entry


class ComingIn(QWidget):
    """Nothing of it is there in a newsroom on this computer, or of an AI. `failed` with what kept a
    login from being made."""

    gave = Signal()
    failed = Signal(object)
    copied = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("coming-in")
        self.context = context
        self.entry: Entry | None = None
        self.state = Label("", "body", "text2", name="login-state")
        self.login = form_edit("login-name")
        self.line = FormLine("Name to come in by", self.login)
        self.give = Button("Give a login", name="login-give")
        self.given = Figures("login-given")
        self.once = Label(
            "The password is shown this once, and kept nowhere. Hand it over yourself: they set one "
            "of their own when they first come in.", "meta", "text2", name="login-once",
        )  # fmt: skip
        self.copy = Button("Copy for them", icon="copy", name="login-copy")
        self.login.textChanged.connect(lambda text: self.give.setEnabled(bool(text.strip())))
        self.login.returnPressed.connect(self._give)
        self.give.clicked.connect(self._give)
        self.copy.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(Line())
        column.addSpacing(8)
        column.addWidget(Label("Coming in", "bold", lines=1))
        for widget in (self.state, self.line, self.given, self.once):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.give)
        row.addWidget(self.copy)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_entry(self, entry: Entry) -> None:
        """Show how somebody comes in; a password that was shown of another is gone."""
        same = self.entry is not None and self.entry.id == entry.id
        self.entry = entry
        if same and (self.given.rows or self.login.hasFocus()):
            return  # one reads, or writes, there
        self.hide()
        self._show_given([])
        if self.context.shared and entry.kind != "ai":
            self._read(entry)

    def _read(self, entry: Entry) -> None:
        def work(session: Any) -> tuple[str | None, bool, str]:
            from db.acts.joining import login_for, login_of

            return *login_of(session, entry.id), login_for(entry.name)

        def done(found: tuple[str | None, bool, str]) -> None:
            if self.entry is entry and not self.given.rows:
                self._show(entry, *found)

        self.context.read(work, done, self.failed.emit, here=False)

    def _show(self, entry: Entry, login: str | None, came: bool, offered: str) -> None:
        asks = login is None and entry.active
        self.line.setVisible(asks)
        self.give.setVisible(asks)
        if login is not None:
            never = "" if came else ". Has never come in so far."
            self.state.set_text(f"By the name {login}{never}")
        else:
            self.state.set_text("Has no login. With one they write from their own computer."
                                if entry.active else "Has no login.")  # fmt: skip
        if asks:
            self.login.setText(offered)
            self.give.setEnabled(bool(offered))
        self.show()

    def _give(self) -> None:
        entry, login = self.entry, self.login.text().strip()
        if entry is None or not login or not self.give.isEnabled():
            return
        from db.acts.joining import first_password, give_login

        first = first_password()
        self.give.setEnabled(False)

        def done(_changes: object) -> None:
            self.gave.emit()
            if self.entry is not None and self.entry.id == entry.id:
                where = asked_of(str(self.context.path))
                self._show_given(list(zip(ASKED, (*where, login, first), strict=True)))

        def failed(error: Exception) -> None:
            self.give.setEnabled(True)
            self.failed.emit(error)

        self.context.run(give_login, entry.id, login, first, done=done, failed=failed)

    def _show_given(self, rows: list[tuple[str, str]]) -> None:
        self.given.show_rows(rows)
        for widget in (self.given, self.once, self.copy):
            widget.setVisible(bool(rows))
        if rows:
            self.line.hide()
            self.give.hide()
            self.state.set_text("What they type on the page to join:")
            self.copy.setFocus()

    def _copy(self) -> None:
        words = "\n".join(f"{name}: {said}" for name, said in self.given.rows)
        QGuiApplication.clipboard().setText(words)
        self.copied.emit()
