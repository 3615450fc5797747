"""Who else has this piece open in a shared newsroom, and where in it they are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from db.bureau.presence import GONE, Spot
from desktop.editor.visitors import visitor

if TYPE_CHECKING:
    from desktop.desk.view import Desk

#: A cursor that moves is told of so often at most.
CALM_MS = 300
LOOK_MS = 2_000
#: Seconds for which a cursor that moved shows its name.
NAMED = 5.0


class Presence(QObject):
    """Tells the others where one is, and shows where they are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk, self._context = desk, desk.window_.context
        #: who is where, when that was heard last, and since when they are there
        self.here: dict[str, tuple[Spot, float, float]] = {}
        self._told: Spot | None = None
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(CALM_MS)
        self._tell.timeout.connect(self._be_here)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._look_again)
        writing = desk.writing
        writing.opened.connect(self._opened)
        writing.saved.connect(self._tell.start)
        writing.page.cursor_moved.connect(self._moved)
        writing.took_in.connect(self.show_all)
        self._context.somebody.connect(self._somebody)
        self._context.line_changed.connect(self._line_changed)

    def _opened(self) -> None:
        self.here.clear()
        self.show_all()
        if self._context.shared:
            self._look.start()
            self._be_here()

    def leave(self) -> None:
        """One has closed the piece."""
        if self._told is not None:
            self._context.be_at(Spot(self._told.article))
        self._told = None
        self._tell.stop()
        self._look.stop()
        self.here.clear()
        self.show_all()

    def _moved(self) -> None:
        if self._context.shared and not self._tell.isActive():
            self._tell.start()

    def _be_here(self) -> None:
        page, session = self.desk.writing.page, self.desk.writing.session
        field = page.last or page.fields.get("body")
        if session is None or field is None or not self._context.shared:
            return
        spot = session.spot(field.part, field.textCursor().position())
        if spot != self._told:
            self._told = spot
            self._context.be_at(spot)

    def _somebody(self, who: str, spot: Spot) -> None:
        if spot.article != self.desk.article or spot.part == "-":
            if self.here.pop(who, None) is not None:
                self.show_all()
            return
        known, at = self.here.get(who), time.monotonic()
        self.here[who] = spot, at, known[2] if known and known[0] == spot else at
        if known is None and self._told is not None:
            self._context.be_at(self._told)  # who came does not know yet that one is here
        self.show_all()

    def _look_again(self) -> None:
        """Forget the silent, and the names of those who stay where they are."""
        now = time.monotonic()
        self.here = {who: one for who, one in self.here.items() if now - one[1] < GONE}
        self.show_all()

    def _line_changed(self) -> None:
        if self._context.away and self.here:
            self.here.clear()
            self.show_all()

    def show_all(self) -> None:
        """Show everybody at their place, and by their initials above."""
        session, page = self.desk.writing.session, self.desk.writing.page
        people = {p.id: p for p in self._context.people}
        late = time.monotonic() - NAMED
        found = [(people[who], *one) for who, one in self.here.items() if who in people]
        for part, field in page.fields.items():
            field.visitors = []
            for person, spot, _, since in found:
                place = session.place_of(spot) if session and spot.part == part else None
                if place is not None:
                    field.visitors.append(
                        visitor(field.document(), person.name, person.kind, place, since > late)
                    )
            field.viewport().update()
        self.desk.top.show_present([(person.name, person.kind) for person, *_ in found])
