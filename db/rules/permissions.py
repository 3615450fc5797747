"""Who may do what; each answer is None or a refusal with its reason."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.article import Article, Writer
from db.models.contributor import Contributor
from db.refusal import Refusal
from db.rules import moves
from db.terms import APPROVERS, Kind, State

#: Acts on an article that are no moves, and the states they are possible in.
ARTICLE_ACTS = {
    "write": (State.DRAFT, State.EDIT),
    "propose": tuple(State),
    "hand-over": tuple(State),
    "image": (State.DRAFT, State.EDIT),
    "details": tuple(State),
    "language": (State.DRAFT, State.EDIT),
    "assign": tuple(State),
    "source": (State.DRAFT, State.EDIT),
    "off-record": (State.DRAFT, State.EDIT),
    "decide": (State.EDIT,),
    "sign-off": (State.EDIT,),
    "agree": (State.EDIT,),
}
#: What every active person may do with any piece.
_ANYBODY = {"export", "new", "key", "comment", "attest"}
_APPROVING = {"decide", "sign-off", "assign"}
#: What only an editor or the CEO does, of no piece: setting up an AI's endpoint.
_EDITORS = {"ai"}
_CEO_ONLY = {"contributors", "note", "label", "settings", "erase", "sample", "history"}


def is_writer(session: Session, actor: Contributor, piece: Article) -> bool:
    """Whether the piece is the contributor's own."""
    found = session.scalar(
        select(Writer.contributor).where(Writer.article == piece.id, Writer.contributor == actor.id)
    )
    return found is not None or piece.assigned_to == actor.id


def may(
    session: Session, actor: Contributor, act: str, piece: Article | None = None, *,
    own: bool | None = None,
) -> Refusal | None:  # fmt: skip
    """Why the actor may not do this, or None. The same call greys a button and stops a command.

    `own` says whether the piece is theirs, where that is not asked of the rows as they are now.
    """
    if not actor.active:
        return Refusal("who-may", f"{actor.name} no longer contributes", "act as somebody active")
    if actor.kind == Kind.AI:
        return Refusal("who-may", f"an AI does not {act}", "let a person do it")
    if act in _CEO_ONLY:
        return None if actor.kind == Kind.CEO else _only("the CEO", act, actor)
    if act in _EDITORS and actor.kind not in APPROVERS:
        return _only("an editor or the CEO", act, actor)
    if piece is None:
        return None
    if act in _ANYBODY:
        return None
    theirs = is_writer(session, actor, piece) if own is None else own
    if act in ARTICLE_ACTS:
        return _on_article(theirs, actor, act, piece)
    return _move(theirs, actor, act, piece)


def _only(who: str, act: str, actor: Contributor) -> Refusal:
    return Refusal("who-may", f"only {who} may do this ({act}), not {actor.name}", f"ask {who}")


def _on_article(own: bool, actor: Contributor, act: str, piece: Article) -> Refusal | None:
    if piece.state not in ARTICLE_ACTS[act]:
        allowed = " or ".join(state.value for state in ARTICLE_ACTS[act])
        return Refusal(
            "states",
            f"a piece in {piece.state} does not take this ({act}), only one in {allowed}",
            _state_fix(piece),
        )
    if act == "agree" or actor.kind in APPROVERS:
        return None
    if act in _APPROVING:
        return _only("an editor or the CEO", act, actor)
    if not own:
        return Refusal(
            "who-may", f"this piece is not {actor.name}'s own", "ask an editor to assign it"
        )
    if act in {"write", "image", "language"} and piece.state == State.EDIT:
        return Refusal(
            "who-may",
            "while a piece is edited its writers may only propose",
            "propose words, or ask the editor to send it back",
        )
    return None


def _state_fix(piece: Article) -> str:
    if piece.state == State.PUBLISHED:
        return "start a correction: colophon correct " + piece.id
    if piece.state in (State.SPIKED, State.WITHDRAWN):
        return "bring it back: colophon revive " + piece.id
    if piece.state == State.DRAFT:
        return "submit it: colophon submit " + piece.id
    return "send it back: colophon return " + piece.id


def _move(own: bool, actor: Contributor, act: str, piece: Article) -> Refusal | None:
    move = moves.find(act, piece.state, piece.version)
    if isinstance(move, Refusal):
        return move
    if moves.who_may(move, actor.kind, own):
        return None
    if move.who == "writers":
        return Refusal(
            "who-may", f"this piece is not {actor.name}'s own", "ask an editor to assign it"
        )
    return _only("the CEO" if move.who == "ceo" else "an editor or the CEO", act, actor)


def writes_as(session: Session, actor: Contributor, piece: Article) -> str:
    """`write`, `propose`, or why neither: how the actor's words go into this piece now."""
    refusal = may(session, actor, "write", piece)
    if refusal is None:
        return "write"
    if piece.state == State.EDIT and may(session, actor, "propose", piece) is None:
        return "propose"
    return refusal.message


def takes_late_words(session: Session, actor: Contributor, piece: Article) -> bool:
    """Whether words that were begun while the actor might write are kept as a proposal."""
    return may(session, actor, "propose", piece) is None
