"""The newsroom: its name and desks, its file, and the sample in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.actions import has_sample
from desktop.components.button import Button
from desktop.components.fields import FormLine, form_edit
from desktop.components.label import Label

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


class NewsroomCard(QWidget):
    """What the CEO sets for everybody, and where it all is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.name = form_edit("newsroom-name")
        self.desks = form_edit("newsroom-desks", "Dhaka desk, Business, Features")
        self.save = Button("Save", name="newsroom-save")
        self.save.clicked.connect(self._save)
        self.why = Label("", "meta", "text2", name="newsroom-why")
        self.name.textEdited.connect(self._ready)
        self.desks.textEdited.connect(self._ready)
        self.file = Label("", "body", "text2", name="newsroom-file")
        folder = Button("Open its folder", icon="folder-open", name="newsroom-folder")
        folder.clicked.connect(self._folder)
        copy = Button("Copy the path", icon="copy", name="newsroom-copy")
        copy.clicked.connect(self._copy)
        self.sample = window.commands.button("remove-sample")
        self.add = window.commands.button("add-sample")
        names = QHBoxLayout()
        names.setSpacing(12)
        names.addWidget(FormLine("Name", self.name), 1)
        names.addWidget(FormLine("Desks, with commas between", self.desks), 2)
        saving = QHBoxLayout()
        saving.addWidget(self.save)
        saving.addWidget(self.why, 1)
        files = QHBoxLayout()
        files.addWidget(folder)
        files.addWidget(copy)
        files.addWidget(self.sample)
        files.addWidget(self.add)
        files.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(names)
        column.addLayout(saving)
        column.addSpacing(6)
        column.addWidget(Label("The newsroom is one file on this computer", "strong", lines=1))
        column.addWidget(self.file)
        column.addLayout(files)
        self.refresh()

    def refresh(self) -> None:
        """Show what is set."""
        context = self.window_.context
        self.name.setText(context.name)
        self.desks.setText(", ".join(context.desks))
        self.file.set_text(str(context.path))
        ceo = context.actor.kind == "ceo"
        for field in (self.name, self.desks):
            field.setReadOnly(not ceo)
            field.setEnabled(ceo)
        self.why.set_text("" if ceo else "Only the CEO changes these.")
        self.sample.setVisible(has_sample(self.window_))
        self.add.setVisible(not has_sample(self.window_))
        self._ready()

    def _ready(self) -> None:
        context = self.window_.context
        changed = self.name.text().strip() != context.name or self._desks() != context.desks
        self.save.setEnabled(changed and context.actor.kind == "ceo")

    def _desks(self) -> list[str]:
        return [desk.strip() for desk in self.desks.text().split(",") if desk.strip()]

    def _save(self) -> None:
        context = self.window_.context
        name, desks = self.name.text().strip(), self._desks()

        def act(newsroom: object, actor: str) -> object:
            from db.acts.settings import change_setting

            result = None
            if name and name != context.name:
                result = change_setting(newsroom, actor, "name", name)  # type: ignore[arg-type]
            if desks != context.desks:
                result = change_setting(newsroom, actor, "desks", desks)  # type: ignore[arg-type]
            return result

        context.run(act, done=lambda _r: context.reload(self.refresh))

    def _folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.window_.context.path.parent)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self.window_.context.path))
        self.window_.toast.say("The path is on the clipboard")
