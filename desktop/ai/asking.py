"""From a task to a record: what will be sent, sending it, and keeping what came back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.acts.acting import Changes
from db.acts.asking import keep_answer, keep_translation
from db.endpoints import Endpoint, endpoint
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.language import known_language
from db.sendable import Sendable, sendable
from db.terms import now
from desktop.ai import proposal
from desktop.ai.client import Answer, Limits, Request, Stop, ask
from desktop.ai.faults import Fault
from desktop.ai.tasks import Task


@dataclass(frozen=True)
class Asking:
    """One request, ready to be shown and sent."""

    task: Task
    request: Request
    sent: Sendable
    instruction: str
    language: str

    @property
    def shown(self) -> str:
        """The exact words that are sent, as a person reads them."""
        return "\n\n".join(words for _role, words in self.request.messages)


@dataclass(frozen=True)
class Kept:
    """What an answer came to: proposals in the article, a new article, or doubts."""

    changes: Changes
    proposals: int
    doubts: tuple[str, ...]
    text: str


def prepare(
    session: Session, actor: str, wanted: str, model: str, task: Task, *, part: str = "body",
    within: tuple[int, int] | None = None, instruction: str = "", language: str | None = None,
) -> Asking:  # fmt: skip
    """What would be sent for a task. Raises Refused."""
    served = endpoint(session, model)
    if "instruction" in task.needs and not instruction.strip():
        raise Refused("bad-input", f"{task.title} needs an instruction", "write what is wanted")
    if "language" in task.needs and not language:
        raise Refused("bad-input", f"{task.title} needs a language", "say into which")
    if within is not None and task.parts:
        raise Refused("bad-input", f"{task.title} is about the whole piece", "leave the range away")
    sent = sendable(
        session, actor, wanted, task.parts or (part,), edits=task.edits, within=within
    )  # fmt: skip
    if not any(sent.text(each).strip() for each in sent.parts):
        raise Refused("bad-input", "there are no words to send", "write first, or choose others")
    if sent.secret.in_words(instruction):
        raise Refused("confidential", "the instruction holds words that are off the record",
                      "put it differently")  # fmt: skip
    tongue = known_language(language) if language else sent.language
    messages = (("system", task.prompt(tongue, instruction)), ("user", _body(task, sent)))
    return Asking(task, Request(served, messages), sent, instruction.strip(), tongue)


def _body(task: Task, sent: Sendable) -> str:
    if not task.parts:
        return sent.text(next(iter(sent.parts))).strip()
    parts = [(part, sent.text(part).strip()) for part in sent.parts]
    return "\n\n".join(f"=== {part} ===\n{words}" for part, words in parts if words)


def send(
    newsroom: Newsroom, actor: str, asking: Asking, key: str, *,
    heard: Callable[[str], object] = lambda _words: None,
    waits: Callable[[float], object] = lambda _seconds: None, stop: Stop | None = None,
) -> Kept:  # fmt: skip
    """Ask, and keep what came of it; a request that failed is in the record, too.

    Raises Fault or Refused; the text is as it was then.
    """
    asked_at = now()
    try:
        answer = ask(asking.request, key, heard=heard, waits=waits, stop=stop)
    except KeyboardInterrupt:
        said = {**_said(asking), "asked_at": asked_at, "answered_at": now(),
                "response_sha256": None, "outcome": "stopped"}  # fmt: skip
        _keep(newsroom, actor, asking, [], said)
        raise
    except Fault as fault:
        if fault.sent:
            said = {**_said(asking), "asked_at": asked_at, "answered_at": now(),
                    "response_sha256": None, "outcome": fault.refusal.message}  # fmt: skip
            _keep(newsroom, actor, asking, [], said)
        raise
    said = {**_said(asking), "asked_at": answer.asked_at, "answered_at": answer.answered_at,
            "response_sha256": answer.sha256, "answer": answer.text}  # fmt: skip
    try:
        return _read(newsroom, actor, asking, answer, said)
    except Refused as refused:
        _keep(newsroom, actor, asking, [], {**said, "outcome": refused.refusal.message})
        raise


def _read(
    newsroom: Newsroom, actor: str, asking: Asking, answer: Answer, said: dict[str, Any]
) -> Kept:  # fmt: skip
    kind, sent = asking.task.answer, asking.sent
    if kind == "doubts":
        doubts = tuple(proposal.doubts(answer.text))
        done = _keep(newsroom, actor, asking, [], {**said, "outcome": f"{len(doubts)} doubts"})
        return Kept(done, 0, doubts, answer.text)
    if kind == "parts":
        done = keep_translation(
            newsroom, actor, sent.article, model=asking.request.endpoint.id, at=sent.at,
            parts=proposal.parts(sent, answer.text), language=asking.language,
            said={**said, "outcome": "a translation"},
        )  # fmt: skip
        return Kept(done, 0, (), answer.text)
    if kind == "headlines":
        edits = proposal.headlines(sent, answer.text)
    else:
        edits = proposal.changes(sent, next(iter(sent.parts)), answer.text)
    told = f"{len(edits)} proposal{'s'[: len(edits) != 1]}"
    done = _keep(newsroom, actor, asking, edits, {**said, "outcome": told})
    return Kept(done, len(edits), (), answer.text)


def _keep(
    newsroom: Newsroom, actor: str, asking: Asking, edits: list[Any], said: dict[str, Any]
) -> Changes:  # fmt: skip
    return keep_answer(
        newsroom, actor, asking.sent.article, model=asking.request.endpoint.id, at=asking.sent.at,
        edits=edits, said=said, alternatives=asking.task.answer == "headlines",
    )  # fmt: skip


def _said(asking: Asking) -> dict[str, Any]:
    prompt = [{"role": role, "words": words} for role, words in asking.request.messages]
    return {"task": asking.task.name, "instruction": asking.instruction, "prompt": prompt,
            "parameters": asking.request.parameters, "withheld": asking.sent.withheld}  # fmt: skip


def endpoint_key(newsroom: Newsroom, served: Endpoint) -> str:
    """This computer's key for an endpoint; empty where there is none."""
    from db.ledger.chain import newsroom_id
    from desktop.ai import key

    with newsroom.read() as session:
        return key.find(newsroom_id(session), served.id)


def try_out(served: Endpoint, key: str) -> float:
    """Seconds until an endpoint answered one word; nothing of the newsroom is sent. Fault else."""
    began = time.monotonic()
    limits = Limits(silence=30.0, whole=60.0)
    ask(Request(served, (("user", "Answer with the single word: yes"),), limits), key)
    return time.monotonic() - began
