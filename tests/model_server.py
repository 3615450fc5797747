"""A server that speaks the protocol of OpenAI, well or badly, for tests and benchmarks."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Way = Callable[["Handler"], None]


def chunk(words: str | None, end: str | None = None) -> bytes:
    """One event of a streamed answer."""
    delta = {"content": words} if words is not None else {}
    body = {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": end}]}  # fmt: skip
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


class Handler(BaseHTTPRequestHandler):
    """One request; `way` of the server says how it is answered."""

    protocol_version = "HTTP/1.1"
    server: ModelServer

    def do_POST(self) -> None:
        self.raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.log.append(f"{self.requestline}\n{self.headers}".encode() + self.raw)
        try:
            self.server.way(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.cut.set()

    def do_GET(self) -> None:
        self.server.log.append(f"{self.requestline}\n{self.headers}".encode())
        self.send_error(404)

    def asked(self) -> dict[str, Any]:
        """The request's JSON."""
        found = json.loads(self.raw)
        assert isinstance(found, dict)
        return found

    def begin(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        """Status and headers; what follows ends with the connection."""
        self.send_response(status)
        self.send_header("content-type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True

    def put(self, some: bytes) -> None:
        """Send bytes at once."""
        self.wfile.write(some)
        self.wfile.flush()

    def plain(self, status: int, body: str, kind: str = "application/json", **more: str) -> None:
        """A whole answer that is no stream."""
        self.begin(status, kind, **more)
        self.put(body.encode())

    def log_message(self, *_args: object) -> None:
        """Nothing on stderr."""


class ModelServer(ThreadingHTTPServer):
    """Listens on this computer; `log` holds every byte of every request it got."""

    daemon_threads = True

    def __init__(self, way: Way) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.way = way
        self.log: list[bytes] = []
        self.cut = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


def answers(words: str | Callable[[dict[str, Any]], str]) -> Way:
    """A server that streams these words, or what is made of the request, in small pieces."""

    def way(handler: Handler) -> None:
        said = words if isinstance(words, str) else words(handler.asked())
        handler.begin()
        for at in range(0, len(said), 7):
            handler.put(chunk(said[at : at + 7]))
        handler.put(chunk(None, "stop") + DONE)

    return way
