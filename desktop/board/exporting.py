"""Exporting many pieces from the Board: formats, where to, how far it is, Stop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import folders, jobs
from desktop.components.button import Button, CheckBox
from desktop.components.feedback import Progress
from desktop.components.fields import form_edit
from desktop.components.label import Ground, Label

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

FORMATS = (
    ("html", "Web page"),
    ("pdf", "PDF"),
    ("docx", "Word"),
    ("md", "Markdown"),
    ("txt", "Text"),
)


class ExportStrip(Ground):
    """Along the bottom of the Board: what goes out, in what, and where to."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("surface", "t", "board-export")
        self.window_ = window
        self.articles: list[str] = []
        self._job: jobs.Job | None = None
        self._began = 0.0
        self.title = Label("", "bold", lines=1, name="board-export-title")
        self.where = form_edit("board-export-where", "A folder")
        wanted = window.preferences.text("formats", "html,pdf,docx").split(",")
        self.formats: dict[str, CheckBox] = {}
        for key, words in FORMATS:
            box = CheckBox(words, f"board-format-{key}")
            box.setChecked(key in wanted)
            box.setMaximumWidth(box.sizeHint().width() + 6)
            box.toggled.connect(lambda _on: self._ready())
            self.formats[key] = box
        self.where.setText(
            folders.shown(window.preferences.text("export-folder", folders.publishing()))
        )
        self.where.textChanged.connect(lambda _text: self._ready())
        self.go = Button("Export", "plain", icon="file-down", name="board-export-go")
        self.go.clicked.connect(self.run)
        self.bar = Progress("board-export-progress", 5)
        self.now = Label("", "meta", "text2", lines=1, name="board-export-now")
        self.result = Label("", "body", "text2", lines=1, icon="check", name="board-export-result")
        self._stack = QStackedWidget()
        for page in (self._asking(), self._running(), self._after()):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 16, 12)
        column.addWidget(self._stack)
        self.setFixedHeight(104)
        self.hide()

    def _asking(self) -> QWidget:
        choose = Button("", icon="folder", name="board-export-choose", tip="Choose a folder")
        choose.clicked.connect(self._choose)
        stop = Button("Not now", "quiet", name="board-export-cancel")
        stop.clicked.connect(self.hide)
        first = QHBoxLayout()
        first.setSpacing(16)
        first.addWidget(self.title)
        first.addStretch(1)
        for box in self.formats.values():
            first.addWidget(box)
        second = QHBoxLayout()
        second.addWidget(self.where, 1)
        for button in (choose, self.go, stop):
            second.addWidget(button)
        return _page(first, second)

    def _running(self) -> QWidget:
        self.what = Label("", "strong", lines=1, name="board-export-what")
        stop = Button("Stop", "plain", name="board-export-stop")
        stop.clicked.connect(self.stop)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.what)
        first.addStretch(1)
        first.addWidget(self.now)
        first.addWidget(stop)
        second.addWidget(self.bar)
        return _page(first, second)

    def _after(self) -> QWidget:
        folder = Button("Open folder", icon="folder-open", name="board-export-folder")
        folder.clicked.connect(self._open)
        close = Button("Close", "quiet", name="board-export-close")
        close.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.addWidget(self.result, 1)
        row.addWidget(folder)
        row.addWidget(close)
        return _page(row)

    def offer(self, articles: list[str]) -> None:
        """Ask in what and where to export some articles."""
        if self._job is None:
            self.articles = articles
            count = len(articles)
            self.title.set_text(f"Export {count:,} piece{'' if count == 1 else 's'}")
            self._stack.setCurrentIndex(0)
            self._ready()
        self.show()

    def _chosen(self) -> list[str]:
        return [key for key, box in self.formats.items() if box.isChecked()]

    def _ready(self) -> None:
        why = "" if self._chosen() else "Choose a format"
        why = why or ("" if self.where.text().strip() else "Choose a folder")
        self.go.setEnabled(not why)
        self.go.setToolTip(why)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, "Export to", str(folders.meant(self.where.text()))
        )
        if folder:
            self.where.setText(folders.shown(folder))

    def run(self) -> None:
        """Export beside the window."""
        context = self.window_.context
        newsroom, actor = context.newsroom, context.acting
        if newsroom is None or self._job is not None:
            return
        articles, formats = list(self.articles), self._chosen()
        folder = folders.meant(self.where.text())
        self.window_.preferences.keep("export-folder", str(folder))
        self.window_.preferences.keep("formats", ",".join(formats))

        def work(job: jobs.Job) -> Any:
            from desktop.finishing import export_files

            return export_files(
                newsroom, actor, articles, formats, folder,
                progress=lambda *told: job.tell(told), cancelled=lambda: job.cancelled,
            )  # fmt: skip

        self._began = time.monotonic()
        self.bar.set_share(0)
        self.what.set_text("Exporting")
        self.now.set_text("")
        self._stack.setCurrentIndex(1)
        self._job = jobs.run(work, self._done, self._failed, self._told)

    def _told(self, told: Any) -> None:
        done, total = int(told[0]), max(1, int(told[1]))
        self.bar.set_share(done / total)
        self.what.set_text(f"Exporting {done:,} of {total:,}")
        left = ""
        if done:
            seconds = (time.monotonic() - self._began) / done * (total - done)
            left = f"about {max(1, round(seconds))} s left" if seconds >= 1 else ""
        self.now.set_text("  ".join(w for w in (str(told[2] if len(told) > 2 else ""), left) if w))

    def stop(self) -> None:
        """Stop; what is written stays whole."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.result.set_text(f"Stopped. What is finished lies whole in {self.where.text()}")
            self._stack.setCurrentIndex(2)

    def _done(self, files: Any) -> None:
        self._job = None
        count = len(files) if hasattr(files, "__len__") else len(self.articles)
        self.result.set_text(f"{count:,} file{'' if count == 1 else 's'} in {self.where.text()}")
        self._stack.setCurrentIndex(2)
        self.window_.context.changed.emit(None)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self.hide()
        self.window_.tell_error(error, "finished files are whole, no half-written one was left")

    def _open(self) -> None:
        folders.show(self.window_, folders.meant(self.where.text()))


def _page(*rows: QHBoxLayout) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    for row in rows:
        column.addLayout(row)
    return page
