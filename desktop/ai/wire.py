"""The request itself, through the official library. Imported only while somebody asks."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai

from desktop.ai.client import Request, Stop
from desktop.ai.faults import Fault, Stopped, of_status, scrubbed, spoken

#: All that a request says beside its words: no names of this computer, its system or its person.
_SAID = {"host", "content-type", "content-length", "accept", "connection"}
_TAIL = 64


class _TooMuch(Exception):
    """The answer does not end."""


class Wire(httpx2.BaseTransport):
    """The connection to one host: counts what comes, can be cut, says nothing it need not."""

    def __init__(self, request: Request, key: str, stop: Stop) -> None:
        self._request, self._key, self._stop = request, key, stop
        host = urlsplit(request.endpoint.url).hostname or ""
        proxy = None
        if not request.endpoint.local and not urllib.request.proxy_bypass(host):
            proxy = urllib.request.getproxies().get("https")
        self._inner = httpx2.HTTPTransport(proxy=proxy, trust_env=not request.endpoint.local)
        self._until = time.monotonic() + request.limits.whole
        self.sent = False
        self.tail = b""
        self._count = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if self._stop.asked.is_set():
            raise Stopped(self.sent)
        kept = [(name, value) for name, value in request.headers.items() if name in _SAID]
        kept += [("user-agent", "colophon"), ("accept-encoding", "identity")]
        if self._key:
            kept.append(("authorization", f"Bearer {self._key}"))
        request.headers = httpx2.Headers(kept)
        request.extensions = {**request.extensions, "trace": self._trace}
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()  # a few packed bytes can fill the memory
            raise _strange(self._request, "packed, though it was asked not to")
        assert isinstance(response.stream, httpx2.SyncByteStream)
        return httpx2.Response(
            response.status_code, headers=response.headers,
            stream=_Counted(response.stream, self.count), extensions=response.extensions,
        )  # fmt: skip

    def _trace(self, name: str, info: dict[str, Any]) -> None:
        if name in ("connection.connect_tcp.complete", "connection.start_tls.complete",
                    "http_proxy.start_tls.complete"):  # fmt: skip
            self._stop.hold(info["return_value"].get_extra_info("socket"))
        elif name == "http11.send_request_headers.complete":
            self.sent = True

    def count(self, chunk: bytes) -> None:
        """Bytes of the answer came."""
        self._count += len(chunk)
        self.tail = (self.tail + chunk)[-_TAIL:]
        if self._count > self._request.limits.bytes:
            raise _TooMuch
        if time.monotonic() > self._until:
            raise httpx2.ReadTimeout("the whole answer takes too long")

    def close(self) -> None:
        self._stop.hold(None)
        self._inner.close()


class _Counted(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, count: Callable[[bytes], None]) -> None:
        self._inner, self._count = inner, count

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            self._count(chunk)
            yield chunk

    def close(self) -> None:
        self._inner.close()


def stream(
    request: Request, key: str, heard: Callable[[str], object],
    waits: Callable[[float], object], stop: Stop,
) -> str:  # fmt: skip
    """The answer's text. Raises Fault; a short wait that the server asks for is waited once."""
    try:
        return _once(request, key, heard, stop)
    except _Wait as wait:
        seconds = wait.seconds
    waits(seconds)
    if stop.asked.wait(seconds):
        raise Stopped(sent=True)
    try:
        return _once(request, key, heard, stop)
    except _Wait as wait:
        raise of_status(429, _host(request), request.endpoint.model, "", wait.seconds) from None


