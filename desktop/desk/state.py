"""Where an article stands for the person who acts: read at once, beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.last_move import LastMove

#: What the Desk offers on an article; the words of `db.rules.permissions`.
ACTS = (
    "write", "propose", "image", "details", "language", "assign", "decide", "sign-off", "agree",
    "submit", "return", "spike", "revive", "withdraw", "correct", "drop-correction", "publish",
    "hand-over",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """All that the Desk's buttons and lists ask about one article."""

    article: Any
    checks: Sequence[Any] = ()
    changes: Any = None
    #: why the actor may not do an act; acts that are missing here can be done
    refusals: dict[str, tuple[str, str]] = field(default_factory=dict)
    last_move: LastMove | None = None

    def why_not(self, act: str) -> str:
        """Why the actor may not do this, empty when they may."""
        message = self.refusals.get(act, ("", ""))[0]
        return message[:1].upper() + message[1:]

    @property
    def unmet(self) -> list[Any]:
        """The checks that stand in the way of publication; none once it is out, or given up."""
        if self.article.state not in ("draft", "edit"):
            return []
        return [check for check in self.checks if not check.met]

    @property
    def undecided(self) -> list[Any]:
        """The changes nobody decided yet."""
        return list(self.changes.changes) if self.changes is not None else []


def look(session: Session, actor: str, article: str) -> Standing:
    """Read where an article stands. Raises Refused `not-found`."""
    from db import reading
    from db.acts import acting
    from db.last_move import last_move
    from db.rules import permissions

    view = reading.article(session, article)
    who = acting.contributor(session, actor)
    piece = acting.article(session, view.id)
    refusals = {}
    for act in ACTS:
        refusal = permissions.may(session, who, act, piece)
        if refusal is not None:
            refusals[act] = (refusal.message, refusal.fix)
    changes = reading.changes(session, view.id) if view.state == "edit" else None
    checks = tuple(reading.checks(session, view.id))
    return Standing(view, checks, changes, refusals, last_move(session, view.id))
