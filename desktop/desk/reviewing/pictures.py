"""The pictures among the words under review: each over its own words, and over its own change."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.components import paint
from desktop.theme import theme

HIGH, WIDE, ABOVE, BELOW = 200, 520, 16, 8
SAID = {True: "AI made or altered this picture", False: "No AI made this picture",
        None: "Nobody said yet whether AI made this picture"}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A picture, small."""

    image: QImage
    ai: bool | None

    def size(self, room: float) -> tuple[float, float]:
        """How wide and high it is drawn in a column `room` wide."""
        wide, high = max(1, self.image.width()), max(1, self.image.height())
        by = min(1.0, min(room, theme.px(WIDE)) / wide, HIGH / high)
        return wide * by, high * by

    def above(self, room: float) -> float:
        """How much room it takes over its words, what is said of it included."""
        return ABOVE + self.size(room)[1] + theme.line("meta") + 2 * BELOW

    def draw(self, painter: QPainter, top: float, room: float) -> None:
        """Draw it with what is said of it, in the room that begins at `top`."""
        wide, high = self.size(room)
        box = QRectF(0, top + ABOVE, wide, high)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self.image)
        painter.setPen(theme.color("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        middle = box.bottom() + BELOW + theme.line("meta") / 2
        token = "text2" if self.ai is not None else "warn"
        paint.draw_text(painter, 0, middle, SAID[self.ai], "meta", token, most=room)


def on_its_way() -> QImage:
    """What stands in the place of a picture that is not on this computer yet."""
    image = QImage(WIDE, HIGH // 2, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.color("sunken"))
    painter, words = QPainter(image), "This picture is on its way"
    left = (WIDE - paint.width(words, "meta")) / 2
    paint.draw_text(painter, left, HIGH / 4, words, "meta", "text2")
    painter.end()
    return image


def shrunk(image: QImage, ratio: float) -> QImage:
    """A picture no larger than it is ever drawn here."""
    most = round(HIGH * ratio)
    if image.height() <= most:
        return image
    return image.scaledToHeight(most, Qt.TransformationMode.SmoothTransformation)


def number_of(part: str) -> int:
    """Which picture a part is of; 0 for none."""
    return int(part.partition(":")[2] or 0)
