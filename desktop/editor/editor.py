"""One part of the article as a field of the page: it has no frame and grows with its text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QFrame, QTextEdit

from desktop.components import paint
from desktop.editor import paste
from desktop.editor.binding import Binding
from desktop.editor.keys import enter_text, joins_backwards
from desktop.editor.tints import Tint
from desktop.editor.tints import draw as draw_tints
from desktop.editor.underlines import Strokes, inks
from desktop.editor.visitors import Visitor
from desktop.editor.visitors import draw as draw_visitors
from desktop.theme import theme

#: Between paragraphs: an empty line that only parts two of them is this high.
GAP = 12
ROOM = 4


#: With Ctrl, these are the window's: palette, authorship, next step, find, replace.
WINDOW_KEYS = (
    Qt.Key.Key_K,
    Qt.Key.Key_U,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_F,
    Qt.Key.Key_H,
    Qt.Key.Key_W,
    Qt.Key.Key_I,
    Qt.Key.Key_N,
)


class PartField(QTextEdit):
    """Shows one part; the binding keeps it and the manuscript the same."""

    undo_asked = Signal()
    redo_asked = Signal()
    leave = Signal(int)  # -1 to the field above, 1 to the one below
    images_dropped = Signal(list)
    left = Signal()
    grew = Signal()

    def __init__(self, part: str, style: str, spoken: str, *, one_line: bool, hint: str) -> None:
        super().__init__()
        self.part, self.letters, self.one_line, self.hint = part, style, one_line, hint
        self.binding: Binding | None = None
        self.copy_runs: Callable[[str, int, int], bytes] | None = None
        self.show_authors = True
        self.tints: list[Tint] = []
        self.veils: list[Tint] = []  # words off the record
        self.visitors: list[Visitor] = []
        self._shaping = False
        self.setObjectName(f"part-{part}")
        self.setAccessibleName(spoken)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setCursorWidth(2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QTextEdit { background: transparent; }")
        self.document().setDocumentMargin(ROOM)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.document().contentsChange.connect(self._shape_change)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's letters, line height and colours."""
        self.document().setDefaultFont(theme.font(self.letters))
        self._inks = inks()
        with_lines = self._block_format(theme.line(self.letters))
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self._shaping = True
        busy, binding = True, self.binding
        if binding is not None:
            busy, binding.busy = binding.busy, True
        cursor.setBlockFormat(with_lines)
        self._shaping = False
        if binding is not None:
            binding.busy = busy
            self.shape_all()
        self._fit(self.document().size())

    def _block_format(self, high: int) -> QTextBlockFormat:
        shape = QTextBlockFormat()
        shape.setLineHeight(high, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return shape

    def bind(self, binding: Binding) -> bool:
        """Show a part through its binding. False if its text cannot be shown exactly."""
        self.binding = binding
        exact = binding.load(QTextCursor(self.document()))
        self.shape_all()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return exact

    # Shape

    def _fit(self, size: QSizeF) -> None:
        high = max(round(size.height()), theme.line(self.letters) + 2 * ROOM)
        if high != self.height():
            self.setFixedHeight(high)
            self.grew.emit()

    def _shape_change(self, position: int, _removed: int, added: int) -> None:
        if self._shaping or self.one_line or self.binding is None or self.binding.busy:
            return
        self._shape(position, position + added)

    def shape_all(self) -> None:
        """Make the empty lines between paragraphs low."""
        if not self.one_line:
            self._shape(0, self.document().characterCount())

    def _shape(self, start: int, end: int) -> None:
        document = self.document()
        block = document.findBlock(start)
        before = block.previous()
        block = before if before.isValid() else block
        tall, low = float(theme.line(self.letters)), float(theme.px(GAP))
        wrong: list[tuple[int, float]] = []
        while block.isValid():
            parts_two = (
                block.length() == 1
                and block.previous().isValid() and block.previous().length() > 1
                and block.next().isValid()
            )  # fmt: skip
            high = low if parts_two else tall
            if block.blockFormat().lineHeight() != high:
                wrong.append((block.position(), high))
            if block.position() > end:
                break
            block = block.next()
        if not wrong:
            return
        self._shaping = True
        cursor = QTextCursor(document)
        busy = self.binding.busy if self.binding else False
        if self.binding:
            self.binding.busy = True
        cursor.beginEditBlock()
        for position, high in wrong:
            cursor.setPosition(position)
            cursor.setBlockFormat(self._block_format(round(high)))
        cursor.endEditBlock()
        if self.binding:
            self.binding.busy = busy
        self._shaping = False

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.tints or self.veils:
            under = QPainter(self.viewport())
            draw_tints(under, self.document(), [*self.veils, *self.tints], QRectF(event.rect()))
            under.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self.document().isEmpty() and not self._composing():
            self._draw_hint(painter)
        elif self.show_authors and self.binding is not None and self._marks_now():
            self._draw_authors(painter, QRectF(event.rect()))
        if self.visitors:
            draw_visitors(
                painter, self.visitors, QRectF(self.viewport().rect()), QRectF(event.rect())
            )
        painter.end()

    def _marks_now(self) -> bool:
        """The headline and the lines around it stay clean until one writes in them."""
        return self.part not in ("date_line", "headline", "dateline") or self.hasFocus()

    def _composing(self) -> bool:
        layout = self.document().firstBlock().layout()
        return bool(layout.preeditAreaText())

    def _draw_hint(self, painter: QPainter) -> None:
        middle = ROOM + theme.line(self.letters) / 2
        paint.draw_text(painter, ROOM, middle, self.hint, self.letters, "text3",
                        most=self.width() - 2 * ROOM)  # fmt: skip

    def _draw_authors(self, painter: QPainter, shown: QRectF) -> None:
        if self.binding is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        below = theme.px(9 if self.letters == "article" else 5)
        strokes = Strokes(shown.top(), shown.bottom(), below)
        block = self._block_at(shown.top() - below)
        while block.isValid():
            corner = block.layout().position()
            if corner.y() > shown.bottom() or not block.layout().lineCount():
                break  # below what is seen, or not laid out yet
            strokes.add_block(block, corner, self.binding.authorship)
            block = block.next()
        strokes.draw(painter, self._inks)

    def _block_at(self, y: float) -> QTextBlock:
        """The block that holds `y`, by halves: Qt's own search goes through all before it."""
        document = self.document()
        low, high = 0, document.blockCount() - 1
        while low < high:
            middle = (low + high + 1) // 2
            layout = document.findBlockByNumber(middle).layout()
            if layout.lineCount() and layout.position().y() <= y:
                low = middle
            else:
                high = middle - 1
        return document.findBlockByNumber(low)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Qt's editor keeps some keys for itself that mean something else here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and event.key() in WINDOW_KEYS:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) or (
            event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.redo_asked.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in (
            Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_K,
        ):  # fmt: skip
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(event)
        elif event.key() == Qt.Key.Key_Backspace and not event.modifiers() and self._joined():
            event.accept()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self._up_down(event)
        else:
            super().keyPressEvent(event)

    def _enter(self, event: QKeyEvent) -> None:
        if self.isReadOnly():
            return
        if self.one_line:
            self.leave.emit(1)
            return
        cursor = self.textCursor()
        plain = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        text, back = ("\n", 0) if plain else enter_text(cursor)
        for _ in range(back):
            cursor.deletePreviousChar()
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def _joined(self) -> bool:
        cursor = self.textCursor()
        if self.isReadOnly() or self.one_line or not joins_backwards(cursor):
            return False
        cursor.movePosition(
            QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, 2
        )
        cursor.removeSelectedText()
        self.setTextCursor(cursor)
        return True

    def _up_down(self, event: QKeyEvent) -> None:
        before = self.textCursor().position()
        super().keyPressEvent(event)
        if self.textCursor().position() == before:
            self.leave.emit(-1 if event.key() == Qt.Key.Key_Up else 1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
        self.left.emit()

    # Clipboard and drops

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        mime = QMimeData()
        mime.setText(cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n"))
        if self.copy_runs is not None:
            start = cursor.selectionStart()
            runs = self.copy_runs(self.part, start, cursor.selectionEnd() - start)
            mime.setData(paste.RUNS, runs)
        return mime

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        pictures = paste.images_of(source)
        if pictures:
            self.images_dropped.emit(pictures)
            return
        text = paste.text_of(source, self.one_line)
        if self.isReadOnly() or self.binding is None or not text:
            return
        runs = paste.runs_of(source)
        if runs is not None and text != source.text():
            runs = None
        cursor = self.textCursor()
        self.binding.paste(cursor, text, runs)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not paste.images_of(event.mimeData()):
            event.ignore()  # files are for the window
            return
        super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls() and not paste.images_of(event.mimeData()):
            event.ignore()
            return
        super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Text moved inside the field is cut and pasted, so that its authors move with it."""
        mine = event.source() in (self, self.viewport())
        if not mine or self.isReadOnly():
            super().dropEvent(event)
            return
        target = self.cursorForPosition(event.position().toPoint())
        chosen = self.textCursor()
        start, end = chosen.selectionStart(), chosen.selectionEnd()
        if start <= target.position() <= end:
            return
        if event.proposedAction() == Qt.DropAction.MoveAction:
            chosen.removeSelectedText()  # `target` moves along by itself
            event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setTextCursor(target)
        self.insertFromMimeData(event.mimeData())

    def words_around_cursor(self, most: int = 60) -> str:
        """The words that lead up to the cursor."""
        cursor = self.textCursor()
        block = cursor.block().text()
        text = block[: cursor.positionInBlock()]
        return text if len(text) <= most else "…" + text[-most:].lstrip().partition(" ")[2]

    def go_to(self, position: int, length: int = 0) -> None:
        """Select a place, and show it."""
        cursor = self.textCursor()
        most = self.document().characterCount() - 1
        cursor.setPosition(min(position, most))
        cursor.setPosition(min(position + length, most), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()


def picture_names(files: list[Path]) -> str:
    """What to call dropped pictures."""
    return files[0].name if len(files) == 1 else f"{len(files)} pictures"


__all__ = ["GAP", "PartField", "picture_names"]
