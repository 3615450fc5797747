"""Two moments of the piece, in line or side by side; lies over the writing page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.choice import Choice
from desktop.components.fields import Select
from desktop.components.label import Ground, Label, Line
from desktop.components.people import Mark
from desktop.desk.compare_paper import ComparePaper
from desktop.desk.compare_text import counts, runs
from desktop.theme import KINDS

if TYPE_CHECKING:
    from desktop.desk.view import Desk

VIEWS = (("inline", "In line", ""), ("sides", "Side by side", ""))


class Legend(QWidget):
    """Whose words came and went."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.said: list[tuple[str, str]] = []

    def show_people(self, people: list[tuple[str, str]]) -> None:
        """Show people by (kind, name)."""
        if people == self.said:
            return
        self.said = people
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for kind, name in people[:5]:
            self._row.addWidget(Mark(kind))
            self._row.addWidget(Label(name, "meta", "text2", lines=1))
        self._row.addStretch(1)


class Compare(QWidget):
    """Choose two moments; what came and went between them, with authors."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._asked = (0, 0)
        self._busy = False
        self._parts: list[Any] = []
        self.earlier, self.later = Select("compare-earlier"), Select("compare-later")
        self.earlier.setAccessibleName("The earlier moment")
        self.later.setAccessibleName("The later moment")
        self.views = Choice(VIEWS, look="segment", prefix="compare", spoken="How to compare")
        self.close_ = Button("Done", "plain", keys="Esc", name="compare-done")
        self.count = Label("", "meta", "text2", lines=1, name="compare-count")
        self.legend = Legend()
        self.inline = ComparePaper("compare-paper", "What changed, in line", "review")
        self.left = ComparePaper("compare-left", "The earlier text", "change")
        self.right = ComparePaper("compare-right", "The later text", "change")
        self._build()
        for box in (self.earlier, self.later):
            box.activated.connect(self._picked)
        self.views.chosen.connect(self._turn)
        self.close_.clicked.connect(desk.show_now)
        self._together(self.left.verticalScrollBar(), self.right.verticalScrollBar())
        self._together(self.right.verticalScrollBar(), self.left.verticalScrollBar())

    def _build(self) -> None:
        bar = Ground("tint", "b")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.earlier, 1)
        top.addWidget(Label("to", "body", "text2", lines=1))
        top.addWidget(self.later, 1)
        top.addWidget(self.close_)
        for box in (self.earlier, self.later):
            box.setMinimumContentsLength(8)
        under = QHBoxLayout()
        under.setSpacing(16)
        under.addWidget(self.count)
        under.addWidget(self.legend, 1)
        under.addWidget(self.views)
        inner = QVBoxLayout(bar)
        inner.setContentsMargins(24, 10, 16, 8)
        inner.setSpacing(6)
        inner.addLayout(top)
        inner.addLayout(under)
        sides = Ground("surface")
        row = QHBoxLayout(sides)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left, 1)
        row.addWidget(Line(upright=True))
        row.addWidget(self.right, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.inline)
        self.pages.addWidget(sides)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.pages, 1)

    def _together(self, moved: QScrollBar, other: QScrollBar) -> None:
        """Both sides show about the same place."""

        def follow(value: int) -> None:
            if not self._busy and moved.maximum():
                self._busy = True
                other.setValue(round(value / moved.maximum() * other.maximum()))
                self._busy = False

        moved.valueChanged.connect(follow)

    # Asking

    def offer(self, moments: list[tuple[int, str]], earlier: int, later: int) -> None:
        """Show moments (touch, words; newest first) to choose from, and compare two of them."""
        for box, seq in ((self.earlier, earlier), (self.later, later)):
            box.clear()
            for number, words in moments:
                box.addItem(words, number)
            box.setCurrentIndex(max(0, box.findData(seq)))
            box.setToolTip(box.currentText())
        self._picked()

    def _picked(self, _index: int = 0) -> None:
        one, other = self.earlier.currentData(), self.later.currentData()
        if one is None or other is None:
            return
        article, asked = self.desk.article, (int(one), int(other))
        self._asked = asked

        def work(session: Any) -> Any:
            from db.comparing import compare

            return compare(session, article, *asked)

        def done(found: Any) -> None:
            if article == self.desk.article and asked == self._asked:
                self._show(found)

        self.desk.window_.context.read(
            work, done, self.desk.window_.tell_error, piece=self.desk.article
        )

    def _show(self, found: Any) -> None:
        parts = [one for one in found.parts if one.differs or one.part == "headline"]
        came, went = counts(parts)
        if not any(one.differs for one in parts):
            self.count.set_text("Nothing differs")
        else:
            self.count.set_text(f"{_words(came)} in, {_words(went)} out")
        pieces = [p for one in parts for p in one.pieces if p.author]
        people = sorted({(p.kind, p.author) for p in pieces}, key=_order)
        self.legend.show_people(people)
        self._parts = parts
        self._turn(self.views.current)

    def _turn(self, key: str) -> None:
        """Fill the view that is shown, and only that: texts may be long."""
        sides = key == "sides"
        self._busy = True
        self.inline.show_runs([] if sides else runs(self._parts, "both"))
        self.left.show_runs(runs(self._parts, "earlier") if sides else [])
        self.right.show_runs(runs(self._parts, "later") if sides else [])
        self._busy = False
        self.pages.setCurrentIndex(1 if sides else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.desk.show_now()
            return
        super().keyPressEvent(event)


def _order(person: tuple[str, str]) -> tuple[int, str]:
    kind, name = person
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), name)


def _words(count: int) -> str:
    return f"{count:,} word{'' if count == 1 else 's'}"
