"""A piece is handed over from the Desk, and taken in by importing it elsewhere."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog

from db.acts.founding import make_newsroom
from db.acts.writing import new_article, write_text
from db.newsroom import open_newsroom
from desktop.desk.handing import write


def test_a_piece_goes_to_another_newsroom_and_back(open_window, newsroom, tmp_path, monkeypatch):
    room = open_newsroom(newsroom)
    made = str(new_article(room, "Rhea", "Ferries").article)
    write_text(room, "Rhea", made, "The ferries ran.")
    room.close()
    file, back = tmp_path / "out.colophon-piece", tmp_path / "back.colophon-piece"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(file), ""))
    home = open_window(newsroom, "Edda")
    home.wait(lambda: home.window.context.newsroom is not None)
    home.window.open_article(made)
    home.wait(lambda: home.window.desk is not None and home.window.desk.standing is not None)
    write(home.window.desk, "Rhea")  # what the menu of people does
    home.wait(file.exists)

    make_newsroom(tmp_path / "away.colophon", name="Away", ceo="Rhea").close()
    away = open_window(tmp_path / "away.colophon", "Rhea")
    away.wait(lambda: away.window.context.newsroom is not None)
    from desktop.actions import import_files

    import_files(away.window, [file])
    away.wait(lambda: away.sees("part-body"))
    away.wait(lambda: away.text("part-body") == "The ferries ran.")
    away.find("part-body").moveCursor(away.find("part-body").textCursor().MoveOperation.End)
    away.type("part-body", " All day.")
    away.window.commands.run("save")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(back), ""))
    away.wait(lambda: not away.window.commands.get("hand-over").why_not())
    assert away.window.commands.run("hand-over")
    away.wait(back.exists)

    import_files(home.window, [back])
    home.wait(lambda: home.sees("part-body"))
    home.wait(lambda: home.text("part-body") == "The ferries ran. All day.")
