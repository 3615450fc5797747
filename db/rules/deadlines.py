"""By when a matter is acknowledged and decided: a procedure's steps, counted from its history."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

from db.refusal import Refused
from db.rules.matter_moves import MatterState

PROCEDURES = Path(__file__).parents[2] / "resources" / "procedures"
STANDARD = "standard"
_PLACE = {state.value: place for place, state in enumerate(MatterState)}


@dataclass(frozen=True)
class Step:
    """One step: done once the matter reached `until`, `within` days of its reaching `since`."""

    what: str
    within: int
    working_days: bool
    since: MatterState
    until: MatterState


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something must be done, and when it was; None while it is not."""

    what: str
    due: str
    met: str | None

    @property
    def kept(self) -> bool:
        """Whether it was done in time."""
        return self.met is not None and self.met <= self.due


def procedures() -> list[str]:
    """The names of the procedures there are."""
    return sorted(file.stem for file in PROCEDURES.glob("*.toml"))


@cache
def steps(name: str) -> tuple[Step, ...]:
    """A procedure's steps. Raises Refused `bad-input` for a file that says something else."""
    file = PROCEDURES / f"{name}.toml"
    try:
        stated = tomllib.loads(file.read_text("utf-8"))["step"]
        return tuple(
            Step(str(s["what"]), int(s["within"]), s["days"] == "working",
                 MatterState(s["since"]), MatterState(s["until"]))
            for s in stated
        )  # fmt: skip
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise Refused(
            "bad-input", f"the procedure {name!r} cannot be read ({error})",
            f"mend {file.name} in resources/procedures, or choose one of {', '.join(procedures())}",
        ) from None  # fmt: skip


def deadlines(name: str, reached: Sequence[tuple[str, str]]) -> list[Deadline]:
    """Every deadline that runs or ran; `reached` are the states and since when, in order.

    A state also counts as reached once a later one was: who decided at once has acknowledged.
    """
    out = []
    for what, within, working, since, place in _marks(name):
        begun = met = None
        for state, at in reached:
            if begun is None and state == since:
                begun = at
            if met is None and _PLACE[state] >= place:
                met = at
        if begun is not None:
            out.append(Deadline(what, _after(begun, within, working), met))
    return out


@cache
def _marks(name: str) -> tuple[tuple[str, int, bool, str, int], ...]:
    """A procedure's steps in plain words and numbers: they are compared with every matter's."""
    return tuple(
        (s.what, s.within, s.working_days, s.since.value, _PLACE[s.until]) for s in steps(name)
    )


def next_due(name: str, reached: Sequence[tuple[str, str]]) -> str | None:
    """The first deadline that waits."""
    return min((d.due for d in deadlines(name, reached) if d.met is None), default=None)


@lru_cache(maxsize=4096)
def _end(day: date, days: int, working: bool) -> str:
    left = days
    while left:
        day += timedelta(1)
        if not working or day.weekday() < 5:
            left -= 1
    return f"{day.isoformat()}T23:59:59.999Z"


def _after(begun: str, days: int, working: bool) -> str:
    """The end of the day, in UTC, `days` after a time; working days are Monday to Friday."""
    return _end(datetime.fromisoformat(begun).astimezone(UTC).date(), days, working)
