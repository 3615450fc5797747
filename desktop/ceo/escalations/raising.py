"""Raising a matter: for anyone, from any article; what it says is sealed to who decides it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.fields import FormLine, Select, form_edit
from desktop.components.label import Ground, Label

#: A form is no wider than is read with ease.
WIDEST = 700
KINDS = (("legal", "Legal"), ("editorial", "Editorial"), ("staff", "Staff"), ("privacy", "Privacy"))


class Raising(Ground):
    """The form; `given` with a Complaint's fields, `left` when it is put away."""

    given = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("surface", name="raising")
        self.setAcceptDrops(True)
        self.article: str | None = None
        self.words: tuple[int, int] | None = None
        self.part = "body"
        self.received: str | None = None
        self.files: list[Any] = []
        body = Ground("surface")
        form = QWidget()
        form.setMaximumWidth(WIDEST)
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(form, 1)
        across.addStretch(0)
        column = QVBoxLayout(form)
        column.setContentsMargins(32, 26, 32, 24)
        column.setSpacing(12)
        column.addWidget(Label("Raise a matter", "page"))
        column.addWidget(
            Label("What you write is sealed: only the CEO reads it, or the alternate where the "
                  "matter is about the CEO. You will see its number and state.", "body", "text2")
        )  # fmt: skip
        self.about = Label("", "quote", name="raising-about")
        self.about.hide()
        column.addWidget(self.about)
        self.kind = Select("raising-kind")
        for key, words in KINDS:
            self.kind.addItem(words, key)
        self.complaint = QPlainTextEdit()
        self.complaint.setObjectName("raising-complaint")
        self.complaint.setTabChangesFocus(True)
        self.complaint.setMinimumHeight(140)
        self.by = form_edit("raising-by", "Whoever complains, if it is not you")
        self.contact = form_edit("raising-contact", "E-mail, telephone or address")
        self.severity = Select("raising-severity")
        self.severity.addItems(["normal", "low", "high", "urgent"])
        self.subject = Select("raising-subject")
        column.addWidget(FormLine("What kind of matter", self.kind))
        column.addWidget(FormLine("The complaint", self.complaint,
                                  "An e-mail file (.eml) can be dropped here."))  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FormLine("From", self.by))
        row.addWidget(FormLine("Contact", self.contact))
        column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FormLine("About a contributor", self.subject))
        row.addWidget(FormLine("How pressing", self.severity))
        column.addLayout(row)
        self.kept = Label("", "meta", "text2", name="raising-files")
        column.addWidget(self.kept)
        self.go = Button("Raise it", "primary", name="raising-go")
        stop = Button("Not now", "quiet", name="raising-stop")
        foot = QHBoxLayout()
        foot.addWidget(self.go)
        foot.addWidget(stop)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.complaint.textChanged.connect(self._ready)
        self.go.clicked.connect(self._go)
        stop.clicked.connect(self.left)
        self._ready()

    def begin(
        self, people: list[str], article: str | None = None, headline: str = "", part: str = "body",
        words: tuple[int, int] | None = None, quoted: str = "",
    ) -> None:  # fmt: skip
        """An empty form, about an article or some of its words where they are given."""
        self.article, self.part, self.words = article, part, words
        self.received, self.files = None, []
        self.about.set_text(f"“{quoted}”" if quoted else headline)
        self.about.setVisible(bool(quoted or headline))
        self.complaint.clear()
        self.by.clear()
        self.contact.clear()
        self.kept.set_text("")
        self.subject.clear()
        self.subject.addItems(["Nobody", *people])
        self.complaint.setFocus()

    def take_email(self, path: Path) -> str:
        """Fill the form from an e-mail file; what is wrong with it, or nothing."""
        from db.acts.matters.handling import documents
        from db.refusal import Refused
        from desktop.importers.email_file import read_email

        try:
            (file,) = documents([path])
            mail = read_email(file.content)
        except Refused as refused:
            return f"{refused.refusal.message}; {refused.refusal.fix}"
        self.complaint.setPlainText("\n\n".join(filter(None, [mail.subject, mail.text])))
        self.by.setText(mail.name)
        self.contact.setText(mail.address)
        self.received = mail.sent
        self.files = [file, *mail.files]
        self.kept.set_text("Kept with it: " + ", ".join(one.name for one in self.files), "text2")
        return ""

    def _ready(self) -> None:
        empty = not self.complaint.toPlainText().strip()
        self.go.setEnabled(not empty)
        self.go.setToolTip("Write the complaint first" if empty else "")

    def _go(self) -> None:
        subject = self.subject.currentText()
        self.given.emit({
            "kind": self.kind.currentData(), "complaint": self.complaint.toPlainText(),
            "article": self.article, "words": self.words, "part": self.part,
            "by": self.by.text().strip(), "contact": self.contact.text().strip(),
            "about": [subject] if self.subject.currentIndex() > 0 else [],
            "severity": self.severity.currentText(), "received": self.received,
            "files": list(self.files), "channel": "e-mail" if self.received else "",
        })  # fmt: skip

    @staticmethod
    def _emails(data: QMimeData) -> list[Path]:
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        return [path for path in paths if path.suffix.lower() == ".eml"]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._emails(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in self._emails(event.mimeData())[:1]:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            wrong = self.take_email(path)
            if wrong:
                self.kept.set_text(wrong, "danger")


def raise_it(newsroom: Any, actor: str, said: dict[str, Any]) -> str:
    """Raise the matter that the form's fields say; its number."""
    from db.acts.matters.opening import Complaint, open_matter

    return open_matter(newsroom, actor, Complaint(**said))[1]
