"""A page that scrolls, on the ground of what it stands in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

#: The widest a form becomes, in pixels.
FORM = 480


def scrolled(page: QWidget) -> QScrollArea:
    """A page as wide as there is room, without a ground of its own."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(page)
    area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
    return area


def centred(ground: QWidget, form: QWidget) -> None:
    """Put a form into the middle of a page that scrolls where it has not room enough."""
    form.setMaximumWidth(FORM)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(48, 24, 48, 24)
    row.addStretch(1)
    row.addWidget(form, 100)
    row.addStretch(1)
    around = QVBoxLayout(ground)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(scrolled(holder))
