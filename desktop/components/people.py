"""Who: avatars, bars of shares, legend marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.components import paint
from desktop.components.keys import presses
from desktop.shares import percent
from desktop.theme import KIND_WORDS, theme


class Avatar(QAbstractButton):
    """A contributor's ring and initials; a button where something happens on a click."""

    def __init__(self, name: str = "", kind: str = "reporter", size: int = 28) -> None:
        super().__init__()
        self.size_ = size
        self.restyle()
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_person(name, kind)

    def restyle(self) -> None:
        """Take the theme's sizes."""
        size = max(self.size_, theme.px(self.size_))
        self.setFixedSize(size, size)

    def show_person(self, name: str, kind: str) -> None:
        """Show somebody else."""
        self.person, self.kind = name, kind
        self.setAccessibleName(f"{name}, {KIND_WORDS.get(kind, kind)}")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if presses(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.draw_avatar(painter, QRectF(self.rect()), self.person, self.kind)
        painter.end()


class Mark(QWidget):
    """A legend's mark by itself: a line for a person, dots for AI."""

    def __init__(self, kind: str = "reporter") -> None:
        super().__init__()
        self.kind = kind
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedSize(18, max(20, theme.px(20)))

    def set_kind(self, kind: str) -> None:
        """Mark another kind."""
        self.kind = kind
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.draw_mark(painter, 0, self.height() / 2, 18, self.kind)
        painter.end()


class Shares(QWidget):
    """The bar that says who wrote how much."""

    def __init__(self, high: int = 8) -> None:
        super().__init__()
        self.shares: Mapping[str, float] = {}
        self.setFixedHeight(high)

    def set_shares(self, shares: Mapping[str, float]) -> None:
        """Shares by kind."""
        self.shares = dict(shares)
        said = ", ".join(
            f"{KIND_WORDS[k]} {percent(v)}" for k, v in shares.items() if k in KIND_WORDS
        )
        self.setAccessibleName(f"Shares: {said}" if said else "No words yet")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.draw_shares(painter, QRectF(self.rect()), self.shares)
        painter.end()


class PersonRow(QWidget):
    """One contributor in the legend: ring, name, mark with what they did, share."""

    def __init__(self, name: str, kind: str, did: str, share: float) -> None:
        super().__init__()
        self.person, self.kind, self.did, self.share = name, kind, did, share
        self.setAccessibleName(f"{name}, {did}, {percent(share)}")
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedHeight(max(48, theme.px(48)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() / 2
        size, line = max(28, theme.px(28)), max(12, theme.px(12))
        ring = QRectF(0, middle - size / 2, size, size)
        paint.draw_avatar(painter, ring, self.person, self.kind)
        left = size + 12
        said = percent(self.share)
        room = self.width() - left - paint.width(said, "strong") - 12
        paint.draw_text(painter, left, middle - line, self.person, "strong", most=room)
        paint.draw_mark(painter, left, middle + line, 18, self.kind)
        paint.draw_text(painter, left + 26, middle + line, self.did, "meta", "text2",
                        most=room - 26)  # fmt: skip
        paint.draw_text(painter, self.width(), middle, said, "strong", right=True)
        painter.end()


#: So many people are shown by their initials.
SHOWN = 4


def avatars(present: Sequence[tuple[str, str]]) -> list[Avatar]:
    """The initials of who has a piece open (name and kind), a few at most."""
    made = []
    for name, kind in present[:SHOWN]:
        avatar = Avatar(name, kind, 24)
        avatar.setObjectName("present")
        word = KIND_WORDS.get(kind, kind)
        said = f"{name}, {word if word.isupper() else word.lower()}, has this piece open too"
        avatar.setToolTip(said)
        avatar.setAccessibleName(said)
        made.append(avatar)
    return made
