"""AI on the command line, against a server that speaks the real protocol."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from model_server import ModelServer, answers

KEY = "sk-test-9f8e7d6c5b4a"
SECRET = "Zanzibarkey of the quartermaster told us."
BODY = f"He came on Saturday with dozens of ships. {SECRET} They stayed for a week."
COMMENT = "Ask Quillfeather before this goes out."
INSTRUCTION = "Mind the Tamarindvale rule."


def shortened(asked) -> str:
    """What the model answers: the text it got, one word changed, one sentence gone."""
    text = asked["messages"][1]["content"]
    return text.replace("Saturday", "Sunday").replace("for a week", "a week")


@pytest.fixture
def model():
    server = ModelServer(answers(shortened))
    yield server
    server.close()


def a_piece(shell) -> str:
    """Rhea's draft with a secret in it, in a staffed newsroom."""
    shell.staff()
    article = shell.json("new", "--headline", "Fleet", actor="Rhea")["article"]["id"]
    shell.json("write", article, "-", stdin=BODY, actor="Rhea")
    shell.json("write", article, "-", "--part", "dateline", stdin="Tokyo — ", actor="Rhea")
    at = f"{BODY.index(SECRET)}:{len(SECRET)}"
    found = shell.json("off-record", article, "--at", at, actor="Rhea")["off_record"]
    assert [(one["start"], one["length"]) for one in found] == [(42, len(SECRET))]
    return article


@pytest.fixture
def _with_a_piece(once):
    return once(a_piece)


@pytest.fixture
def desk(_with_a_piece, model):
    """A newsroom with that piece, and Lumen at the test server."""
    shell, _ = _with_a_piece
    shell.json("ai", "set-up", "Lumen", "--url", model.url, actor="Edda")
    return shell


@pytest.fixture
def piece(_with_a_piece) -> str:
    return _with_a_piece[1]


def asks(desk, article, task, *more, actor="Rhea"):
    return desk.json("ai", "ask", article, "--contributor", "Lumen", "--task", task, *more,
                     actor=actor, COLOPHON_AI_KEY=KEY)  # fmt: skip


def test_what_is_shown_is_sent_and_the_answer_proposed(desk, model, piece):
    shown = asks(desk, piece, "shorten", "--show")
    assert shown["sends"]["withheld"] == 1 and shown["changes"] == [] and model.log == []
    assert "Zanzibarkey" not in json.dumps(shown) and "dozens of ships" in json.dumps(shown)
    found = asks(desk, piece, "shorten")
    assert json.loads(model.log[0].partition(b"\n\n")[2])["messages"] == shown["sends"]["messages"]
    said = [
        (c["deleted"], c["inserted"], c["contributor"], c["proposal"]) for c in found["changes"]
    ]
    assert said == [("Saturday", "Sunday", "Lumen", "Lumen"), (" for", "", "Lumen", "Lumen")]
    assert set(found["changes"][0]) == set(desk.json("changes", piece)["changes"][0])
    desk.json("accept", piece, found["changes"][0]["n"], actor="Rhea")
    assert desk.json("text", piece)["text"] == BODY.replace("Saturday", "Sunday")
    runs = desk.json("who", piece)["runs"]
    assert [r["origin"] for r in runs if r["contributor"] == "Lumen"] == ["generated"]


