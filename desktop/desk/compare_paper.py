"""Words that came, underlined by who wrote them; words that went, struck by whose they were."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip
from shiboken6 import isValid

from desktop.desk.compare_text import Run
from desktop.desk.sheet import FIELDS, IMAGE_FIELDS
from desktop.editor.underlines import Strokes, inks, trimmed, x_of
from desktop.theme import KINDS, theme

STYLES = {"headline": "page", "dateline": "dateline", "date_line": "body"}
COLUMN = 584


class ComparePaper(QTextEdit):
    """One side of a comparison, or both in one text; to read, and not to change."""

    def __init__(self, name: str, spoken: str, letters: str) -> None:
        super().__init__()
        self.letters = letters
        self._runs: list[Run] = []
        self._starts: list[int] = [0]
        self._shown: QTextDocument | None = None
        self._looks: dict[tuple[str, str, bool], QTextCharFormat] = {}
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setBackgroundRole(QPalette.ColorRole.Base)  # of the margins, too
        self.setAutoFillBackground(True)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's letters and colours."""
        self._inks = inks()
        self._margins()
        self.show_runs(self._runs)

    def _margins(self) -> None:
        side = max(24, (self.width() - theme.px(COLUMN)) // 2)
        self.setViewportMargins(side, 20, 8, 12)
        self.setLineWrapColumnOrWidth(max(120, self.width() - 2 * side - 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._margins()

    def show_runs(self, runs: list[Run]) -> None:
        """Show a comparison from its beginning."""
        self._runs, self._starts, self._looks = runs, [], {}
        # Made apart, and laid out only as far as it is looked at.
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for n, run in enumerate(runs):
            if run.what == "part":
                if n:
                    cursor.insertBlock()
                cursor.setBlockFormat(self._shape("small", above=18 if n else 0))
                self._starts.append(cursor.position())
                cursor.insertText(part_words(run.part), self._look(run))
                cursor.insertBlock()
                cursor.setBlockFormat(self._shape(self._style(run.part)))
                continue
            self._starts.append(cursor.position())
            if run.what == "fold":
                self._fold(cursor, run)
            else:
                cursor.insertText(run.text, self._look(run))
        self._starts.append(cursor.position())
        cursor.endEditBlock()
        before, self._shown = self._shown, document
        self.setDocument(document)
        if before is not None and isValid(before):
            before.deleteLater()

    def _fold(self, cursor: QTextCursor, run: Run) -> None:
        if cursor.positionInBlock():
            cursor.insertBlock()
        cursor.setBlockFormat(self._shape("meta", above=4, below=4))
        cursor.insertText(f"⋯ {run.text}", self._look(run))
        cursor.insertBlock()
        cursor.setBlockFormat(self._shape(self._style(run.part)))

    def _style(self, part: str) -> str:
        found = STYLES.get(part, self.letters)
        return "card" if found == "page" and self.letters != "review" else found

    def _shape(self, style: str, above: int = 0, below: int = 0) -> QTextBlockFormat:
        shape = QTextBlockFormat()
        fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        shape.setLineHeight(theme.line(style), fixed)
        shape.setTopMargin(theme.px(above))
        shape.setBottomMargin(theme.px(below))
        return shape

    def _look(self, run: Run) -> QTextCharFormat:
        key = (run.what, run.part, run.moved)
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._made(run)
        return found

    def _made(self, run: Run) -> QTextCharFormat:
        look = QTextCharFormat()
        named = {"part": "small", "fold": "meta"}.get(run.what)
        look.setFont(theme.font(named or self._style(run.part)))
        quiet = run.what in ("part", "fold", "out")
        look.setForeground(theme.color("text3" if quiet else "text"))
        if run.moved:
            look.setBackground(theme.color("sunken"))
        return look

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._runs:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = QRectF(event.rect())
        strokes = Strokes(shown.top(), shown.bottom(), theme.px(5), 2)
        struck: list[tuple[QLineF, str]] = []
        offset = QPointF(0, self.verticalScrollBar().value())
        block = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        while block.isValid() and block.layout().lineCount():
            corner = block.layout().position() - offset
            if corner.y() > shown.bottom():
                break
            self._marks(block, corner, strokes, struck)
            block = block.next()
        strokes.draw(painter, self._inks)
        for line, kind in struck:
            pen = QPen(self._inks.get(kind, theme.color("text3")), 1.5)
            if kind == "ai":
                pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawLine(line)
        painter.end()

    def _marks(
        self, block: QTextBlock, corner: QPointF, strokes: Strokes,
        struck: list[tuple[QLineF, str]],
    ) -> None:  # fmt: skip
        low, high, text = block.position(), block.position() + block.length() - 1, block.text()
        spans = []
        n = max(0, bisect_right(self._starts, low) - 1)
        while n < len(self._runs) and self._starts[n] < high:
            run = self._runs[n]
            start, end = max(self._starts[n], low) - low, min(self._starts[n + 1], high) - low
            n += 1
            start, end = trimmed(text, start, end) if start < end else (0, 0)
            if start >= end or run.what not in ("in", "out"):
                continue
            kind = run.kind if run.kind in KINDS else "reporter"
            if run.what == "in":
                spans.append((start, end, kind))
            elif not run.moved:
                struck += _struck(block, corner, start, end, kind)
        if spans:
            strokes.add_spans(block, corner, spans)

    # Whose

    def event(self, event: QEvent) -> bool:
        """Who wrote the words under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.viewport().mapFromGlobal(event.globalPos())
            said = self.whose(self.cursorForPosition(place).position())
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def whose(self, position: int) -> str:
        """What is to be said of the words at a place; empty where nothing changed."""
        n = bisect_right(self._starts, position) - 1
        run = self._runs[n] if 0 <= n < len(self._runs) else None
        if run is None or run.what not in ("in", "out"):
            return ""
        did = "Moved" if run.moved else "Put in" if run.what == "in" else "Taken out"
        return f"{did}; words of {run.by}"


def _struck(
    block: QTextBlock, corner: QPointF, start: int, end: int, kind: str
) -> list[tuple[QLineF, str]]:
    out = []
    layout = block.layout()
    for n in range(layout.lineCount()):
        line = layout.lineAt(n)
        low, high = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if low >= high:
            continue
        y = corner.y() + line.y() + line.ascent() * 0.72
        x, stop = corner.x() + x_of(line.cursorToX(low)), corner.x() + x_of(line.cursorToX(high))
        out.append((QLineF(x, y, stop, y), kind))
    return out


def part_words(part: str) -> str:
    """What a part is called."""
    what, _, number = part.partition(":")
    if number:
        return f"{IMAGE_FIELDS[what][0]} of picture {number}"
    found: Any = FIELDS.get(part)
    return str(found[0]) if found else part
