"""What the preview and the printer show has every part, in the order of the finished files."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from desktop.desk.paper import Paper, printable
from desktop.exporters.finished import FinishedImage, FinishedPiece
from desktop.theme import theme

ORDER = ["headline", "label", "body", "picture", "caption", "notice", "share", "author", "note"]


def png() -> bytes:
    image = QImage(60, 30, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture
def piece(qapp) -> FinishedPiece:
    image = FinishedImage("0" * 64, "image/png", png(), "A ferry", "", "By hand", True, "AI-made")
    return FinishedPiece(
        "ferries", 2, "en", "Test", "2026-03-04T05:06:07.089Z", "", "Ferries", "Dhaka – ",
        "They run.", "Parts were made by AI.", ("Corrected.",), "Share", "Author:",
        "Note For Readers: this.", 1, "en", "en", (image,), "1" * 64, False, 1, True,
    )  # fmt: skip


def test_the_preview_has_the_files_order(qtbot, piece: FinishedPiece) -> None:
    paper = Paper()
    qtbot.addWidget(paper)
    paper.resize(600, 400)
    paper.show_piece(piece)
    assert [section.what for section in paper._sections] == ORDER


def test_print_leaves_no_label_out(piece: FinishedPiece) -> None:
    words = printable(piece, 500).toPlainText()
    told = ["Ferries", "Parts were made by AI.", "They run.", "By hand · AI-made", "Corrected.",
            "Author:", "Note For Readers: this."]  # fmt: skip
    places = [words.index(part) for part in told]
    assert places == sorted(places)


@pytest.mark.parametrize("dark", [False, True])
def test_paper_is_paper_in_dark_too_but_does_not_glare(qtbot, monkeypatch, piece, dark) -> None:
    monkeypatch.setattr(theme, "dark", dark)
    monkeypatch.setattr(theme, "_colors", {})
    paper = Paper()
    qtbot.addWidget(paper)
    paper.resize(600, 400)
    paper.show_piece(piece)
    ground = paper.grab().toImage().pixelColor(300, 4)
    assert ground.lightnessF() > 0.9 and (ground.lightnessF() < 0.97) == dark
