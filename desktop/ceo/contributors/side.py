"""Beside the register: what one contributor did, and what the CEO can change of their entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import jobs, times
from desktop.ceo.contributors.coming_in import ComingIn
from desktop.ceo.contributors.model import kind_of
from desktop.components.button import Button
from desktop.components.feedback import Progress
from desktop.components.fields import FormLine, Select, form_edit
from desktop.components.figures import Figures
from desktop.components.label import Ground, Label, Line
from desktop.components.people import Avatar
from desktop.components.scroll import scrolled
from desktop.context import Context
from desktop.theme import KIND_WORDS, theme

if TYPE_CHECKING:
    from db.working import Entry, Work

ORIGINS = {"typed": "Typed", "pasted": "Pasted", "imported": "Imported", "generated": "Generated",
           "restored": "Restored"}  # fmt: skip
DID = {"signed-off": "Sign-offs", "agreed": "Agreed", "moved.return": "Sent back",
       "moved.correct": "Corrections begun", "moved.publish": "Published"}  # fmt: skip
#: What became of pieces that hold their words.
MET = {"moved.return": "Pieces sent back", "moved.correct": "Pieces corrected",
       "moved.withdraw": "Pieces withdrawn"}  # fmt: skip
PEOPLE = ("freelancer", "reporter", "editor", "ceo")


class ContributorSide(Ground):
    """344 px; `asked` says what to do with the entry: an act of `db.acts.register` and its words."""

    asked = Signal(str, dict, str)  # act, changes, what to say after
    private_asked = Signal()
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("bg", "l", "contributor-side")
        self.context = context
        self.entry: Entry | None = None
        self._job: jobs.Job | None = None
        self._work: Work | None = None
        self._characters: dict[str, int] = {}
        self._about: list[str] = []
        self._turned = 0
        self.avatar = Avatar("", "reporter", 32)
        self.name = Label("", "heading", name="contributor-title")
        self.kind = Label("", "meta", "text2", lines=1, name="contributor-is")
        self.close_button = Button("", "quiet", icon="x", name="contributor-close", tip="Close")
        self.close_button.clicked.connect(self.closed)
        self.figures = Figures("contributor-work")
        self.reading = Label("", "meta", "text2", name="contributor-reading", lines=1)
        self.progress = Progress("contributor-progress")
        self.edit = form_edit("register-name", "Name, as it stands in the record")
        self.what = Select("register-kind")
        for kind in PEOPLE:
            self.what.addItem(KIND_WORDS[kind], kind)
        self.answers = Select("register-answers")
        self.name_line = FormLine("Name", self.edit)
        self.kind_line = FormLine("What they are", self.what)
        self.answers_line = FormLine("Who answers for it", self.answers)
        self.office = Label("A CEO reads every escalation that is not about them, also those of "
                            "the past.", "meta", "text2", name="register-office")  # fmt: skip
        self.private = Button("Private record", icon="lock", name="register-private")
        self.private.clicked.connect(self.private_asked)
        self.save = Button("Save", name="register-save")
        self.end = Button("", "quiet", name="register-end")
        self.question = Label("", "body", name="register-question")
        self.yes = Button("", name="register-yes")
        self.no = Button("Not now", "quiet", name="register-no")
        self.edit.textChanged.connect(lambda _t: self._ready())
        self.edit.returnPressed.connect(self._save)
        self.what.currentIndexChanged.connect(lambda _n: self._ready())
        self.answers.currentIndexChanged.connect(lambda _n: self._ready())
        self.save.clicked.connect(self._save)
        self.end.clicked.connect(lambda: self._asking(True))
        self.yes.clicked.connect(self._end)
        self.no.clicked.connect(lambda: self._asking(False))
        self._build()

    def _build(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.kind)
        top.addWidget(self.avatar)
        top.addLayout(words, 1)
        top.addWidget(self.close_button)
        column.addLayout(top)
        column.addSpacing(8)
        column.addWidget(Label("Work done", "bold", lines=1))
        column.addWidget(self.figures)
        column.addWidget(self.progress)
        column.addWidget(self.reading)
        column.addSpacing(4)
        private = QHBoxLayout()
        private.addWidget(self.private)
        private.addStretch(1)
        column.addLayout(private)
        column.addSpacing(4)
        column.addWidget(Line())
        column.addSpacing(8)
        column.addWidget(Label("In the register", "bold", lines=1))
        for widget in (self.name_line, self.kind_line, self.office, self.answers_line):
            column.addWidget(widget)
        self._ways = QWidget()
        ways = QHBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.addWidget(self.save)
        ways.addStretch(1)
        ways.addWidget(self.end)
        column.addWidget(self._ways)
        self.coming_in = ComingIn(self.context)
        self._ask = QWidget()
        asking = QVBoxLayout(self._ask)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.addWidget(self.question)
        both = QHBoxLayout()
        both.addWidget(self.yes)
        both.addWidget(self.no)
        both.addStretch(1)
        asking.addLayout(both)
        column.addWidget(self._ask)
        column.addWidget(self.coming_in)
        column.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 0, 0, 0)
        around.addWidget(scrolled(body))
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedWidth(max(344, min(theme.px(344), 460)))

    # Showing

    def show_entry(self, entry: Entry) -> None:
        """Show a contributor; what they did is read beside the window."""
        other = self.entry is None or self.entry.id != entry.id
        self.entry = entry
        self.avatar.show_person(entry.name, entry.kind)
        self.name.set_text(entry.name)
        state = "" if entry.active else ", ended"
        self.kind.set_text(f"{kind_of(entry)}{state}")
        ai = entry.kind == "ai"
        for widget in (self.edit, self.what, self.answers):
            widget.blockSignals(True)
        self.edit.setText(entry.name)
        self.what.setCurrentIndex(max(0, self.what.findData(entry.kind)))
        self.answers.clear()
        if ai and entry.paused:
            self.answers.addItem("Nobody", "")
        for person in self.context.people:
            if person.active and person.kind != "ai":
                self.answers.addItem(person.name, person.name)
        self.answers.setCurrentIndex(max(0, self.answers.findData(entry.answers_to or "")))
        for widget in (self.edit, self.what, self.answers):
            widget.blockSignals(False)
        self.kind_line.setVisible(not ai)
        self.answers_line.setVisible(ai)
        self.end.setText("End" if entry.active else "Bring back")
        self._asking(False)
        self._ready()
        self.coming_in.show_entry(entry)
        if other:
            self.figures.show_rows([])
        self._read()

    def _ready(self) -> None:
        changes = self._changes()
        self.save.setEnabled(bool(changes))
        self.office.setVisible(changes.get("kind") == "ceo")

    def _changes(self) -> dict[str, str]:
        entry = self.entry
        if entry is None:
            return {}
        out: dict[str, str] = {}
        if self.edit.text().strip() not in ("", entry.name):
            out["name"] = self.edit.text().strip()
        if entry.kind != "ai" and self.what.currentData() != entry.kind:
            out["kind"] = str(self.what.currentData())
        wanted = self.answers.currentData()
        if entry.kind == "ai" and wanted and wanted != entry.answers_to:
            out["answers_to"] = str(wanted)
        return out

    def _save(self) -> None:
        changes = self._changes()
        if changes and self.entry is not None:
            self.asked.emit("change_contributor", changes, f"{changes.get('name', self.entry.name)}"
                            " is changed in the register")  # fmt: skip

    def _asking(self, on: bool) -> None:
        entry = self.entry
        self._ask.setVisible(on)
        self._ways.setVisible(not on)
        if not on or entry is None:
            return
        if entry.active:
            self.question.set_text(f"End {entry.name}? What they wrote stays theirs in the record.")
            self.yes.setText("End")
        else:
            self.question.set_text(f"Let {entry.name} contribute again?")
            self.yes.setText("Bring back")
        self.yes.setFocus()

    def _end(self) -> None:
        if self.entry is not None:
            act = "end_contributor" if self.entry.active else "bring_back"
            said = "no longer contributes" if self.entry.active else "contributes again"
            self.asked.emit(act, {}, f"{self.entry.name} {said}")

    # What they did

    def _read(self) -> None:
        self.stop()
        entry = self.entry
        if entry is None:
            return
        self._turned += 1
        turned, identity = self._turned, entry.id

        actor = self.context.acting

        def work(session: Any) -> Any:
            from db.matters.reading import raised_about
            from db.refusal import Refused
            from db.working import work_of

            try:
                about = raised_about(session, actor, identity)
            except Refused:  # without the key nobody can say; the rest is told all the same
                about = []
            return work_of(session, identity), about

        def done(both: tuple[Work, list[str]]) -> None:
            found, about = both
            if turned == self._turned:
                self._work, self._characters, self._about = found, {}, about
                self._show_work()
                self._read_pieces(found)

        self.context.read(work, done, here=False)

    def _read_pieces(self, found: Work) -> None:
        entry, newsroom = self.entry, self.context.newsroom
        if entry is None or newsroom is None or not found.pieces:
            return
        identity, whole = entry.id, len(found.pieces)

        def work(job: jobs.Job) -> None:
            from db.working import characters_in

            for n, article in enumerate(found.pieces):
                if job.cancelled:
                    return
                with newsroom.read() as session:
                    job.tell((n + 1, characters_in(session, article, identity)))

        def told(what: tuple[int, dict[str, int]]) -> None:
            done, characters = what
            for origin, number in characters.items():
                self._characters[origin] = self._characters.get(origin, 0) + number
            self.progress.set_share(done / whole)
            self.reading.set_text(f"Reading piece {done:,} of {whole:,}")
            if done in (1, whole) or done % 25 == 0:
                self._show_work()

        def done(_nothing: object) -> None:
            self._job = None
            self._show_reading(False)
            self._show_work()

        self._show_reading(True)
        self._job = jobs.run(work, done, None, told)

    def _show_reading(self, on: bool) -> None:
        self.progress.setVisible(on)
        self.reading.setVisible(on)

    def stop(self) -> None:
        """Read no further."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._show_reading(False)

    def _show_work(self) -> None:
        work = self._work
        if work is None:
            return
        rows = [("Pieces", f"{len(work.pieces):,}")]
        rows += [
            (f"{word} characters that stand", f"{self._characters[origin]:,}")
            for origin, word in ORIGINS.items()
            if self._characters.get(origin)
        ]
        rows += [(word, f"{work.did[kind]:,}") for kind, word in DID.items() if work.did.get(kind)]
        rows += [(word, f"{work.met[kind]:,}") for kind, word in MET.items() if work.met.get(kind)]
        if self._about:
            rows.append(("Escalations about them", f"{len(self._about):,}"))
        rows.append(("Last touch", times.moment(work.last) or "none yet"))
        if self.entry is not None and self.entry.answers_for:
            rows.append(("Answers for", ", ".join(self.entry.answers_for)))
        self.figures.show_rows(rows)
