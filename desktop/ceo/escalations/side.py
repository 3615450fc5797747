"""Beside a matter: its hearing, the confirmation, the evidence, and what comes next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import times
from desktop.ceo.escalations import acts
from desktop.ceo.escalations.acts import DOSSIER, Act
from desktop.components.button import Button
from desktop.components.label import Ground, Label, Line
from desktop.components.people import Mark, Shares
from desktop.shares import percent

#: state: the acts that lead on from it, the likeliest first.
_NEXT = {
    "received": ("acknowledged", "assessed"), "acknowledged": ("assessed",),
    "assessed": ("investigation",), "hearing": ("investigation",), "decided": ("remedy",),
    "appeal": ("investigation",),
}  # fmt: skip
_MOVES = {"acknowledged": "Acknowledge", "assessed": "Assess", "investigation": "Look into it",
          "remedy": "Remedy under way"}  # fmt: skip


class MatterSide(Ground):
    """What can be done with a matter; `asked` with an act, `written` with letter or dossier."""

    asked = Signal(object)
    written = Signal(str)

    def __init__(self) -> None:
        super().__init__("bg", "l", "matter-side")
        self.setFixedWidth(320)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self.area)
        self._column = QVBoxLayout()

    def show_matter(self, matter: Any, shows: Any) -> None:
        """Show what can be done now; `shows` is the evidence."""
        body = Ground("bg")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 12)
        self._column.setSpacing(0)
        self._next(matter)
        self._hearing(matter)
        self._confirmation(matter)
        self._evidence(matter, shows)
        self._more(matter)
        self._column.addStretch(1)
        self.area.setWidget(body)

    def _card(self, title: str, note: str = "", icon: str = "") -> QVBoxLayout:
        if self._column.count():
            self._column.addWidget(Line())
        box = QVBoxLayout()
        box.setContentsMargins(20, 18, 20, 18)
        box.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(Label(title, "bold", lines=1, icon=icon), 1)
        head.addWidget(Label(note, "meta", "text2", lines=1))
        box.addLayout(head)
        self._column.addLayout(box)
        return box

    def _row(self, box: QVBoxLayout, *buttons: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        box.addLayout(row)

    def _button(self, act: Act, text: str, look: str = "plain", *, why_not: str = "") -> Button:
        button = Button(text, look, name=f"act-{act.id}", tip=why_not)
        button.setEnabled(not why_not)
        button.clicked.connect(lambda: self.asked.emit(act))
        return button

    def _next(self, matter: Any) -> None:
        if matter.state == "closed":
            box = self._card("Closed")
            self._row(box, self._button(acts.APPEAL, "Appeal"))
            return
        box = self._card("Next", f"due {times.moment(matter.due)}" if matter.due else "")
        buttons: list[QWidget] = []
        for n, state in enumerate(_NEXT.get(matter.state, ())):
            act = Act(f"to-{state}", _MOVES[state], _MOVES[state], acts.move(state),
                      (acts.MAYBE_REASON,))  # fmt: skip
            buttons.append(self._button(act, _MOVES[state], "primary" if n == 0 else "plain"))
        if buttons:
            self._row(box, *buttons)
        ends: list[QWidget] = []
        if matter.state not in ("decided", "remedy"):
            ends.append(self._button(acts.DECIDE, "Decide"))
        else:
            ends.append(self._button(acts.APPEAL, "Appeal"))
        if matter.state != "hearing":
            ends.append(self._button(acts.CLOSE, "Close"))
        self._row(box, *ends)

    def _hearing(self, matter: Any) -> None:
        waiting = next((h for h in matter.hearings if not h.held), None)
        open_ = matter.state not in ("closed", "decided", "remedy")
        if waiting is None and not matter.hearings and not open_:
            return
        n = waiting.n if waiting is not None else len(matter.hearings) + 1
        name = "First hearing" if n == 1 else f"Hearing {n}"
        if waiting is None:
            box = self._card(name, "not planned")
            for held in matter.hearings:
                said = f"Hearing {held.n} was held {times.moment(held.on)}"
                box.addWidget(Label(said, "meta", "ok", icon="check"))
            if open_:
                look = "plain" if matter.hearings else "primary"
                self._row(box, self._button(acts.plan_act(), "Plan a hearing", look))
            return
        box = self._card(name, times.exact(waiting.on))
        box.addWidget(Label(f"{waiting.place}, {waiting.mode}", "body", "text2"))
        come = times.local(waiting.on) <= times.local(_now())
        why = "" if come else "Its day has not come yet"
        self._row(
            box, self._button(acts.held_act(n), "Record as held", "primary", why_not=why),
            self._button(acts.adjourned_act(n), "Move"),
        )  # fmt: skip
        if why:
            box.addWidget(Label(why, "meta", "text2"))

    def _confirmation(self, matter: Any) -> None:
        held = any(h.held for h in matter.hearings)
        confirmed = matter.confirmation
        box = self._card("Person, AI or both?", icon="" if held else "lock")
        if confirmed is not None:
            words = {"person": "A person", "ai": "AI", "both": "A person and AI"}
            said = words.get(confirmed.made_by, confirmed.made_by)
            box.addWidget(Label(f"Confirmed: {said}", "strong", "ok", icon="check",
                                name="confirmed"))  # fmt: skip
            box.addWidget(Label(confirmed.reasons, "body", "text2"))
        shut = "" if matter.state != "closed" else "The matter is closed"
        before = "" if held else "The first hearing has not been held"
        row = [
            self._named("confirm-person", acts.confirm_act("person"), "Person", shut or before),
            self._named("confirm-ai", acts.confirm_act("ai"), "AI", shut),
            self._named("confirm-both", acts.confirm_act("both"), "Both", shut or before),
        ]
        self._row(box, *row)
        if not held:
            box.addWidget(
                Label("A person’s help is confirmed once the first hearing has been held. Until "
                      "then every claim of it gets the standard reply.", "meta", "text2",
                      name="locked")
            )  # fmt: skip

    def _named(self, name: str, act: Act, text: str, why_not: str) -> Button:
        button = self._button(act, text, why_not=why_not)
        button.setObjectName(name)
        return button

    def _evidence(self, matter: Any, shows: Any) -> None:
        box = self._card("Evidence", "from the ledger")
        if shows is not None and shows.runs:
            counted: dict[tuple[str, str], int] = {}
            for run in shows.runs:
                key = (run.author, run.kind)
                counted[key] = counted.get(key, 0) + run.length
            whole = sum(counted.values())
            kinds: dict[str, float] = {}
            for (_, kind), length in counted.items():
                kinds[kind] = kinds.get(kind, 0) + length / whole
            bar = Shares()
            bar.set_shares(kinds)
            box.addWidget(bar)
            for (name, kind), length in sorted(counted.items(), key=lambda one: -one[1]):
                row = QHBoxLayout()
                row.setSpacing(8)
                row.addWidget(Mark(kind))
                row.addWidget(Label(name, "body", lines=1), 1)
                row.addWidget(Label(percent(length / whole), "meta", "text2", lines=1))
                box.addLayout(row)
            facts = (
                ("Asked of AI", len(shows.prompts)), ("Sign-offs", len(shows.sign_offs)),
                ("Changes rejected", len(shows.rejected)), ("Documents", len(matter.evidence)),
            )  # fmt: skip
            for what, count in facts:
                row = QHBoxLayout()
                row.addWidget(Label(what, "body", "text2", lines=1), 1)
                row.addWidget(Label(str(count), "meta", "text2", lines=1))
                box.addLayout(row)
        else:
            box.addWidget(Label("No words of a piece are named.", "meta", "text2"))
        dossier = Button("Dossier to PDF and ZIP", icon="file-down", name="matter-dossier")
        dossier.clicked.connect(lambda: self.asked.emit(DOSSIER))
        why = "" if matter.confirmation is not None else "Nothing is confirmed yet"
        letter = Button("Letter", icon="send", name="matter-letter", tip=why)
        letter.setEnabled(not why)
        letter.clicked.connect(lambda: self.written.emit("letter"))
        self._row(box, dossier)
        self._row(box, letter)

    def _more(self, matter: Any) -> None:
        box = self._card("More")
        first: list[QWidget] = []
        if matter.article:
            first.append(
                self._button(acts.LET_GO, "Let the piece go") if matter.hold
                else self._button(acts.HOLD, "Hold the piece")
            )  # fmt: skip
        if first:
            self._row(box, *first)
        self._row(box, self._button(acts.RECUSE, "Hand to the alternate", "quiet"))
        if matter.complainant:
            self._row(box, self._button(acts.ERASE, "Erase personal data", "quiet"))


def _now() -> str:
    from db.terms import now

    return now()
