"""The CEO keeps a contributor's private record; the contributor reads it, and takes it along."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QFileDialog

from db import private_records
from db.newsroom import open_newsroom


def register(drive):
    drive.window.open_ceo("contributors")
    drive.wait(lambda: drive.sees("register-table"))
    table = drive.find("register-table")
    drive.wait(lambda: table.model().rowCount() > 0)
    return table


def turn_to(drive, table, name: str) -> None:
    row = next(n for n, entry in enumerate(table.entries.rows) if entry.name == name)
    table.selectRow(row)
    drive.wait(lambda: drive.sees("register-private"))
    drive.click("register-private")
    drive.wait(lambda: drive.sees("private-legal_name") and drive.find("private-record").found)


def test_a_record_is_kept_read_and_taken_along(newsroom, open_window, tmp_path, monkeypatch):
    drive = open_window(newsroom, "Cleo")
    drive.wait(lambda: drive.window.context.newsroom is not None)
    table = register(drive)
    turn_to(drive, table, "Rhea")
    assert not drive.find("private-save").isEnabled()
    drive.type("private-legal_name", "Rhea Quellmark")
    drive.type("private-declared_on", "2026-02-28")
    drive.find("private-notes").setPlainText("Late twice")
    drive.click("private-save")
    drive.wait(lambda: drive.sees("register-private"))
    drive.wait(lambda: drive.window.context.person("Rhea").id in table.entries.declared)
    room = open_newsroom(newsroom)
    with room.read() as session:
        kept = private_records.show(session, "Cleo", "Rhea")
        assert (kept.fields["legal_name"], kept.notes) == ("Rhea Quellmark", "Late twice")
    drive.act_as("Rhea")
    drive.window.go("settings")
    drive.wait(lambda: drive.sees("kept-show"))
    drive.click("kept-show")
    drive.wait(lambda: drive.sees("kept-lines"))
    shown = [w.text() for w in drive.find("kept-lines").children() if hasattr(w, "text")]
    assert "Rhea Quellmark" in shown and "Late twice" not in shown
    file = tmp_path / "rhea.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(file), ""))
    drive.click("kept-data")
    drive.wait(file.exists)
    assert json.loads(file.read_text())["record"]["legal_name"] == "Rhea Quellmark"
    room.close()


def test_a_wrong_day_is_told_and_what_was_typed_stays(newsroom, open_window):
    drive = open_window(newsroom, "Cleo")
    drive.wait(lambda: drive.window.context.newsroom is not None)
    turn_to(drive, register(drive), "Rhea")
    drive.type("private-identity_on", "yesterday")
    drive.click("private-save")
    drive.wait(lambda: drive.sees("contributors-error"))
    assert drive.find("private-identity_on").text() == "yesterday"


def test_two_entries_are_joined(newsroom, open_window):
    drive = open_window(newsroom, "Cleo")
    drive.wait(lambda: drive.window.context.newsroom is not None)
    turn_to(drive, register(drive), "Edda")
    other = drive.find("private-other")
    assert not drive.find("private-join").isEnabled()
    other.setCurrentIndex(other.findText("Rhea"))
    assert "Edda ends here and counts as Rhea" in drive.find("private-join-note").text()
    drive.click("private-join")
    drive.wait(lambda: not drive.window.context.person("Edda").active)


def test_the_recovery_code_is_shown_once(newsroom, open_window):
    drive = open_window(newsroom, "Cleo")
    drive.wait(lambda: drive.window.context.newsroom is not None)
    turn_to(drive, register(drive), "Rhea")
    drive.type("private-rate", "9")
    drive.click("private-save")  # now Cleo has a key
    drive.wait(lambda: drive.sees("register-private"))
    drive.window.go("settings")
    drive.wait(lambda: drive.sees("kept-recovery"))
    drive.click("kept-recovery")
    drive.wait(lambda: drive.sees("recovery-code"))
    assert len(drive.find("recovery-code").text().split()) == 14
    assert not drive.sees("kept-recovery")
    drive.click("recovery-done")
    assert not drive.sees("recovery-code")
    drive.act_as("Rhea")
    drive.act_as("Cleo")
    drive.wait(lambda: not drive.sees("kept-recovery"))


def test_anybody_raises_a_matter_about_chosen_words(newsroom, open_window):
    from db.acts.writing import new_article, write_text
    from db.matters import reading

    room = open_newsroom(newsroom)
    made = str(new_article(room, "Rhea", "Ferries").article)
    write_text(room, "Rhea", made, "The bridge \U0001f309 stayed closed.")
    drive = open_window(newsroom, "Rhea")
    drive.wait(lambda: drive.window.context.newsroom is not None)
    drive.window.open_article(made)
    drive.wait(lambda: drive.window.desk is not None and drive.window.desk.standing is not None)
    field = next(f for f in drive.window.desk.writing.page.sheet.fields if f.part == "body")
    field.setFocus()
    cursor = field.textCursor()
    cursor.setPosition(14)
    cursor.setPosition(20, cursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    assert drive.window.commands.run("raise-matter")
    drive.wait(lambda: drive.sees("raising-complaint"))
    assert drive.find("raising-about").text() == "“stayed”"
    drive.find("raising-complaint").setPlainText("It opened on Friday.")
    drive.click("raising-go")
    drive.wait(lambda: not drive.sees("raising-complaint"))
    with room.read() as session:
        found = reading.whole(session, "Cleo", "E-0001")
        assert (found.words.text, found.article) == ("stayed", made)
    drive.window.go("settings")
    drive.wait(lambda: drive.sees("kept-show"))
    drive.click("kept-show")
    drive.wait(lambda: drive.sees("kept-lines"))
    shown = [w.text() for w in drive.find("kept-lines").children() if hasattr(w, "text")]
    assert "E-0001, received" in shown
    room.close()
