"""AI: where each model answers, who answers for it, and this computer's key to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import jobs
from desktop.components.button import Button, Switch
from desktop.components.fields import FormLine, Select, form_edit
from desktop.components.label import Label, Line
from desktop.components.people import Avatar
from desktop.desk.panel.who import clear
from desktop.errors import tell

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

#: What is kept where, said where the key is typed.
KEPT = "The key goes into this computer’s keyring and nowhere else; a server on this computer needs none."


class EndpointLine(QWidget):
    """One model that was set up: whether it can be asked, a try, and its switch."""

    def __init__(self, card: AiCard, one: Any, key: str, may: bool) -> None:
        super().__init__()
        name = one.contributor
        why = one.why_not or ("" if key or one.local else "this computer has no key for it")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(name, "strong", lines=1))
        words.addWidget(Label(f"{one.model} at {one.url}", "meta", "text2"))
        held = {"keyring": "key in the keyring", "environment": "key from the environment"}
        said = f"{one.answers_to} answers for it" + (f", {held[key]}" if key else "")
        words.addWidget(Label(why[:1].upper() + why[1:] if why else said, "meta",
                              "warn" if why and one.on else "text2"))  # fmt: skip
        self.told = Label("", "meta", "text2", name=f"ai-told-{name}")
        self.told.hide()
        words.addWidget(self.told)
        self.test = Button("Try it", name=f"ai-try-{name}")
        self.test.setEnabled(not why)
        self.test.setToolTip(why or "Asks for one word; nothing of the newsroom is sent")
        self.test.clicked.connect(lambda: card.try_out(one, self))
        change = Button("Change", "quiet", name=f"ai-change-{name}")
        change.clicked.connect(lambda: card.fill(one))
        self.on = Switch(f"ai-on-{name}", f"{name} can be asked")
        self.on.setChecked(one.on)
        self.on.setEnabled(may)
        self.on.toggled.connect(lambda on: card.turn(one, on))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(12)
        row.addWidget(Avatar(name, "ai", 28), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for widget in (self.test, change, self.on):
            row.addWidget(widget)


class AiCard(QWidget):
    """An editor or the CEO says where models answer; each computer has its own keys."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.none = Label("No AI is set up, and none is needed for anything.", "body", "text2",
                          name="ai-none")  # fmt: skip
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.model, self.url = Select("ai-contributor"), form_edit(
            "ai-url", "http://localhost:11434/v1"
        )  # fmt: skip
        self.served = form_edit("ai-served-as", "What the server calls the model")
        self.key = form_edit("ai-key", "Leave empty to keep it as it is")
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.save = Button("Save", name="ai-save")
        self.forget = Button("Forget the key", "quiet", name="ai-forget")
        self.told = Label("", "meta", "text2", name="ai-told")
        self.save.clicked.connect(self._save)
        self.forget.clicked.connect(self._forget)
        self.model.activated.connect(self._chosen)
        for edit in (self.url, self.served, self.key):
            edit.textEdited.connect(self._typed)
        self.form = QWidget()
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(0, 6, 0, 0)
        inner.setSpacing(10)
        inner.addLayout(_row(FormLine("AI of the register", self.model),
                             FormLine("Model, as the server calls it", self.served)))  # fmt: skip
        inner.addLayout(_row(FormLine("Address of a server that speaks OpenAI’s protocol", self.url),
                             FormLine("Key, on this computer", self.key)))  # fmt: skip
        inner.addWidget(Label(KEPT, "meta", "text2"))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.save)
        foot.addWidget(self.forget)
        foot.addWidget(self.told, 1)
        inner.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.none)
        column.addLayout(self.lines)
        column.addWidget(self.form)
        self.form.hide()  # until it is known what is set up
        self._touched = False
        self._known: dict[str, Any] = {}
        self._keys: dict[str, str] = {}

    @property
    def may(self) -> bool:
        """Whether the person who acts may set an AI up."""
        return self.window_.context.actor.kind in ("editor", "ceo")

    def refresh(self) -> None:
        """Read what is set up, and whether this computer has the keys."""

        def work(session: Any) -> tuple[list[Any], dict[str, str], list[tuple[str, str]]]:
            from db import reading
            from db.endpoints import endpoints
            from db.ledger.chain import newsroom_id
            from desktop.ai import key

            found, room = endpoints(session), newsroom_id(session)
            people = reading.contributors(session)
            models = [(p.name, p.model or "") for p in people if p.kind == "ai" and p.active]
            return found, {one.id: key.where(room, one.id) for one in found}, models

        self.window_.context.read(work, self._show)

    def _show(self, found: tuple[list[Any], dict[str, str], list[tuple[str, str]]]) -> None:
        served, self._keys, models = found
        self._known = {one.contributor: one for one in served}
        chosen = self.model.currentText()
        clear(self.lines)
        for one in served:
            self.lines.addWidget(EndpointLine(self, one, self._keys[one.id], self.may))
            self.lines.addWidget(Line())
        self.none.setVisible(not served)
        self.model.clear()
        for name, model in models:
            self.model.addItem(name, model)
        self.model.setCurrentIndex(max(0, self.model.findText(chosen)))
        self.form.setVisible(bool(models) and (self.may or bool(served)))
        if not models:
            self.none.set_text("No AI is set up. The CEO adds one under Contributors first.")
        if self._touched:  # what is being typed stays
            self._ready()
        else:
            self._chosen()

    def fill(self, one: Any) -> None:
        """Show a model's settings in the form."""
        self.model.setCurrentIndex(self.model.findText(one.contributor))
        self._chosen()
        self.url.setFocus()

    def _chosen(self) -> None:
        self._touched = False
        one = self._known.get(self.model.currentText())
        self.url.setText(one.url if one else "")
        self.served.setText(one.model if one else str(self.model.currentData() or ""))
        self.key.clear()
        self._ready()

    def _typed(self) -> None:
        self._touched = True
        self._ready()

    def _ready(self) -> None:
        one = self._known.get(self.model.currentText())
        for edit in (self.url, self.served):
            edit.setEnabled(self.may)
        self.forget.setVisible(one is not None and self._keys.get(one.id) == "keyring")
        whole = bool(self.url.text().strip() and self.served.text().strip())
        changed = one is None or self._differs(one) or bool(self.key.text())
        self.save.setEnabled(whole and changed)
        self.save.setToolTip("" if whole and changed else
                             "Nothing is changed yet" if whole else "Give the address first")  # fmt: skip
        self.told.set_text("" if self.may else "An editor or the CEO sets the address.")

    def _differs(self, one: Any) -> bool:
        return (self.url.text().strip(), self.served.text().strip()) != (one.url, one.model)

    def _save(self) -> None:
        name, url = self.model.currentText(), self.url.text().strip()
        served, secret = self.served.text().strip(), self.key.text()
        one = self._known.get(name)
        set_up = one is None or self._differs(one)
        on = one is None or one.on

        def act(newsroom: Any, actor: str) -> Any:
            from db.acts.answering import set_up_ai

            if set_up:
                set_up_ai(newsroom, actor, name, url=url, name=served, on=on)
            if secret:
                _keep_key(newsroom, name, secret)

        self.window_.context.run(act, done=lambda _r: self._saved(), failed=self._failed)

    def _forget(self) -> None:
        name = self.model.currentText()

        def act(newsroom: Any, _actor: str) -> Any:
            _keep_key(newsroom, name, "")

        self.window_.context.run(act, done=lambda _r: self._saved(), failed=self._failed)

    def turn(self, one: Any, on: bool) -> None:
        """Switch a model on or off for everybody."""

        def act(newsroom: Any, actor: str) -> Any:
            from db.acts.answering import set_up_ai

            return set_up_ai(newsroom, actor, one.contributor, on=on)

        self.window_.context.run(act, done=lambda _r: self._saved(), failed=self._failed)

    def _saved(self) -> None:
        self._touched = False
        self.key.clear()
        self.window_.context.reload(self.refresh)

    def _failed(self, error: Exception) -> None:
        told = tell(error)
        self.refresh()
        page = self.window_.settings_page
        if page is not None:
            page.error.tell(told.title, told.fix)

    def try_out(self, one: Any, line: EndpointLine) -> None:
        """Ask for one word, beside the window."""
        newsroom = self.window_.context.newsroom
        if newsroom is None:
            return
        line.test.setEnabled(False)
        line.told.show()
        line.told.set_text("Asking for one word…", "text2")

        def work(_job: jobs.Job) -> float:
            from desktop.ai.asking import endpoint_key, try_out

            return try_out(one, endpoint_key(newsroom, one))

        def end(words: str, color: str) -> None:
            if line.isVisible():
                line.test.setEnabled(True)
                line.told.set_text(words, color)

        def failed(error: Exception) -> None:
            told = tell(error)
            end(f"{told.title} {told.fix}", "danger")

        jobs.run(work, lambda taken: end(f"It answers ({taken:.1f} s)", "ok"), failed)


def _keep_key(newsroom: Any, name: str, secret: str) -> None:
    from db.endpoints import asked_of
    from db.ledger.chain import newsroom_id
    from desktop.ai import key

    with newsroom.read() as session:
        room, author = newsroom_id(session), asked_of(session, name).id
    key.keep(room, author, secret)


def _row(*fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for field in fields:
        row.addWidget(field, 1)
    return row
