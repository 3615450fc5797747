"""One matter in the middle: what it is about, the words, and its timeline."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import times
from desktop.ceo.escalations.listing import STATES, title
from desktop.components.button import Button
from desktop.components.label import Ground, Label
from desktop.matter_words import WHAT
from desktop.theme import theme

#: The form of an act's own title, where it says more than the touch's kind.
_NOT_SHOWN = {"matter.opened"}


class Moment(QWidget):
    """One line of the timeline: a dot, what happened, when, and what was said."""

    def __init__(
        self, what: str, when: str, said: str, quoted: bool, *, done: bool, last: bool
    ) -> None:
        super().__init__()
        self.done, self.last = done, last
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 0, 0, 18)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(Label(what, "strong", lines=1), 1)
        head.addWidget(Label(when, "meta", "text2", lines=1))
        column.addLayout(head)
        if said:
            column.addWidget(
                Label(f"“{said}”" if quoted else said, "change" if quoted else "body",
                      "text" if quoted else "text2")
            )  # fmt: skip
        self.setAccessibleName(f"{what}, {when}. {said}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = theme.line("strong") / 2
        if not self.last:
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.drawLine(5, round(middle + 8), 5, self.height() + 4)
        dot = QRectF(0.5, middle - 4.5, 9, 9)
        if self.done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("text2"))
        else:
            painter.setPen(QPen(theme.color("accent"), 1.6))
            painter.setBrush(theme.color("surface"))
        painter.drawEllipse(dot)
        painter.end()


class MatterPage(Ground):
    """A matter, whole; `article` when its piece is asked for, `document` when a file is."""

    article = Signal(str)
    document = Signal(object)

    def __init__(self) -> None:
        super().__init__("surface", name="matter-page")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self.area, 1)
        self.add = Button("Add to the timeline", icon="message-square", keys="M", name="matter-add")
        foot = QHBoxLayout()
        foot.setContentsMargins(32, 10, 32, 16)
        foot.addWidget(self.add)
        foot.addStretch(1)
        outer.addLayout(foot)

    def show_matter(self, matter: Any, names: dict[str, str], headline: str) -> None:
        """Show a matter; `headline` is its piece's."""
        body = Ground("surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(32, 26, 32, 16)
        column.setSpacing(6)
        state = "" if matter.state == "received" else f"{STATES[matter.state]}, "
        top = QHBoxLayout()
        top.addWidget(Label(matter.ref, "metastrong", "text2", lines=1, name="matter-ref"))
        top.addWidget(Label(f"{state}received {times.moment(matter.received)}", "meta", "text2",
                            lines=1, name="matter-state"))  # fmt: skip
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(Label(title(matter.complaint), "page", balanced=True, name="matter-title"))
        column.addLayout(self._links(matter, headline))
        for doubt in matter.doubts:
            column.addWidget(Label(doubt, "strong", "danger", icon="triangle-alert"))
        if matter.words is not None:
            column.addSpacing(8)
            which = f"in version {matter.version}" if matter.version else "in the text as it stood"
            column.addWidget(Label(f"The words complained of, {which}", "strong"))
            column.addWidget(Label(f"“{matter.words.text}”", "quote", name="matter-words"))
        self._documents(column, matter)
        column.addSpacing(16)
        self._timeline(column, matter, names)
        column.addStretch(1)
        self.area.setWidget(body)

    def _links(self, matter: Any, headline: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(18)
        if matter.article:
            link = Button(headline or matter.article, "link", name="matter-article",
                          tip="Open the piece on the Desk")  # fmt: skip
            link.clicked.connect(lambda: self.article.emit(matter.article))
            row.addWidget(link)
        who = matter.complainant.get("name") or "Nobody named"
        contact = matter.complainant.get("contact")
        row.addWidget(Label(who + (f", {contact}" if contact else ""), "meta", "text2", lines=1,
                            icon="user-round", name="matter-complainant"))  # fmt: skip
        row.addStretch(1)
        return row

    def _documents(self, column: QVBoxLayout, matter: Any) -> None:
        files = [*matter.evidence, *(h.minutes for h in matter.hearings if h.minutes),
                 *(file for letter in matter.letters for file in letter.files)]  # fmt: skip
        for file in files:
            link = Button(file.name, "link", name=f"document-{file.seq}-{file.n}",
                          tip=f"SHA-256 {file.sha256}; save a copy")  # fmt: skip
            link.clicked.connect(lambda _on=False, file=file: self.document.emit(file))
            column.addWidget(link)

    def _timeline(self, column: QVBoxLayout, matter: Any, names: dict[str, str]) -> None:
        shown = [e for e in matter.timeline if e.what not in _NOT_SHOWN]
        planned = [h for h in matter.hearings if not h.held]
        reached = {at: state for state, at in matter.reached}
        for n, event in enumerate(shown):
            by = names.get(event.by, "")
            what = WHAT.get(event.what, event.what)
            if event.what == "matter.told" and n == 0:
                what = "Raised"
            if event.what == "matter.moved":
                what = f"Moved to {reached.get(event.at, 'another state')}"
            if event.what == "claim.confirmed":
                what = f"Confirmed: {event.said}"
            quoted = event.what in ("matter.told", "claim.made", "matter.letter")
            said = "" if event.what == "claim.confirmed" else event.said
            last = n == len(shown) - 1 and not planned
            column.addWidget(
                Moment(
                    f"{what}, by {by}", times.exact(event.at), said, quoted, done=True, last=last
                )
            )
        for n, hearing in enumerate(planned):
            words = f"{hearing.place}, {hearing.mode}. Not held yet."
            column.addWidget(
                Moment(f"Hearing {hearing.n}", times.exact(hearing.on), words, False, done=False,
                       last=n == len(planned) - 1)
            )  # fmt: skip
