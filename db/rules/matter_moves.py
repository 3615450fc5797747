"""The moves of an escalation: the one table that Python and the database's triggers both read."""

from __future__ import annotations

from enum import StrEnum

from db.refusal import Refusal


class MatterState(StrEnum):
    """Where an escalation stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    INVESTIGATION = "investigation"
    HEARING = "hearing"
    DECIDED = "decided"
    REMEDY = "remedy"
    APPEAL = "appeal"
    CLOSED = "closed"


S = MatterState
#: From each state, where a matter can go. A plain one may be decided without all steps between.
MOVES: dict[MatterState, tuple[MatterState, ...]] = {
    S.RECEIVED: (S.ACKNOWLEDGED, S.ASSESSED, S.DECIDED, S.CLOSED),
    S.ACKNOWLEDGED: (S.ASSESSED, S.DECIDED, S.CLOSED),
    S.ASSESSED: (S.INVESTIGATION, S.HEARING, S.DECIDED, S.CLOSED),
    S.INVESTIGATION: (S.HEARING, S.DECIDED, S.CLOSED),
    S.HEARING: (S.INVESTIGATION, S.DECIDED),
    S.DECIDED: (S.REMEDY, S.APPEAL, S.CLOSED),
    S.REMEDY: (S.APPEAL, S.CLOSED),
    S.APPEAL: (S.INVESTIGATION, S.HEARING, S.DECIDED, S.CLOSED),
    S.CLOSED: (S.APPEAL,),
}
#: States that have an act of their own, with what it must say.
BY_ACT = {S.DECIDED: "decide", S.APPEAL: "appeal", S.CLOSED: "close"}
#: Closing from here needs a reason: nothing was decided.
BEFORE_DECISION = frozenset({S.RECEIVED, S.ACKNOWLEDGED, S.ASSESSED, S.INVESTIGATION})


def refusal(ref: str, state: str, target: str) -> Refusal | None:
    """Why a matter cannot go from `state` to `target`, or None."""
    ways = MOVES[MatterState(state)]
    if target in ways:
        return None
    return Refusal(
        "states", f"{ref} is {state} and cannot become {target} from there",
        "from here it can become " + ", ".join(ways),
    )  # fmt: skip


def rows() -> list[dict[str, str]]:
    """The table as the database keeps it."""
    return [
        {"from_state": source.value, "to_state": target.value}
        for source, targets in MOVES.items()
        for target in targets
    ]
