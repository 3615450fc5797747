"""Exporting one piece: formats, where to, how far it is, and what to do with what came out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import folders, jobs
from desktop.components.button import Button, CheckBox
from desktop.components.feedback import Progress
from desktop.components.fields import form_edit
from desktop.components.label import Label

if TYPE_CHECKING:
    from desktop.desk.view import Desk

FORMATS = (
    ("html", "Web page", "HTML"), ("pdf", "PDF, archival", "PDF/A-3a, tagged"),
    ("docx", "Word", "DOCX"), ("md", "Markdown", "MD"), ("txt", "Plain text", "TXT"),
)  # fmt: skip


class Exporting(QWidget):
    """Formats, where to, how far it is, and what to do with what came out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._job: jobs.Job | None = None
        self._began = 0.0
        self.progress_had_focus = False
        preferences = desk.window_.preferences
        wanted = preferences.text("formats", "html,pdf,docx").split(",")
        self.formats = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 12)
        column.setSpacing(8)
        column.addWidget(Label("Formats", "bold", lines=1))
        for key, words, note in FORMATS:
            box = CheckBox(words, f"format-{key}", note)
            box.setChecked(key in wanted)
            box.toggled.connect(self.tell)
            self.formats[key] = box
            column.addWidget(box)
        column.addSpacing(4)
        column.addWidget(Label("Where to", "metastrong", lines=1))
        self.where = form_edit("export-where", "A folder")
        self._show_folder(preferences.text("export-folder", folders.publishing()))
        choose = Button("", icon="folder", name="export-choose", tip="Choose a folder")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.where, 1)
        row.addWidget(choose)
        column.addLayout(row)
        self.export = Button("Export", icon="file-down", name="export")
        self.export.clicked.connect(self.run)
        column.addWidget(self.export)
        self._build_progress(column)
        self._build_after(column)
        column.addStretch(1)
        self.where.textChanged.connect(self.tell)

    def _build_progress(self, column: QVBoxLayout) -> None:
        self.progress = QWidget()
        self.what = Label("", "strong", lines=1, name="export-what")
        self.bar = Progress("export-progress", 5)
        self.now = Label("", "meta", "text2", lines=1)
        self.halt = stop = Button("Stop", "link", name="export-stop")
        stop.clicked.connect(self.stop)
        inner = QVBoxLayout(self.progress)
        inner.setContentsMargins(0, 6, 0, 0)
        inner.addWidget(self.what)
        inner.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self.now, 1)
        row.addWidget(stop)
        inner.addLayout(row)
        self.progress.hide()
        column.addWidget(self.progress)

    def _build_after(self, column: QVBoxLayout) -> None:
        self.after = QWidget()
        self.result = Label("", "meta", "text2", icon="check", name="export-result")
        self.open = Button("Open folder", icon="folder-open", name="open-folder")
        self.open.clicked.connect(self._open)
        inner = QVBoxLayout(self.after)
        inner.setContentsMargins(0, 6, 0, 0)
        inner.addWidget(self.result)
        inner.addWidget(self.open)
        self.after.hide()
        column.addWidget(self.after)

    def _folder(self) -> Path:
        return folders.meant(self.where.text())

    def chosen(self) -> list[str]:
        """The formats ticked."""
        return [key for key, box in self.formats.items() if box.isChecked()]

    def tell(self) -> None:
        """Show whether one can export, and why not."""
        standing = self.desk.standing
        why = ""
        if not self.chosen():
            why = "Choose a format"
        elif not self.where.text().strip():
            why = "Choose a folder"
        elif standing is not None and standing.article.state in ("spiked", "withdrawn"):
            why = f"A {standing.article.state} piece is not exported"
        elif self._job is not None:
            why = "An export is under way"
        proof = standing is not None and not standing.article.version
        version = standing.article.version if standing is not None else 0
        self.export.setText("Export a proof" if proof else f"Export version {version}")
        self.export.setEnabled(not why)
        self.export.setToolTip(why)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Export to", str(self._folder()))
        if folder:
            self._show_folder(folder)

    def _show_folder(self, folder: str) -> None:
        """The folder, its beginning in sight, home as ~."""
        self.where.setText(folders.shown(folder))
        self.where.setToolTip(folder)
        self.where.setCursorPosition(0)

    def run(self) -> None:
        """Export the article in the formats ticked, beside the window."""
        window, standing = self.desk.window_, self.desk.standing
        newsroom, actor = window.context.newsroom, window.context.acting
        if standing is None or newsroom is None or self._job is not None:
            return
        article, formats = standing.article.id, self.chosen()
        folder, draft = self._folder(), not standing.article.version
        window.preferences.keep("export-folder", str(folder))
        window.preferences.keep("formats", ",".join(formats))

        def work(job: jobs.Job) -> Any:
            from desktop.finishing import export_files

            return export_files(
                newsroom, actor, [article], formats, folder, draft=draft,
                progress=lambda *told: job.tell(told), cancelled=lambda: job.cancelled,
            )  # fmt: skip

        self._began = time.monotonic()
        self.after.hide()
        self.progress.show()
        if self.export.hasFocus():
            self.halt.setFocus()
        self.what.set_text("Exporting")
        self.bar.set_share(0)
        self.now.set_text("")
        self._job = jobs.run(work, self._done, self._failed, self._told)
        self.tell()

    def _told(self, told: Any) -> None:
        done, total = int(told[0]), max(1, int(told[1]))
        self.bar.set_share(done / total)
        self.what.set_text(f"Exporting, {done} of {total}")
        left = ""
        if done:
            seconds = (time.monotonic() - self._began) / done * (total - done)
            left = f", about {max(1, round(seconds))} s left" if seconds >= 1 else ""
        self.now.set_text(f"{told[2] if len(told) > 2 else ''}{left}")

    def stop(self) -> None:
        """Stop the export; what is written stays whole."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.progress.hide()
        self.tell()

    def _done(self, files: Any) -> None:
        self._job = None
        self.progress_had_focus = self.progress.isAncestorOf(QApplication.focusWidget() or self)
        self.progress.hide()
        count = len(files) if hasattr(files, "__len__") else len(self.chosen())
        self.result.set_text(f"{count} file{'' if count == 1 else 's'} in {self.where.text()}")
        self.after.show()
        if self.progress_had_focus:
            self.open.setFocus()
        self.tell()
        self.desk.window_.context.changed.emit(None)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self.progress.hide()
        self.tell()
        self.desk.window_.tell_error(
            error, "the piece is untouched, and no half-written file was left", self.run
        )

    def _open(self) -> None:
        folders.show(self.desk.window_, self._folder())
