"""Beside the text under review: what is left, which of it is shown, the list, and the sign-off."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QListView, QSizePolicy, QVBoxLayout

from desktop.components.button import Button
from desktop.components.choice import Choice
from desktop.components.feedback import Progress
from desktop.components.label import Ground, Label
from desktop.desk.reviewing.rows import Decided, RowPainter, Rows
from desktop.desk.reviewing.words import said_when
from desktop.desk.signing import Signing
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.desk.view import Desk

#: Filters: key, word, and which changes they keep; `new` also needs what one saw last.
FILTERS: tuple[tuple[str, str, Callable[[Any, int], bool]], ...] = (
    ("all", "All", lambda _change, _seen: True),
    ("ai", "AI", lambda change, _seen: change.kind == "ai"),
    ("pasted", "Pasted", lambda change, _seen: change.origin == "pasted"),
    ("new", "New", lambda change, seen: change.seq > seen),
)


class Side(Ground):
    """344 px; the list gives way to the statements once every change is decided."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("bg", "l", "review-side")
        self.rows = Rows()
        self.list = QListView()
        self.list.setObjectName("changes")
        self.list.setAccessibleName("Changes since the last approval")
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowPainter(self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self.list.viewport().setAutoFillBackground(False)
        self.signing = Signing(desk)
        self.left = Label("", "heading", lines=1, name="changes-left")
        self.done = Label("", "meta", "text2", lines=1, name="changes-done")
        self.since = Label("", "meta", "text2", name="changes-since")
        self.bar = Progress()
        self.filter = Choice([(key, word, "") for key, word, _keeps in FILTERS], look="segment",
                             prefix="changes", spoken="Which changes to show")  # fmt: skip
        self.filter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.accept_all = Button("Accept all", "quiet", name="change-accept-all")
        self.restyle()
        head = QVBoxLayout()
        head.setContentsMargins(20, 18, 20, 12)
        head.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.left, 1)
        top.addWidget(self.done)
        head.addLayout(top)
        for widget in (self.bar, self.since, self.filter):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 6)
        foot.addWidget(self.accept_all)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addWidget(self.signing)
        self._column = column

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedWidth((344 + max(344, theme.px(344))) // 2)

    def keeps(self, change: Any, seen: int) -> bool:
        """Whether the filter in use shows a change."""
        chosen = self.filter.current
        return next(keeps for key, _word, keeps in FILTERS if key == chosen)(change, seen)

    def tell_why_not(self, why: str) -> None:
        """Why nothing can be decided here; empty where it can."""
        self.accept_all.setEnabled(not why)
        self.accept_all.setToolTip(why)

    def tell(
        self, every: list[Any], decided: list[Decided], since: tuple[str, str] | None, seen: int
    ) -> None:
        """Say what is left of `every` change, and what was decided here."""
        left, done = len(every), len(decided)
        self.left.set_text(f"{left} change{'' if left == 1 else 's'} left" if left
                           else "No changes left")  # fmt: skip
        self.done.set_text(f"{done} of {left + done} decided" if done else "")
        self.bar.set_share(done / (left + done) if left + done else 1.0)
        self.since.set_text(
            f"Since the approval by {since[0]}, {said_when(since[1])}" if since
            else "Nothing was approved before: all of it is new"
        )  # fmt: skip
        for key, _word, keeps in FILTERS:
            self.filter.set_count(key, sum(keeps(change, seen) for change in every))
        self.rows.show([c for c in every if self.keeps(c, seen)], decided)
        self.filter.setVisible(bool(left))
        self.accept_all.setVisible(bool(left))
        self.list.setVisible(bool(left))
        self.signing.show_small(bool(left))
        self._column.setStretchFactor(self.signing, 0 if left else 1)
