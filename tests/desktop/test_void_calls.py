"""Calls that return nothing must not use up references to None (a binding of Qt once did)."""

from __future__ import annotations

import gc
import sys

from PySide6.QtGui import QColor, QPainter, QPixmap, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

TIMES = 20_000


def test_void_calls_leave_none_alone(qtbot, request):
    widget, edit = QWidget(), QTextEdit()
    qtbot.addWidget(widget)
    qtbot.addWidget(edit)
    picture = QPixmap(8, 8)
    painter = QPainter(picture)
    cursor = QTextCursor(edit.document())

    def call() -> None:
        widget.update()
        widget.setToolTip("")
        edit.setReadOnly(False)
        painter.setPen(QColor("black"))
        painter.fillRect(0, 0, 1, 1, QColor("white"))
        cursor.setPosition(0)
        picture.setDevicePixelRatio(1.0)

    # A first call makes types, and what other tests left behind refers to None, too: neither may
    # happen while it is counted.
    call()
    gc.collect()
    gc.disable()
    request.addfinalizer(gc.enable)
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        call()
    after = sys.getrefcount(None)
    painter.end()
    assert abs(after - before) < 200
