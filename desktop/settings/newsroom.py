"""The newsroom: what the CEO sets for everybody, its file, and the sample in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import folders, jobs
from desktop.actions import has_sample, may_have_sample
from desktop.components.button import Button
from desktop.components.fields import FormLine, Select, form_edit
from desktop.components.label import Label
from desktop.components.recovery_code import RecoveryCode
from desktop.opening import stay_here
from desktop.theme import LANGUAGES, language_name

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

BYLINES = (("empty", "Empty"), ("writers", "The writers’ byline wishes"))


class NewsroomCard(QWidget):
    """What the CEO sets for everybody, and where it all is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.name = form_edit("newsroom-name")
        self.desks = form_edit("newsroom-desks", "Dhaka desk, Business, Features")
        self.language, self.byline = Select("newsroom-language"), Select("newsroom-byline")
        for code, words in LANGUAGES.items():
            self.language.addItem(words, code)
        for key, words in BYLINES:
            self.byline.addItem(words, key)
        self.share_line = QPlainTextEdit()
        self.share_line.setObjectName("newsroom-share-line")
        self.share_line.setFixedHeight(84)
        self.share_line.setTabChangesFocus(True)
        self.save = Button("Save", name="newsroom-save")
        self.save.clicked.connect(self._save)
        self.why = Label("", "meta", "text2", name="newsroom-why")
        for edit in (self.name, self.desks):
            edit.textEdited.connect(self._ready)
        for box in (self.language, self.byline):
            box.activated.connect(self._ready)
        self.share_line.textChanged.connect(self._ready)
        self.file = Label("", "body", "text2", name="newsroom-file")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(_row((FormLine("Name", self.name), 1),
                              (FormLine("Desks, with commas between", self.desks), 2)))  # fmt: skip
        column.addLayout(_row((FormLine("Language, where a piece names none", self.language), 1),
                              (FormLine("What stands after “Author:”", self.byline), 1)))  # fmt: skip
        column.addWidget(FormLine("Share line, for pieces without their own", self.share_line))
        saving = QHBoxLayout()
        saving.setSpacing(12)
        saving.addWidget(self.save)
        saving.addWidget(self.why, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(saving)
        column.addSpacing(6)
        self.where = Label("", "strong", lines=1, name="newsroom-where")
        column.addWidget(self.where)
        column.addWidget(self.file)
        column.addLayout(self._file_ways())
        self.recovery = Button("Recovery code…", name="newsroom-recovery")
        self.recovery.clicked.connect(self._take_code)
        column.addWidget(self.recovery)
        self.code = RecoveryCode(
            "This code opens the newsroom where its key is lost. Write it on paper, and keep it away "
            "from this computer."
        )
        self.code.written.connect(self.code.forget)
        column.addWidget(self.code)
        self.refresh()

    def _file_ways(self) -> QHBoxLayout:
        self.folder = Button("Open its folder", icon="folder-open", name="newsroom-folder")
        self.folder.clicked.connect(self._folder)
        self.copy = Button("Copy the path", icon="copy", name="newsroom-copy")
        self.copy.clicked.connect(self._copy)
        self.sample = self.window_.commands.button("remove-sample")
        self.add = self.window_.commands.button("add-sample")
        row = QHBoxLayout()
        for button in (self.folder, self.copy, self.sample, self.add):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def refresh(self) -> None:
        """Show what is set."""
        context = self.window_.context
        set_ = context.settings
        self.name.setText(context.name)
        self.desks.setText(", ".join(context.desks))
        language = str(set_.get("language", "en"))
        if self.language.findData(language) < 0:
            self.language.addItem(language_name(language), language)
        self.language.setCurrentIndex(self.language.findData(language))
        self.byline.setCurrentIndex(max(0, self.byline.findData(set_.get("byline", "empty"))))
        self.share_line.setPlainText(str(set_.get("share_line", "")))
        self.file.set_text(self._address())
        self.folder.setText(
            "Use this computer’s own newsroom" if context.shared else "Open its folder"
        )
        self.copy.setText("Copy the address" if context.shared else "Copy the path")
        self.recovery.setVisible(context.encrypted)
        self.where.set_text("The newsroom is shared, on a server" if context.shared
                            else "The newsroom is one encrypted file on this computer" if context.encrypted
                            else "The newsroom is one file on this computer")  # fmt: skip
        ceo = context.actor.kind == "ceo"
        for field in (self.name, self.desks, self.language, self.byline, self.share_line):
            field.setEnabled(ceo)
        self.why.set_text("" if ceo else "Only the CEO changes these.")
        self.sample.setVisible(has_sample(self.window_))
        self.add.setVisible(may_have_sample(self.window_))
        self._ready()

    def _changed(self) -> dict[str, Any]:
        """The settings that differ from what is in force."""
        set_ = self.window_.context.settings
        desks = [desk.strip() for desk in self.desks.text().split(",") if desk.strip()]
        shown = {
            "name": self.name.text().strip(), "desks": desks,
            "language": self.language.currentData(), "byline": self.byline.currentData(),
            "share_line": self.share_line.toPlainText(),
        }  # fmt: skip
        return {key: value for key, value in shown.items() if value != set_.get(key)}

    def _ready(self) -> None:
        ceo = self.window_.context.actor.kind == "ceo"
        changed = bool(self._changed())
        self.save.setEnabled(changed and ceo)
        self.save.setToolTip("" if changed or not ceo else "Nothing is changed yet")

    def _save(self) -> None:
        context, changed = self.window_.context, self._changed()

        def act(newsroom: Any, actor: str) -> Any:
            from db.acts.settings import change_setting

            return [change_setting(newsroom, actor, key, value) for key, value in changed.items()]

        context.run(act, done=lambda _r: context.reload(self.refresh))

    def _folder(self) -> None:
        context = self.window_.context
        if context.shared:
            stay_here(self.window_)
        else:
            folders.show(self.window_, Path(context.path).parent)

    def _take_code(self) -> None:
        path = self.window_.context.path

        def work(_job: jobs.Job) -> str:
            from db.acts.recovering import newsroom_code

            return newsroom_code(path)

        jobs.run(work, self.code.show_code, self.window_.tell_error)

    def _address(self) -> str:
        """Where the newsroom is; of a shared one without a password."""
        context = self.window_.context
        if not context.shared:
            return str(context.path)
        from db.storage.passwords import without

        return without(str(context.path))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address())
        what = "address" if self.window_.context.shared else "path"
        self.window_.toast.say(f"The {what} is on the clipboard")


def _row(*fields: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for field, stretch in fields:
        row.addWidget(field, stretch)
    return row
