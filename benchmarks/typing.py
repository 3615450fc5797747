"""A key in a 100,000-word article, and opening it."""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Figure, percentile

WORDS = 100_000
TOUCHES = 5_000
_TEXT = [
    "the",
    "night",
    "ferries",
    "to",
    "Chattogram",
    "ran",
    "again",
    "on",
    "Monday",
    "a",
    "fortnight",
    "after",
    "the",
    "floods",
]


def _article(folder: Path) -> tuple[object, str]:
    """A long article written in many sessions by several people and an AI."""
    from db.acts import acting
    from db.acts.founding import make_newsroom
    from db.acts.recording import record_text, refresh_row
    from db.acts.register import add_contributor
    from db.acts.writing import new_article
    from db.manuscript.pen import Pen
    from db.manuscript.store import keep_snapshot, load

    rng = random.Random(1)
    newsroom = make_newsroom(folder / "newsroom.colophon", ceo="Bench")
    for name in ("A", "B"):
        add_contributor(newsroom, "Bench", name, "editor")
    add_contributor(newsroom, "Bench", "M", "ai", model="m", answers_to="A")
    article = str(new_article(newsroom, "Bench", "Long").article)
    with newsroom.write() as session:
        piece = acting.article(session, article)
        manuscript = load(session, article)
        people = [acting.contributor(session, name) for name in ("Bench", "A", "B", "M")]
        seq = 0
        at = 0
        for n in range(TOUCHES):
            who = people[n % 4]
            by = people[1] if who.kind == "ai" else who
            pen = Pen(manuscript, who.id, by.id, "generated" if who.kind == "ai" else "typed")
            words = " ".join(rng.choices(_TEXT, k=WORDS // TOUCHES)) + (" " if n % 6 else ".\n\n")
            pen.splice("body", at, 0, words)
            at += len(words)
            seq = record_text(session, by, piece, pen) or seq
        refresh_row(session, piece, manuscript, seq)
        keep_snapshot(session, article, manuscript, seq)
    return newsroom, article


def run() -> list[Figure]:
    """Both, with real widgets."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QTextEdit

    os.environ["COLOPHON_KEYS"] = "memory"
    from desktop.app import make_application
    from desktop.theme import ARTICLE_FONTS, FRAME_FONTS, load_fonts, theme

    app = make_application()
    load_fonts(FRAME_FONTS)
    load_fonts(ARTICLE_FONTS)
    theme.use("light")
    from db.acts.editing import EditingSession
    from desktop.desk.page import Page
    from desktop.editor.underlines import Author

    with tempfile.TemporaryDirectory() as folder:
        newsroom, article = _article(Path(folder))
        page = Page()
        page.resize(936, 700)
        page.show()
        QTest.qWaitForWindowExposed(page)
        began = time.perf_counter()
        session = EditingSession.open(newsroom, "Bench", article)
        page.bind(session, Author("Bench", "ceo", "typed"), session.parts, True)
        app.processEvents()
        opened = time.perf_counter() - began
        body = page.fields["body"]
        body.setFocus()

        def keys(field: QTextEdit) -> float:
            times = []
            for place in (200, len(session.text("body")) // 2):
                cursor = field.textCursor()
                cursor.setPosition(place)
                field.setTextCursor(cursor)
                for _ in range(5):
                    app.processEvents()
                for n in range(150):
                    start = time.perf_counter()
                    QTest.keyClick(field, Qt.Key.Key_A if n % 6 else Qt.Key.Key_Space)
                    app.processEvents()
                    times.append(time.perf_counter() - start)
            return percentile(times)

        laid_out = body.document().documentLayout().documentSize().height()
        while body.height() < laid_out:  # what an idle moment does by itself
            app.processEvents()
        page.set_authorship(False)
        theirs = keys(body)
        page.set_authorship(True)
        ours = keys(body)
        start = time.perf_counter()
        session.flush()
        saved = time.perf_counter() - start
        import psutil

        pss = psutil.Process().memory_full_info().pss // 2**20
        page.release()
        page.close()
        QApplication.processEvents()
    return [
        Figure(f"a key at {WORDS:,} words with authorship, p95", ours,
               "the same editor with the plain Markdown highlighter", theirs, "≤ 1.25"),
        Figure(f"opening it, {TOUCHES:,} touches ({pss} MB PSS then)", opened, "–", 0,
               "≤ 700 ms, ≤ 200 MB"),
        Figure("saving what was typed in it", saved, "–", 0, "≤ 50 ms"),
    ]  # fmt: skip
