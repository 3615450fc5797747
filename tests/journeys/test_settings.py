"""Settings: contributors come and end, words are issued, the look changes."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox


def test_a_contributor_is_added_and_ended(open_window, newsroom):
    hands = open_window(newsroom, "Cleo")
    hands.click("place-settings")
    hands.type("contributor-name", "Fay")
    hands.click("contributor-add")
    hands.wait(lambda: hands.window.context.person("Fay") is not None)
    hands.wait(lambda: hands.sees("end-Fay"))
    hands.click("end-Fay")
    hands.click("end-yes")
    hands.wait(lambda: not hands.window.context.person("Fay").active)


def test_only_the_ceo_sees_ways_to_change_the_register(open_window, newsroom):
    hands = open_window(newsroom, "Rhea")
    hands.click("place-settings")
    hands.wait(lambda: hands.sees("acting-as"))
    assert not hands.sees("contributor-add")
    assert not hands.sees("issue-write")
    assert not hands.find("newsroom-name").isEnabled()


def test_acting_as_somebody_else(open_window, newsroom):
    hands = open_window(newsroom, "Cleo")
    hands.click("place-settings")
    hands.wait(lambda: hands.sees("acting-as"))
    box = hands.find("acting-as")
    assert isinstance(box, QComboBox)
    box.activated.emit(box.findData("Rhea"))
    hands.wait(lambda: hands.window.context.acting == "Rhea")
    assert hands.window.preferences.text("acting") == "Rhea"


def test_the_ceo_issues_a_new_reader_note(open_window, newsroom):
    hands = open_window(newsroom, "Cleo")
    hands.click("place-settings")
    hands.click("issue-write")
    edit = hands.find("issue-edit")
    edit.setPlainText("A new note for readers.")
    hands.click("issue-go")
    hands.wait(lambda: hands.find("issue-words").text() == "A new note for readers.")


def test_theme_and_size_are_kept(open_window, newsroom):
    from desktop.theme import theme

    hands = open_window(newsroom, "Cleo")
    hands.click("place-settings")
    hands.click("theme-dark")
    assert theme.dark
    hands.click("text-size-125")
    assert theme.scale == 1.25
    assert hands.window.preferences.theme == "dark"
    hands.click("theme-light")
    hands.click("text-size-100")
    assert not theme.dark


def test_the_ceo_sets_what_every_piece_has(open_window, newsroom):
    hands = open_window(newsroom, "Cleo")
    hands.wait(lambda: hands.window.context.newsroom is not None)
    hands.window.go("settings")
    card = hands.window.settings_page.cards[3][2]
    hands.wait(lambda: hands.sees("newsroom-share-line"))
    card.share_line.setPlainText("Pass it on")
    card.language.setCurrentIndex(card.language.findData("bn"))
    hands.click("newsroom-save")
    hands.wait(lambda: hands.window.context.settings.get("share_line") == "Pass it on")
    settings = hands.window.context.settings
    assert settings["language"] == "bn"
    hands.wait(lambda: not card.save.isEnabled())
