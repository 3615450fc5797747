"""What one does with an article: submit, send back, correct, spike, and the one next step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.components.button import Button
    from desktop.components.feedback import ErrorBar
    from desktop.desk.asking import ReasonLine
    from desktop.desk.panel.panel import Panel
    from desktop.desk.publishing import Publishing
    from desktop.desk.reviewing.view import Review
    from desktop.desk.state import Standing
    from desktop.desk.top import Top
    from desktop.desk.writing import Writing
    from desktop.main_window import MainWindow


CLOSED = ("published", "spiked", "withdrawn")


class Steps(QWidget):
    """The Desk's acts; each is one call of `do`."""

    window_: MainWindow
    standing: Standing | None
    article: str
    mode: str
    error: ErrorBar
    reason: ReasonLine
    top: Top
    writing: Writing
    review: Review
    publishing: Publishing
    panel: Panel
    _next: Button
    _wanted_part: str

    def _reopen(self) -> None:
        """What one may write changed with the state: open the text anew."""
        article = self.article
        if self.writing.close_session():
            self.article = article
            self.writing.open(article)

    def do(
        self, act: Callable[..., Any], *args: Any, said: str = "", quiet: bool = False,
        then: Callable[[], object] | None = None, **named: Any,
    ) -> None:  # fmt: skip
        """Save, then do `act(newsroom, who acts, this article, …)` beside the window."""
        if not self.article or not self.writing.save():
            return

        def done(_changes: Any) -> None:
            self.error.hide()
            if said and not quiet:
                self.window_.toast.say(said)
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            self.window_.tell_error(error, "the text and the record are as they were")

        self.window_.context.run(act, self.article, *args, done=done, failed=failed, **named)

    def waits(self) -> str:
        """Why what needs everybody cannot be done now; empty while the newsroom is there."""
        return "This waits until the newsroom is back" if self.window_.context.away else ""

    def why_not(self, act: str) -> str:
        """Why the person may not do an act now; what needs everybody waits for the newsroom."""
        if act not in ("write", "propose") and self.waits():
            return self.waits()
        return self.standing.why_not(act) if self.standing is not None else "still opening"

    @property
    def version(self) -> int:
        """The version published last; 0 before the first."""
        return int(self.standing.article.version) if self.standing is not None else 0

    def can(self, what: str) -> bool:
        """Whether the open session can undo or redo."""
        return bool(getattr(self.writing.session, what, False))

    # The next step

    def _step(self) -> tuple[str, str, Callable[[], object]]:
        """What the primary button says, why it cannot be done, and what it does."""
        if self.standing is None:
            return "", "", lambda: None
        state = self.standing.article.state
        if state == "draft":
            return "Submit for edit", self.why_not("submit"), self.submit
        if state == "published":
            return "Start a correction", self.why_not("correct"), self.correct
        if state in ("spiked", "withdrawn"):
            return "Bring back", self.why_not("revive"), self.revive
        modes = self.top.modes
        if self.mode == "review":
            signing = self.review.signing
            if self.standing.article.signed_off:
                return "Go to publishing", "", lambda: modes.choose("publish")
            return "", signing.reason(), signing.sign_now
        if self.mode == "publish":
            return "", self.publishing.reason(), self.publishing.publish_now
        unsigned = any(c.check == "sign-off" and not c.met for c in self.standing.checks)
        if self.standing.undecided or unsigned:
            return "Review", "", lambda: modes.choose("review")
        return "Go to publishing", "", lambda: modes.choose("publish")

    def _show_next(self) -> None:
        text, why, _do = self._step()
        self._next.setVisible(bool(text))
        if text:
            closed = self.standing is not None and self.standing.article.state in CLOSED
            self._next.look = "plain" if closed else "primary"
            self._next.keys = "" if closed else "Ctrl+Return"
            self._next.setText(text)
            self._next.setEnabled(not why)
            self._next.setToolTip(why)
        state = self.standing.article.state if self.standing is not None else ""
        for name, button in self.window_.commands._buttons:
            if name == "send-back" and button.parentWidget() is self.top._right:
                button.setVisible(state == "edit" and self.version == 0)

    def next_why(self) -> str:
        """Why the next step cannot be done now."""
        return self._step()[1]

    def next_by_key(self) -> None:
        """The next step, where a key may do it: what is closed is opened on purpose."""
        if self.standing is not None and self.standing.article.state not in CLOSED:
            self.next_step()

    def next_step(self) -> None:
        """Do what the primary button says."""
        _text, why, do = self._step()
        if not why:
            do()

    # Moves

    def submit(self) -> None:
        """Hand the piece in for edit."""
        from db.acts.moving import submit

        self.do(submit, said="Submitted for edit")

    def send_back(self) -> None:
        """Give the piece back to its writer, with a reason."""
        from db.acts.moving import send_back

        self._with_reason("Send it back to its writer. What should change?", "Send back", send_back,
                          "Sent back to its writer")  # fmt: skip

    def spike(self) -> None:
        """Kill the piece, with a reason."""
        from db.acts.moving import spike

        self._with_reason("Spike this piece? It can be brought back.", "Spike", spike, "Spiked")

    def withdraw(self) -> None:
        """Take the published piece back, with a reason."""
        from db.acts.moving import withdraw

        self._with_reason("Withdraw this published piece? Only the CEO can bring it back.",
                          "Withdraw", withdraw, "Withdrawn")  # fmt: skip

    def _with_reason(self, question: str, button: str, act: Callable[..., Any], said: str) -> None:
        self.reason.ask(question, button, lambda why: self.do(act, why, said=said))

    def revive(self) -> None:
        """Bring a spiked or withdrawn piece back."""
        from db.acts.moving import revive

        self.do(revive, said="Brought back")

    def correct(self) -> None:
        """Begin a correction of a published piece."""
        from db.acts.moving import correct

        self._wanted_part = "notice"
        self.do(correct, said="A correction is open. Say in its notice what was wrong.",
                then=lambda: self.top.modes.choose("write"))  # fmt: skip

    def drop_correction(self) -> None:
        """Go back to the published text."""
        from db.acts.moving import drop_correction

        self.do(drop_correction, said="The correction is dropped; the published text stands")

    def restore(self, seq: int) -> None:
        """Put the text back to what it was after a touch, as a new touch."""
        from db.acts.writing import restore

        self.do(restore, seq, said="Restored, as a new touch",
                then=lambda: self.panel.history.to_now())  # fmt: skip

    # Ways to a fix

    def go_to_fix(self, to: str) -> None:
        """Open the place where a check is mended."""
        if to == "review":
            self.top.modes.choose("review")
        elif to == "settings":
            self.window_.go("settings")
        elif to == "details":
            self.top.modes.choose("write")
            self.panel.open_tab("details")
        else:
            self.top.modes.choose("write")
            self._focus_part(to)

    def _focus_part(self, to: str) -> None:
        fields = self.writing.page.fields
        wanted = [p for p in fields if p == to]
        if to == "image":
            pictures = [p for p in fields if p.partition(":")[0] in ("alt", "credit")]
            wanted = [p for p in pictures if fields[p].document().isEmpty()]
            if not wanted:  # what is left is whether AI made them
                self.panel.open_tab("details")
                return
        if wanted:
            fields[wanted[0]].show()
            self.writing.page.sheet.lay()
            fields[wanted[0]].setFocus()

    def go_to_signing(self) -> None:
        """Open the sign-off, the keyboard on what it asks first."""
        self.top.modes.choose("review")
        self.review.signing.examined.setFocus()

    def edit_at(self, part: str, start: int, length: int) -> None:
        """Open the page at some words of a part (positions in code points)."""
        self.top.modes.choose("write")
        field = self.writing.page.fields.get(part)
        if field is not None and self.writing.session is not None:
            text = self.writing.session.text(part)
            begin = len(text[:start].encode("utf-16-le")) // 2
            long = len(text[start : start + length].encode("utf-16-le")) // 2
            field.go_to(begin, long)

    def _banner(self) -> None:
        session = self.writing.session
        if session is None or self.standing is None:
            self.writing.banner.say("")
            return
        if self.window_.context.lost is not None:
            self.writing.banner.say(
                "Closed: the newsroom lost history, and the CEO decides how to go on."
            )
            return
        state, move = self.standing.article.state, self.standing.last_move
        why = f"“{move.reason}”" if move is not None and move.reason else ""
        if session.may_write:
            back = move is not None and move.kind == "moved.return" and state == "draft"
            said = f"Sent back by {move.by}: {why}" if back and move is not None else ""
            self.writing.banner.say(said, "undo-2")
            return
        words = {
            "published": "Published: this text is closed. A correction opens it again.",
            "spiked": "Spiked: this text is closed until the piece is brought back.",
            "withdrawn": "Withdrawn: this text is closed. Only the CEO can bring it back.",
        }.get(state, "")
        if not words and session.proposing:
            words = "In edit: what you write here is proposed, and the editor decides on it."
        if why and move is not None and state in ("spiked", "withdrawn"):
            words = f"{words} {move.by}’s reason: {why}"
        self.writing.banner.say(words or self.why_not("write"))
