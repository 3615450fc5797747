"""The whole life of a matter on screen, from a reader's e-mail to a dossier that a lawyer checks."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from db.acts import deciding, moving, signing
from db.acts.publishing import publish
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.matters import reading
from db.newsroom import open_newsroom

TEXT = "The bridge stayed closed. Officials said it was safe."
MAIL = b"""From: Sample Reader <reader@example.org>
To: desk@example.org
Subject: Who wrote this?
Date: Mon, 02 Feb 2026 10:00:00 +0600
Content-Type: text/plain; charset=utf-8

Officials never said so. Did a person write it?
"""


@pytest.fixture
def article(newsroom: Path) -> str:
    """A published piece of Rhea's with a sentence of the AI's."""
    room = open_newsroom(newsroom)
    made = str(new_article(room, "Rhea", "Bridge").article)
    write_text(room, "Rhea", made, "Here – ", part="dateline")
    write_text(room, "Rhea", made, "The bridge stayed closed.")
    write_text(room, "Rhea", made, TEXT, author="Lumen 2")
    moving.submit(room, "Rhea", made)
    deciding.accept(room, "Edda", made)
    signing.sign_off(room, "Edda", made, examined="a", facts="b", responsible="Edda", ticked="all")
    publish(room, "Edda", made)
    room.close()
    return made


def state(hands) -> str:
    standing = hands.window.desk.standing
    return standing.article.state if standing is not None else ""


def drop(widget, file: Path) -> None:
    """Drop a file on a widget, as a person does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(QPointF(40, 40), Qt.DropAction.CopyAction, data,
                       Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    widget.dropEvent(event)


def form(hands, act: str, **fields: str) -> None:
    """Fill an act's form in, and go."""
    hands.click(act)
    hands.wait(lambda: hands.sees("form-go"))
    for name, text in fields.items():
        field = hands.find(f"field-{name}")
        if hasattr(field, "show_path"):
            field.show_path(text)
        elif hasattr(field, "setCurrentText"):
            field.setCurrentText(text)
        else:
            hands.type(f"field-{name}", text)
    hands.wait(lambda: hands.find("form-go").isEnabled())
    hands.click("form-go")
    hands.wait(lambda: not hands.sees("form-go"))


def claim(hands) -> None:
    from desktop.ceo.escalations import acts

    hands.find("escalations").ask(acts.CLAIM)
    hands.type("field-by", "Sample Reader")
    hands.type("field-statement", "A person I know wrote it.")
    hands.click("form-go")
    hands.wait(lambda: not hands.sees("form-go"))


def escalations(hands) -> None:
    hands.window.open_ceo("escalations")
    hands.wait(lambda: hands.sees("matter-title"))


def correct(hands) -> None:
    """Correct the sentence, with a notice; signed and published by an editor."""
    hands.act_as("Edda")
    hands.window.go("desk")
    hands.wait(lambda: hands.window.commands.run("correct"))
    hands.wait(lambda: state(hands) == "edit")
    hands.click("mode-write")
    hands.wait(lambda: hands.sees("part-body") and not hands.find("part-body").isReadOnly())
    body = hands.find("part-body")
    cursor = body.textCursor()
    cursor.setPosition(len("The bridge stayed closed."))
    cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
    body.setTextCursor(cursor)
    hands.key("part-body", Qt.Key.Key_Delete)
    hands.type("part-notice", "A sentence about officials was taken out.")
    hands.window.commands.run("save")
    hands.act_as("Cleo")
    hands.click("mode-review")
    hands.wait(lambda: hands.sees("change-accept-all") and hands.window.desk.standing.undecided)
    hands.click("change-accept-all")
    hands.wait(lambda: not hands.window.desk.standing.undecided)
    hands.click("sign-examined")
    hands.click("sign-facts")
    hands.click("sign-off")
    hands.wait(lambda: hands.window.desk.standing.article.signed_off)
    hands.click("mode-publish")
    hands.click("publish")
    hands.wait(lambda: state(hands) == "published")


def test_a_matter_from_the_readers_email_to_the_dossier(
    open_window, newsroom, article, tmp_path, monkeypatch
):
    mail, minutes, out = tmp_path / "mail.eml", tmp_path / "minutes.txt", tmp_path / "out"
    mail.write_bytes(MAIL)
    minutes.write_text("They met; the writer said that the model wrote the sentence.")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(out))
    out.mkdir()
    hands = open_window(newsroom, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)

    # Raised from the published words; the e-mail is dropped on the form.
    hands.window.open_article(article)
    hands.wait(lambda: hands.window.desk is not None and state(hands) == "published")
    hands.click("mode-write")
    body = hands.find("part-body")
    body.setFocus()
    cursor = body.textCursor()
    cursor.setPosition(TEXT.index("Officials"))
    cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
    body.setTextCursor(cursor)
    assert hands.window.commands.run("raise-matter")
    hands.wait(lambda: hands.sees("raising"))
    drop(hands.find("raising"), mail)
    hands.wait(lambda: hands.find("raising-by").text() == "Sample Reader")
    hands.find("raising-kind").setCurrentIndex(0)
    hands.click("raising-go")
    hands.wait(lambda: not hands.sees("raising"))

    # Heard: a claim before the first hearing is premature, the hearing opens the right.
    escalations(hands)
    form(hands, "act-to-acknowledged")
    claim(hands)
    form(hands, "act-to-assessed")
    form(hands, "act-plan", place="Room 1")
    assert not hands.find("confirm-both").isEnabled()
    form(hands, "act-held", attendees="Cleo, Sample Reader", minutes=str(minutes))
    claim(hands)
    form(hands, "confirm-both", reasons="The record shows a person and a model.")
    hands.wait(lambda: hands.sees("confirmed"))
    hands.click("matter-letter")
    hands.wait(lambda: len(list(out.glob("*.docx"))) == 1)

    # Decided, corrected with a notice, appealed, closed.
    form(hands, "act-decide", finding="upheld", reasons="It was not said.", remedy="correction")
    form(hands, "act-to-remedy")
    correct(hands)
    escalations(hands)
    form(hands, "act-appeal", reason="The reader wants an apology.")
    form(hands, "act-decide", finding="not upheld", reasons="The notice is enough.", remedy="none")
    form(hands, "act-close")

    # The dossier, without the reader's contact.
    hands.click("matter-dossier")
    hands.type("field-redact-contact", "privacy")
    hands.click("form-go")
    hands.wait(lambda: len(list(out.glob("*.zip"))) == 1)
    room = open_newsroom(newsroom)
    with room.read() as session:
        matter = reading.whole(session, "Cleo", "E-0001")
    assert verify(room, texts=True).ok and examine(room) == []
    room.close()
    assert (matter.state, matter.words.text) == ("closed", "Officials said it was safe.")
    assert [one.premature for one in matter.claims] == [True, False]
    assert matter.confirmation.made_by == "both" and matter.received.startswith("2026-02-02")
    checked(out, tmp_path / "at the lawyer's")


def checked(out: Path, folder: Path) -> None:
    """The dossier's proofs hold for somebody who has Python and nothing of Colophon."""
    with zipfile.ZipFile(next(out.glob("*.zip"))) as packed:
        packed.extractall(folder)
    for proof in ("touches-of-the-article.json", "touches-of-the-matter.json"):
        command = [sys.executable, "-I", str(folder / "check_record.py"), str(folder / proof)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env={})
        assert done.returncode == 0, done.stdout + done.stderr
    assert not any(b"reader@example.org" in f.read_bytes() for f in folder.rglob("*.*"))
