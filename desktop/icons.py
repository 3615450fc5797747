"""Line icons, drawn in any colour at the screen's own resolution and kept."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.theme import RESOURCES, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

FOLDER = RESOURCES / "icons"


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    file = FOLDER / f"{name}.svg"
    return file.read_text("utf-8") if file.is_file() else ""


@lru_cache(maxsize=512)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    source = _source(name)
    if source:
        stroke = 'stroke-width="2"' if size < 16 else 'stroke-width="1.75"'
        svg = source.replace("currentColor", color).replace('stroke-width="2"', stroke)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
        painter.end()
    return picture


def pixmap(name: str, token: str | QColor = "text2", size: int = 16) -> QPixmap:
    """An icon by its lucide name, in a token's colour."""
    color = token.name() if isinstance(token, QColor) else theme.name(token)
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _pixmap(name, color, size, ratio)


def draw(
    painter: QPainter, name: str, x: float, middle: float, token: str | QColor, size: int = 16
) -> None:
    """Draw an icon with its left edge at `x`, centred on `middle`."""
    painter.drawPixmap(QPointF(x, round(middle - size / 2)), pixmap(name, token, size))


def icon(name: str, token: str = "text2", size: int = 16) -> QIcon:
    """The icon for Qt's own menus and actions."""
    from PySide6.QtGui import QIcon

    return QIcon(pixmap(name, token, size))
