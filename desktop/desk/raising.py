"""Raising a matter about the piece that is open, or the words chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from desktop.raising import RaisingFrom

if TYPE_CHECKING:
    from desktop.desk.view import Desk


class RaisesMatters:
    """Made with the first matter that is raised here."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._raising: RaisingFrom | None = None

    def begin(self) -> None:
        """Show the form; words chosen in the published text, or a text never published, go with it."""
        standing = self.desk.standing
        if standing is None:
            return
        if self._raising is None:
            self._raising = RaisingFrom(self.desk.window_)
        piece = standing.article
        part, words, quoted = self._chosen()
        stands = piece.state == "published" or piece.version == 0
        if words is None or not stands:
            part, words, quoted = "body", None, ""
        self._raising.begin(
            article=piece.id, headline=piece.headline, part=part, words=words, quoted=quoted
        )

    def _chosen(self) -> tuple[str, tuple[int, int] | None, str]:
        """The chosen words: their part, START and LENGTH in code points, and what they are."""
        commenting = self.desk.commenting
        field = commenting.chosen_field()
        chosen = commenting.chosen() if self.desk.mode == "write" else None
        if field is None or chosen is None:
            return "body", None, ""
        part, quoted, _spans = chosen
        before = QTextCursor(field.document())
        before.setPosition(field.textCursor().selectionStart(), QTextCursor.MoveMode.KeepAnchor)
        return part, (len(before.selectedText()), len(quoted)), quoted
