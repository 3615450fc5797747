"""Keeping an AI's answer: what it was asked, and what it proposes for the text.

Each proposed change has a peer of its own, made apart from the others on the text as it was when
the AI was asked: one can be taken in without the rest, and none is in the text before that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from db.acts.acting import Changes, article, contributor, person
from db.acts.recording import record_proposal, refresh_row
from db.ledger.chain import append
from db.manuscript.pen import Pen
from db.manuscript.store import fork_of, load
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.permissions import writes_as
from db.terms import Kind, Origin


class Edit(NamedTuple):
    """`removed` code points at `start` of a part become `text`."""

    part: str
    start: int
    removed: int
    text: str


def keep_answer(
    newsroom: Newsroom, actor: str, wanted: str, *, model: str, at: int, edits: Sequence[Edit],
    said: dict[str, Any],
) -> Changes:  # fmt: skip
    """Record an answer: `said` (task, prompt, parameters, times, digests) as a touch, and each
    edit of the text as it was after touch `at` as a proposal. Raises Refused.
    """
    with newsroom.write() as session:
        who = person(session, actor)
        piece = article(session, wanted)
        mode = writes_as(session, who, piece)
        if mode not in ("write", "propose"):
            raise Refused("states", mode, "ask an AI about a piece that can be changed")
        author = contributor(session, model)
        if author.kind != Kind.AI:
            raise Refused("bad-input", f"{author.name} is no AI", "name the model")
        if not author.active:
            raise Refused("who-may", f"{author.name} no longer contributes", "name another model")
        base = load(session, piece.id, at)
        peers = []
        for edit in edits:
            fork = fork_of(base)
            pen = Pen(fork, author.id, who.id, Origin.GENERATED, str(said.get("task", "")) or None)
            pen.splice(edit.part, edit.start, edit.removed, edit.text)
            record_proposal(session, who, piece, pen)
            peers.append(pen.peer)
        seq = append(session, who.id, piece.id, "ai.asked", {**said, "model": author.id, "at": at,
                                                             "peers": peers})  # fmt: skip
        refresh_row(session, piece, load(session, piece.id), seq, text_changed=False)
        return Changes(seq, piece.id, piece.state)
