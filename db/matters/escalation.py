"""An escalation as its readers see it, told from its touches in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.ledger.chain import Told

ERASED = "(erased)"


@dataclass(frozen=True)
class Words:
    """The words complained of: `text` at `start`:`length` (code points) of a part of a version."""

    part: str
    start: int
    length: int
    text: str


@dataclass
class HearingView:
    """A hearing; `on` is when, `held` whether it took place."""

    n: int
    on: str
    place: str
    mode: str
    held: bool
    notice: str
    attendees: list[str]
    result: str
    statements: str
    adjourned: list[dict[str, str]]
    materials: list[FileView]
    minutes: FileView | None


@dataclass(frozen=True)
class ClaimView:
    """A claim of help; `answered` is the standard reply it got, None where it goes to the CEO."""

    n: int
    of: str
    by: str
    statement: str
    at: str
    premature: bool
    answered: str | None


@dataclass(frozen=True)
class ConfirmationView:
    """What was confirmed, by whom (a contributor's id) and why."""

    made_by: str
    reasons: str
    at: str
    by: str
    seq: int


@dataclass
class FileView:
    """A document: its name and hash, in which touch it lies, and whom it was disclosed to."""

    sha256: str
    name: str
    added: str
    note: str
    seq: int
    n: int
    disclosed: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Event:
    """One line of a matter's timeline; `by` is a contributor's id."""

    seq: int
    at: str
    by: str
    what: str
    said: str


@dataclass(frozen=True)
class Letter:
    """Something written to or by somebody outside."""

    at: str
    way: str  # in or out
    who: str
    text: str
    files: tuple[FileView, ...]


@dataclass
class Escalation:
    """A matter whole. Of an erased touch, what it said is `(erased)` or missing."""

    ref: str
    state: str = "received"
    received: str = ""
    raised_by: str = ""
    kind: str = ""
    channel: str = ""
    severity: str = ""
    complaint: str = ""
    language: str = "en"
    article: str | None = None
    version: int | None = None
    at: int | None = None
    words: Words | None = None
    about: list[str] = field(default_factory=list)
    clauses: str = ""
    remedy_sought: str = ""
    complainant: dict[str, str] = field(default_factory=dict)
    procedure: str = "standard"
    hold: bool = False
    due: str | None = None
    hearings: list[HearingView] = field(default_factory=list)
    claims: list[ClaimView] = field(default_factory=list)
    confirmations: list[ConfirmationView] = field(default_factory=list)
    evidence: list[FileView] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    outcome: dict[str, str] | None = None
    appeals: list[dict[str, str]] = field(default_factory=list)
    reached: list[tuple[str, str]] = field(default_factory=list)
    timeline: list[Event] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def confirmation(self) -> ConfirmationView | None:
        """The newest confirmation."""
        return self.confirmations[-1] if self.confirmations else None


#: What a matter says of itself, and may be said anew.
TOLD = ("kind", "channel", "severity", "complaint", "language", "article", "version", "at", "about",
        "clauses", "remedy_sought", "procedure")  # fmt: skip


def escalation(
    ref: str, touches: Iterable[Told], secrets: Mapping[int, dict[str, Any]]
) -> Escalation:
    """The matter that these touches make; `secrets` is what of them could be opened."""
    matter = Escalation(ref)
    for touch in touches:
        said = secrets.get(touch.seq, {})
        if touch.payload.get("erased"):
            said = {"erased": True}
        act = _ACTS.get(touch.kind)
        words = act(matter, touch, said) if act is not None else ""
        matter.timeline.append(Event(touch.seq, touch.at, touch.contributor, touch.kind, words))
    return matter


def _opened(matter: Escalation, touch: Told, _said: dict[str, Any]) -> str:
    matter.received = touch.payload["received"]
    matter.raised_by = touch.contributor
    matter.reached.append(("received", matter.received))
    return ""


def _told(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    if said.get("erased"):
        matter.complaint = matter.complaint or ERASED
        return ERASED
    for name in TOLD:
        if name in said:
            setattr(matter, name, said[name])
    if said.get("words"):
        matter.words = Words(**said["words"])
    for n, name in enumerate(said.get("names", ())):
        matter.evidence.append(_file(touch, n, name, ""))
    return str(said.get("complaint") or said.get("recused") or "")


def _party(matter: Escalation, _touch: Told, said: dict[str, Any]) -> str:
    matter.complainant = {k: v for k, v in said.items() if k != "erased"}
    return ERASED if said.get("erased") else str(said.get("name", ""))


def _moved(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    matter.state = touch.payload["to"]
    matter.reached.append((matter.state, touch.at))
    return str(said.get("reason", ""))


def _decided(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    _moved(matter, touch, said)
    known = ("finding", "reasons", "remedy")
    matter.outcome = {name: str(said.get(name, ERASED)) for name in known} | {"at": touch.at}
    return str(said.get("finding", ""))


def _appealed(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    words = _moved(matter, touch, said)
    matter.appeals.append({"at": touch.at, "reason": words})
    return words


def _held_article(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    matter.hold = bool(touch.payload["on"])
    return str(said.get("reason", ""))


def _planned(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    names = said.get("names", ())
    matter.hearings.append(
        HearingView(
            touch.payload["n"], touch.payload["on"], str(said.get("place", ERASED)),
            str(said.get("mode", "")), False, str(said.get("notice", "")), [], "", "", [],
            [_file(touch, n, name, "") for n, name in enumerate(names)], None,
        )
    )  # fmt: skip
    return str(said.get("place", ""))


def _hearing(matter: Escalation, touch: Told) -> HearingView:
    return next(h for h in matter.hearings if h.n == touch.payload["n"])


def _hearing_held(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    hearing = _hearing(matter, touch)
    hearing.held = True
    hearing.attendees = list(said.get("attendees", ()))
    hearing.result = str(said.get("result", ""))
    hearing.statements = str(said.get("statements", ""))
    names = said.get("names", ())
    hearing.minutes = _file(touch, 0, names[0], "") if names else None
    return ", ".join(hearing.attendees)


def _adjourned(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    hearing = _hearing(matter, touch)
    reason = str(said.get("reason", ERASED))
    hearing.adjourned.append({"from": hearing.on, "to": touch.payload["on"], "reason": reason})
    hearing.on = touch.payload["on"]
    return reason


def _claimed(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    premature = bool(touch.payload["premature"])
    matter.claims.append(
        ClaimView(
            touch.payload["n"], str(said.get("of", ERASED)), str(said.get("by", ERASED)),
            str(said.get("statement", ERASED)), touch.at, premature, said.get("answered"),
        )
    )  # fmt: skip
    return str(said.get("statement", ""))


def _confirmed(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    made_by = str(said.get("made_by", ERASED))
    if made_by != ERASED and touch.payload["of_person"] != (made_by in ("person", "both")):
        matter.doubts.append(f"touch {touch.seq} says in clear something else than in secret")
    matter.confirmations.append(
        ConfirmationView(
            made_by, str(said.get("reasons", ERASED)), touch.at, touch.contributor, touch.seq
        )
    )
    return made_by


def _evidence(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    for n, name in enumerate(said.get("names", ())):
        matter.evidence.append(_file(touch, n, name, str(said.get("note", ""))))
    return ", ".join(str(name["name"]) for name in said.get("names", ()))


def _disclosed(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    to = str(said.get("to", ERASED))
    for file in matter.evidence:
        if file.sha256 == said.get("sha256"):
            file.disclosed.append({"to": to, "at": touch.at})
    return to


def _letter(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    files = tuple(_file(touch, n, name, "") for n, name in enumerate(said.get("names", ())))
    matter.letters.append(
        Letter(touch.at, str(said.get("way", "out")), str(said.get("who", ERASED)),
               str(said.get("text", ERASED)), files)
    )  # fmt: skip
    return str(said.get("who", ""))


def _erased(matter: Escalation, touch: Told, said: dict[str, Any]) -> str:
    return f"{', '.join(touch.payload.get('what', ()))}: {said.get('reason', '')}"


def _file(touch: Told, n: int, named: Any, note: str) -> FileView:
    return FileView(str(named["sha256"]), str(named["name"]), touch.at, note, touch.seq, n)


_ACTS: dict[str, Callable[[Escalation, Told, dict[str, Any]], str]] = {
    "matter.opened": _opened,
    "matter.told": _told,
    "matter.party": _party,
    "matter.moved": _moved,
    "matter.closed": _moved,
    "matter.decided": _decided,
    "matter.appealed": _appealed,
    "matter.held": _held_article,
    "hearing.planned": _planned,
    "hearing.held": _hearing_held,
    "hearing.adjourned": _adjourned,
    "claim.made": _claimed,
    "claim.confirmed": _confirmed,
    "evidence.added": _evidence,
    "evidence.disclosed": _disclosed,
    "matter.letter": _letter,
    "erased": _erased,
}
