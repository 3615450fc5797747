"""A newsroom that lost history: what everybody is told, and the CEO's decision to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop import errors
from desktop.components.feedback import ErrorBar
from desktop.times import exact

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

DECIDED = "You decided to go on. Lost words come back from the computers they were written on."
SAFE = "what you wrote is on this computer, and so are the pieces that are kept here"


class Losing(QObject):
    """Tells it on whatever page is open until it is over, unless one closed the message."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_ = window
        #: the CEO decided, and nobody has seen yet that the newsroom goes on
        self.deciding = False
        self._bar: ErrorBar | None = None
        self._told = ""
        window.pages.currentChanged.connect(self._turned)

    def look(self) -> None:
        """Tell it where it is so; where it is over, say no more of it."""
        context = self.window_.context
        if context.lost is not None:
            if self._bar is None:
                self.tell()
        elif self._bar is not None:
            self._over()

    def tell(self) -> None:
        """Show what happened and what can be done about it, on the page that is open."""
        bar = getattr(self.window_.pages.currentWidget(), "error", None)
        lost = self.window_.context.lost
        if lost is None or not isinstance(bar, ErrorBar):
            return
        if self._bar is not None and self._bar is not bar and self._shown():
            self._bar.hide()
        self._bar = bar
        when = exact(lost.at)
        title = f"The newsroom lost history: touch {lost.seq:,}, seen here on {when}, is gone or changed"
        if self.deciding:
            bar.tell(
                "Your decision goes into the record",
                "Then this computer fetches the record anew. It takes a moment.", SAFE,
            )  # fmt: skip
        elif self.window_.context.actor.kind != "ceo":
            bar.tell(title, "Writing stops until the CEO decides how to go on. Tell the CEO.", SAFE)
        else:
            bar.tell(
                title,
                "Ask the server’s administrator why. After a backup that was restored on purpose "
                "you can go on: your decision is signed, and stands in the record.",
                SAFE, action="Go on from here", do=self.go_on,
            )  # fmt: skip
        self._told = bar.title.text()

    def go_on(self) -> None:
        """The CEO decides; one decision is enough, however long it is on its way."""
        if not self.deciding:
            self.deciding = True
            self.tell()
            self.window_.context.accept_history(self._failed)

    def offer(self) -> None:
        """The CEO can decide, too, where only a colleague's computer saw what is gone."""
        bar = getattr(self.window_.pages.currentWidget(), "error", None)
        if not isinstance(bar, ErrorBar):
            return
        context, say = self.window_.context, self.window_.toast.say

        def failed(error: Exception) -> None:
            told = errors.tell(error)
            bar.tell(told.title, told.fix, action="Go on from here", do=decide)

        def decide() -> None:
            context.accept_history(failed, lambda: say(DECIDED))

        bar.tell(
            "Does a colleague’s computer say that the newsroom lost history?",
            "Ask the server’s administrator why. After a backup that was restored on purpose you "
            "can go on: your decision is signed, and stands in the record.",
            "", action="Go on from here", do=decide,
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        """Say why nothing was decided; it can be decided again."""
        self.deciding = False
        told = errors.tell(error)
        self.tell()
        if self._bar is not None:
            self._bar.tell(
                f"Nothing was decided: {told.title[:1].lower()}{told.title[1:]}", told.fix, SAFE,
                action="Go on from here", do=self.go_on,
            )  # fmt: skip
            self._told = self._bar.title.text()

    def _turned(self) -> None:
        """Another page is open: the message goes along, unless it was closed."""
        closed = self._bar is not None and isValid(self._bar) and self._bar.isHidden()
        if not closed:
            self.tell()

    def _shown(self) -> bool:
        bar = self._bar
        return (
            bar is not None
            and isValid(bar)
            and not bar.isHidden()
            and bar.title.text() == self._told
        )

    def _over(self) -> None:
        if self._shown() and self._bar is not None:
            self._bar.hide()
        self._bar = None
        if self.deciding:
            self.deciding = False
            self.window_.toast.say(DECIDED)
