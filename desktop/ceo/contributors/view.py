"""The register: who contributes, what they did, and who answers for each AI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import errors
from desktop.ceo.above import above
from desktop.ceo.contributors.form import AddForm
from desktop.ceo.contributors.model import RegisterModel
from desktop.ceo.contributors.private import PrivateSide
from desktop.ceo.contributors.side import ContributorSide
from desktop.ceo.contributors.table import RegisterTable
from desktop.components.choice import Choice
from desktop.components.feedback import Empty, ErrorBar
from desktop.components.fields import SearchField
from desktop.components.frame import Note
from desktop.components.label import Ground
from desktop.theme import theme

if TYPE_CHECKING:
    from db.working import Entry, RegisterPage
    from desktop.main_window import MainWindow


class Contributors(Ground):
    """A table of 44 px rows; beside it one contributor, or the form to add one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("surface", name="contributors")
        self.window_ = window
        self.context = window.context
        self.error = ErrorBar("contributors-error")
        self.model = RegisterModel(self.context, self)
        self.table = RegisterTable(self.model)
        self.which = Choice([("all", "All", ""), ("people", "People", ""), ("ai", "AI", "")],
                            look="segment", prefix="register", spoken="Whom to show")  # fmt: skip
        self.search = SearchField("Search the register", "register-search", "/")
        self.search.setMaximumWidth(260)
        self.add = window.commands.button("add-contributor", "primary")
        self.empty = Empty("Nobody of that name", "Search for less, or add a contributor.")
        self._side: ContributorSide | None = None
        self._form: AddForm | None = None
        self._private: PrivateSide | None = None
        self._beside: QWidget | None = None
        self._select = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(140)
        self._typing.timeout.connect(self.reload)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(1500)
        self._later.timeout.connect(self.model.refresh)
        self._build()
        self.search.textChanged.connect(self._typing.start)
        self.which.chosen.connect(lambda _key: self.reload())
        self.model.filled.connect(self._filled)
        self.table.turned.connect(self._turned)
        self.context.changed.connect(self._changed)

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(24, 14, 24, 6)
        bar.setSpacing(12)
        bar.addWidget(self.which)
        bar.addWidget(self.search, 1)
        bar.addStretch(1)
        bar.addWidget(self.add)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(bar)
        left.addWidget(above(self.error))
        left.addWidget(self.stack, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addLayout(left, 1)

    @property
    def side(self) -> ContributorSide:
        """One contributor, made when one is first turned to."""
        if self._side is None:
            self._side = ContributorSide(self.context)
            self._side.closed.connect(self._close)
            self._side.asked.connect(self._act)
            self._side.private_asked.connect(self._open_private)
            self._side.coming_in.gave.connect(self.error.hide)
            self._side.coming_in.failed.connect(self._failed)
            self._side.coming_in.copied.connect(lambda: self.window_.toast.say("Copied"))
            self._row.addWidget(self._side)
        return self._side

    @property
    def form(self) -> AddForm:
        """The form to add one, made when it is first asked for."""
        if self._form is None:
            self._form = AddForm(self.context)
            self._form.closed.connect(self._close)
            self._form.asked.connect(self._add)
            self._row.addWidget(self._form)
        return self._form

    @property
    def private(self) -> PrivateSide:
        """One contributor's private record, made when one is first opened."""
        if self._private is None:
            self._private = PrivateSide(self.context)
            self._private.closed.connect(self._back_from_private)
            self._private.asked.connect(self._change_private)
            self._private.failed.connect(self._failed)
            self._row.addWidget(self._private)
        return self._private

    def _open_private(self) -> None:
        entry = self.entry
        if entry is not None:
            self._show_beside(self.private)
            self.private.show_record(entry)

    def _back_from_private(self) -> None:
        entry = self.private.entry
        if entry is not None:
            self._turned(entry)
            self.side.private.setFocus()

    def _change_private(self, change: Any, said: str) -> None:
        entry = self.private.entry
        if entry is None:
            return
        identity = entry.id

        def done(_changes: object) -> None:
            self._after(said, identity)
            self._back_from_private()

        self.context.run(lambda n, actor: change(n, actor, identity), done=done,
                         failed=self._failed)  # fmt: skip

    @property
    def entry(self) -> Entry | None:
        """Who is shown beside the table."""
        return self._side.entry if self._side is not None else None

    # Showing

    def enter(self) -> None:
        """Called when the page is opened."""
        self.reload()
        self.table.setFocus()

    def leave(self) -> None:
        """Called when another page is opened."""
        self._later.stop()
        if self._side is not None:
            self._side.stop()

    def reload(self) -> None:
        """Show what the search and the segment say."""
        which = self.which.current
        self.model.show(search=self.search.text().strip(), which="" if which == "all" else which)

    def _changed(self, _changes: object) -> None:
        if self.isVisible():
            self._later.start()

    def _filled(self, page: RegisterPage) -> None:
        for key, number in (
            ("all", page.people + page.ai),
            ("people", page.people),
            ("ai", page.ai),
        ):
            self.which.set_count(key, number)
        self.stack.setCurrentIndex(0 if self.model.rows else 1)
        right = [Note(quiet="move", keys=("J", "K")), Note(quiet="search", keys=("/",)),
                 Note(quiet="every command", keys=("Ctrl", "K"))]  # fmt: skip
        if self.isVisible():
            self.window_.status.show_notes([Note(f"{page.people:,} people, {page.ai:,} AI")], right)
        shown = self._select or (self.entry.id if self.entry is not None else "")
        row = self.model.row_of(shown) if shown else -1
        self._select = ""
        if row >= 0:
            self.table.selectRow(row)
            entry = self.model.entry(row)
            if entry is not None and entry != self.entry:
                self._turned(entry)
        elif shown:
            self._show_beside(None)

    def _turned(self, entry: Entry | None) -> None:
        if entry is not None:
            self._show_beside(self.side)
            self.side.show_entry(entry)

    def _show_beside(self, widget: QWidget | None) -> None:
        self._beside = widget
        for each in (self._side, self._form, self._private):
            if each is not None:
                each.setVisible(each is widget)
        self._fit()
        if self._side is not None and widget is not self._side:
            self._side.stop()
            self._side.entry = None

    def _fit(self) -> None:
        """Where there is little room the segments give way: the search finds kinds, too."""
        beside = self._beside.width() if self._beside is not None else 0
        self.which.setVisible(self.width() - beside >= theme.px(620))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _close(self) -> None:
        self._show_beside(None)
        self.table.clearSelection()
        self.table.setCurrentIndex(self.table.model().index(-1, -1))
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self.search.setFocus()
            self.search.selectAll()
        elif event.key() == Qt.Key.Key_Escape and self._beside is not None:
            if self._beside is self._private:
                self._back_from_private()
            else:
                self._close()
        else:
            super().keyPressEvent(event)

    # Changing

    def begin_adding(self) -> None:
        """Show the form to add a contributor."""
        self.table.clearSelection()
        self._show_beside(self.form)
        self.form.begin()

    def _add(self, name: str, kind: str, details: dict[str, Any]) -> None:
        def act(newsroom: Any, actor: str) -> str:
            from db.acts.acting import contributor
            from db.acts.register import add_contributor

            add_contributor(newsroom, actor, name, kind, **details)
            with newsroom.read() as session:
                return contributor(session, " ".join(name.split())).id

        def done(identity: str) -> None:
            self._show_beside(None)
            self.table.setFocus()
            self._after(f"{name} is in the register", identity)

        self.context.run(act, done=done, failed=self._failed)

    def _act(self, name: str, changes: dict[str, str], said: str) -> None:
        entry = self.entry
        if entry is None:
            return
        identity = entry.id

        def act(newsroom: Any, actor: str) -> Any:
            from db.acts import register

            return getattr(register, name)(newsroom, actor, identity, **changes)

        self.context.run(act, done=lambda _c: self._after(said, identity), failed=self._failed)

    def _after(self, said: str, identity: str = "") -> None:
        self.error.hide()
        self._select = identity
        self.context.reload(self.model.refresh)
        self.window_.toast.say(said)

    def _failed(self, error: Exception) -> None:
        told = errors.tell(error)
        self.error.tell(told.title, told.fix, rule=told.rule)
