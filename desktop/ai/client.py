"""Asking a model: one streamed request, an answer or one clear fault, never half of either.

The libraries are loaded when somebody asks, and not before.
"""

from __future__ import annotations

import hashlib
import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from db.endpoints import Endpoint
from db.terms import now
from desktop.ai.faults import Fault

#: A wait that the server asks for is waited once if it is not longer, in seconds.
SHORT_WAIT = 20.0
#: Bytes of an answer, the protocol's own included: some twenty times the longest sensible piece.
MOST_BYTES = 4 * 1024 * 1024
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


class Stop:
    """Stops a request at once, from any thread."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._socket: socket.socket | None = None

    def __call__(self) -> None:
        """Stop: what is read from the server ends now."""
        self.asked.set()
        held = self._socket
        if held is not None:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)

    def hold(self, held: socket.socket | None) -> None:
        """The connection to cut."""
        self._socket = held
        if self.asked.is_set():
            self()


@dataclass(frozen=True)
class Limits:
    """How long to wait, in seconds: to connect, between two bytes, for all of it; and how much."""

    connect: float = 10.0
    silence: float = 90.0
    whole: float = 900.0
    bytes: int = MOST_BYTES
    wait: float = SHORT_WAIT


@dataclass(frozen=True)
class Request:
    """What is sent, and nothing besides: the messages, each a role and words."""

    endpoint: Endpoint
    messages: tuple[tuple[str, str], ...]
    limits: Limits = field(default_factory=Limits)

    @property
    def parameters(self) -> dict[str, object]:
        """What the record keeps beside the prompt."""
        return {"url": self.endpoint.url, "model": self.endpoint.model, "stream": True}


@dataclass(frozen=True)
class Answer:
    """What a model answered; `sha256` is of the text in UTF-8."""

    text: str
    asked_at: str
    answered_at: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def ask(
    request: Request, key: str, *, heard: Callable[[str], object] = lambda _words: None,
    waits: Callable[[float], object] = lambda _seconds: None, stop: Stop | None = None,
) -> Answer:  # fmt: skip
    """The whole answer; `heard` gets its words as they come, `waits` seconds the server asks for.

    Raises Fault. No error holds the key, nor any object that does.
    """
    stopping = stop or Stop()
    if not key and not request.endpoint.local:
        raise Fault(
            "no-key", f"this computer has no key for {request.endpoint.contributor}",
            "give it one: Settings, AI, or colophon ai key MODEL", sent=False,
        )  # fmt: skip
    from desktop.ai import wire

    asked_at = now()
    fault: Fault | None = None
    text = ""
    try:
        text = wire.stream(request, key, heard, waits, stopping)
    except Fault as found:
        fault = found
    if fault is not None:
        fault.__cause__ = fault.__context__ = fault.__traceback__ = None
        raise fault
    words = _THOUGHT.sub("", text).replace("\r\n", "\n").strip()
    if any(0xD800 <= ord(character) <= 0xDFFF for character in words):
        raise Fault(
            "bad-input", f"{_host(request)} answered with half of a character (a lone surrogate)",
            "ask anew, or another model",
        )  # fmt: skip
    if not words:
        raise Fault("bad-input", f"{_host(request)} answered without a word",
                    "ask anew, or put it differently")  # fmt: skip
    return Answer(words, asked_at, now())


def _host(request: Request) -> str:
    return urlsplit(request.endpoint.url).hostname or "the server"
