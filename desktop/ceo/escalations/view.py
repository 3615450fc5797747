"""Escalations: the list on the left, one matter in the middle, what to do with it beside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout

from desktop.ceo.escalations import acts
from desktop.ceo.escalations.acts import Act
from desktop.ceo.escalations.form import ActForm
from desktop.ceo.escalations.listing import MatterDelegate, MatterModel
from desktop.ceo.escalations.page import MatterPage
from desktop.ceo.escalations.raising import Raising, raise_it
from desktop.ceo.escalations.side import MatterSide
from desktop.components.button import Button
from desktop.components.choice import Choice
from desktop.components.feedback import Empty, ErrorBar
from desktop.components.label import Ground, Label

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

_ADD = (acts.CLAIM, acts.EVIDENCE, acts.LETTER)
_ADD_WORDS = {"claim": "A claim of help", "evidence": "A document", "write": "A letter"}


class Escalations(Ground):
    """All matters that whoever acts here reads, or raised."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("bg", name="escalations")
        self.window_ = window
        self.context = window.context
        self.ref = ""
        self.matter: Any = None
        self.model = MatterModel(self.context, self)
        self.list = QListView()
        self.list.setObjectName("matter-list")
        self.list.setAccessibleName("Matters")
        self.list.setModel(self.model)
        self.list.setItemDelegate(MatterDelegate(self.list))
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setStyleSheet("background: transparent;")
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.which = Choice([("open", "Open", ""), ("closed", "Closed", "")], look="segment",
                            prefix="matters", spoken="Which matters")  # fmt: skip
        self.new = Button("New", icon="plus", name="matter-new")
        self.error = ErrorBar("matters-error")
        self.page = MatterPage()
        self.side = MatterSide()
        self.form = ActForm()
        self.raising = Raising()
        self.empty = Empty(
            "No open matter", "What readers, colleagues or the law raise comes here."
        )
        self.middle = QStackedWidget()
        for widget in (self.empty, self.page, self.raising):
            self.middle.addWidget(widget)
        self.right = QStackedWidget()
        self.right.setFixedWidth(320)
        self.right.addWidget(self.side)
        self._forms = Ground("bg", "l")
        column = QVBoxLayout(self._forms)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self.right.addWidget(self._forms)
        self.right.hide()
        self._build()
        self.setAcceptDrops(True)
        self._wire()

    def _build(self) -> None:
        left = Ground("bg", "r")
        left.setFixedWidth(312)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 12, 1, 12)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.setContentsMargins(24, 0, 16, 0)
        top.addWidget(self.which)
        top.addStretch(1)
        top.addWidget(self.new)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.addWidget(Label("Whoever raised a matter sees its number and its state.", "meta",
                             "text2"))  # fmt: skip
        column.addLayout(foot)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        centre.addWidget(self.error)
        centre.addWidget(self.middle, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addLayout(centre, 1)
        row.addWidget(self.right)

    def _wire(self) -> None:
        self.which.chosen.connect(lambda key: self.model.show(key == "closed"))
        self.new.clicked.connect(lambda: self.raise_about())
        self.model.filled.connect(self._filled)
        self.list.selectionModel().currentChanged.connect(lambda now, _old: self._chosen(now))
        self.side.asked.connect(self.ask)
        self.side.written.connect(self._write)
        self.form.given.connect(self._given)
        self.form.left.connect(self._shut)
        self.page.article.connect(self.window_.open_article)
        self.page.document.connect(self._save)
        self.page.add.clicked.connect(self._add)
        self.raising.given.connect(self._raise)
        self.raising.left.connect(self._shut)
        self.context.changed.connect(lambda _what: self.refresh())

    # Showing

    def enter(self) -> None:
        """Called when the page is opened."""
        self.window_.status_ready()
        self.refresh()
        self.list.setFocus()

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.isVisible():
            self.model.refresh()
            if self.ref and self.right.currentWidget() is self.side:
                self.open(self.ref)

    def _filled(self) -> None:
        row = self.model.row_of(self.ref)
        if row < 0 and self.model.rows and self.middle.currentWidget() is not self.raising:
            row = 0
        if row >= 0:
            index = self.model.index(row)
            if self.list.currentIndex() != index:
                self.list.selectionModel().setCurrentIndex(
                    index, QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
        elif not self.model.rows and self.middle.currentWidget() is not self.raising:
            self.ref, self.matter = "", None
            self.middle.setCurrentWidget(self.empty)
            self.right.hide()

    def _chosen(self, index: Any) -> None:
        if 0 <= index.row() < len(self.model.rows):
            self.open(self.model.rows[index.row()].ref)

    def open(self, ref: str) -> None:
        """Show one matter, opened with the reader's key beside the window."""
        self.ref = ref
        actor = self.context.acting

        def work(session: Any) -> Any:
            from db import reading as articles
            from db.matters import reading
            from db.matters.escalation import Escalation
            from db.matters.evidence import evidence

            found = reading.show(session, actor, ref)
            if not isinstance(found, Escalation):
                return found, None, {}, ""
            names = reading.names(session, {event.by for event in found.timeline})
            headline = articles.article(session, found.article).headline if found.article else ""
            return found, evidence(session, found), names, headline

        self.context.read(work, lambda said: self._show(ref, *said), self._failed, here=False)

    def _show(
        self, ref: str, matter: Any, shows: Any, names: dict[str, str], headline: str
    ) -> None:
        if ref != self.ref:
            return
        self.error.hide()
        if shows is None:
            self.matter = None
            self.empty = Empty(
                f"{matter.ref}: {matter.state}", "What it says is for the CEO alone."
            )
            self.middle.addWidget(self.empty)
            self.middle.setCurrentWidget(self.empty)
            self.right.hide()
            return
        self.matter = matter
        self.page.show_matter(matter, names, headline)
        self.side.show_matter(matter, shows)
        if self.middle.currentWidget() is not self.raising:
            self.middle.setCurrentWidget(self.page)
            self.right.setCurrentWidget(self.side)
            self.right.show()

    def _failed(self, error: Exception) -> None:
        self.window_.tell_error(error)

    # Doing

    def ask(self, act: Act) -> None:
        """Show an act's form beside the matter."""
        self.form.ask(act)
        self.right.setCurrentWidget(self._forms)

    def _add(self) -> None:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setObjectName("matter-add-menu")
        for act in _ADD:
            menu.addAction(_ADD_WORDS[act.id]).triggered.connect(
                lambda _on=False, act=act: self.ask(act)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.page.add.mapToGlobal(self.page.add.rect().topLeft()))

    def _given(self, act: Act, values: dict[str, str]) -> None:
        ref = self.ref
        if act is acts.DOSSIER:
            left_out = {k.removeprefix("redact-"): v for k, v in values.items() if v}
            self._write("dossier", left_out)
            return

        def work(newsroom: Any, actor: str) -> Any:
            return act.run(newsroom, actor, ref, values)

        def done(_result: Any) -> None:
            self._shut()
            self.window_.toast.say(f"{ref}: {act.title}")

        self.context.run(work, done=done, failed=self._failed)

    def _shut(self) -> None:
        self.right.setCurrentWidget(self.side)
        if self.matter is not None:
            self.middle.setCurrentWidget(self.page)
            self.right.show()
        else:
            self.middle.setCurrentWidget(self.empty)
        if self.ref:
            self.open(self.ref)
        self.list.setFocus()

    def raise_about(self, **about: Any) -> None:
        """Show the form that raises a matter."""
        people = [p.name for p in self.context.people if p.active and p.kind != "ai"]
        self.right.hide()
        self.middle.setCurrentWidget(self.raising)
        self.raising.begin(people, **about)

    def _raise(self, said: dict[str, Any]) -> None:
        def done(ref: str) -> None:
            self.ref = ref
            self.middle.setCurrentWidget(self.page)
            self.which.show_as("open")
            self.model.show(False)
            self.open(ref)
            self.window_.toast.say(f"Raised as {ref}")

        self.context.run(raise_it, said, done=done, failed=self._failed)

    def _save(self, file: Any) -> None:
        target, _ = QFileDialog.getSaveFileName(self, "Save a copy", file.name)
        if not target:
            return
        actor, ref = self.context.acting, self.ref

        def work(session: Any) -> bytes | None:
            from db.matters import reading

            return reading.document(session, actor, ref, file.seq, file.n)

        def done(content: bytes | None) -> None:
            if content is None:
                self.window_.toast.say(f"{file.name} was erased")
            else:
                from desktop.history_file import write_whole

                write_whole(Path(target), content)

        self.context.read(work, done, self._failed, here=False)

    def _write(self, what: str, left_out: dict[str, str] | None = None) -> None:
        folder = QFileDialog.getExistingDirectory(self, f"Where to put the {what}")
        if folder:
            self.write(what, Path(folder), left_out or {})

    def write(self, what: str, folder: Path, left_out: dict[str, str]) -> None:
        """Write the letter, or the dossier without what is left out, into a folder."""
        ref = self.ref

        def work(newsroom: Any, actor: str) -> Any:
            if what == "letter":
                from desktop.letters import write_letter

                return write_letter(newsroom, actor, ref, folder)
            from desktop.dossier import write_dossier

            return write_dossier(newsroom, actor, ref, folder, left_out)

        def done(files: Any) -> None:
            if what == "dossier":
                self._shut()
            names = ", ".join(file.path.name for file in files)
            self.window_.toast.say(f"Written: {names}")

        self.context.run(work, done=done, failed=self._failed)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_M and self.middle.currentWidget() is self.page:
            self._add()
        elif event.key() == Qt.Key.Key_Escape and self.right.currentWidget() is self._forms:
            self._shut()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if Raising._emails(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in Raising._emails(event.mimeData())[:1]:
            event.acceptProposedAction()
            self.raise_about()
            wrong = self.raising.take_email(path)
            if wrong:
                self.raising.kept.set_text(wrong, "danger")
