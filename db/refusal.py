"""How the newsroom says no: which rule, what was refused, and the way to mend it."""

from __future__ import annotations

from dataclasses import dataclass

RULES = frozenset(
    [
        "states",
        "who-may",
        "four-eyes",
        "gate",
        "reader-note",
        "no-human-claim",
        "first-hearing",
        "append-only",
        "confidential",
        "bad-input",
        "not-found",
        "conflict",
        "no-key",
        "offline",
    ]
)


@dataclass(frozen=True)
class Refusal:
    """One refusal: `rule` is one of RULES, `message` one sentence, `fix` what to do."""

    rule: str
    message: str
    fix: str

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"no such rule: {self.rule}")


class Refused(Exception):
    """Raised by an act that a rule forbids; nothing was written."""

    def __init__(self, rule: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(rule, message, fix)

    @classmethod
    def because(cls, refusal: Refusal) -> Refused:
        """The exception for a refusal that a guard returned."""
        return cls(refusal.rule, refusal.message, refusal.fix)
