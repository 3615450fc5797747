"""The finished piece on paper: what readers get, label and note included, drawn from its parts."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QImage,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)  # fmt: skip
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.components import paint
from desktop.theme import language_name, theme

WIDE, SIDE, TOP = 528, 52, 32
FOLD_LINES = 5
FOLDED_PICTURE = 96
IMAGE = QTextDocument.ResourceType.ImageResource.value
_SHOWN = re.compile(r"\]\(image:(\d{1,4})\)")


class Section(NamedTuple):
    """One part of the piece, laid out."""

    what: str
    document: QTextDocument
    above: float


def plain(text: str, style: str, wide: float, bold: bool = False, colour: str = "papertext") -> QTextDocument:  # fmt: skip
    """A document of literal words."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    font = QFont(theme.font(style))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    document.setDefaultFont(font)
    cursor = QTextCursor(document)
    letters = QTextCharFormat()
    letters.setForeground(theme.color(colour))
    cursor.insertText(text, letters)
    _lines(document, theme.line(style), 0)
    document.setTextWidth(wide)
    return document


def balanced(document: QTextDocument) -> QTextDocument:
    """A document made as narrow as it can be without becoming higher."""
    high, wide = document.size().height(), document.textWidth()
    low = wide / 3
    while wide - low > 4:
        document.setTextWidth((low + wide) / 2)
        if document.size().height() > high:
            low = document.textWidth()
        else:
            wide = document.textWidth()
    document.setTextWidth(wide)
    return document


