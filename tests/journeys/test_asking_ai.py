"""Asking an AI as a person does: by keys, with a server that streams, stops and fails."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

sys.path.insert(0, str(Path(__file__).parents[1]))
from model_server import ModelServer, answers, chunk

from db import reading
from db.acts.answering import set_up_ai
from db.acts.writing import new_article, write_text
from db.newsroom import open_newsroom

SECRET = "Zanzibarkey of the harbour told us."
BODY = f"He came on Saturday with dozens of ships. {SECRET} They stayed for a week."
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def answer_of(asked) -> str:
    return (
        asked["messages"][1]["content"].replace("Saturday", "Sunday").replace("stayed", "remained")
    )


@pytest.fixture
def model():
    server = ModelServer(answers(answer_of))
    yield server
    server.close()


@pytest.fixture
def desk(open_window, newsroom: Path, model):
    """Rhea's window on her piece; Lumen 2 answers at the test server."""
    made = open_newsroom(newsroom)
    set_up_ai(made, "Edda", "Lumen 2", url=model.url)
    article = str(new_article(made, "Rhea", "Fleet").article)
    write_text(made, "Rhea", article, BODY)
    made.close()
    hands = open_window(newsroom, "Rhea")
    hands.wait(lambda: hands.window.board is not None and hands.window.context.newsroom)
    hands.window.open_article(article)
    hands.wait(lambda: hands.sees("part-body") and hands.window.desk.standing)
    return hands


def stands(hands, name: str = "text"):
    """What the newsroom itself holds, read anew."""
    other = open_newsroom(hands.window.context.path)
    try:
        with other.read() as session:
            article = hands.window.desk.article
            if name == "text":
                return reading.text_at(session, article)
            return [t.payload for t in reading.history(session, article) if t.kind == "ai.asked"]
    finally:
        other.close()


def begin(hands) -> None:
    hands.key("part-body", Qt.Key.Key_A, CONTROL, ALT)
    hands.wait(lambda: hands.sees("ai-send") and hands.find("ai-send").isEnabled())


def choose(hands, task: str) -> None:
    box = hands.find("ai-task")
    box.setCurrentIndex(box.findData(task))
    box.activated.emit(box.currentIndex())
    hands.wait(lambda: hands.find("ai-send").isEnabled())


def test_an_answer_is_taken_in_and_set_aside_by_key(desk, model) -> None:
    body = desk.find("part-body")
    at = BODY.index(SECRET)
    body.go_to(at, len(SECRET))
    desk.key("part-body", Qt.Key.Key_O, CONTROL, ALT)
    desk.wait(lambda: body.veils)
    body.go_to(0)
    begin(desk)
    shown = desk.find("ai-sends").toPlainText()
    assert "dozens of ships" in shown and "Zanzibarkey" not in shown
    assert desk.find("ai-withheld").isVisible()
    desk.click("ai-send")
    desk.wait(lambda: desk.sees("ai-take-in"))
    answer = desk.window.desk.asking_ai.panel.answer
    assert len(answer.changes) == 2 and stands(desk) == BODY
    desk.bot.keyClick(answer, Qt.Key.Key_J)
    desk.bot.keyClick(answer, Qt.Key.Key_A)
    desk.wait(lambda: len(answer.changes) == 1)
    desk.bot.keyClick(answer, Qt.Key.Key_R)
    desk.wait(lambda: not answer.changes)
    desk.wait(lambda: "remained" in desk.text("part-body"))
    assert stands(desk) == BODY.replace("stayed", "remained")
    sent = b"".join(model.log)
    assert b"Zanzibarkey" not in sent
    desk.key("ai-again", Qt.Key.Key_Escape)
    desk.wait(lambda: desk.sees("panel") and not desk.sees("ai-panel"))


def test_first_words_are_shown_at_once_typing_goes_on_and_stop_stops(desk, model) -> None:
    sent_at, over = [0.0], threading.Event()

    def way(handler) -> None:
        handler.begin()
        sent_at[0] = time.perf_counter()
        handler.put(chunk("First words"))
        over.wait(20)

    model.way = way
    begin(desk)
    desk.click("ai-send")
    stream = desk.window.desk.asking_ai.panel.stream.words
    shown_at: list[float] = []
    stream.textChanged.connect(lambda: shown_at.append(time.perf_counter()))
    desk.wait(lambda: "First words" in stream.toPlainText())
    assert shown_at[-1] - sent_at[0] < 0.5  # a tenth on a quiet computer; the benchmark measures
    desk.type("part-body", "At last. ")
    desk.wait(lambda: "At last." in stands(desk))
    desk.click("ai-stop")
    desk.wait(lambda: desk.sees("ai-send"))
    desk.wait(lambda: stands(desk, "asked"))
    over.set()
    assert "stopped" in stands(desk, "asked")[0]["outcome"]


def test_a_fault_stands_beside_the_form_and_asking_again_works(desk, model) -> None:
    model.way = lambda handler: handler.plain(429, "{}", retry_after="240")
    begin(desk)
    desk.click("ai-send")
    desk.wait(lambda: desk.sees("ai-fault"))
    assert "asks to wait 4 minutes" in desk.find("ai-fault").text()
    model.way = answers("“dozens”: who counted them?")
    choose(desk, "facts")
    desk.click("ai-send")
    desk.wait(lambda: desk.sees("ai-doubt-1"))
    assert stands(desk) == BODY


def test_a_translation_is_opened_as_a_piece_of_its_own(desk, model) -> None:
    model.way = answers("=== headline ===\nFlotte\n\n=== body ===\nEr kam am Samstag.")
    before = desk.window.desk.article
    begin(desk)
    choose(desk, "translate")
    desk.click("ai-send")
    desk.wait(lambda: desk.sees("ai-open"))
    desk.click("ai-open")
    desk.wait(lambda: desk.window.desk.article != before and desk.sees("part-body"))
    desk.wait(lambda: desk.text("part-body") == "Er kam am Samstag.")


def test_with_no_ai_set_up_nothing_of_it_is_there(open_window, newsroom: Path) -> None:
    hands = open_window(newsroom, "Rhea")
    hands.wait(lambda: hands.window.board is not None)
    hands.click("new-article")
    hands.wait(lambda: hands.sees("part-body"))
    hands.key("part-body", Qt.Key.Key_A, CONTROL, ALT)
    assert not hands.sees("ai-panel")
    assert "ask-ai" not in [command.id for command in hands.window.commands.all()]


def test_an_editor_sets_it_up_in_settings_and_tries_it(open_window, newsroom: Path, model) -> None:
    model.way = answers("yes")
    hands = open_window(newsroom, "Edda")
    hands.wait(lambda: hands.window.board is not None and hands.window.context.newsroom)
    hands.window.go("settings")
    hands.wait(lambda: hands.sees("ai-url") and hands.find("ai-url").isEnabled())
    hands.type("ai-url", model.url)
    hands.click("ai-save")
    hands.wait(lambda: hands.sees("ai-try-Lumen 2"))
    hands.click("ai-try-Lumen 2")
    hands.wait(lambda: "It answers" in hands.find("ai-told-Lumen 2").text())
    assert hands.window.desk is None or hands.window.desk.asking_ai.possible()
    hands.click("ai-on-Lumen 2")
    hands.wait(lambda: not any(one["on"] for one in hands.window.context.settings["ai"].values()))
