"""What can go wrong between here and a model: one sentence each, and what to do."""

from __future__ import annotations

from db.refusal import Refused


class Fault(Refused):
    """A request that brought no answer; `sent` is whether words may have left this computer."""

    def __init__(self, rule: str, message: str, fix: str, *, sent: bool = True) -> None:
        super().__init__(rule, message, fix)
        self.sent = sent


class Stopped(Fault):
    """The person who asked stopped it."""

    def __init__(self, sent: bool) -> None:
        super().__init__("offline", "the request was stopped, and nothing of it is kept",
                         "ask anew when you like", sent=sent)  # fmt: skip


def scrubbed(words: str, key: str, most: int = 200) -> str:
    """What a server said, on one line; nothing where it might hold a piece of the key."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    pieces = {key[at : at + 6] for at in range(len(key) - 5)} or {key}
    if any(piece and piece in flat for piece in pieces):
        return ""
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def of_status(status: int, host: str, model: str, said: str, wait: float | None) -> Fault:
    """The fault that an HTTP status means."""
    told = f" (“{said}”)" if said else ""
    if 300 <= status < 400:
        return Fault(
            "bad-input", f"{host} sends the request on to another address, which was not followed",
            "set up the address where the model itself answers",
        )  # fmt: skip
    if status in (401, 403):
        return Fault(
            "no-key", f"{host} does not take the key (status {status})",
            "give this computer a valid key: Settings, AI, or colophon ai key MODEL",
        )  # fmt: skip
    if status == 404:
        return Fault(
            "not-found", f"{host} knows no model {model!r} at this address",
            "set up the address and the server's own name of the model",
        )  # fmt: skip
    if status == 429:
        when = f"asks to wait {spoken(wait)}" if wait is not None else "takes no more requests now"
        return Fault("offline", f"{host} {when}", "ask again then; your text is as it was")
    if status >= 500:
        return Fault(
            "offline", f"{host} has trouble of its own (status {status}){told}",
            "ask again in a while; your text is as it was",
        )  # fmt: skip
    return Fault(
        "bad-input", f"{host} refuses the request (status {status}){told}",
        "ask for less text at once, or set up another model",
    )  # fmt: skip


def spoken(seconds: float) -> str:
    """A time to wait, in words."""
    whole = max(1, round(seconds))
    if whole < 120:
        return f"{whole} second{'s'[: whole != 1]}"
    return f"{round(whole / 60)} minutes"
