"""The fields of an article's parts, one below another, and its pictures between them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.components import paint
from desktop.editor.editor import ROOM, PartField
from desktop.theme import theme

COLUMN = 584
MARGIN = 144
PICTURE = 280
#: part: (label in the margin, spoken name, text style, one line, hint, space above)
FIELDS = {
    "date_line": ("Date line", "Date line", "body", True, "Saturday, 3 January 2026", 24),
    "headline": ("Headline", "Headline", "article", True, "Headline", 6),
    "dateline": ("Dateline", "Dateline", "dateline", True, "Dhaka, 3 January 2026 –", 4),
    "body": ("Text", "Text of the article", "manuscript", False, "Write here.", 8),
    "share_line": ("Share line", "Share line", "manuscript", False, "The newsroom’s share line", 8),
    "notice": ("Correction", "Correction notice", "manuscript", False,
               "What was wrong, and what is right now.", 8),
}  # fmt: skip
IMAGE_FIELDS = {
    "alt": ("Alt text", "What the picture shows, for those who cannot see it"),
    "caption": ("Caption", "Caption"),
    "credit": ("Credit", "Who made the picture"),
}


def field_for(part: str) -> PartField:
    """The field of a part, an image's included."""
    what, _, number = part.partition(":")
    if number:
        label, hint = IMAGE_FIELDS[what]
        field = PartField(part, "body", f"{label} of picture {number}", one_line=True, hint=hint)
        field.margin_label = label  # type: ignore[attr-defined]
        field.space_above = 14 if what == "alt" else 0  # type: ignore[attr-defined]
        return field
    label, spoken, style, one_line, hint, above = FIELDS[part]
    field = PartField(part, style, spoken, one_line=one_line, hint=hint)
    field.margin_label = label  # type: ignore[attr-defined]
    field.space_above = above  # type: ignore[attr-defined]
    return field


class Sheet(QWidget):
    """Fields one below another, their labels in the margin."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[PartField] = []
        self.pictures: dict[int, Any] = {}
        self.narrow: dict[str, int] = {}  # parts whose lines are balanced, and how wide they are
        self.labels = True

    def column(self) -> tuple[int, int]:
        """Where the column of fields begins, and how wide they are."""
        wide = min(theme.px(COLUMN), self.width() - 48) + 2 * ROOM
        room = self.width() - wide
        left = max(MARGIN if room > MARGIN + 24 else 24, min(room // 2, MARGIN))
        if not self.labels:
            left = max(24, room // 2)
        return left, wide

    def lay(self) -> None:
        """Place every field; called when one grew."""
        left, wide = self.column()
        y = 4
        for field in self.fields:
            if field.isHidden():
                continue
            y += int(getattr(field, "space_above", 8))
            picture = self._picture_before(field)
            if picture is not None:
                y += round(picture.deviceIndependentSize().height()) + 8
            room = min(wide, self.narrow.get(field.part, wide))
            if field.geometry().topLeft() != QPoint(left - ROOM, y) or field.width() != room:
                field.setGeometry(left - ROOM, y, room, field.height())
            y += field.height()
        high = y + 120
        if high != self.minimumHeight():
            self.setMinimumHeight(high)
        self.update()

    def _picture_before(self, field: PartField) -> Any:
        what, _, number = field.part.partition(":")
        return self.pictures.get(int(number)) if what == "alt" and number else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("surface"))
        for field in self.fields:
            if not field.isVisibleTo(self):
                continue
            picture = self._picture_before(field)
            if picture is not None:
                above = round(picture.deviceIndependentSize().height()) + 8
                painter.drawPixmap(field.x() + ROOM, field.y() - above, picture)
            if self.labels and field.x() >= 100:
                middle = field.y() + ROOM + theme.line(field.letters) / 2
                label = str(getattr(field, "margin_label", ""))
                paint.draw_text(painter, field.x() + ROOM - 24, middle, label, "small", "text3",
                                right=True)  # fmt: skip
        painter.end()
