"""The pictures among the words under review: each over its own words, with who brought it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.components import paint
from desktop.desk.reviewing.stretches import SAME, Stretch
from desktop.theme import theme

HIGH, WIDE, ABOVE, BELOW = 200, 520, 16, 8
#: What stands for the words of a picture that has none yet; it is not seen.
NO_WORDS = "\u200b"
SAID = {True: "AI made or altered this picture", False: "No AI made this picture",
        None: "Nobody said yet whether AI made this picture"}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A picture, small; `added_by` is who (name, kind) added it since the last version."""

    image: QImage
    ai: bool | None
    added_by: tuple[str, str] | None = None

    def size(self, room: float) -> tuple[float, float]:
        """How wide and high it is drawn in a column `room` wide."""
        wide, high = max(1, self.image.width()), max(1, self.image.height())
        by = min(1.0, min(room, theme.px(WIDE)) / wide, HIGH / high)
        return wide * by, high * by

    def above(self, room: float) -> float:
        """How much room it takes over its words, what is said of it included."""
        return ABOVE + self.size(room)[1] + theme.line("meta") + 2 * BELOW

    def draw(self, painter: QPainter, top: float, room: float) -> float:
        """Draw it with what is said of it, in the room that begins at `top`; the place of a note."""
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
        return box.top()


def shrunk(image: QImage, ratio: float) -> QImage:
    """A picture no larger than it is ever drawn here."""
    most = round(HIGH * ratio)
    if image.height() <= most:
        return image
    return image.scaledToHeight(most, Qt.TransformationMode.SmoothTransformation)


def number_of(part: str) -> int:
    """Which picture a part is of; 0 for none."""
    return int(part.partition(":")[2] or 0)


def with_pictures(shown: list[Stretch], pictures: Mapping[int, Shown]) -> list[Stretch]:
    """The stretches with a place for each new picture that has no words yet."""
    told = {number_of(one.part) for one in shown}
    out = list(shown)
    for n, picture in sorted(pictures.items()):
        if n not in told and picture.added_by is not None:
            at = next((k for k, one in enumerate(out) if number_of(one.part) > n), len(out))
            out.insert(at, Stretch(f"alt:{n}", NO_WORDS, SAME, "", ""))
    return out
