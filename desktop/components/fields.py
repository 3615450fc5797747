"""Fields one types in: search, and a form's line with its label."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QLineEdit, QVBoxLayout, QWidget

from desktop import icons
from desktop.components import paint
from desktop.components.label import Label
from desktop.theme import theme


class SearchField(QLineEdit):
    """Filled, with a glass in front and its key at the end; Esc empties it."""

    def __init__(self, placeholder: str, name: str, keys: str = "", large: bool = False) -> None:
        super().__init__()
        self.keys = keys
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFrame(False)
        self.large = large
        self.restyle()
        self.setTextMargins(34, 0, 42 if keys else 8, 0)
        self.setStyleSheet("background: transparent; border: none;")

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setFixedHeight(max(32, theme.px(32)))

    def sizeHint(self) -> QSize:
        return QSize(300, 32)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            event.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.large:
            box = QRectF(self.rect())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            if self.hasFocus():
                painter.setPen(QPen(theme.color("accent"), 2))
                box = box.adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, 6, 6)
        middle = self.height() / 2
        icons.draw(painter, "search", 10, middle, "text3")
        key = "Esc" if self.text() else ("" if self.hasFocus() else self.keys)
        if self.keys and key:
            wide = paint.keycap_width(key)
            paint.draw_keycap(painter, self.width() - 8 - wide, middle, key, "text3")
        painter.end()
        super().paintEvent(event)


class Select(QComboBox):
    """One of a list, with a form's edge and the house's own arrow."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("form", True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, not the choice

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.draw(painter, "chevron-down", self.width() - 26, self.height() / 2, "text3", 14)
        painter.end()


class Moment(QDateTimeEdit):
    """A day and a time; the arrow opens a calendar."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("form", True)
        self.setCalendarPopup(True)
        self.setDisplayFormat("ddd d MMM yyyy, HH:mm")
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's colours: Qt's own red weekends would say danger."""
        plain = QTextCharFormat()
        plain.setForeground(theme.color("text"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendarWidget().setWeekdayTextFormat(day, plain)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, not the time

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.draw(painter, "chevron-down", self.width() - 26, self.height() / 2, "text3", 14)
        painter.end()


class FormLine(QWidget):
    """A label with its field below; `field` is the widget one types in."""

    def __init__(self, label: str, field: QWidget, note: str = "") -> None:
        super().__init__()
        self.field = field
        field.setProperty("form", True)
        field.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(Label(label, "strong", lines=1))
        column.addWidget(field)
        if note:
            column.addWidget(Label(note, "meta", "text2"))


def form_edit(name: str, placeholder: str = "") -> QLineEdit:
    """A line to type in, with a form's edge."""
    edit = QLineEdit()
    edit.setObjectName(name)
    edit.setProperty("form", True)
    edit.setPlaceholderText(placeholder)
    edit.setAccessibleName(placeholder)
    return edit
