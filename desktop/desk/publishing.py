"""Publishing: the checks, the finished piece as readers get it, formats, and where to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from desktop import jobs
from desktop.components.button import Button
from desktop.components.feedback import Empty
from desktop.components.label import Ground, Label, Line
from desktop.desk.exporting import Exporting
from desktop.desk.panel.checks import Checks
from desktop.desk.panel.edge import Edge
from desktop.desk.paper import Paper
from desktop.theme import STATE_WORDS, theme

if TYPE_CHECKING:
    from desktop.desk.view import Desk


class Publishing(QWidget):
    """Checks on the left, the paper in the middle, formats on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.piece: Any = None
        self.checks = Checks(desk, wide=True)
        self.checks.setFixedWidth(320)
        self.paper = Paper()
        self.fold = Button("Unfold the middle", "quiet", icon="unfold-vertical", name="unfold")
        self.copy = Button("Copy for the web", "quiet", icon="copy", name="copy-web",
                           tip="HTML and text, with the note and the label")  # fmt: skip
        self.print = Button("Print", "quiet", icon="printer", name="print")
        self.exporting = Exporting(desk)
        self.why = Label("", "meta", "text2", centred=True, name="publish-why")
        self.publish = Button("Publish", "primary", keys="Ctrl+Return", name="publish")
        self.publish.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.publish.clicked.connect(self.publish_now)
        self.publish.setEnabled(False)  # until it is known that every check is met
        self.fold.clicked.connect(self._fold)
        self.copy.clicked.connect(self.copy_for_web)
        self.print.clicked.connect(self.print_piece)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.checks)
        row.addWidget(Line(upright=True))
        row.addWidget(self._middle(), 1)
        self._right_side = self._right()
        row.addWidget(self._right_side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(1080)
        self.checks.setFixedWidth(248 if narrow else 320)
        self._right_side.setFixedWidth(236 if narrow else 280)
        for button in (self.fold, self.copy, self.print):
            button.show_short(narrow)

    def _middle(self) -> QWidget:
        middle = Ground("bg")
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        self.status = Label("", "meta", "text2", lines=1, name="preview-status")
        bar.addWidget(self.status, 1)
        for button in (self.fold, self.copy, self.print):
            bar.addWidget(button)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setWidget(self.paper)
        area.setAccessibleName("Preview")
        self.paper_area = area
        Edge(area)
        self.no_paper = Empty("No preview yet", "")
        self.no_paper.hide()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(Line())
        column.addWidget(area, 1)
        column.addWidget(self.no_paper, 1)
        return middle

    def _right(self) -> QWidget:
        right = Ground("surface", "l")
        right.setFixedWidth(280)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.exporting)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields scroll into sight by themselves
        self.exporting.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 14, 20, 14)
        foot.setSpacing(8)
        self.words = Label(
            "Publishing writes the sign-off, the note and the text’s hash into the ledger.",
            "meta", "text2",
        )  # fmt: skip
        foot.addWidget(self.words)
        foot.addWidget(self.publish)
        foot.addWidget(self.why)
        column = QVBoxLayout(right)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(Line())
        column.addLayout(foot)
        return right

    def refresh(self) -> None:
        """Show where publication stands, and the piece as it would go out."""
        standing, context = self.desk.standing, self.desk.window_.context
        if standing is None:
            return
        self.checks.refresh()
        self.exporting.tell()
        self.tell()
        article = standing.article.id
        draft = standing.article.state != "published"

        def work(session: Any) -> Any:
            from desktop.finishing import finished_piece

            return finished_piece(session, article, draft=draft)

        if standing.article.state in ("spiked", "withdrawn"):
            self._no_preview(f"A {standing.article.state} piece does not leave the newsroom.")
        else:
            context.read(
                work, self._preview, lambda error: self._no_preview(_said(error)), piece=article
            )

    def _preview(self, piece: Any) -> None:
        self.piece = piece
        self.no_paper.hide()
        self.paper_area.show()
        self.paper.show_piece(piece)
        self.status.set_text("A proof, not published" if piece.proof
                             else f"Version {piece.version}")  # fmt: skip
        for button in (self.fold, self.copy, self.print):
            button.setEnabled(True)

    def _no_preview(self, why: str) -> None:
        self.piece = None
        self.paper_area.hide()
        standing = self.desk.standing
        closed = standing is not None and standing.article.state in ("spiked", "withdrawn")
        title = STATE_WORDS[standing.article.state] if standing and closed else "No preview yet"
        self.no_paper.title.set_text(title)
        self.no_paper.sentence.set_text(why)
        self.no_paper.show()
        self.status.set_text("")
        for button in (self.fold, self.copy, self.print):
            button.setEnabled(False)

    def reason(self) -> str:
        """Why the piece cannot be published now; empty when it can."""
        standing = self.desk.standing
        if standing is None:
            return "No article is open"
        if standing.article.state == "published":
            return f"Version {standing.article.version} is published"
        why = self.desk.why_not("publish")
        if why:
            return why
        left = len(standing.unmet)
        return f"Opens when {left} check{' is' if left == 1 else 's are'} met" if left else ""

    def tell(self) -> None:
        """Show what can be done, and why not."""
        why = self.reason()
        self.why.set_text(why)
        self.publish.setEnabled(not why)

    def publish_now(self) -> None:
        """Publish the piece."""
        from db.acts.publishing import publish

        if not self.reason():
            self.desk.do(publish, said="Published, with the reader note")

    def _fold(self) -> None:
        self.paper.fold(not self.paper.folded)
        self.fold.setText("Unfold the middle" if self.paper.folded else "Fold the middle")

    def copy_for_web(self) -> None:
        """Put HTML and text on the clipboard, note and label in both."""
        piece = self.piece
        if piece is None:
            return

        def work(_job: jobs.Job) -> tuple[str, str]:
            from desktop.exporters.writing import render

            return render(piece, "html").decode(), render(piece, "txt").decode("utf-8-sig")

        def done(made: tuple[str, str]) -> None:
            mime = QMimeData()
            mime.setHtml(made[0])
            mime.setText(made[1])
            QApplication.clipboard().setMimeData(mime)
            self.desk.window_.toast.say("Copied for the web, with the reader note")

        jobs.run(work, done, self.desk.window_.tell_error)

    def print_piece(self) -> None:
        """Print the finished piece."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from desktop.desk.paper import printable

        if self.piece is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.piece.headline)
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            printable(self.piece, 500).print_(printer)


def _said(error: Exception) -> str:
    refusal = getattr(error, "refusal", None)
    message = refusal.message if refusal is not None else str(error)
    return message[:1].upper() + message[1:]
