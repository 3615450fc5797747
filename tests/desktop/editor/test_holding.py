"""While others' words come in, the cursor and the line one looks at stay where they are."""

from __future__ import annotations

import random

import pytest
from PySide6.QtWidgets import QScrollArea, QTextEdit, QWidget

from db.acts.edits import Edit, edits, units
from desktop.editor.holding import held_line, moved


@pytest.mark.parametrize(
    ("place", "edit", "after"),
    [
        (5, (2, 0, "abc"), 8),
        (5, (5, 0, "abc"), 5),  # just at the cursor: it comes after it
        (5, (7, 0, "abc"), 5),
        (5, (2, 3, ""), 2),
        (5, (2, 3, "abcd"), 6),
        (5, (5, 3, "x"), 5),
        (5, (4, 3, ""), 4),  # the words around the cursor went
        (5, (3, 4, "abcd"), 5),
        (5, (3, 4, "a"), 4),
        (5, (0, 0, "সেতু😀"), 11),
    ],
)
def test_a_place_moves_with_the_words_before_it(place, edit, after):
    assert moved(place, [Edit("body", *edit)]) == after


def test_an_edit_is_no_more_than_what_differs():
    assert edits("body", "The bridge", "The bridges") == [Edit("body", 10, 0, "s")]
    assert edits("body", "😀 নদী শান্ত", "😀 নদীর শান্ত") == [Edit("body", 6, 0, "র")]
    assert edits("body", "aa", "a") == [Edit("body", 1, 1, "")]


def test_edits_make_the_one_text_of_the_other_and_leave_what_is_left_alone():
    rng = random.Random(7)
    for _ in range(300):
        kept = "".join(rng.choice("ab ক্ষ😀\n") for _ in range(12))
        head, tail = ("".join(rng.choice("ab ি\n") for _ in range(rng.randint(0, 5))) for _ in "12")
        old, new = kept, head + kept + tail
        raw = old.encode("utf-16-le")
        for edit in edits("body", old, new):
            low, high = 2 * edit.position, 2 * (edit.position + edit.removed)
            raw = raw[:low] + edit.inserted.encode("utf-16-le") + raw[high:]
        assert raw.decode("utf-16-le") == new
        assert 0 <= moved(units(old), edits("body", old, new)) <= units(new)


def test_the_line_with_the_cursor_stays_on_the_screen(qtbot, monkeypatch):
    page, sheet = QScrollArea(), QWidget()
    qtbot.addWidget(page)
    page.setWidgetResizable(True)
    page.setWidget(sheet)
    page.resize(400, 300)
    field = QTextEdit(sheet)
    field.setGeometry(0, 600, 300, 200)
    sheet.setMinimumHeight(1000)
    monkeypatch.setattr(
        "desktop.editor.holding.QApplication.focusWidget", staticmethod(lambda: field)
    )
    page.show()
    qtbot.waitExposed(page)
    bar = page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 600)
    bar.setValue(500)
    with held_line(page, sheet):
        sheet.setMinimumHeight(1090)
        field.move(0, 690)
    assert bar.value() == 590
    bar.setValue(0)  # the cursor is out of sight
    with held_line(page, sheet):
        field.move(0, 800)
    assert bar.value() == 0
