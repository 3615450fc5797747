"""From a task to the record, over a real socket: what is sent, what is kept, what is refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

sys.path.insert(0, str(Path(__file__).parents[2]))
from model_server import ModelServer, answers

from db import reading
from db.acts.answering import set_up_ai
from db.acts.deciding import accept
from db.acts.moving import submit
from db.acts.withholding import mark_off_record
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.refusal import Refused
from desktop.ai import asking, key
from desktop.ai.client import Stop
from desktop.ai.faults import Stopped
from desktop.ai.tasks import task

SECRET = "Zanzibarkey of the harbour told us."
BODY = f"He came on Saturday with dozens of ships. {SECRET} They stayed for a week."


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
def article(room, model) -> str:
    set_up_ai(room, "Edda", "Lumen", url=model.url)
    made = str(new_article(room, "Rhea", "Fleet").article)
    write_text(room, "Rhea", made, BODY)
    mark_off_record(room, "Rhea", made, BODY.index(SECRET), len(SECRET))
    return made


def prepare(room, article, name, who="Rhea", **more):
    with room.read() as session:
        return asking.prepare(session, who, article, "Lumen", task(name), **more)


def ask(room, article, name, who="Rhea", **more):
    return asking.send(room, who, prepare(room, article, name, who, **more), "")


def offered(room, article):
    with room.read() as session:
        return [c for c in reading.changes(session, article).changes if c.proposal]


def body(room, article) -> str:
    with room.read() as session:
        return reading.text_at(session, article)


def asked(room, article):
    with room.read() as session:
        touches = reading.history(session, article)
    return [touch.payload for touch in touches if touch.kind == "ai.asked"]


def test_changes_around_what_was_withheld_fit_and_are_recorded(room, model, article):
    kept = ask(room, article, "shorten")
    assert kept.proposals == 2 and body(room, article) == BODY
    (said,) = asked(room, article)
    assert (said["task"], said["withheld"], said["outcome"]) == ("shorten", 1, "2 proposals")
    assert said["asked_at"] <= said["answered_at"] and len(said["response_sha256"]) == 64
    assert said["parameters"]["model"] == "lumen" and "Zanzibarkey" not in json.dumps(said)
    accept(room, "Rhea", article, keys=[change.key for change in offered(room, article)])
    wanted = BODY.replace("Saturday", "Sunday").replace("stayed", "remained")
    assert body(room, article) == wanted
    assert b"Zanzibarkey" not in b"".join(model.log)
    assert examine(room) == [] and verify(room, texts=True).ok


def test_words_typed_meanwhile_are_not_lost(room, model, article):
    ready = prepare(room, article, "shorten")
    write_text(room, "Rhea", article, f"At last. {BODY} And more.")
    assert asking.send(room, "Rhea", ready, "").proposals == 2
    accept(room, "Rhea", article, keys=[change.key for change in offered(room, article)])
    wanted = BODY.replace("Saturday", "Sunday").replace("stayed", "remained")
    assert body(room, article) == f"At last. {wanted} And more."


def test_a_range_is_all_that_is_sent(room, model, article):
    ready = prepare(room, article, "plain", within=(4, 6))
    assert ready.request.messages[1][1] == "came on"  # widened to whole words
    with pytest.raises(Refused, match="about the whole piece"):
        prepare(room, article, "headlines", within=(0, 2))


def test_headline_ideas_doubts_and_a_translation(room, model, article):
    model.way = answers("A fleet arrives\nShips on Saturday\n")
    assert ask(room, article, "headlines").proposals == 2
    first, second = offered(room, article)
    with pytest.raises(Refused, match="only one"):
        accept(room, "Rhea", article, keys=[first.key, second.key])
    accept(room, "Rhea", article, keys=[second.key])
    assert body(room, article) == BODY and offered(room, article) == []
    model.way = answers("- “dozens”: who counted them?\n")
    assert ask(room, article, "facts").doubts == ("“dozens”: who counted them?",)
    model.way = answers("=== headline ===\nSchiffe\n=== body ===\nEr kam mit Schiffen.")
    made = ask(room, article, "translate", language="de").changes.article
    with room.read() as session:
        view = reading.article(session, str(made))
    assert (view.translation_of, view.language, view.headline) == (article, "de", "Schiffe")
    model.way = answers("Er kam mit Schiffen.")
    with pytest.raises(Refused, match="does not hold the parts"):
        ask(room, article, "translate", language="de")
    assert "does not hold" in asked(room, article)[-1]["outcome"]


def test_what_cannot_be_asked_is_refused_before_anything_is_sent(room, model, article):
    for name, who, more, rule in (
        ("instruction", "Rhea", {}, "bad-input"), ("translate", "Rhea", {}, "bad-input"),
        ("translate", "Rhea", {"language": "klingon-x"}, "bad-input"),
        ("shorten", "Fay", {}, "who-may"), ("shorten", "Lumen", {}, "who-may"),
        ("shorten", "Rhea", {"part": "soul"}, "bad-input"),
        ("shorten", "Rhea", {"part": "notice"}, "bad-input"),
        ("shorten", "Rhea", {"within": (0, 9999)}, "bad-input"),
        ("instruction", "Rhea", {"instruction": f"Use: {SECRET.upper()}"}, "confidential"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            ask(room, article, name, who, **more)
        assert refused.value.refusal.rule == rule, (name, more)
        assert "zanzibarkey" not in str(refused.value.refusal).lower()
    set_up_ai(room, "Edda", "Lumen", on=False)
    with pytest.raises(Refused, match="switched off"):
        ask(room, article, "shorten")
    assert model.log == [] and asked(room, article) == []


def test_in_edit_a_writer_asks_too_and_an_editor_decides(room, model, article):
    submit(room, "Rhea", article)
    accept(room, "Edda", article)
    assert ask(room, article, "shorten").proposals == 2
    key_ = offered(room, article)[0].key
    with pytest.raises(Refused, match="only an editor"):
        accept(room, "Rhea", article, keys=[key_])
    accept(room, "Edda", article, keys=[key_])
    assert "Sunday" in body(room, article)
    assert examine(room) == []


def test_a_request_that_failed_or_was_stopped_is_in_the_record(room, model, article):
    model.way = lambda handler: handler.plain(503, "{}")
    with pytest.raises(Refused):
        ask(room, article, "shorten")
    stop = Stop()

    def way(handler) -> None:
        handler.begin()
        stop()

    model.way = way
    with pytest.raises(Stopped):
        asking.send(room, "Rhea", prepare(room, article, "shorten"), "", stop=stop)
    first, second = asked(room, article)
    assert "trouble of its own" in first["outcome"] and "stopped" in second["outcome"]
    assert body(room, article) == BODY and offered(room, article) == []


class Safe(KeyringBackend):
    """A keyring that is there, for as long as the test."""

    priority = 5.0

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


def test_a_key_lives_in_the_keyring_or_on_purpose_in_the_environment(monkeypatch):
    before = keyring.get_keyring()
    monkeypatch.delenv(key.VARIABLE, raising=False)
    keyring.set_keyring(Safe())
    try:
        key.keep("room", "model", " sk-1 \n")
        assert key.find("room", "model") == "sk-1" and key.where("room", "model") == "keyring"
        assert key.find("room", "other") == "" and key.where("room", "other") == ""
        key.keep("room", "model", "")
        key.keep("room", "model", "")
        assert key.find("room", "model") == ""
        with pytest.raises(Refused) as refused:
            key.keep("room", "model", "geheimer schlüssel")
        assert "schlüssel" not in str(refused.value.refusal)
        monkeypatch.setenv(key.VARIABLE, "sk-2")
        assert key.find("room", "model") == "sk-2" and key.where("room", "model") == "environment"
    finally:
        keyring.set_keyring(before)
