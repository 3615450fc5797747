"""Find and replace in the text: a bar at the top of the page."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from desktop.components.button import Button, CheckBox
from desktop.components.fields import form_edit
from desktop.components.label import Ground, Label
from desktop.editor.editor import PartField
from desktop.theme import theme

SHOWN = 500


class FindBar(Ground):
    """Looks in one field; Enter goes on, Shift+Enter back, Esc closes."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__("raised", "b", "find-bar")
        self.field: PartField | None = None
        self.what = form_edit("find-what", "Find in the text")
        self.instead = form_edit("find-replace", "Replace with")
        self.case = CheckBox("Match case", "find-case")
        self.case.setFixedWidth(112)
        self.found = Label("", "meta", "text2", lines=1, name="find-count")
        self.found.setMinimumWidth(80)
        self._matches: list[int] = []
        back = Button("", "quiet", icon="chevron-up", name="find-previous", tip="Previous match")
        on = Button("", "quiet", icon="chevron-down", name="find-next", tip="Next match")
        close = Button("", "quiet", icon="x", name="find-close", tip="Close (Esc)")
        self.one = Button("Replace", name="find-replace-one")
        self.all = Button("Replace all", name="find-replace-all")
        back.clicked.connect(lambda: self.go(-1))
        on.clicked.connect(lambda: self.go(1))
        close.clicked.connect(self.close_bar)
        self.one.clicked.connect(self.replace_one)
        self.all.clicked.connect(self.replace_all)
        first = QHBoxLayout()
        for widget in (self.what, self.found, self.case, back, on, close):
            first.addWidget(widget, 1 if widget is self.what else 0)
        second = QHBoxLayout()
        for widget in (self.instead, self.one, self.all):
            second.addWidget(widget, 1 if widget is self.instead else 0)
        self._second = QWidget()
        self._second.setLayout(second)
        second.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.addLayout(first)
        column.addWidget(self._second)
        self.setTabOrder(self.what, self.instead)
        for before, after in pairwise((self.instead, self.one, self.all, self.case, back, on)):
            self.setTabOrder(before, after)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(60)
        self._timer.timeout.connect(self.look)
        self.what.textChanged.connect(self._timer.start)
        self.case.toggled.connect(self.look)
        for edit in (self.what, self.instead):
            edit.installEventFilter(self)
        self.hide()

    def open_for(self, field: PartField, replace: bool) -> None:
        """Look in `field`, from what is selected there."""
        self.field = field
        chosen = field.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.what.setText(chosen)
        self._second.setVisible(replace and not field.isReadOnly())
        self.show()
        self.what.setFocus()
        self.what.selectAll()
        self.look()

    def close_bar(self) -> None:
        """Go back to the text."""
        self.hide()
        if self.field is not None:
            self.field.setExtraSelections([])
            self.field.setFocus()
        self.closed.emit()

    def forget(self) -> None:
        """The field goes away."""
        self._timer.stop()
        self.hide()
        self.field, self._matches = None, []

    def _flags(self) -> QTextDocument.FindFlag:
        flag = QTextDocument.FindFlag
        return flag.FindCaseSensitively if self.case.isChecked() else flag(0)

    def look(self) -> None:
        """Find every match and show the first ones."""
        if self.field is None:
            return
        self._matches = list(self._positions())
        mark = QTextCharFormat()
        mark.setBackground(theme.color("tint2"))
        selections = []
        for position in self._matches[:SHOWN]:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.field.document())
            cursor.setPosition(position)
            cursor.setPosition(position + self._long, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor, selection.format = cursor, mark
            selections.append(selection)
        self.field.setExtraSelections(selections)
        self._tell()

    @property
    def _long(self) -> int:
        return len(self.what.text().encode("utf-16-le")) // 2

    def _positions(self) -> list[int]:
        wanted = self.what.text()
        if not wanted or self.field is None:
            return []
        out: list[int] = []
        cursor = QTextCursor(self.field.document())
        while True:
            cursor = self.field.document().find(wanted, cursor, self._flags())
            if cursor.isNull():
                return out
            out.append(cursor.selectionStart())

    def _tell(self) -> None:
        if not self.what.text():
            self.found.set_text("")
            return
        count = len(self._matches)
        if not count or self.field is None:
            self.found.set_text("Nothing found", "danger")
            return
        at = self.field.textCursor().selectionStart()
        place = self._matches.index(at) + 1 if at in self._matches else 0
        said = f"{place:,} of {count:,}" if place else f"{count:,} found"
        self.found.set_text(said, "text2")

    def go(self, way: int) -> None:
        """Select the next match, or the one before, round the end."""
        if self.field is None or not self._matches:
            self.look()
        if self.field is None or not self._matches:
            return
        at = self.field.textCursor()
        if way > 0:
            after = [p for p in self._matches if p >= at.selectionEnd()]
            place = after[0] if after else self._matches[0]
        else:
            before = [p for p in self._matches if p < at.selectionStart()]
            place = before[-1] if before else self._matches[-1]
        cursor = self.field.textCursor()
        cursor.setPosition(place)
        cursor.setPosition(place + self._long, QTextCursor.MoveMode.KeepAnchor)
        self.field.setTextCursor(cursor)
        self._tell()

    def replace_one(self) -> None:
        """Replace the match that is selected, and go on."""
        if self.field is None:
            return
        cursor = self.field.textCursor()
        if cursor.hasSelection() and cursor.selectionStart() in self._matches:
            cursor.insertText(self.instead.text())
            self.field.setTextCursor(cursor)
            self.look()
        self.go(1)

    def replace_all(self) -> None:
        """Replace every match, each as an edit of its own: what stands between keeps its author."""
        if self.field is None:
            return
        for position in reversed(self._positions()):
            cursor = QTextCursor(self.field.document())
            cursor.setPosition(position)
            cursor.setPosition(position + self._long, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(self.instead.text())
        count = len(self._matches)
        self.look()
        self.found.set_text(f"{count:,} replaced", "ok")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.instead:
                    self.replace_one()
                else:
                    shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                    self.go(-1 if shift else 1)
                return True
        return super().eventFilter(watched, event)
