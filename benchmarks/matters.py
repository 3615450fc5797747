"""The CEO's work on matters at size: a list of 20,000, the evidence page of a text of 260,000 edits,
a dossier of a piece with 500 touches."""

from __future__ import annotations

import os
import random
import string
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measuring import Figure, best, took
from benchmarks.records import _newsroom

WRITERS = 8
#: Edits that one touch of text holds: what is typed in a second or two.
ROW = 100


def run(matters: int = 20_000, edits: int = 260_000, touches: int = 500) -> list[Figure]:
    """All three."""
    return [*listing(matters), *evidence_page(edits), *dossier(touches)]


def listing(matters: int) -> list[Figure]:
    """The first rows of the list, each opened with the CEO's key: read, and on the screen."""
    from db.matters import reading

    with tempfile.TemporaryDirectory() as folder:
        newsroom = _newsroom(Path(folder))
        _raise(newsroom, matters)

        def page(order: str) -> Callable[[], object]:
            return lambda: reading.page(session, "Bench", open_only=True, order=order)

        with newsroom.read() as session:
            cold = took(page("updated"))
            read = best(page("updated"), 5)
            due = best(page("due"), 5)
        newsroom.close()
        shown = _shown(Path(folder) / "newsroom.colophon")
    return [
        Figure(f"first rows of {matters:,} escalations, opened with the key (first time: "
               f"{cold * 1000:.0f} ms; by deadline: {due * 1000:.0f} ms)", read, "–", 0,
               "≤ 300 ms"),
        Figure("the CEO’s list of them, from asking for it to its first rows painted", shown, "–", 0,
               "≤ 300 ms"),
    ]  # fmt: skip


def _raise(newsroom: Any, matters: int) -> None:
    """Matters as `open_matter` writes them, in one transaction."""
    from sqlalchemy import insert

    from db.acts.acting import person
    from db.acts.matters.handling import add
    from db.ledger.chain import append
    from db.models.matter import Matter
    from db.rules import deadlines

    with newsroom.write() as session:
        ceo = person(session, "Bench")
        for n in range(matters):
            ref = f"E-{n + 1:04d}"
            at = f"20{20 + n % 6}-{n % 12 + 1:02}-{n % 28 + 1:02}T10:{n // 60 % 60:02}:{n % 60:02}.000Z"
            seq = append(session, ceo.id, ref, "matter.opened", {"received": at})
            session.execute(
                insert(Matter).values(
                    ref=ref, state="received", raised_by=ceo.id, received=at, updated=at, seq=seq,
                    due=deadlines.next_due("standard", [("received", at)]),
                )
            )  # fmt: skip
            said = {
                "kind": "legal",
                "severity": "normal",
                "complaint": f"Matter {n}. " + "words " * 80,
            }
            add(session, ceo, ref, "matter.told", {}, said, (), [ceo])
            add(session, ceo, ref, "matter.party", {}, {"name": "Sample Reader"}, (), [ceo])


