"""A window on a shared newsroom: come in by name and password, write, and be seen elsewhere."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from db import reading
from db.acts.joining import give_login
from db.acts.register import add_contributor
from desktop.settings.acting import acting_menu

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def joining(qtbot, tmp_path, monkeypatch, house):
    """A window on a computer without a newsroom, at the page to join one."""
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path / "config"))
    from desktop.app import make_application, open_window

    make_application()
    window = open_window(tmp_path / "none.colophon")

    def find(name: str) -> QWidget:
        return next(w for w in window.findChildren(QWidget, name) if w.isVisible())

    def sees(name: str) -> bool:
        return any(w.isVisible() for w in window.findChildren(QWidget, name))

    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=15_000)

    wait(lambda: sees("first-join"))
    find("first-join").click()
    wait(lambda: sees("join-go"))
    find("join-server").setText(f"127.0.0.1:{house.server.port}")
    find("join-newsroom").setText(house.database)
    yield window, find, sees, wait
    window.close()
    window.deleteLater()


def test_a_reporter_comes_in_for_the_first_time_and_writes(joining, house):
    window, find, sees, wait = joining
    add_contributor(house["Cleo"], "Cleo", "Noor", "reporter")
    login = f"noor.{house.database}"
    give_login(house["Cleo"], "Cleo", "Noor", login, "the first password")
    find("join-login").setText(login)
    find("join-password").setText("wrong password")
    server = find("join-server").text()
    find("join-server").setText("127.0.0.1:1")
    find("join-go").click()
    wait(lambda: sees("join-error"))
    assert find("error-title").text() == "This server does not answer"
    assert find("join-server").hasSelectedText()
    find("join-server").setText(server)
    find("error-close").click()
    find("join-go").click()
    top = find("join-server").mapTo(window, QPoint()).y()
    wait(lambda: sees("join-error"))
    assert find("error-safe").text() == "Nothing on this computer was changed."
    assert find("join-server").mapTo(window, QPoint()).y() == top  # nothing jumps
    assert find("join-password").hasSelectedText()  # typing it again replaces it
    find("join-password").setText("the first password")
    find("join-go").click()
    wait(lambda: sees("join-own"))
    find("join-own").setText("a password of my own")
    assert not find("join-go").isEnabled()
    find("join-again").setText("a password of my own")
    find("join-go").click()
    wait(lambda: window.board is not None and window.context.newsroom is not None)
    assert window.context.acting == "Noor"
    window.context.act_as("Cleo")
    assert window.context.acting == "Noor"
    assert "Click to act" not in window.avatar.toolTip()
    menu = acting_menu(window)
    assert not [a for a in menu.actions() if a.objectName().startswith("act-as-")]
    menu.deleteLater()
    assert not window.commands.get("add-sample").shown()  # its people have no logins
    window.go("settings")
    assert find("newsroom-copy").text() == "Copy the address" and not sees("add-sample")
    window.go("board")
    wait(lambda: sees("new-article"))
    find("new-article").click()
    wait(lambda: sees("part-headline"))
    find("part-headline").insertPlainText("Bridge")
    wait(lambda: window.desk.writing.save())
    window.desk.writing.save()

    def arrived() -> bool:
        with house["Edda"].read() as session:
            return [c.headline for c in reading.board_page(session).rows] == ["Bridge"]

    wait(arrived)
    assert "password" not in (window.preferences.text("newsroom") or "")
    assert window.preferences.text("newsroom").startswith(f"postgresql://{login}@")
