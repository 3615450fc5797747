"""An encrypted newsroom from its first start to the day its key is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from db.acts.writing import new_article
from db.ledger import keys
from db.place import is_encrypted


@pytest.fixture(autouse=True)
def _own_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_memory", {})


@pytest.fixture
def started(open_window, tmp_path):
    """A window on a first start, its name typed and encryption chosen; the newsroom's path."""
    path = tmp_path / "home" / "newsroom.colophon"
    hands = open_window(path)
    hands.wait(lambda: hands.sees("first-start"))
    hands.type("first-name", "Hana Example")
    assert not hands.find("first-encrypt").isChecked()
    hands.click("first-encrypt")
    hands.find("first-sample").setChecked(False)
    return hands, path


def shown_code(hands) -> str:
    hands.wait(lambda: hands.sees("recovery-code"))
    groups = hands.find("recovery-code").text().split()
    assert len(groups) == 14
    return "-".join(groups)


def test_it_is_made_written_in_and_opened_again_by_its_code(started, open_window, tmp_path):
    hands, path = started
    hands.click("first-open")
    code = shown_code(hands)
    assert is_encrypted(path)
    hands.key("code-page", Qt.Key.Key_Return)
    assert hands.sees("recovery-code") and not hands.sees("board")
    hands.click("recovery-done")
    hands.wait(lambda: hands.sees("board"))
    hands.click("new-article")
    hands.wait(lambda: hands.sees("part-headline"))
    hands.type("part-headline", "Rain over the delta")
    hands.wait(lambda: hands.window.desk.writing.save())
    second = str(new_article(hands.window.context.newsroom, "Hana Example", "Night ferry").article)
    assert second.startswith("night-ferry")
    hands.window.open_article(second)
    hands.wait(lambda: hands.sees("part-headline") and hands.text("part-headline") == "Night ferry")
    hands.window.go("settings")
    hands.click("newsroom-recovery")
    assert shown_code(hands) == code
    hands.window.settings_page.refresh()  # as when the register was read anew: one writes it down
    assert shown_code(hands) == code
    hands.window.go("board")
    hands.window.go("settings")
    assert not hands.sees("recovery-code")
    hands.click("newsroom-recovery")
    assert shown_code(hands) == code
    hands.click("recovery-done")
    assert not hands.sees("recovery-code")
    hands.window.close()
    hands.window.context.close()
    hands.window.preferences._store.sync()
    kept = [file for folder in (path.parent, tmp_path / "config") for file in folder.iterdir()]
    assert {file.name for file in kept} >= {"newsroom.colophon", "colophon.ini"}
    held = b"".join(file.read_bytes() for file in kept)
    assert b"delta" not in held and b"ferry" not in held

    keys._memory.clear()
    other = open_window(path)
    other.wait(lambda: other.sees("not-opened-code"))
    assert "does not hold its key" in other.find("not-opened-why").text()
    other.click("not-opened-again")
    other.type("not-opened-code", "ABCD-EFGH")
    other.key("not-opened-code", Qt.Key.Key_Return)
    other.wait(lambda: other.sees("not-opened-wrong"))
    assert "no recovery code" in other.find("not-opened-wrong").text()
    assert not keys._memory
    other.find("not-opened-code").setText(code.lower())
    other.click("not-opened-unlock")
    other.wait(lambda: other.sees("cards-draft"))
    model = other.window.board.columns.models["draft"]
    other.wait(lambda: [card.headline for card in model.rows] == [
        "Night ferry", "Rain over the delta",
    ])  # fmt: skip
    assert len(keys._memory) == 1

    third = open_window(path)  # its key is kept again: nobody is asked
    third.wait(lambda: third.sees("cards-draft"))
    assert not third.sees("not-opened")


def test_without_a_keyring_the_page_says_so_and_makes_nothing(started, monkeypatch, tmp_path):
    hands, path = started
    monkeypatch.setenv("COLOPHON_KEYS", f"file:{tmp_path}")
    hands.click("first-open")
    hands.wait(lambda: hands.sees("first-error"))
    assert "no keyring for the newsroom’s key" in hands.find("error-title").text()
    assert not hands.sees("error-action") and not path.exists()
    monkeypatch.setenv("COLOPHON_KEYS", "memory")
    hands.click("first-open")
    hands.wait(lambda: hands.sees("recovery-code"))


def test_a_plain_newsroom_offers_no_code(open_window, newsroom):
    hands = open_window(newsroom)
    hands.wait(lambda: hands.sees("board") and hands.window.context.newsroom is not None)
    hands.window.go("settings")
    hands.wait(lambda: hands.sees("newsroom-folder"))
    assert not hands.sees("newsroom-recovery")
