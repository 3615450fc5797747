"""The register: who contributes, added and ended by the CEO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components import paint
from desktop.components.button import Button
from desktop.components.fields import FormLine, Select, form_edit
from desktop.components.label import Label
from desktop.theme import KIND_WORDS, KINDS, theme

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


class PersonLine(QWidget):
    """44 px for one contributor."""

    def __init__(self, person: Any, register: RegisterCard, ceo: bool) -> None:
        super().__init__()
        self.person = person
        self.setFixedHeight(max(44, theme.px(44)))
        self.setAccessibleName(f"{person.name}, {KIND_WORDS.get(person.kind, person.kind)}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        if ceo and person.active and person.name != register.window_.context.acting:
            self.end = Button("End", "quiet", name=f"end-{person.name}",
                              tip=f"{person.name} no longer contributes")  # fmt: skip
            self.end.clicked.connect(lambda: register.ask_end(person.name))
            row.addWidget(self.end)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() / 2
        person = self.person
        painter.setOpacity(1.0 if person.active else 0.6)
        paint.draw_avatar(painter, QRectF(0, middle - 14, 28, 28), person.name, person.kind)
        paint.draw_text(painter, 40, middle - 8, person.name, "strong", most=280)
        paint.draw_mark(painter, 40, middle + 9, 14, person.kind)
        said = KIND_WORDS.get(person.kind, person.kind)
        if not person.active:
            said += ", ended"
        paint.draw_text(painter, 62, middle + 9, said, "meta", "text2")
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))
        painter.end()


class RegisterCard(QWidget):
    """Everybody, and a form to add somebody."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.name = form_edit("contributor-name", "Name, as it stands in the record")
        self.kind = Select()
        self.kind.setObjectName("contributor-kind")
        for kind in KINDS:
            self.kind.addItem(KIND_WORDS[kind], kind)
        self.kind.currentIndexChanged.connect(lambda _n: self._ready())
        self.provider = form_edit("contributor-provider", "Who makes the model")
        self.model = form_edit("contributor-model", "Model")
        self.version = form_edit("contributor-version", "Version")
        self.answers = Select()
        self.answers.setObjectName("contributor-answers")
        self.add = Button("Add", icon="plus", name="contributor-add")
        self.add.clicked.connect(self._add)
        for field in (self.name, self.provider, self.model, self.version):
            field.textChanged.connect(lambda _t: self._ready())
        self.form = QWidget()
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        grid.addWidget(FormLine("Name", self.name), 0, 0)
        grid.addWidget(FormLine("What they are", self.kind), 0, 1)
        self._ai_lines = [
            FormLine("Provider", self.provider), FormLine("Model", self.model),
            FormLine("Version", self.version), FormLine("Who answers for it", self.answers),
        ]  # fmt: skip
        for n, line in enumerate(self._ai_lines):
            grid.addWidget(line, 1 + n // 2, n % 2)
        grid.addWidget(self.add, 3, 0)
        self.why = Label("Only the CEO adds or ends contributors.", "meta", "text2")
        self.asking = QWidget()
        ask = QHBoxLayout(self.asking)
        ask.setContentsMargins(0, 0, 0, 0)
        self.question = Label("", "strong", name="end-question")
        self.yes = Button("End", name="end-yes")
        no = Button("Not now", "quiet", name="end-no")
        self.yes.clicked.connect(self._end)
        no.clicked.connect(self.asking.hide)
        ask.addWidget(self.question, 1)
        ask.addWidget(self.yes)
        ask.addWidget(no)
        self.asking.hide()
        self._ending = ""
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.asking)
        column.addLayout(self.lines)
        column.addSpacing(8)
        column.addWidget(self.form)
        column.addWidget(self.why)
        self.refresh()

    def refresh(self) -> None:
        """Show everybody."""
        context = self.window_.context
        ceo = context.actor.kind == "ceo"
        while self.lines.count():
            item = self.lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for person in sorted(context.people, key=lambda p: (not p.active, KINDS.index(p.kind))):
            self.lines.addWidget(PersonLine(person, self, ceo))
        self.answers.clear()
        for person in context.people:
            if person.active and person.kind != "ai":
                self.answers.addItem(person.name, person.name)
        self.form.setVisible(ceo)
        self.why.setVisible(not ceo)
        self._ready()

    def _ready(self) -> None:
        ai = self.kind.currentData() == "ai"
        for line in self._ai_lines:
            line.setVisible(ai)
        whole = bool(self.name.text().strip())
        if ai:
            whole = whole and bool(self.provider.text().strip() and self.model.text().strip())
        self.add.setEnabled(whole)
        missing = "Name the model and who makes it" if ai else "Write a name first"
        self.add.setToolTip("" if whole else missing)

    def _add(self) -> None:
        name, kind = self.name.text().strip(), str(self.kind.currentData())
        more: dict[str, Any] = {}
        if kind == "ai":
            more = {
                "provider": self.provider.text().strip(), "model": self.model.text().strip(),
                "model_version": self.version.text().strip() or None,
                "answers_to": str(self.answers.currentData()),
            }  # fmt: skip

        def act(newsroom: Any, actor: str) -> Any:
            from db.acts.register import add_contributor

            return add_contributor(newsroom, actor, name, kind, **more)

        self.window_.context.run(act, done=lambda _r: self._added(name))

    def _added(self, name: str) -> None:
        for field in (self.name, self.provider, self.model, self.version):
            field.clear()
        self.window_.context.reload(self.refresh)
        self.window_.toast.say(f"{name} is in the register")

    def ask_end(self, name: str) -> None:
        """Ask before somebody ends."""
        self._ending = name
        self.question.set_text(f"End {name}? What they wrote stays in the record as theirs.")
        self.asking.show()
        page = self.window_.settings_page
        if page is not None:
            QTimer.singleShot(0, lambda: page.area.ensureWidgetVisible(self.asking))
        self.yes.setFocus()

    def _end(self) -> None:
        name = self._ending
        self.asking.hide()

        def act(newsroom: Any, actor: str) -> Any:
            from db.acts.register import end_contributor

            return end_contributor(newsroom, actor, name)

        self.window_.context.run(act, done=lambda _r: self.window_.context.reload(self.refresh))
