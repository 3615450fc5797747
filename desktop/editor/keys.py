"""What Enter and Backspace mean in Markdown: paragraphs stand an empty line apart, lists go on; and
what ends a word."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtGui import QTextCursor

_ITEM = re.compile(r"(\s*)(?:([-*+])|(\d{1,9})([.)]))(\s+)(.*)", re.DOTALL)
_QUOTE = re.compile(r"((?:>\s?)+)(.*)", re.DOTALL)


def enter_text(cursor: QTextCursor) -> tuple[str, int]:
    """What Enter types here, and how many characters before the cursor it takes away."""
    block = cursor.block()
    line = block.text()
    here = line[: cursor.positionInBlock()]
    if block.userState() == 1 or line.startswith("|") or not here.strip():
        return "\n", 0
    for found, sign in ((_ITEM.fullmatch(here), _next_item), (_QUOTE.fullmatch(here), _quote)):
        if found is not None:
            if not found[found.re.groups].strip():
                return "", len(here)
            return "\n" + sign(found), 0
    after = block.next()
    if cursor.atBlockEnd() and after.isValid() and after.length() == 1:
        return "\n", 0
    return "\n\n", 0


def _next_item(found: re.Match[str]) -> str:
    if found[2]:
        return f"{found[1]}{found[2]}{found[5]}"
    return f"{found[1]}{int(found[3]) + 1}{found[4]}{found[5]}"


def _quote(found: re.Match[str]) -> str:
    return found[1]


def joins_backwards(cursor: QTextCursor) -> bool:
    """Whether Backspace here joins two paragraphs over the empty line between them."""
    if cursor.hasSelection() or not cursor.atBlockStart() or not cursor.block().text():
        return False
    before = cursor.block().previous()
    return before.isValid() and before.length() == 1 and before.previous().isValid()


def ends_word(cursor: QTextCursor) -> bool:
    """Whether a word was just ended: a space, a line's end or a sign stands before the cursor."""
    before = cursor.document().characterAt(cursor.position() - 1)
    return unicodedata.category(before)[0] in "ZP" if before else False
