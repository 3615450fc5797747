"""Keeping the open piece on this computer, so that it is at hand without the newsroom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop import jobs

if TYPE_CHECKING:
    from desktop.desk.view import Desk


class Keeping(QObject):
    """Whether the open piece stays on this computer, and the two commands about it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.pinned = False
        desk.writing.opened.connect(self._look)

    def possible(self, pinned: bool) -> bool:
        """Whether a command is of use: in a shared newsroom, to a piece that is (not) pinned."""
        shared = self.desk.window_.context.bureau is not None
        return shared and self.desk.writing.session is not None and self.pinned == pinned

    def pin(self, stays: bool) -> None:
        """Let the piece stay here, or go as others go that were opened lately."""
        bureau, article = self.desk.window_.context.bureau, self.desk.article
        if bureau is None:
            return

        def done(_none: object) -> None:
            if article == self.desk.article:
                self.pinned = stays
            said = (
                "This piece stays on this computer"
                if stays
                else "This piece is kept here no longer"
            )
            self.desk.window_.toast.say(said)

        jobs.run(lambda _job: bureau.pin(article, stays), done, self.desk.window_.tell_error)

    def _look(self) -> None:
        bureau, article = self.desk.window_.context.bureau, self.desk.article
        self.pinned = False
        if bureau is None:
            return

        def done(pinned: set[str]) -> None:
            if article == self.desk.article:
                self.pinned = article in pinned

        jobs.run(lambda _job: bureau.pinned(), done, self.desk.window_.tell_error)
