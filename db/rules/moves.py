"""The moves between states: the one table that Python and the database's triggers both read."""

from __future__ import annotations

from dataclasses import dataclass

from db.refusal import Refusal
from db.terms import APPROVERS, Kind, State

D, E, P, S, W = State.DRAFT, State.EDIT, State.PUBLISHED, State.SPIKED, State.WITHDRAWN


@dataclass(frozen=True)
class Move:
    """One allowed move; `was_published` says on which side of the first publication it is."""

    act: str
    source: State
    target: State
    was_published: bool
    who: str  # writers, approvers or ceo
    reason: bool = False


MOVES = (
    Move("submit", D, E, False, "writers"),
    Move("return", E, D, False, "approvers", reason=True),
    Move("publish", E, P, False, "approvers"),
    Move("spike", D, S, False, "approvers", reason=True),
    Move("spike", E, S, False, "approvers", reason=True),
    Move("revive", S, D, False, "approvers"),
    Move("correct", P, E, True, "approvers"),
    Move("publish", E, P, True, "approvers"),
    Move("drop-correction", E, P, True, "approvers"),
    Move("withdraw", P, W, True, "approvers", reason=True),
    Move("withdraw", E, W, True, "approvers", reason=True),
    Move("revive", W, E, True, "ceo"),
)

#: Whose words may stand in the text at once, in each state; everybody else's become proposals.
MAY_WRITE = {D: "writers", E: "approvers", P: "nobody", S: "nobody", W: "nobody"}

_SAID = {D: "a draft", E: "in edit", P: "published", S: "spiked", W: "withdrawn"}
_DONE = {
    "submit": "submitted", "return": "sent back", "publish": "published", "spike": "spiked",
    "revive": "brought back", "correct": "corrected", "withdraw": "withdrawn",
    "drop-correction": "put back to its last version",
}  # fmt: skip


def find(act: str, state: str, version: int) -> Move | Refusal:
    """The move that `act` makes from here, or why there is none."""
    for move in MOVES:
        if move.act == act and move.source == state and move.was_published == (version > 0):
            return move
    said, done = _SAID, _DONE.get(act, act)
    if version and act in {"spike", "return"}:
        message = f"a piece that was published cannot be {done}"
    else:
        sources = sorted({move.source for move in MOVES if move.act == act})
        wanted = " or ".join(said[source] for source in sources)
        message = (
            f"only a piece that is {wanted} can be {done}, and this one is {said[State(state)]}"
        )
    return Refusal("states", message, _way_on(state, version))


def _way_on(state: str, version: int) -> str:
    acts = sorted({m.act for m in MOVES if m.source == state and m.was_published == (version > 0)})
    return f"from here one can: {', '.join(acts)}" if acts else "nothing leads on from here"


def who_may(move: Move, kind: str, is_writer: bool) -> bool:
    """Whether a contributor of `kind` may make the move on a piece that is theirs or not."""
    if move.who == "ceo":
        return kind == Kind.CEO
    if kind in APPROVERS:
        return True
    return move.who == "writers" and is_writer and kind != Kind.AI
