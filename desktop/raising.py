"""Raising a matter from any article, for anyone: the form stands where the article stood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


class RaisingFrom:
    """Shows the form over the pages of a window, and the page before it again after it."""

    def __init__(self, window: MainWindow) -> None:
        from desktop.ceo.escalations.raising import Raising

        self.window = window
        self.form = Raising()
        self._before: QWidget | None = None
        self.form.given.connect(self._raise)
        self.form.left.connect(self._back)
        window.pages.addWidget(self.form)

    def begin(self, **about: Any) -> None:
        """Ask about an article, or some of its words."""
        pages, context = self.window.pages, self.window.context
        if pages.currentWidget() is not self.form:
            self._before = pages.currentWidget()
        pages.setCurrentWidget(self.form)
        people = [p.name for p in context.people if p.active and p.kind != "ai"]
        self.form.begin(people, **about)

    def _back(self) -> None:
        if self._before is not None:
            self.window.pages.setCurrentWidget(self._before)
            self._before.setFocus()

    def _raise(self, said: dict[str, Any]) -> None:
        from desktop.ceo.escalations.raising import raise_it

        def done(ref: str) -> None:
            self._back()
            self.window.toast.say(f"Raised as {ref}. Settings tell how it stands")

        self.window.context.run(raise_it, said, done=done, failed=self.window.tell_error)
