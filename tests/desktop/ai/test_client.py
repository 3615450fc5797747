"""A model that behaves, and one that misbehaves in every way known, over real sockets."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from model_server import DONE, Handler, ModelServer, Way, answers, chunk

from db.endpoints import Endpoint
from desktop.ai.client import Limits, Request, Stop, ask
from desktop.ai.faults import Fault, Stopped

KEY = "sk-very-secret-0123456789"
FAST = Limits(connect=2, silence=0.3, whole=2, bytes=200_000, wait=0.2)


def request(url: str, limits: Limits = FAST, model: str = "lumen") -> Request:
    endpoint = Endpoint("id", "Lumen", url, model, "Edda", True, "")
    return Request(endpoint, (("system", "Shorten."), ("user", "A long text.")), limits)


@pytest.fixture
def serve() -> Iterator[Callable[[Way], ModelServer]]:
    made: list[ModelServer] = []

    def start(way: Way) -> ModelServer:
        made.append(ModelServer(way))
        return made[-1]

    yield start
    for server in made:
        server.close()


def fault(server: ModelServer | str, **more: object) -> Fault:
    """The fault, which nowhere holds the key."""
    url = server if isinstance(server, str) else server.url
    with pytest.raises(Fault) as caught:
        ask(request(url, **more), KEY)
    found = caught.value
    told = "".join(traceback.TracebackException.from_exception(found).format())
    said = f"{found!r} {found.refusal} {told}"
    assert KEY not in said and "very-secret" not in said
    assert found.__cause__ is None and found.__context__ is None
    assert found.refusal.message.count(". ") == 0 and found.refusal.fix
    return found


def test_an_answer_comes_word_by_word_and_whole(serve):
    server = serve(answers("<think>hm</think>\nজাহাজ came, 🙂 and went.\r\nSo.\n"))
    heard: list[str] = []
    answer = ask(request(server.url), KEY, heard=heard.append)
    assert answer.text == "জাহাজ came, 🙂 and went.\nSo."
    assert len(heard) > 3 and answer.text[-8:-4] in "".join(heard)
    assert len(answer.sha256) == 64 and answer.asked_at <= answer.answered_at
    (sent,) = server.log
    assert f"authorization: Bearer {KEY}".encode() in sent.lower().replace(b"bearer", b"Bearer")
    head = sent.partition(b"\n\n")[0].lower()
    assert b"stainless" not in head and b"openai" not in head and b"python" not in head


def test_a_server_of_this_computer_needs_no_key_and_gets_none(serve, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-program")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-another-program")
    server = serve(answers("Yes."))
    assert ask(request(server.url), "").text == "Yes."
    assert b"authorization" not in server.log[0].lower() and b"another-program" not in server.log[0]


def test_without_a_key_nothing_is_sent_to_another_computer():
    with pytest.raises(Fault) as caught:
        ask(request("https://model.invalid/v1"), "")
    assert caught.value.refusal.rule == "no-key" and not caught.value.sent


@pytest.mark.parametrize(("status", "rule", "said"), [
    (401, "no-key", "does not take the key"), (403, "no-key", "does not take the key"),
    (404, "not-found", "knows no model 'lumen'"), (400, "bad-input", "refuses the request"),
    (500, "offline", "trouble of its own"), (503, "offline", "trouble of its own"),
])  # fmt: skip
def test_a_status_says_what_to_do_and_never_the_key(serve, status, rule, said):
    body = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}})
    found = fault(serve(lambda handler: handler.plain(status, body)))
    assert found.refusal.rule == rule and said in found.refusal.message and found.sent


def test_what_a_server_says_is_told_without_the_key(serve):
    body = '{"error": {"message": "maximum context\\nlength is 8192 tokens"}}'
    found = fault(serve(lambda handler: handler.plain(400, body)))
    assert "(“maximum context length is 8192 tokens”)" in found.refusal.message


def test_a_short_wait_is_said_and_waited_once(serve):
    def way(handler: Handler) -> None:
        if len(server.log) == 1:
            handler.plain(429, "{}", retry_after="0.05")
        else:
            answers("Now.")(handler)

    server = serve(way)
    waits: list[float] = []
    assert ask(request(server.url), KEY, waits=waits.append).text == "Now."
    assert waits == [0.05]


def test_a_long_wait_is_told_and_a_second_short_one_not_waited(serve):
    server = serve(lambda handler: handler.plain(429, "{}", retry_after="240"))
    assert "asks to wait 4 minutes" in fault(server).refusal.message and len(server.log) == 1
    server = serve(lambda handler: handler.plain(429, "{}", retry_after="0.01"))
    assert "asks to wait 1 second" in fault(server).refusal.message and len(server.log) == 2
    server = serve(lambda handler: handler.plain(429, "{}"))
    assert "takes no more requests" in fault(server).refusal.message


def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = fault(f"http://127.0.0.1:{port}/v1")
    assert (
        found.refusal.rule == "offline" and "does not take the connection" in found.refusal.message
    )
    assert not found.sent


def test_a_server_that_falls_silent_before_or_within_its_answer(serve):
    over = threading.Event()
    found = fault(serve(lambda _handler: over.wait(5)))
    assert "does not answer any more" in found.refusal.message and found.sent

    def within(handler: Handler) -> None:
        handler.begin()
        handler.put(chunk("Some words "))
        over.wait(5)

    assert "does not answer any more" in fault(serve(within)).refusal.message
    over.set()


def test_an_answer_that_drips_for_ever_ends_at_the_whole_time(serve):
    def drip(handler: Handler) -> None:
        handler.begin()
        while True:
            handler.put(chunk("a "))
            handler.server.cut.wait(0.01)

    limits = Limits(connect=2, silence=1, whole=0.4, bytes=10**9)
    assert "does not answer any more" in fault(serve(drip), limits=limits).refusal.message


def _stream(*some: bytes) -> Way:
    def way(handler: Handler) -> None:
        handler.begin()
        for each in some:
            handler.put(each)

    return way


def _chunked_and_cut(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    event = chunk("Half an")
    handler.put(f"{len(event):x}\r\n".encode() + event + b"\r\nff\r\ndata: {")
    handler.close_connection = True


@pytest.mark.parametrize(("way", "said"), [
    (_stream(chunk("Half an")), "broke off in the middle"),
    (_stream(chunk("Half an"), chunk(" answer")[:40]), "broke off in the middle"),
    (_chunked_and_cut, "broke off in the middle"),
    (_stream(), "broke off in the middle"),
    (_stream(b"data: {not json}\n\n", DONE), "in a form that is not"),
    (_stream(b"data: [1, 2]\n\n", DONE), "in a form that is not"),
    (_stream(b'data: {"choices": [{"delta": 3}]}\n\n', DONE), "in a form that is not"),
    (_stream(b"data: \xff\xfe\n\n", DONE), "in a form that is not"),
    (_stream(b'data: {"error": {"message": "out of memory"}}\n\n'), "(“out of memory”)"),
    (_stream(b'data: {"error": {"message": "key sk-very-secret-0123456789"}}\n\n'), "of its own"),
    (_stream(*[chunk("word " * 2000)] * 60), "without an end"),
    (_stream(b"data: " + b"x" * 500_000), "without an end"),
    (_stream(chunk("Cut", "length"), DONE), "cut its answer off at its own length limit"),
    (_stream(chunk(None, "content_filter"), DONE), "by its own filter"),
    (_stream(chunk(None, "stop"), DONE), "answered without a word"),
    (_stream(chunk("<think>only</think> \n", "stop"), DONE), "answered without a word"),
    (lambda h: h.plain(200, "<html>Welcome</html>", "text/html"), "not as a stream"),
    (lambda h: h.plain(200, '{"choices": []}'), "not as a stream"),
])  # fmt: skip
def test_a_bad_answer_is_no_answer(serve, way, said):
    assert said in fault(serve(way)).refusal.message


def test_a_redirect_is_not_followed_with_the_text_and_the_key(serve):
    other = serve(answers("Thank you for the key."))
    for status in (301, 302, 307, 308):
        server = serve(lambda h, s=status: h.plain(s, "", location=f"{other.url}/chat/completions"))
        assert "not followed" in fault(server).refusal.message
    assert other.log == []


def test_an_answer_packed_to_fill_the_memory_is_not_unpacked(serve):
    packed = gzip.compress(b"data: " + b" " * 50_000_000)

    def way(handler: Handler) -> None:
        handler.begin(content_encoding="gzip")
        handler.put(packed)

    assert "packed, though" in fault(serve(way)).refusal.message


@pytest.mark.parametrize("when", ["before", "within", "waiting"])
def test_it_is_stopped_at_once(serve, when):
    over, there = threading.Event(), threading.Event()

    def way(handler: Handler) -> None:
        if when == "waiting":
            handler.plain(429, "{}", retry_after="15")
            return
        if when == "within":
            handler.begin()
            handler.put(chunk("Some words "))
        there.set()
        over.wait(20)

    server = serve(way)
    stop = Stop()
    found: list[BaseException] = []

    def work() -> None:
        try:
            ask(request(server.url, Limits(silence=30)), KEY, stop=stop,
                waits=lambda _seconds: there.set())  # fmt: skip
        except Fault as error:
            found.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert there.wait(10)
    began = time.monotonic()
    stop()
    thread.join(10)
    assert time.monotonic() - began < 1
    over.set()
    assert isinstance(found[0], Stopped) and found[0].sent


def test_nothing_of_it_is_loaded_before_somebody_asks():
    script = (
        "import sys, desktop.ai.client, desktop.ai.tasks, desktop.ai.asking, desktop.cli.app\n"
        "desktop.cli.app.parser_of([])\n"
        "sys.exit(any(n.partition('.')[0] in ('openai', 'httpx2', 'PySide6') for n in sys.modules))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
