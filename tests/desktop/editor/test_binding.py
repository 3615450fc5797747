"""Whatever is done in a field, the manuscript has the same text, and each author stays."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from desktop.editor.binding import Binding, units
from desktop.editor.editor import PartField
from desktop.editor.highlighter import Markdown
from desktop.editor.underlines import Author, Authorship

ME = Author("Me", "reporter", "typed")
OTHER = Author("Other", "editor", "typed")
PIECES = (
    "a",
    " ",
    "শেয়ার করুন",
    "😀",
    "é",
    "\n",
    "**b**",
    "👩‍👩‍👧",
    "ক্ষ",
    "# t",
    "𝄞x",
    "عربي",
    "\u00a0",
)


@dataclass
class Run:
    """As the manuscript tells it."""

    start: int
    length: int
    contributor: str
    kind: str
    origin: str


@dataclass
class Edit:
    """As the manuscript tells it."""

    part: str
    position: int
    removed: int
    inserted: str


class Paper:
    """A manuscript in memory: one author for each UTF-16 unit."""

    def __init__(self, text: str = "") -> None:
        self.raw = text.encode("utf-16-le")
        self.who = [OTHER] * (len(self.raw) // 2)

    def text(self, _part: str) -> str:
        return self.raw.decode("utf-16-le")  # raises where a pair was cut

    def splice(self, _part: str, position: int, removed: int, inserted: str, who: Any = ME) -> None:
        new = inserted.encode("utf-16-le")
        assert position + removed <= len(self.who)
        self.raw = self.raw[: position * 2] + new + self.raw[(position + removed) * 2 :]
        self.who[position : position + removed] = [who] * (len(new) // 2)
        self.text("body")

    def paste(self, part: str, position: int, removed: int, inserted: str, _clip: Any) -> int:
        self.splice(part, position, removed, inserted, Author("Me", "reporter", "pasted"))
        return 1

    def runs(self, _part: str) -> list[Run]:
        return [Run(n, 1, *who) for n, who in enumerate(self.who)]


def make(qtbot: Any, text: str = "", highlight: bool = False) -> tuple[PartField, Paper]:
    """A field on a paper."""
    paper = Paper(text)
    field = PartField("body", "manuscript", "Text", one_line=False, hint="")
    qtbot.addWidget(field)
    if highlight:
        field.highlighter = Markdown(field.document())  # type: ignore[attr-defined]
    assert field.bind(Binding(field.document(), paper, "body", ME))
    field.resize(400, 300)
    return field, paper


def shown(field: PartField) -> str:
    """The field's text, exactly."""
    return field.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def same(field: PartField, paper: Paper) -> None:
    """The field and the manuscript agree on words and on authors."""
    assert shown(field) == paper.text("body")
    binding = field.binding
    assert binding is not None
    here = [
        who for low, high, who in binding.authorship.between(0, len(paper.who))
        for _ in range(low, high)
    ]  # fmt: skip
    assert here == paper.who


@pytest.mark.parametrize("seed", range(12))
def test_random_edits_stay_the_same(qtbot: Any, seed: int) -> None:
    chance = random.Random(seed)
    field, paper = make(qtbot, "First 😀 line.\n\nশেয়ার করুন\n\n> *Quoted* `code`\n", highlight=True)
    binding = field.binding
    assert binding is not None
    for _ in range(160):
        text = paper.text("body")
        places = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        a, b = (units(text[:place]) for place in places)
        cursor = field.textCursor()
        cursor.setPosition(a)
        if chance.random() < 0.4:
            cursor.setPosition(b if b < a + 30 else a, QTextCursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)
        what = chance.random()
        if what < 0.5:
            cursor.insertText("".join(chance.choices(PIECES, k=chance.randint(1, 3))))
        elif what < 0.65:
            cursor.deletePreviousChar()
        elif what < 0.75:
            cursor.deleteChar()
        elif what < 0.85:
            mime = QMimeData()
            mime.setText("".join(chance.choices(PIECES, k=3)))
            field.insertFromMimeData(mime)
        elif what < 0.93:
            event = QInputMethodEvent("ক", [])
            QApplication.sendEvent(field, event)
            event = QInputMethodEvent()
            event.setCommitString("কি")
            QApplication.sendEvent(field, event)
        else:
            _from_elsewhere(paper, binding, chance)
        same(field, paper)


def _from_elsewhere(paper: Paper, binding: Binding, chance: random.Random) -> None:
    text = paper.text("body")
    at = chance.randint(0, len(text))
    place = units(text[:at])
    paper.splice("body", place, 0, "😀 far", OTHER)
    binding.apply([Edit("body", place, 0, "😀 far")])


def test_composing_is_not_content(qtbot: Any) -> None:
    field, paper = make(qtbot, "x")
    QApplication.sendEvent(field, QInputMethodEvent("শে", []))
    assert paper.text("body") == "x"
    event = QInputMethodEvent()
    event.setCommitString("শেয়ার")
    QApplication.sendEvent(field, event)
    assert paper.text("body") == "শেয়ারx"
    same(field, paper)


def test_changing_one_of_two_like_emoji_keeps_pairs_whole(qtbot: Any) -> None:
    field, paper = make(qtbot, "a😀b")
    cursor = field.textCursor()
    cursor.setPosition(1)
    cursor.setPosition(3, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText("😁")
    assert paper.text("body") == "a😁b"
    same(field, paper)


def test_styling_is_no_edit(qtbot: Any) -> None:
    field, paper = make(qtbot, "One **bold** word.\n\nTwo.", highlight=True)
    field.restyle()
    assert set(paper.who) == {OTHER}
    same(field, paper)


def test_enter_parts_paragraphs_and_backspace_joins_them(qtbot: Any) -> None:
    field, paper = make(qtbot, "")
    qtbot.keyClicks(field, "One.")
    qtbot.keyClick(field, "\r")
    qtbot.keyClicks(field, "Two.")
    assert paper.text("body") == "One.\n\nTwo."
    cursor = field.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
    field.setTextCursor(cursor)
    qtbot.keyClick(field, "\b")
    assert paper.text("body") == "One.Two."
    same(field, paper)


def test_lists_go_on(qtbot: Any) -> None:
    field, paper = make(qtbot, "")
    qtbot.keyClicks(field, "- a")
    qtbot.keyClick(field, "\r")
    qtbot.keyClicks(field, "b")
    qtbot.keyClick(field, "\r")
    qtbot.keyClick(field, "\r")
    qtbot.keyClicks(field, "end")
    assert paper.text("body") == "- a\n- b\nend"
    same(field, paper)


@pytest.mark.parametrize("seed", range(30))
def test_authorship_shifts_like_a_list(seed: int) -> None:
    chance = random.Random(seed)
    people: list[Author | None] = [ME, OTHER, Author("AI", "ai", "generated"), None]
    plain: list[Author | None] = []
    kept = Authorship()
    kept.reset([], 0)
    for _ in range(300):
        at = chance.randint(0, len(plain))
        removed = chance.randint(0, min(5, len(plain) - at))
        added, who = chance.randint(0, 6), chance.choice(people)
        plain[at : at + removed] = [who] * added
        kept.splice(at, removed, added, who)
        assert kept.length == len(plain)
        low, high = sorted((chance.randint(0, len(plain)), chance.randint(0, len(plain))))
        found = [w for a, b, w in kept.between(low, high) for _ in range(a, b)]
        assert found == plain[low:high]
