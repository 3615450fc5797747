"""Keeping an AI's answer: what it was asked, and what it proposes for the text.

Each proposed change has a peer of its own, made apart from the others on the text as it was when
the AI was asked: one can be taken in without the rest, and none is in the text before that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from db.acts.acting import Changes, allowed, article, person
from db.acts.recording import record_proposal, record_text, refresh_row, touched
from db.acts.words import clean
from db.acts.writing import make_article
from db.endpoints import asked_of
from db.ledger.chain import append
from db.manuscript.document import fresh_peer
from db.manuscript.pen import Pen
from db.manuscript.store import fork_of, load
from db.models.article import Article
from db.models.contributor import Contributor
from db.newsroom import Newsroom
from db.refusal import Refused
from db.rules.permissions import writes_as
from db.terms import PARTS, Origin


class Edit(NamedTuple):
    """`removed` code points at `start` of a part become `text`."""

    part: str
    start: int
    removed: int
    text: str


def keep_answer(
    newsroom: Newsroom, actor: str, wanted: str, *, model: str, at: int, edits: Sequence[Edit],
    said: dict[str, Any], alternatives: bool = False,
) -> Changes:  # fmt: skip
    """Record an answer: `said` (task, prompt, parameters, times, digests) as a touch, and each
    edit of the text as it was after touch `at` as a proposal. Raises Refused.

    Of `alternatives` only one can be taken in; that sets the others aside.
    """
    with newsroom.write() as session:
        who, piece, author = _asked(session, actor, wanted, model)
        if edits:
            _may_offer(session, who, piece)
        base = load(session, piece.id, at)
        more = {"one_of": fresh_peer()} if alternatives else None
        peers = []
        for edit in edits:
            fork = fork_of(base)
            length = len(fork.text(edit.part)) if edit.part in fork.parts() else -1
            if not 0 <= edit.start <= edit.start + edit.removed <= length:
                raise Refused(
                    "bad-input", "the answer changes words that are not there", "ask anew"
                )
            pen = Pen(fork, author.id, who.id, Origin.GENERATED, str(said.get("task", "")) or None)
            pen.splice(edit.part, edit.start, edit.removed, clean(edit.text, edit.part))
            record_proposal(session, who, piece, pen, more=more)
            peers.append(pen.peer)
        seq = _touch(session, who, piece, author, said, {"at": at, "peers": peers})
        refresh_row(session, piece, load(session, piece.id), seq, text_changed=False)
        return Changes(seq, piece.id, piece.state)


def keep_translation(
    newsroom: Newsroom, actor: str, wanted: str, *, model: str, at: int,
    parts: Mapping[str, str], language: str, said: dict[str, Any],
) -> Changes:  # fmt: skip
    """Record a translation: a new piece, linked to its source, whose text is the model's."""
    with newsroom.write() as session:
        who, source, author = _asked(session, actor, wanted, model)
        made, manuscript = make_article(
            session, who, headline=parts.get("headline", ""), language=language,
            translation_of=source.id,
        )  # fmt: skip
        pen = Pen(manuscript, author.id, who.id, Origin.GENERATED, "translate")
        for part in PARTS:
            if parts.get(part):
                pen.splice(part, 0, 0, clean(parts[part], part))
        last = record_text(session, who, made, pen) or made.text_seq
        refresh_row(session, made, manuscript, last)
        seq = _touch(session, who, source, author, said, {"at": at, "translation": made.id})
        touched(session, source, seq)
        return Changes(seq, made.id, made.state)


def may_ask(session: Session, actor: str, wanted: str, *, edits: bool) -> None:
    """Whether this person may ask an AI about the piece; `edits` what would change its text."""
    who, piece = person(session, actor), article(session, wanted)
    allowed(session, who, "propose", piece)
    if edits:
        _may_offer(session, who, piece)


def _may_offer(session: Session, who: Contributor, piece: Article) -> None:
    mode = writes_as(session, who, piece)
    if mode not in ("write", "propose"):
        raise Refused("states", mode, "ask an AI about a piece that can be changed")


def _asked(
    session: Session, actor: str, wanted: str, model: str
) -> tuple[Contributor, Article, Contributor]:
    who, piece = person(session, actor), article(session, wanted)
    allowed(session, who, "propose", piece)
    return who, piece, asked_of(session, model)


def _touch(
    session: Session, who: Contributor, piece: Article, author: Contributor, said: dict[str, Any],
    more: dict[str, Any],
) -> int:  # fmt: skip
    return append(session, who.id, piece.id, "ai.asked", {**said, "model": author.id, **more})
