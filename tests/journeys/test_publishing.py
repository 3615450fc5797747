"""From a draft to a published piece with its note, by three people in one window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture
def submitted(open_window, newsroom: Path):
    """Rhea wrote a piece and submitted it."""
    hands = open_window(newsroom, "Rhea")
    hands.wait(lambda: hands.window.board is not None)
    hands.click("new-article")
    hands.wait(lambda: hands.sees("part-body"))
    hands.type("part-headline", "Night ferries run again")
    hands.type("part-dateline", "Dhaka, 24 November 2026 – ")
    hands.type("part-body", "The night ferries ran again on Monday.")
    hands.click("next-step-button")
    hands.wait(lambda: state(hands) == "edit")
    return hands


def state(hands) -> str:
    """The state of the open piece, as the Desk knows it."""
    standing = hands.window.desk.standing
    return standing.article.state if standing is not None else ""


def accept_all(hands) -> None:
    """Accept every change, as an editor does."""
    hands.click("mode-review")
    hands.wait(lambda: hands.sees("change-accept-all"))
    hands.click("change-accept-all")
    hands.wait(lambda: not hands.window.desk.standing.undecided)


def test_a_writer_may_not_decide(submitted) -> None:
    submitted.click("mode-review")
    submitted.wait(lambda: submitted.sees("change-accept"))
    assert not submitted.find("change-accept").isEnabled()
    assert submitted.find("change-accept").toolTip()


def test_sent_back_with_a_reason(submitted) -> None:
    submitted.act_as("Edda")
    submitted.click("send-back")
    submitted.type("reason", "Who said so?")
    submitted.click("reason-go")
    submitted.wait(lambda: state(submitted) == "draft")
    submitted.act_as("Rhea")
    submitted.wait(lambda: submitted.sees("banner-words"))
    assert submitted.find("banner-words").text() == "Sent back by Edda: “Who said so?”"


def test_signed_published_and_exported(submitted, tmp_path: Path) -> None:
    submitted.act_as("Edda")
    submitted.wait(lambda: not submitted.window.desk.standing.why_not("decide"))
    accept_all(submitted)
    submitted.click("sign-examined")
    submitted.click("sign-facts")
    submitted.wait(lambda: submitted.find("sign-off").isEnabled())
    submitted.click("sign-off")
    submitted.wait(lambda: submitted.window.desk.standing.article.signed_off)
    submitted.click("mode-publish")
    submitted.wait(lambda: submitted.sees("paper"))
    submitted.click("publish")
    submitted.wait(lambda: state(submitted) == "published")
    piece = submitted.window.desk.publishing
    submitted.wait(lambda: piece.piece is not None and not piece.piece.proof)
    assert "CEO" in piece.piece.reader_note
    folder = tmp_path / "out"
    submitted.find("export-where").setText(str(folder))
    submitted.click("export")
    submitted.wait(lambda: submitted.sees("open-folder"))
    assert {file.suffix for file in folder.rglob("*.*")} >= {".html", ".pdf", ".docx"}
    submitted.click("copy-web")
    submitted.wait(lambda: "ferries" in (QApplication.clipboard().text() or ""))
    assert piece.piece.reader_note.split("\n")[0] in QApplication.clipboard().text()


def test_a_word_after_the_sign_off_voids_it(submitted) -> None:
    submitted.act_as("Edda")
    submitted.wait(lambda: not submitted.window.desk.standing.why_not("decide"))
    accept_all(submitted)
    submitted.click("sign-examined")
    submitted.click("sign-facts")
    submitted.wait(lambda: submitted.find("sign-off").isEnabled())
    submitted.click("sign-off")
    submitted.wait(lambda: submitted.window.desk.standing.article.signed_off)
    submitted.click("mode-write")
    submitted.wait(lambda: submitted.sees("part-body"))
    submitted.type("part-body", "x")
    submitted.wait(lambda: not submitted.window.desk.standing.article.signed_off)
    submitted.click("mode-publish")
    submitted.wait(lambda: not submitted.find("publish").isEnabled())
