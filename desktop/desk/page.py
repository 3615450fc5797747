"""The page one writes on: every part a field of it, labels hanging in the margin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QPalette,
    QPixmap,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QScrollArea

from desktop.components.label import balanced_lines
from desktop.desk.sheet import PICTURE, Sheet, field_for
from desktop.editor.binding import Binding
from desktop.editor.editor import ROOM, PartField
from desktop.editor.highlighter import Markdown
from desktop.editor.holding import held_cursor, held_line
from desktop.editor.menu import menu_for
from desktop.editor.spelling import Dictionary
from desktop.editor.underlines import Author


class Page(QScrollArea):
    """The sheet, scrolled; binds every field to the open session."""

    edited = Signal()
    pasted = Signal(str, object, str)
    cursor_moved = Signal()
    images_dropped = Signal(list)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName("The article")
        self.setWidgetResizable(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.sheet = Sheet()
        self.setWidget(self.sheet)
        self.fields: dict[str, PartField] = {}
        self.session: Any = None
        self._author, self._may_write = Author("", "", ""), False
        self.show_authors = True
        self.asked_of_words: list[Any] = []  # the window's commands about chosen words
        self.markdown: Markdown | None = None
        self.last: PartField | None = None  # the field that had the keyboard last
        self._lay = QTimer(self)  # not while the text is being laid out: see `bind`
        self._lay.setSingleShot(True)
        self._lay.setInterval(0)
        self._lay.timeout.connect(self.sheet.lay)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(0)
        self._follow.timeout.connect(self.show_cursor)

    def bind(self, session: Any, author: Author, parts: Sequence[str], may_write: bool) -> bool:
        """Show the parts of an open session. False if some text cannot be shown exactly."""
        self.release()
        self.session, self._author, self._may_write = session, author, may_write
        exact = all([self._add(part) for part in parts])
        for part in ("share_line", "notice"):
            field_ = self.fields.get(part)
            if (
                field_ is not None
                and part == "notice"
                and not (may_write and bool(getattr(session, "version", 1)))
                and field_.document().isEmpty()
            ):
                field_.hide()
        self._balance()
        return exact

    def _add(self, part: str) -> bool:
        """Show a part below the others. False if its text cannot be shown exactly."""
        field = field_for(part)
        field.setParent(self.sheet)
        # As wide as it will be before it holds words: a field that is laid out anew while it is
        # being laid out keeps the narrower lines.
        field.setGeometry(0, 0, self.sheet.column()[1], field.height())
        if part == "body":
            self.markdown = Markdown(field.document())
        binding = Binding(field.document(), self.session, part, self._author)
        field.setReadOnly(not self._may_write)
        field.show_authors = self.show_authors
        field.copy_runs = self.session.copy
        exact = field.bind(binding)
        self.sheet.fields.append(field)
        self.fields[part] = field
        self._connect(field, binding)
        field.show()
        return exact

    def follow(self, parts: Sequence[str]) -> None:
        """Have these parts: with pictures that others add or take away theirs come and go, and
        whoever writes is not disturbed."""
        gone = [part for part in self.fields if part not in parts]
        new = [part for part in parts if part not in self.fields]
        if not gone and not new:
            return
        with held_line(self, self.sheet):
            for part in gone:
                self._drop(self.fields.pop(part))
            for part in new:
                self._add(part)
            self.sheet.lay()

    def _drop(self, field: PartField) -> None:
        self.sheet.fields.remove(field)
        self.last = None if self.last is field else self.last
        field.blockSignals(True)
        field.hide()
        field.setParent(None)
        field.deleteLater()

    def _connect(self, field: PartField, binding: Binding) -> None:
        field.grew.connect(self.sheet.lay)
        field.undo_asked.connect(self.undo)
        field.redo_asked.connect(self.redo)
        field.leave.connect(lambda way, field=field: self._go(field, way))
        field.cursorPositionChanged.connect(self._follow.start)
        field.cursorPositionChanged.connect(self.cursor_moved)
        field.cursorPositionChanged.connect(lambda: self._was_at(field))
        field.images_dropped.connect(self.images_dropped)
        if field.part == "dateline":
            field.left.connect(self._finish_dateline)
        if field.part == "headline":
            field.left.connect(self._balance)
        field.left.connect(self.left)
        field.customContextMenuRequested.connect(
            lambda place, field=field: self._menu(field, place)
        )
        binding.edited.connect(self._edited)
        binding.pasted.connect(self.pasted)

    def _finish_dateline(self) -> None:
        """The text follows the dateline on its line: leave a space where the writer left none."""
        field = self.fields.get("dateline")
        if field is None or field.isReadOnly():
            return
        words = field.document().toRawText()
        if words and (words[-1].isalnum() or words[-2:] in (" -", " –", " —")):
            cursor = QTextCursor(field.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(" ")

    def _was_at(self, field: PartField) -> None:
        self.last = field

    def has_pastes(self) -> bool:
        """Whether pasted words stand anywhere on the page."""
        for field in self.sheet.fields:
            if field.binding is not None:
                runs = field.binding.authorship
                if any(a is not None and a.origin == "pasted"
                       for _low, _high, a in runs.between(0, runs.length)):  # fmt: skip
                    return True
        return False

    def _balance(self) -> None:
        """Set the headline in lines of about one length, while nobody writes in it."""
        field, wide = self.fields.get("headline"), self.sheet.column()[1] - 2 * ROOM
        text = field.document().toPlainText() if field is not None else ""
        self.sheet.narrow = {}
        if text.strip() and field is not None:
            narrow = balanced_lines(text, field.letters, wide)
            self.sheet.narrow = {"headline": narrow + 2 * ROOM}
        self.sheet.lay()

    def _edited(self, part: str) -> None:
        if part in self.sheet.narrow:
            self.sheet.narrow.pop(part)
            self._lay.start()
        self.edited.emit()

    def _menu(self, field: PartField, place: QPoint) -> None:
        can_undo = bool(self.session is not None and self.session.can_undo)
        can_redo = bool(self.session is not None and self.session.can_redo)
        words = self.markdown.words if self.markdown is not None and field.part == "body" else None
        menu = menu_for(field, place, can_undo, can_redo, words, self.asked_of_words)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(field.mapToGlobal(place))

    def spell(self, words: Dictionary | None) -> None:
        """Mark mistakes of spelling in the text, or no longer."""
        binding = self.fields["body"].binding if "body" in self.fields else None
        if self.markdown is None or binding is None or self.markdown.words is words:
            return
        self.markdown.words = words
        busy, binding.busy = binding.busy, True
        self.markdown.rehighlight()
        binding.busy = busy

    def release(self) -> None:
        """Let go of the session's fields."""
        self.session, self.markdown, self.last = None, None, None
        for field in list(self.sheet.fields):
            self._drop(field)
        self.sheet.pictures = {}
        # Narrow lines of the last text would lay the next one out while it is being laid out.
        self.sheet.narrow = {}
        self.fields = {}

    def _go(self, field: PartField, way: int) -> None:
        shown = [f for f in self.sheet.fields if f.isVisible()]
        at = shown.index(field) + way if field in shown else -1
        if 0 <= at < len(shown):
            shown[at].setFocus()
            if way > 0:
                shown[at].go_to(0)
            else:
                shown[at].go_to(shown[at].document().characterCount())

    def current(self) -> PartField | None:
        """The field with the keyboard, or the text."""
        focus = QApplication.focusWidget()
        if isinstance(focus, PartField) and focus in self.sheet.fields:
            return focus
        return self.fields.get("body")

    def show_cursor(self) -> None:
        """Scroll until the line of the cursor is seen."""
        focus = QApplication.focusWidget()
        if not isinstance(focus, PartField) or focus not in self.sheet.fields:
            return
        box = focus.cursorRect()
        place = focus.mapTo(self.sheet, box.center())
        self.ensureVisible(place.x(), place.y(), 0, 64)

    def show_pictures(self, pictures: dict[int, QImage]) -> None:
        """Show the article's pictures over their fields."""
        most = QSize(self.sheet.column()[1] - 2 * ROOM, PICTURE)
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.sheet.pictures = {}
        for number, image in pictures.items():
            picture = QPixmap.fromImage(image)
            if image.width() > most.width() or image.height() > most.height():
                ratio = self.devicePixelRatioF()
                picture = QPixmap.fromImage(image.scaled(most * ratio, keep, smooth))
                picture.setDevicePixelRatio(ratio)
            self.sheet.pictures[number] = picture
        self.sheet.lay()

    def each(self, do: Callable[[PartField], object]) -> None:
        """Do something to every field."""
        for field in self.sheet.fields:
            do(field)

    # Undo, and words from elsewhere

    def undo(self) -> None:
        """Take the last edit back, through the manuscript."""
        if self.session is not None and self.session.can_undo:
            self._apply(self.session.undo())
            self.edited.emit()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.session is not None and self.session.can_redo:
            self._apply(self.session.redo())
            self.edited.emit()

    def _apply(self, edits: Sequence[Any]) -> None:
        """Show one's own edits that the manuscript has already, and go where they ended."""
        for part in dict.fromkeys(edit.part for edit in edits):
            field = self.fields.get(part)
            if field is None or field.binding is None:
                continue
            place = field.binding.apply(edits)
            field.shape_all()
            field.viewport().update()
            if place is not None:
                field.go_to(place)

    def take_in(self, edits: Sequence[Any]) -> None:
        """Show others' edits, which the manuscript has already: whoever writes is not disturbed."""
        following = self._follow.isActive()
        with held_line(self, self.sheet):
            for part in dict.fromkeys(edit.part for edit in edits):
                field = self.fields.get(part)
                if field is None or field.binding is None:
                    continue
                with held_cursor(field, [edit for edit in edits if edit.part == part]):
                    field.binding.apply(edits)
                    field.shape_all()
                field.viewport().update()
        if not following:
            self._follow.stop()

    def authors_changed(self) -> None:
        """Read the authors again, as after a paste was named an AI's."""
        for field in self.sheet.fields:
            if field.binding is not None:
                field.binding.read_authors()
            field.viewport().update()

    def set_authorship(self, shown: bool) -> None:
        """Show who wrote what under the words, or not."""
        self.show_authors = shown
        for field in self.sheet.fields:
            field.show_authors = shown
            field.viewport().update()

    def restyle(self) -> None:
        """Take a new theme or text size."""
        for field in self.sheet.fields:
            field.restyle()
        if self.markdown is not None:
            binding = self.fields["body"].binding
            if binding is not None:
                binding.busy = True
                self.markdown.restyle()
                binding.busy = False
        self._balance()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance()