def test_words_off_the_record_comments_and_prompts_are_in_no_byte_that_leaves(desk, model, piece):
    desk.json("comment", piece, "--at", "0:7", COMMENT, actor="Rhea")
    asks(desk, piece, "shorten", "--instruction", INSTRUCTION)
    asks(desk, piece, "facts")
    for request in model.log:
        for word in (b"Zanzibarkey", b"quartermaster", b"Quillfeather"):
            assert word not in request
    refused = desk.run("ai", "ask", piece, "--contributor", "Lumen", "--task", "instruction",
                       "--instruction", f"Use this: {SECRET}", "--json", actor="Rhea")  # fmt: skip
    assert refused.rule == "confidential" and "Zanzibarkey" not in refused.out + refused.err
    files = desk.json("export", piece, "--format", "html,md,txt,docx,pdf", "--draft", "--to",
                      desk.folder / "proofs", actor="Rhea")["files"]  # fmt: skip
    assert len(files) == 5
    desk.json("reject", piece, *numbers(desk, piece), actor="Rhea")
    desk.json("submit", piece, actor="Rhea")
    desk.json("accept", piece, actor="Edda")
    desk.sign(piece)
    barred = next(c for c in desk.json("checks", piece)["checks"] if c["check"] == "off-record")
    assert not barred["met"] and "off-record" in barred["fix"]
    assert desk.refused("publish", piece, actor="Edda") == "gate"
    desk.json("write", piece, "-", stdin=BODY.replace(f"{SECRET} ", ""), actor="Edda")
    desk.json("accept", piece, actor="Edda")
    desk.sign(piece)
    desk.json("agree", piece, actor="Egon") if "agree" in unmet(desk, piece) else None
    desk.json("publish", piece, actor="Edda")
    desk.json("export", piece, "--format", "html,md,txt,docx,pdf", "--to",
              desk.folder / "out", actor="Edda")  # fmt: skip
    desk.json("history", piece, "--html", desk.folder / "out" / "history.html", actor="Edda")
    left = [p for name in ("out", "proofs") for p in (desk.folder / name).rglob("*") if p.is_file()]
    assert len(left) >= 16
    for path in left:
        held = everything_in(path)
        for word in ("Zanzibarkey", "quartermaster", "Quillfeather", "Tamarindvale", KEY):
            assert word not in held, (path.name, word)
    with sqlite3.connect(desk.path) as rows:
        count = "SELECT count(*) FROM article_text WHERE article_text MATCH ?"
        assert rows.execute(count, ("zanzibarkey",)).fetchone() == (0,)
        assert rows.execute(count, ("ships",)).fetchone() == (1,)
    assert not [p for p in desk.folder.rglob("*") if p.is_file() and KEY.encode() in p.read_bytes()]


def numbers(desk, article) -> list[int]:
    return [c["n"] for c in desk.json("changes", article)["changes"] if c["proposal"]]


def unmet(desk, article) -> set[str]:
    return {c["check"] for c in desk.json("checks", article)["checks"] if not c["met"]}


def everything_in(path: Path) -> str:
    """All words of a file, as its reader unpacks it, and its raw bytes."""
    import zipfile

    from pypdf import PdfReader

    raw = path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as packed:
            return raw + "".join(
                packed.read(n).decode("utf-8", "replace") for n in packed.namelist()
            )
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        held = "".join(b"".join(some).decode("utf-8", "replace")
                       for some in reader.attachments.values())  # fmt: skip
        return raw + "".join(page.extract_text() for page in reader.pages) + held
    return raw


def test_refusals_say_what_to_do_and_never_the_key(desk, model, piece):
    ask = ("ai", "ask", piece, "--contributor", "Lumen", "--task", "shorten")
    assert desk.refused(*ask, "--range", "x", actor="Rhea") == "bad-input"
    assert desk.refused("ai", "set-up", "Lumen", "--url", model.url, actor="Rhea") == "who-may"
    model.way = lambda handler: handler.plain(500, "{}")
    done = desk.run(*ask, actor="Rhea", COLOPHON_AI_KEY=KEY)
    assert done.status == 1 and "trouble of its own" in done.err and KEY not in done.err
    assert len(done.err.splitlines()) == 1
    null = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = desk.run("ai", "key", "Lumen", "--json", stdin=f"{KEY}\n", **null)
    assert done.rule == "no-key" and KEY not in done.out + done.err
    assert "COLOPHON_AI_KEY" in done.json["error"]["fix"]
    assert desk.run("ai", "key", "Lumen", KEY).status == 2
    model.way = answers("yes")
    assert desk.json("ai", "try", "Lumen")["ok"]
