"""A page that scrolls, on the ground of what it stands in."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget


def scrolled(page: QWidget) -> QScrollArea:
    """A page as wide as there is room, without a ground of its own."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(page)
    area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
    return area