class _Wait(Exception):
    """The server asks to come back in a while that is short."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


def _once(request: Request, key: str, heard: Callable[[str], object], stop: Stop) -> str:
    limits = request.limits
    timeout = httpx2.Timeout(limits.silence, connect=limits.connect)
    wire = Wire(request, key, stop)
    with httpx2.Client(
        transport=wire, timeout=timeout, follow_redirects=False, trust_env=False
    ) as through:
        try:
            return _read(request, wire, through, heard, stop)
        except (Fault, _Wait):
            raise
        except Exception as error:
            if stop.asked.is_set():
                raise Stopped(wire.sent) from None
            raise _fault(error, request, key, wire) from None


def _read(
    request: Request, wire: Wire, through: httpx2.Client, heard: Callable[[str], object], stop: Stop
) -> str:  # fmt: skip
    # The library never holds the key: the wire puts it on, for this host alone.
    client = openai.OpenAI(
        api_key="on-the-wire", base_url=request.endpoint.url, max_retries=0, http_client=through,
        timeout=through.timeout,
    )  # fmt: skip
    messages: Any = [{"role": role, "content": words} for role, words in request.messages]
    chunks = client.chat.completions.create(
        model=request.endpoint.model, messages=messages, stream=True
    )
    kind = chunks.response.headers.get("content-type", "")
    if not kind.startswith("text/event-stream"):
        raise _strange(request, f"with {scrubbed(kind, '', 60) or 'no type'}, not as a stream")
    words: list[str] = []
    end = None
    for chunk in chunks:
        if stop.asked.is_set():
            raise Stopped(wire.sent)
        for choice in (chunk.choices or [])[:1]:
            piece = choice.delta.content if choice.delta else None
            end = choice.finish_reason or end
            if piece:
                words.append(piece)
                heard(piece)
    if stop.asked.is_set():
        raise Stopped(wire.sent)
    if end in ("length", "content_filter"):
        why = "at its own length limit" if end == "length" else "by its own filter"
        raise Fault("bad-input", f"{_host(request)} cut its answer off {why}",
                    "ask about a shorter range, or another model")  # fmt: skip
    if end is None and b"[DONE]" not in wire.tail:
        raise _half(request)
    return "".join(words)


def _host(request: Request) -> str:
    parts = urlsplit(request.endpoint.url)
    return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or "the server"


def _half(request: Request) -> Fault:
    return Fault("offline", f"{_host(request)} broke off in the middle of its answer",
                 "ask anew; your text is as it was")  # fmt: skip


def _strange(request: Request, how: str) -> Fault:
    return Fault("bad-input", f"{_host(request)} answers {how}",
                 "set up the address of a server that speaks OpenAI’s protocol")  # fmt: skip


def _fault(error: Exception, request: Request, key: str, wire: Wire) -> Fault:
    host, limits = _host(request), request.limits
    if isinstance(error, openai.APIStatusError):
        wait = _wait(error.response.headers.get("retry-after"))
        if error.status_code == 429 and wait is not None and wait <= limits.wait:
            raise _Wait(wait) from None
        said = scrubbed(_said(error), key)
        return of_status(error.status_code, host, request.endpoint.model, said, wait)
    chain = (error, error.__cause__, error.__context__)
    if any(isinstance(each, _TooMuch) for each in chain):
        return Fault("bad-input", f"{host} answers without an end, so it was cut off",
                     "ask about a shorter range, or another model")  # fmt: skip
    if any(isinstance(each, httpx2.ConnectTimeout) for each in chain):
        return Fault("offline", f"{host} cannot be reached within {spoken(limits.connect)}",
                     "see whether the server runs and the network is there", sent=False)  # fmt: skip
    if isinstance(error, (openai.APITimeoutError, httpx2.TimeoutException)):
        return Fault("offline", f"{host} does not answer any more (waited {spoken(limits.silence)})",
                     "ask anew, or about a shorter range; your text is as it was")  # fmt: skip
    if isinstance(error, (openai.APIConnectionError, httpx2.TransportError)):
        if wire.sent:
            return _half(request)
        return Fault("offline", f"{host} does not take the connection",
                     "see whether the server runs, and its address in Settings", sent=False)  # fmt: skip
    if isinstance(error, openai.APIError):  # said inside the stream
        said = scrubbed(error.message, key)
        told = f" (“{said}”)" if said else ""
        return Fault("offline", f"{host} broke off with an error of its own{told}",
                     "ask anew; your text is as it was")  # fmt: skip
    if isinstance(error, ValueError) and wire.tail and not wire.tail.endswith(b"\n"):
        return _half(request)
    return _strange(request, "in a form that is not the protocol’s")


def _said(error: openai.APIStatusError) -> str:
    body = error.body
    if isinstance(body, dict):
        return str(body.get("message") or body.get("error") or "")
    return ""


def _wait(header: str | None) -> float | None:
    """Seconds of a Retry-After header, which is a number or a date."""
    if not header:
        return None
    try:
        return min(max(0.0, float(header)), 1e6)
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
