"""The Desk's top bar: back, what is open, how it is looked at, and the one thing to do next."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.components.button import Button
from desktop.components.choice import Choice
from desktop.components.label import Ground, Label, StateShape
from desktop.components.people import avatars
from desktop.theme import theme

MODES = (("write", "Write", ""), ("review", "Review", ""), ("publish", "Publish", ""))


class Top(Ground):
    """52 px; the choice of modes stands in the middle of the window."""

    panel_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__("surface", "b", "desk-top")
        self.restyle()
        self.back = Button(
            "", "quiet", icon="chevron-left", name="desk-back", tip="Back to the Board"
        )
        self.name = Label("", "bold", lines=1, name="desk-name")
        self.state = StateShape()
        self.modes = Choice(MODES, look="segment", prefix="mode", spoken="What to do")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.more = Button(
            "", "quiet", icon="ellipsis", name="desk-more", tip="More to do with this piece"
        )
        self.panel = Button(
            "", "quiet", icon="panel-right", name="desk-panel", tip="Show or hide the panel"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(12)
        self._left = QWidget()
        left = QHBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        left.addWidget(self.back)
        left.addWidget(self.name)
        left.addWidget(self.state)
        self._shown: list[tuple[str, str]] = []
        self._present = QHBoxLayout()
        self._present.setSpacing(4)
        left.addLayout(self._present)
        left.addStretch(1)
        self._right = QWidget()
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addStretch(1)
        right.addLayout(self.buttons)
        right.addWidget(self.more)
        right.addWidget(self.panel)
        row.addWidget(self._left, 1)
        row.addWidget(self.modes)
        row.addWidget(self._right, 1)
        self.back.clicked.connect(self.back_asked)
        self.panel.clicked.connect(self.panel_asked)

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedHeight(max(52, theme.px(48)))

    def show_present(self, present: list[tuple[str, str]]) -> None:
        """Show who else has the piece open, by name and kind."""
        if present == self._shown:
            return
        self._shown = present
        while (item := self._present.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.setParent(None)
                gone.deleteLater()
        for avatar in avatars(present):
            self._present.addWidget(avatar)

    def order_tabs(self, *buttons: QWidget) -> None:
        """Tab goes from left to right, through the `buttons` that were added to the bar, too."""
        row = [self.back, *self.modes.options.values(), *buttons, self.more, self.panel]
        for before, after in pairwise(row):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a count beside a mode makes it wider
            self._centre()
        return super().event(event)

    def _centre(self) -> None:
        side = max(160, (self.width() - self.modes.sizeHint().width()) // 2 - 28)
        self._left.setFixedWidth(side)
        self._right.setMinimumSize(QSize(side, 10))
