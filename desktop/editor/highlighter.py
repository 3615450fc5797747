"""Markdown styled while it is typed, one paragraph at a time."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.editor.spelling import Dictionary
from desktop.theme import theme

_SIGNS = frozenset("*_`[#>!-~|")
_INLINE = re.compile(
    r"(?P<code>`[^`]+`)"
    r"|(?P<strong>\*\*(?=\S).+?(?<=\S)\*\*|__(?=\S).+?(?<=\S)__)"
    r"|(?P<em>(?<![\w*])\*(?=[^\s*]).+?(?<=[^\s*])\*(?!\*)|(?<![\w_])_(?=[^\s_]).+?(?<=[^\s_])_(?!\w))"
    r"|(?P<strike>~~(?=\S).+?(?<=\S)~~)"
    r"|(?P<link>!?\[[^\]]*\]\([^)\s]*(?:\s+\"[^\"]*\")?\))"
)
_HEADING = re.compile(r"(#{1,6})\s+")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
IN_FENCE = 1


class Markdown(QSyntaxHighlighter):
    """Bold, italic, headings, quotes, lists, links and code; signs stand back in grey."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.words: Dictionary | None = None
        self.restyle(again=False)

    def restyle(self, again: bool = True) -> None:
        """Take the theme's colours and sizes."""
        self._formats = _formats()
        if again:
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if self.previousBlockState() == IN_FENCE or text.lstrip()[:3] in ("```", "~~~"):
            self._fence(text)
            return
        if self.currentBlockState() != -1:
            self.setCurrentBlockState(-1)
        if not text or (self.words is None and _SIGNS.isdisjoint(text)):
            return
        places = None if max(text) <= "\uffff" else _units(text)
        self._style(text, places)
        if self.words is not None:
            self._spell(text, places, self.words)

    def _spell(self, text: str, places: list[int] | None, words: Dictionary) -> None:
        """Mark what the dictionary does not have; the styles of the words stay."""
        for start, end in words.mistakes(text):
            if places is not None:
                start, end = places[start], places[end]
            letters = QTextCharFormat(self.format(start))
            letters.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
            letters.setUnderlineColor(theme.color("danger"))
            self.setFormat(start, end - start, letters)

    def _style(self, text: str, places: list[int] | None) -> None:
        if _SIGNS.isdisjoint(text):
            return
        heading = _HEADING.match(text)
        if heading:
            self._mark(0, len(text), "heading", places)
            self._mark(0, heading.end(), "sign", places)
            return
        base = ""
        quote = _QUOTE.match(text)
        if quote:
            base = "quote"
            self._mark(0, len(text), base, places)
            self._mark(0, quote.end(), "sign", places)
        else:
            item = _ITEM.match(text)
            if item:
                self._mark(0, item.end(), "sign", places)
        for found in _INLINE.finditer(text):
            self._inline(found, places)

    def _fence(self, text: str) -> None:
        self.setFormat(0, len(text) * 2, self._formats["code"])
        edge = _FENCE.match(text) is not None
        inside = self.previousBlockState() == IN_FENCE
        self.setCurrentBlockState(-1 if inside and edge else IN_FENCE)

    def _inline(self, found: re.Match[str], places: list[int] | None) -> None:
        what = found.lastgroup or ""
        start, end = found.span()
        if what == "link":
            middle = found.string.index("](", start)
            self._mark(start, end, "sign", places)
            self._mark(found.string.index("[", start) + 1, middle, "link", places)
            return
        signs = 2 if what in ("strong", "strike") else 1
        self._mark(start, end, what, places)
        self._mark(start, start + signs, "sign", places)
        self._mark(end - signs, end, "sign", places)

    def _mark(self, start: int, end: int, what: str, places: list[int] | None) -> None:
        if places is not None:
            start, end = places[start], places[end]
        self.setFormat(start, end - start, self._formats[what])


def _units(text: str) -> list[int]:
    """Where each character starts, in UTF-16 units; and the end."""
    places, at = [], 0
    for character in text:
        places.append(at)
        at += 2 if character > "\uffff" else 1
    places.append(at)
    return places


def _formats() -> dict[str, QTextCharFormat]:
    made = {
        name: QTextCharFormat()
        for name in ("heading", "strong", "em", "strike", "quote", "code", "link", "sign")
    }
    made["heading"].setFontWeight(QFont.Weight.DemiBold)
    made["strong"].setFontWeight(QFont.Weight.DemiBold)
    made["em"].setFontItalic(True)
    made["strike"].setFontStrikeOut(True)
    made["quote"].setForeground(theme.color("text2"))
    made["quote"].setFontItalic(True)
    made["code"].setFontFamilies(["Noto Sans Mono", "DejaVu Sans Mono", "monospace"])
    made["code"].setForeground(theme.color("text2"))
    made["link"].setForeground(theme.color("accent"))
    made["sign"].setForeground(theme.color("text3"))
    return made