def _shown(path: Path) -> float:
    """Seconds from asking for the list to its first rows being painted, in an open window."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QListView

    from desktop.app import make_application
    from desktop.ceo.escalations.listing import MatterDelegate, MatterModel
    from desktop.context import Context
    from desktop.theme import theme

    app = make_application()
    theme.use("light")
    context = Context(path)
    opened = QEventLoop()
    context.opened.connect(opened.quit)
    context.open()
    opened.exec()
    view = QListView()
    model = MatterModel(context, view)
    view.setModel(model)
    view.setItemDelegate(MatterDelegate(view))
    view.resize(312, 700)
    view.show()
    app.processEvents()
    filled = QEventLoop()
    model.filled.connect(filled.quit)
    began = time.perf_counter()
    model.show(closed=False)
    filled.exec()
    view.viewport().repaint()
    seconds = time.perf_counter() - began
    assert len(model.rows) == 60 and model.rows[0].complaint
    view.close()
    view.deleteLater()
    context.close()
    app.processEvents()
    return seconds


def written(newsroom: Any, article: str, edits: int, rng: random.Random, row: int = ROW) -> None:
    """Put this many edits into a text, by several writers in turn, `row` of them a touch."""
    from db.acts import acting
    from db.acts.recording import record_text, refresh_row
    from db.manuscript.pen import Pen
    from db.manuscript.store import load

    letters = string.ascii_lowercase + "     "
    with newsroom.write() as session:
        piece = acting.article(session, article)
        manuscript = load(session, article)
        people = [acting.contributor(session, f"W{n}") for n in range(WRITERS)]
        pens = [Pen(manuscript, who.id, who.id, "typed") for who in people]
        length = manuscript.document.length("body")
        seq = place = 0
        for n in range(edits):
            who = n // row % WRITERS
            if n % row == 0:
                place = rng.randint(0, length)
            # Past the pen, which keeps the identity of every character up to date for a screen.
            manuscript.document.be(pens[who].peer)
            if place and rng.random() < 0.3:
                place -= 1
                length -= 1
                manuscript.document.splice("body", place, 1, "")
            else:
                manuscript.document.splice("body", place, 0, rng.choice(letters))
                place += 1
                length += 1
            if n % row == row - 1:
                seq = record_text(session, people[who], piece, pens[who]) or seq
                manuscript._spans.clear()
        refresh_row(session, piece, manuscript, seq)


def published(newsroom: Any, article: str) -> None:
    """Submit, accept, sign off and publish it, as an editor who wrote none of it."""
    from db.acts.deciding import accept
    from db.acts.moving import submit
    from db.acts.publishing import publish
    from db.acts.signing import sign_off
    from db.acts.writing import write_text

    write_text(newsroom, "W0", article, "Town – ", part="dateline")
    submit(newsroom, "W0", article)
    accept(newsroom, "Editor", article)
    sign_off(newsroom, "Editor", article, examined="all", facts="all", responsible="Editor",
             ticked="all")  # fmt: skip
    publish(newsroom, "Editor", article)


def _piece(folder: Path) -> tuple[Any, str]:
    from db.acts.register import add_contributor
    from db.acts.writing import new_article

    newsroom = _newsroom(folder)
    add_contributor(newsroom, "Bench", "Editor", "editor")
    for n in range(WRITERS):
        add_contributor(newsroom, "Bench", f"W{n}", "editor")
    return newsroom, str(new_article(newsroom, "W0", "A long piece").article)


def _matter(newsroom: Any, article: str) -> str:
    from db.acts.matters.opening import Complaint, open_matter

    asked = Complaint("legal", "It is not so.", article=article, words=(500, 400), by="A Reader")
    return open_matter(newsroom, "Bench", asked)[1]


def evidence_page(edits: int) -> list[Figure]:
    """Who wrote the words complained of: of the version as it stands, and of one corrected since."""
    from db.acts.moving import correct
    from db.matters import reading
    from db.matters.evidence import evidence

    rng = random.Random(4)
    with tempfile.TemporaryDirectory() as folder:
        newsroom, article = _piece(Path(folder))
        written(newsroom, article, edits, rng)
        published(newsroom, article)
        ref = _matter(newsroom, article)

        def page() -> None:
            with newsroom.read() as session:
                found = evidence(session, reading.whole(session, "Bench", ref))
                assert sum(run.length for run in found.runs) == 400

        cold, now = took(page), best(page, 3)
        correct(newsroom, "Editor", article)
        written(newsroom, article, edits // 10, rng)
        since = best(page, 3)
        newsroom.close()
    return [
        Figure(f"evidence page of 400 characters in a text of {edits:,} edits (first time: "
               f"{cold * 1000:.0f} ms)", now, "–", 0, "≤ 500 ms"),
        Figure(f"the same after {edits // 10:,} edits of a correction", since, "–", 0, "≤ 500 ms"),
    ]  # fmt: skip


def dossier(touches: int) -> list[Figure]:
    """A dossier of a published piece with so many touches of text."""
    from desktop.dossier import write_dossier

    with tempfile.TemporaryDirectory() as folder:
        newsroom, article = _piece(Path(folder))
        written(newsroom, article, touches * 40, random.Random(5), 40)
        published(newsroom, article)
        ref = _matter(newsroom, article)
        made = took(lambda: write_dossier(newsroom, "Bench", ref, Path(folder) / "out"))
        newsroom.close()
    return [Figure(f"dossier of a piece with {touches} touches", made, "–", 0, "≤ 5 s")]


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for figure in run():
        print(figure)
