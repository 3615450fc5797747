"""The CEO gives a login at their desktop, and its person comes in by what was shown."""

from __future__ import annotations

import os

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from db.acts.coming_in import NewHere, come_in
from desktop.joining import address_of, asked_of

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def ceo(qtbot, tmp_path, monkeypatch, house):
    """The CEO's window at the register: it, what finds a widget, what waits."""
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path / "config"))
    from desktop.app import make_application, open_window

    make_application()
    window = open_window(house.url_of("Cleo"))

    def find(name: str) -> QWidget | None:
        return next((w for w in window.findChildren(QWidget, name) if w.isVisible()), None)

    def wait(what) -> None:
        qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    wait(lambda: window.context.line is not None and window.context.line.away is None)
    window.open_ceo("contributors")
    wait(lambda: find("register-table") and window.ceo.page("contributors").model.rows)
    yield window, find, wait
    window.close()
    window.context.close()
    window.deleteLater()


def test_a_person_who_is_added_gets_a_login_and_comes_in(ceo, house, tmp_path, monkeypatch):
    window, find, wait = ceo
    window.commands.run("add-contributor")
    find("add-name").setText("Noor  Sample")
    find("add-go").click()
    wait(lambda: find("login-give"))
    assert find("login-name").text() == "noor.sample"
    find("login-name").setText("Not a login")
    find("login-give").click()
    wait(lambda: find("contributors-error"))
    login = f"noor.{house.database}"
    find("login-name").setText(login)
    find("login-give").click()
    wait(lambda: find("login-given"))
    assert not find("contributors-error") and not find("login-give")
    find("login-copy").click()
    said = dict(line.split(": ", 1) for line in QGuiApplication.clipboard().text().splitlines())
    assert list(said) == ["Server", "Newsroom", "Name", "Password"] and said["Name"] == login
    # The password is gone as soon as another is looked at.
    page = window.ceo.page("contributors")
    names = [entry.name for entry in page.model.rows]
    page.table.selectRow(names.index("Edda"))
    wait(lambda: find("login-state") and "By the name" in find("login-state").text())
    assert "never" not in find("login-state").text()
    page.table.selectRow(names.index("Noor Sample"))
    wait(
        lambda: (
            find("login-state")
            and find("login-state").text() == f"By the name {login}. Has never come in so far."
        )
    )
    assert not find("login-give") and not find("login-given")
    everything = [
        str(w.property("text")) + w.accessibleName() for w in window.findChildren(QWidget)
    ]
    assert not [words for words in everything if said["Password"] in words]

    monkeypatch.setenv("COLOPHON_KEYS", f"file:{tmp_path / 'noor'}")
    url = address_of(said["Server"], said["Newsroom"], said["Name"])
    with pytest.raises(NewHere):
        come_in(url, said["Password"], None)
    assert come_in(url, said["Password"], "a password of her own").name == "Noor Sample"


def test_an_ai_gets_none(ceo):
    window, find, wait = ceo
    page = window.ceo.page("contributors")
    names = [entry.name for entry in page.model.rows if entry.kind == "ai"]
    assert names
    page.table.selectRow([entry.name for entry in page.model.rows].index(names[0]))
    wait(lambda: find("contributor-work") and find("contributor-work").rows)
    assert not find("coming-in")


def test_what_was_copied_fills_the_page_to_join_by_one_paste(qtbot):
    from desktop.app import make_application
    from desktop.joining import JoinPage

    make_application()
    page = JoinPage()
    qtbot.addWidget(page)
    QGuiApplication.clipboard().setText(
        "Server: news.example.org:5433\nNewsroom: Dhaka desk\nName: noor.sample\nPassword: a-b c\n"
    )
    page.server.paste()
    found = [f.text() for f in (page.server, page.newsroom, page.login, page.password)]
    assert found == ["news.example.org:5433", "Dhaka desk", "noor.sample", "a-b c"]
    assert page.go.isEnabled()
    page.server.setText("Server: news.example.org")
    assert page.newsroom.text() == "Dhaka desk"  # only all of it


@pytest.mark.parametrize(
    ("server", "newsroom"),
    [("news.example.org", "newsroom"), ("10.0.0.7:5433", "Dhaka desk/2"), ("[::1]:5432", "n"),
     ("one.example.org:5433,two.example.org", "n%20")],
)  # fmt: skip
def test_what_the_page_to_join_asks_for_is_read_from_an_address(server, newsroom):
    found = asked_of(address_of(server, newsroom, "Edda", "/etc/own ca.crt"))
    assert found == (server, newsroom)
