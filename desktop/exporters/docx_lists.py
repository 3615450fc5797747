"""Lists of a DOCX: each ordered one counts from its own beginning, nine levels deep."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_BULLETS = ("•", "◦", "▪")
_DEEPEST = 8


def _element(name: str, value: object = None, **more: object) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, each in {**({} if value is None else {"val": value}), **more}.items():
        made.set(qn(f"w:{key}"), str(each))
    return made


class Lists:
    """The numbering part of one document: two kinds of list, and a number for each list."""

    def __init__(self, document: Any) -> None:
        self.numbering = document.part.numbering_part.element
        self.kinds = {True: 9001, False: 9002}
        self.made = 9000
        first = self.numbering.find(qn("w:num"))
        for ordered, number in self.kinds.items():
            kind = self._kind(ordered, number)
            if first is None:
                self.numbering.append(kind)
            else:
                first.addprevious(kind)

    def _kind(self, ordered: bool, number: int) -> Any:
        kind = _element("abstractNum", abstractNumId=number)
        kind.append(_element("multiLevelType", "multilevel"))
        for level in range(_DEEPEST + 1):
            each = _element("lvl", ilvl=level)
            each.append(_element("start", 1))
            each.append(_element("numFmt", "decimal" if ordered else "bullet"))
            each.append(_element("lvlText", f"%{level + 1}." if ordered else _BULLETS[level % 3]))
            each.append(_element("lvlJc", "left"))
            look = OxmlElement("w:pPr")
            look.append(_element("ind", left=540 * (level + 1), hanging=360))
            each.append(look)
            kind.append(each)
        return kind

    def begin(self, ordered: bool, start: int) -> int:
        """A new list; the number its items are placed under."""
        self.made += 1
        num = _element("num", numId=self.made)
        num.append(_element("abstractNumId", self.kinds[ordered]))
        if ordered:
            for level in range(_DEEPEST + 1):
                override = _element("lvlOverride", ilvl=level)
                override.append(_element("startOverride", start))
                num.append(override)
        self.numbering.append(num)
        return self.made

    def place(self, paragraph: Paragraph, number: int | None, depth: int) -> None:
        """Make a paragraph an item, or (without a number) a later paragraph of one."""
        properties = paragraph._p.get_or_add_pPr()
        level = min(depth, _DEEPEST)
        if number is None:
            properties.get_or_add_ind().set(qn("w:left"), str(540 * (level + 1)))
            return
        numbers = properties.get_or_add_numPr()
        numbers.get_or_add_ilvl().val = level
        numbers.get_or_add_numId().val = number