def _lines(document: QTextDocument, high: int, below: int) -> None:
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        shape = QTextBlockFormat(block.blockFormat())
        if not _has_picture(block):
            kind = QTextBlockFormat.LineHeightTypes
            tall = shape.headingLevel() in (1, 2)
            shape.setLineHeight(high + (6 if tall else 0), kind.FixedHeight.value)
        if not below and not block.text() and block.next().isValid():
            shape.setLineHeight(theme.px(8), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        shape.setTopMargin(10 if shape.headingLevel() and block.blockNumber() else 0)
        shape.setBottomMargin(below if block.next().isValid() else 0)
        cursor.setBlockFormat(shape)
        block = block.next()


def picture_document(image: Any, number: int, wide: float, high: int) -> QTextDocument:
    """A document of one picture, no larger than `wide` by `high`."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    picture = QImage.fromData(image.data)
    shape = QTextImageFormat()
    shape.setName(f"image:{number}")
    by = min(1.0, wide / max(1, picture.width()), high / max(1, picture.height()))
    shape.setWidth(picture.width() * by)
    shape.setHeight(picture.height() * by)
    document.addResource(IMAGE, QUrl(f"image:{number}"), picture)
    QTextCursor(document).insertImage(shape)
    document.setTextWidth(wide)
    return document


def pictures(piece: Any, wide: float, high: int) -> list[Section]:
    """The pictures the text does not show itself, at its end as in every format; and what is said
    of each picture, its AI label included."""
    shown = {int(number) for number in _SHOWN.findall(piece.body)}
    found = []
    for number, image in enumerate(piece.images, 1):
        if number not in shown:
            found.append(Section("picture", picture_document(image, number, wide, high), 14))
        label = image.ai_label if image.ai else ""
        words = " · ".join(w.strip() for w in (image.caption, image.credit, label) if w.strip())
        if words:
            found.append(Section("caption", plain(words, "meta", wide), 6))
    return found


def _has_picture(block: Any) -> bool:
    return "\ufffc" in block.text()


def body_document(piece: Any, wide: float) -> QTextDocument:
    """The dateline and the text, its Markdown set."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(theme.font("preview"))
    for number, image in enumerate(piece.images, 1):
        picture = QImage.fromData(image.data)
        if picture.width() > wide:
            picture = picture.scaledToWidth(round(wide))
        document.addResource(IMAGE, QUrl(f"image:{number}"), picture)
    features = QTextDocument.MarkdownFeature
    document.setMarkdown(piece.body, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
    if piece.dateline:
        QTextCursor(document).insertText(piece.dateline)
    whole = QTextCursor(document)
    whole.select(QTextCursor.SelectionType.Document)
    ink = QTextCharFormat()
    ink.setForeground(theme.color("papertext"))
    whole.mergeCharFormat(ink)
    _headings(document)
    _lines(document, theme.line("preview"), theme.px(12))
    document.setTextWidth(wide)
    return document


def _headings(document: QTextDocument) -> None:
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level:
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            letters = QTextCharFormat()
            letters.setFontWeight(QFont.Weight.DemiBold)
            letters.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 0)
            letters.setProperty(QTextCharFormat.Property.FontPixelSize, 18 if level < 3 else 15)
            cursor.mergeCharFormat(letters)
        block = block.next()


class Paper(QWidget):
    """Always paper, in dark too; the middle folds, so that label and note are seen together."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.piece: Any = None
        self.folded = True
        self._sections: list[Section] = []
        self._places: list[tuple[str, float, float]] = []
        self._hidden = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def show_piece(self, piece: Any) -> None:
        """Show a finished piece, or nothing."""
        self.piece = piece
        self._lay()

    def fold(self, folded: bool) -> None:
        """Hide the middle of the text, or show all of it."""
        self.folded = folded
        self._lay()

    @property
    def _wide(self) -> int:
        return min(theme.px(WIDE), max(320, self.width() - 32))

    def _lay(self) -> None:
        self._sections = []
        piece = self.piece
        if piece is not None:
            self._fill(piece, self._wide - 2 * SIDE)
            said = [s.document.toPlainText() for s in self._sections]
            self.setAccessibleName("Preview. " + " ".join(said)[:2000])
        self._measure()

    def _fill(self, piece: Any, inner: float) -> None:
        add = self._sections.append
        if piece.date_line:
            add(
                Section(
                    "date_line", plain(piece.date_line, "preview", inner, colour="papertext"), 0
                )
            )
        add(Section("headline", balanced(plain(piece.headline, "previewhead", inner)), 4))
        if piece.ai_label:
            add(Section("label", plain(piece.ai_label, "preview", inner, bold=True), 10))
        add(Section("body", body_document(piece, inner), 14))
        high = FOLDED_PICTURE if self.folded else round(inner)
        self._sections += pictures(piece, inner, high)
        for notice in piece.notices:
            add(Section("notice", plain(notice, "preview", inner), 14))
        if piece.share_line:
            add(Section("share", plain(piece.share_line, "preview", inner), 14))
        add(Section("author", plain(piece.author_line, "preview", inner), 14))
        add(Section("note", plain(piece.reader_note, "preview", inner), 16))

    def _cuts(self, document: QTextDocument) -> tuple[float, float]:
        """Where the middle of the text begins and ends, between lines."""
        high, total = theme.line("preview"), document.size().height()
        first = FOLD_LINES * high
        if not self.folded or total < 2 * first + 4 * high:
            return total, total
        lines = []
        block = document.begin()
        while block.isValid():
            top = document.documentLayout().blockBoundingRect(block).top()
            for n in range(block.layout().lineCount()):
                line = block.layout().lineAt(n)
                lines.append((top + line.y(), top + line.y() + line.height()))
            block = block.next()
        if len(lines) < 2 * FOLD_LINES + 3:
            return total, total
        self._hidden = len(lines) - 2 * FOLD_LINES
        return lines[FOLD_LINES - 1][1], lines[-FOLD_LINES][0]

    def _measure(self) -> None:
        y = float(TOP)
        self._places, self._hidden = [], 0
        for section in self._sections:
            y += section.above
            high = section.document.size().height()
            if section.what == "body":
                low, end = self._cuts(section.document)
                high = high if low >= end else low + 44 + high - end
            self._places.append((section.what, y, high))
            y += high
        if self._sections:
            y += 24
        self.setMinimumHeight(round(y + TOP + 24))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDE) + 32, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay()

    def restyle(self) -> None:
        """Take a new theme or text size."""
        self._lay()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self.width() - self._wide) / 2
        sheet = QRectF(left, 0, self._wide, self.height())
        painter.fillRect(sheet, theme.color("paper"))
        painter.setPen(theme.color("line"))
        painter.drawLine(sheet.topLeft(), sheet.bottomLeft())
        painter.drawLine(sheet.topRight(), sheet.bottomRight())
        x = left + SIDE
        for section, (what, y, high) in zip(self._sections, self._places, strict=True):
            if what == "body":
                self._draw_body(painter, section.document, x, y, sheet)
            else:
                self._draw(painter, section.document, x, y)
            if what in ("label", "note"):
                self._bracket(painter, what, x, y, high, sheet)
        if self.piece is not None and self.piece.proof:
            paint.draw_text(painter, sheet.right() - 20, 18, "DRAFT", "bold",
                            theme.color("paperaccent"), right=True)  # fmt: skip
        painter.end()

    def _draw(
        self, painter: QPainter, document: QTextDocument, x: float, y: float,
        clip: QRectF | None = None,
    ) -> None:  # fmt: skip
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, theme.color("papertext"))
        context.palette = palette
        painter.save()
        painter.translate(x, y)
        if clip is not None:
            painter.setClipRect(clip)
            context.clip = clip
        document.documentLayout().draw(painter, context)
        painter.restore()

    def _draw_body(
        self, painter: QPainter, document: QTextDocument, x: float, y: float, sheet: QRectF
    ) -> None:
        total, wide = document.size().height(), document.textWidth() + 40
        low, end = self._cuts(document)
        if low >= end:
            self._draw(painter, document, x, y)
            return
        self._draw(painter, document, x, y, QRectF(-20, 0, wide, low))
        middle = y + low + 22
        said = f"{self._hidden} lines folded"
        long = paint.width(said, "meta")
        at = sheet.center().x()
        line = theme.color("field")
        painter.setPen(line)
        painter.drawLine(QPointF(sheet.left(), middle), QPointF(at - long / 2 - 16, middle))
        painter.drawLine(QPointF(at + long / 2 + 16, middle), QPointF(sheet.right(), middle))
        ink = theme.color("papertext")
        paint.draw_text(painter, at - long / 2, middle, said, "meta", ink)
        self._draw(painter, document, x, y + low + 44 - end, QRectF(-20, end, wide, total - end))

    def _bracket(
        self, painter: QPainter, what: str, x: float, y: float, high: float, sheet: QRectF
    ) -> None:
        accent = theme.color("paperaccent")
        painter.fillRect(QRectF(x - 20, y + 2, 3, high - 4), accent)
        if what == "label":
            paint.draw_text(painter, sheet.right() - SIDE, y + high / 2, "AI label", "small",
                            accent, right=True)  # fmt: skip
            return
        said = (
            f"Reader note {self.piece.note_issue}, {language_name(self.piece.note_language)}. "
            "Part of every export; it cannot be left out."
        )
        paint.draw_text(painter, x, y + high + 14, said, "small", accent,
                        most=sheet.right() - x - 8)  # fmt: skip


def printable(piece: Any, wide: float) -> QTextDocument:
    """The whole piece as one document, for a printer."""
    whole = QTextDocument()
    whole.setDocumentMargin(0)
    whole.setTextWidth(wide)
    cursor = QTextCursor(whole)
    body = body_document(piece, wide)
    parts: list[QTextDocument] = []
    if piece.proof:
        parts.append(plain("DRAFT", "bold", wide))
    if piece.date_line:
        parts.append(plain(piece.date_line, "preview", wide))
    parts.append(plain(piece.headline, "previewhead", wide))
    if piece.ai_label:
        parts.append(plain(piece.ai_label, "preview", wide, bold=True))
    parts.append(body)
    for number, image in enumerate(piece.images, 1):
        whole.addResource(IMAGE, QUrl(f"image:{number}"), QImage.fromData(image.data))
    parts += [section.document for section in pictures(piece, wide, round(wide))]
    parts += [plain(notice, "preview", wide) for notice in piece.notices]
    for words in (piece.share_line, piece.author_line, piece.reader_note):
        if words:
            parts.append(plain(words, "preview", wide))
    for n, part in enumerate(parts):
        if n:
            cursor.insertBlock()
            cursor.insertBlock()
        cursor.insertFragment(_fragment(part))
    return whole


def _fragment(document: QTextDocument) -> Any:
    from PySide6.QtGui import QTextDocumentFragment

    return QTextDocumentFragment(document)
