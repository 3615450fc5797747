"""A piece's desk, deadline, language, and whose it is; set as soon as chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDateTime, QTime
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop import times
from desktop.components.button import Button
from desktop.components.fields import FormLine, Moment, Select
from desktop.components.label import Ground, Label, Line
from desktop.desk.panel.who import clear
from desktop.theme import LANGUAGES, language_name

if TYPE_CHECKING:
    from desktop.desk.view import Desk


class Details(QWidget):
    """The panel's last tab."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._busy = False
        self.desk_box = self._combo("details-desk")
        self.desk_box.setEditable(True)
        self.with_box = self._combo("details-assigned")
        self.language = self._combo("details-language")
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.due = Moment("details-due")
        self.no_due = Button(
            "Clear", "quiet", name="details-due-clear", tip="Take the deadline away"
        )
        self.facts = Label("", "meta", "text2", name="details-facts")
        body = Ground("bg")
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addWidget(FormLine("Desk", self.desk_box))
        column.addWidget(FormLine("With", self.with_box))
        self.add_due = Button("Set a deadline", icon="clock", name="details-due-add")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.add_due)
        row.addWidget(self.due, 1)
        row.addWidget(self.no_due)
        row.addStretch(0)
        holder = QWidget()
        holder.setLayout(row)
        column.addWidget(FormLine("Deadline", holder))
        column.addWidget(FormLine("Language", self.language))
        self._pictures = QVBoxLayout()
        self._pictures.setSpacing(14)
        self._shown_pictures: list[Any] = []
        column.addLayout(self._pictures)
        column.addWidget(Line())
        column.addWidget(self.facts)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName("Details")
        area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        edit = self.desk_box.lineEdit()
        if edit is not None:
            edit.setPlaceholderText("No desk yet")
            edit.setAccessibleName("Desk")
            edit.editingFinished.connect(self._set_desk)
        self.desk_box.activated.connect(self._set_desk)
        self.with_box.activated.connect(self._assign)
        self.language.activated.connect(self._set_language)
        self.due.editingFinished.connect(self._set_due)
        self.add_due.clicked.connect(lambda: self._due_is(_next_evening()))
        self.no_due.clicked.connect(lambda: self._set(due=None))

    def _combo(self, name: str) -> Select:
        box = Select()
        box.setObjectName(name)
        return box

    def refresh(self) -> None:
        """Show the details as they stand."""
        standing = self.desk.standing
        if standing is None:
            return
        view, context = standing.article, self.desk.window_.context
        self._busy = True
        self.desk_box.clear()
        self.desk_box.addItems(["", *[d for d in context.desks if d]])
        self.desk_box.setCurrentText(view.desk or "")
        self.with_box.clear()
        self.with_box.addItem("Nobody", "")
        for person in context.people:
            if person.active and person.kind != "ai":
                self.with_box.addItem(person.name, person.name)
        assigned = context.person(view.assigned_to)
        at = self.with_box.findData(assigned.name if assigned else "")
        self.with_box.setCurrentIndex(max(0, at))
        at = self.language.findData(view.language)
        if at < 0:
            self.language.addItem(language_name(view.language), view.language)
            at = self.language.count() - 1
        self.language.setCurrentIndex(at)
        if view.due:
            self.due.setDateTime(
                QDateTime.fromSecsSinceEpoch(int(times.local(view.due).timestamp()))
            )
        self._shown_due = self.due.dateTime()
        self.due.setVisible(bool(view.due))
        self.add_due.setVisible(not view.due)
        self.no_due.setVisible(bool(view.due) and not self.desk.why_not("details"))
        for widget, act in (
            (self.desk_box, "details"), (self.due, "details"), (self.add_due, "details"),
            (self.language, "language"), (self.with_box, "assign"),
        ):  # fmt: skip
            why = self.desk.why_not(act)
            widget.setEnabled(not why)
            widget.setToolTip(why)
        self.facts.set_text(_facts(view))
        self._show_pictures(list(view.images), self.desk.why_not("image"))
        self._busy = False

    def _show_pictures(self, images: list[Any], why: str) -> None:
        """For each picture, whether AI made or altered it."""
        if [(i.n, i.ai, why) for i in images] == self._shown_pictures:
            return
        self._shown_pictures = [(i.n, i.ai, why) for i in images]
        clear(self._pictures)
        for image in images:
            box = self._combo(f"details-picture-ai-{image.n}")
            for words, ai in (
                ("Not said yet", None),
                ("No", False),
                ("Yes: it gets a label", True),
            ):
                box.addItem(words, ai)
            box.setCurrentIndex({None: 0, False: 1, True: 2}[image.ai])
            box.setEnabled(not why)
            box.setToolTip(why)
            box.activated.connect(partial(self._flag, image.n, box))
            self._pictures.addWidget(FormLine(f"Picture {image.n}: made or altered by AI?", box))

    def _flag(self, n: int, box: Select, _index: int) -> None:
        from db.acts.picturing import describe_image

        if box.currentData() is not None:
            self.desk.do(describe_image, n, ai=bool(box.currentData()))

    def _set(self, **details: Any) -> None:
        from db.acts.writing import set_details

        if not self._busy:
            self.desk.do(set_details, **details)

    def _set_desk(self) -> None:
        standing = self.desk.standing
        text = self.desk_box.currentText().strip()
        if standing is not None and text != (standing.article.desk or "") and not self._busy:
            self._set(desk=text or None)

    def _set_due(self) -> None:
        if self._busy or self.due.dateTime() == self._shown_due:
            return
        self._due_is(self.due.dateTime())

    def _due_is(self, when: QDateTime) -> None:
        self._shown_due = when
        moment = datetime.fromtimestamp(when.toSecsSinceEpoch(), UTC)
        stamp = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._set(due=stamp)

    def _set_language(self) -> None:
        self._set(language=self.language.currentData())

    def _assign(self) -> None:
        from db.acts.writing import assign

        if not self._busy:
            self.desk.do(assign, self.with_box.currentData() or None)


def _next_evening() -> QDateTime:
    """Six in the evening, today if that is still to come."""
    now = QDateTime.currentDateTime()
    evening = QDateTime(now.date(), QTime(18, 0))
    return evening if evening > now else evening.addDays(1)


def _facts(view: Any) -> str:
    lines = [
        f"Number {view.id}",
        f"{view.words:,} word{'' if view.words == 1 else 's'} in the text",
    ]
    if view.version:
        lines.append(f"Version {view.version} is published")
    sha = str(view.text_sha256 or "")
    if sha:
        lines.append(f"Its text is bound to {sha[:4]} {sha[4:8]} … {sha[-4:]}")
    return "\n".join(lines)
