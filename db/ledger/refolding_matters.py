"""What the rows of a matter must be, if the touches are the truth; and who could make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.ledger.chain import Told
from db.rules import deadlines
from db.rules.matter_moves import MOVES, MatterState
from db.terms import Kind

if TYPE_CHECKING:
    from db.ledger.refolding import Fold, Rows

MATTER_TABLES = ("matter", "hearing", "claim", "confirmation", "hold")
#: What anyone may add to a matter; the rest is for those who decide it.
ANYONE = frozenset({"matter.opened", "claim.made"})
#: What whoever raised a matter may add while it is still `received`.
RAISING = frozenset({"matter.told", "matter.party"})
KINDS = ANYONE | RAISING | {
    "matter.moved", "matter.decided", "matter.appealed", "matter.closed", "matter.held",
    "matter.handed-on", "matter.letter", "hearing.planned", "hearing.held", "hearing.adjourned",
    "claim.confirmed", "evidence.added", "evidence.disclosed",
}  # fmt: skip
_MOVING = {"matter.moved", "matter.decided", "matter.appealed", "matter.closed"}


class MatterRows:
    """One matter's rows, as its touches make them; no word of it is opened."""

    def __init__(self, fold: Fold, opened: Told) -> None:
        received = opened.payload["received"]
        self.fold, self.ref = fold, opened.subject
        self.row: dict[str, Any] = {
            "ref": opened.subject, "state": "received", "raised_by": opened.contributor,
            "received": received, "updated": opened.at, "seq": opened.seq,
        }  # fmt: skip
        self.reached = [("received", received)]
        self.readers: set[str] = set()
        self.tables: dict[str, Rows] = {}

    def rows(self, name: str) -> Rows:
        """The rows of one table."""
        return self.tables.get(name, [])

    def _add(self, name: str, **values: Any) -> None:
        self.tables.setdefault(name, []).append({"matter": self.ref, **values})

    def unlawful(self, touch: Told) -> str | None:
        """Why nobody could have made this touch, as the matter stood."""
        said = touch.payload
        if touch.kind in RAISING and not self.readers:
            return None if touch.contributor == self.row["raised_by"] else _NOT_THEIRS
        raised = touch.contributor == self.row["raised_by"] and self.row["state"] == "received"
        anyone = touch.kind in ANYONE or (touch.kind in RAISING and raised)
        if not anyone and touch.contributor not in self.readers:
            return _NOT_THEIRS
        if touch.kind in _MOVING and (
            said.get("from") != self.row["state"] or said.get("to") not in MOVES[_state(said)]
        ):
            return "it moves a matter where it could not go"
        held = any(row["state"] == "held" for row in self.rows("hearing"))
        if touch.kind == "claim.confirmed" and said.get("of_person") and not held:
            return "it confirms a person's help before the first hearing"
        if touch.kind == "claim.made" and said.get("premature") == held:
            return "it says wrongly whether the first hearing was held"
        if touch.kind == "hearing.held" and self._hearing(said["n"])["on_time"] > touch.at:
            return "it holds a hearing before its day"
        return None

    def take(self, touch: Told) -> None:
        """Let a touch do to the rows what it did."""
        said, kind = touch.payload, touch.kind
        self.row["updated"] = touch.at
        if kind == "matter.told" and not self.readers:
            self.readers = set(said["readers"])
        if kind in _MOVING:
            self.row["state"] = said["to"]
            self.reached.append((said["to"], touch.at))
        elif kind == "matter.handed-on":
            self.readers = (self.readers - {said["from"]}) | set(said["to"])
        elif kind == "hearing.planned":
            self._add("hearing", n=said["n"], on_time=said["on"], state="planned", seq=touch.seq)
        elif kind == "hearing.adjourned":
            self._hearing(said["n"])["on_time"] = said["on"]
        elif kind == "hearing.held":
            self._hearing(said["n"])["state"] = "held"
        elif kind == "claim.made":
            self._add("claim", n=said["n"], premature=said["premature"], seq=touch.seq)
        elif kind == "claim.confirmed":
            self._add("confirmation", seq=touch.seq, of_person=said["of_person"])
        elif kind == "matter.held":
            self._held(touch)

    def _hearing(self, n: int) -> dict[str, Any]:
        return next(row for row in self.rows("hearing") if row["n"] == n)

    def _held(self, touch: Told) -> None:
        said = touch.payload
        if said["on"]:
            self._add("hold", seq=touch.seq, article=said["article"], lifted=None,
                      stops_publication=said["stops_publication"])  # fmt: skip
            return
        for row in self.rows("hold"):
            if row["lifted"] is None:
                row["lifted"] = touch.seq

    def office_handed_on(self, touch: Told) -> None:
        """The office went to others: who reads this matter from now on."""
        said = touch.payload
        gone = set(said["out"])
        if touch.contributor not in self.readers and not self.readers & gone:
            return
        if self.ref in said["apart"]:
            self.readers = set(said["apart"][self.ref])
        else:
            self.readers = (self.readers | set(said["in"])) - gone

    def finish(self) -> None:
        """What follows from the whole matter."""
        name = self.fold.settings.get("procedure", {}).get("value", deadlines.STANDARD)
        self.row["due"] = deadlines.next_due(name, self.reached)


_NOT_THEIRS = "whoever made it does not decide this matter"


def _state(said: dict[str, Any]) -> MatterState:
    return MatterState(said["from"])


def could_read(fold: Fold, readers: Any) -> bool:
    """Whether a matter could be sealed to these people: CEOs, or the alternate alone."""
    if not isinstance(readers, list) or not readers:
        return False
    rows = [fold.contributors.get(one) for one in readers]
    if all(row is not None and row["kind"] == Kind.CEO for row in rows):
        return True
    alternate = fold.settings.get("alternate", {}).get("value")
    return len(rows) == 1 and rows[0] is not None and rows[0]["name"] == alternate
