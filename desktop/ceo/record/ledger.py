"""The ledger's state: verified when and with what result, its end, and its checkpoints."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import errors, jobs, times
from desktop.ceo.record.lists import Lines, checkpoint_line
from desktop.components.button import Button
from desktop.components.feedback import Progress
from desktop.components.label import Ground, Label
from desktop.theme import theme

if TYPE_CHECKING:
    from db.ledger.audit import Verified
    from db.standing import Checkpoint, End
    from desktop.main_window import MainWindow


class _Stopped(Exception):
    """Somebody pressed Stop."""


def _stamp() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Ledger(Ground):
    """On the left the chain, on the right its checkpoints; the last result stays in the window."""

    failed = Signal(str, str)  # what happened, what to do

    def __init__(self, window: MainWindow) -> None:
        super().__init__("surface", "b", "ledger")
        self.window_ = window
        self.context = window.context
        self.found: tuple[Verified, str] | None = None
        self._end: End | None = None
        self._job: jobs.Job | None = None
        self._began = 0.0
        self.state = Label("", "metastrong", "text2", name="ledger-state", lines=1)
        self.why = Label("", "body", "text2", name="ledger-why")
        self.number = Label("", "start", lines=1, name="ledger-touches")
        self.head = Label("", "meta", "text2", lines=1, name="ledger-head")
        self.root = Label("", "meta", "text2", lines=1, name="ledger-root")
        self.copy = Button("Copy", "quiet", icon="copy", name="ledger-copy",
                           tip="Copy touches, head and root")  # fmt: skip
        self.copy.clicked.connect(self._copy)
        self.verify_button = window.commands.button("verify-ledger", "primary", "Verify")
        self.attest_button = window.commands.button("make-checkpoint")
        self.stop = Button("Stop", name="ledger-stop")
        self.stop.clicked.connect(self._stop)
        self.progress = Progress("ledger-progress", 5)
        self.at = Label("", "meta", "text2", lines=1, name="ledger-at")
        self.lines = Lines("checkpoints", "None yet. A checkpoint is your signature under the "
                           "record as it stands: give it to somebody outside.")  # fmt: skip
        self._build()
        self._show_work(None)

    def _build(self) -> None:
        half = Ground("surface", "r")
        left = QVBoxLayout(half)
        left.setContentsMargins(24, 16, 24, 16)
        left.setSpacing(2)
        title = QHBoxLayout()
        title.addWidget(Label("The ledger", "bold", lines=1))
        title.addStretch(1)
        title.addWidget(self.state)
        self._title = QWidget()  # as high as the button beside the other title
        self._title.setLayout(title)
        title.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self._title)
        ends = QHBoxLayout()
        ends.addWidget(self.number)
        ends.addStretch(1)
        ends.addWidget(self.copy)
        left.addLayout(ends)
        left.addWidget(self.head)
        left.addWidget(self.root)
        left.addSpacing(6)
        left.addWidget(self.why)
        left.addSpacing(8)
        left.addStretch(1)
        self._working = QWidget()
        working = QHBoxLayout(self._working)
        working.setContentsMargins(0, 0, 0, 0)
        working.setSpacing(16)
        far = QVBoxLayout()  # as high as the button that it stands for
        far.setSpacing(4)
        far.addStretch(1)
        far.addWidget(self.progress)
        far.addWidget(self.at)
        working.addLayout(far, 1)
        working.addWidget(self.stop)
        left.addWidget(self._working)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        ways.addWidget(self.verify_button)
        ways.addStretch(1)
        self._ways = QWidget()
        ways.setContentsMargins(0, 0, 0, 0)
        self._ways.setLayout(ways)
        left.addWidget(self._ways)
        other = QWidget()
        right = QVBoxLayout(other)
        right.setContentsMargins(24, 16, 24, 16)
        right.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(Label("Checkpoints", "bold", lines=1))
        top.addStretch(1)
        top.addWidget(self.attest_button)
        keeps = self.attest_button.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.attest_button.setSizePolicy(keeps)
        right.addLayout(top)
        right.addWidget(self.lines)
        right.addStretch(1)
        halves = QHBoxLayout(self)
        halves.setContentsMargins(0, 0, 0, 1)
        halves.setSpacing(0)
        halves.addWidget(half, 1)
        halves.addWidget(other, 1)
        self.restyle()

    # Showing

    def show_end(self, end: End, checkpoints: list[Checkpoint]) -> None:
        """Show where the ledger ends, and the checkpoints made."""
        self._end = end
        self.number.set_text(f"{end.touches:,} touches")
        self.head.set_text(f"Head  {_short(end.head)}")
        self.root.set_text(f"Root  {_short(end.root)}")
        for label, whole in ((self.head, end.head), (self.root, end.root)):
            label.setToolTip(whole)
        self.lines.show_lines([checkpoint_line(one, self._copied) for one in checkpoints])
        self._show_found()

    def _show_found(self) -> None:
        if self.found is None:
            self.state.icon_name, self.state.icon_color = "circle-dashed", "text3"
            self.state.set_text("Not verified yet", "text2")
            self.why.set_text("Verifying reads every touch again, and names the first one that "
                              "does not fit.")  # fmt: skip
            return
        found, at = self.found
        if found.ok:
            self.state.icon_name, self.state.icon_color = "circle-check", "ok"
            self.state.set_text(f"Verified {_near(at)}", "ok")
            since = (self._end.touches if self._end is not None else found.touches) - found.touches
            more = f" {since:,} more came since." if since > 0 else ""
            self.why.set_text(f"{found.touches:,} touches: each fits the one before.{more}")
            return
        self.state.icon_name, self.state.icon_color = "circle-alert", "danger"
        self.state.set_text(f"Does not hold, {_near(at)}", "danger")
        which = f"Touch {found.first_bad:,}: " if found.first_bad else ""
        self.why.set_text(f"{which}{found.why}. Work on in a backup made before that, and keep this "
                          "file as it is: it is the evidence.", "text")  # fmt: skip

    def _copy(self) -> None:
        if self._end is not None:
            QGuiApplication.clipboard().setText(
                f"{self._end.touches} touches\nhead {self._end.head}\nroot {self._end.root}"
            )
            self._copied()

    def _copied(self) -> None:
        self.window_.toast.say("Copied")

    # Working

    @property
    def busy(self) -> bool:
        """Whether the ledger is being read."""
        return self._job is not None

    def verify(self) -> None:
        """Read every touch again, beside the window."""
        newsroom = self.context.newsroom
        if newsroom is None or self.busy:
            return

        def work(job: jobs.Job) -> Verified:
            from db.ledger.audit import verify

            return verify(newsroom, progress=_progress(job))

        self._begin("Verifying", work, self._verified)

    def attest(self) -> None:
        """Verify, then sign how the ledger stands, and put that into the record."""
        newsroom, actor = self.context.newsroom, self.context.acting
        if newsroom is None or self.busy:
            return

        def work(job: jobs.Job) -> Any:
            from db.acts.proving import make_checkpoint

            return make_checkpoint(newsroom, actor, _progress(job))

        self._begin("Verifying before signing", work, self._attested)

    def _begin(self, what: str, work: Any, done: Any) -> None:
        self._began = time.monotonic()
        self._show_work(what)
        self._job = jobs.run(work, done, self._failed, lambda told: self._told(what, told))

    def _told(self, what: str, told: tuple[int, int]) -> None:
        done, of = told
        self.progress.set_share(done / of if of else 0)
        gone = time.monotonic() - self._began
        left = gone / done * (of - done) if done else 0
        self.at.set_text(f"{what}: {done:,} of {of:,}, {_seconds(left)} left")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._over()

    def _over(self) -> None:
        self._job = None
        self._show_work(None)
        self._show_found()

    def _show_work(self, what: str | None) -> None:
        self._working.setVisible(what is not None)
        self._ways.setVisible(what is None)
        self.attest_button.setVisible(what is None)
        self.progress.set_share(0)
        self.at.set_text(f"{what} …" if what else "")

    def _verified(self, found: Verified) -> None:
        self.found = (found, _stamp())
        self._over()

    def _attested(self, made: Any) -> None:
        self.found = (made.found, _stamp())
        self._over()
        if made.seq is not None:
            self.context.changed.emit(None)
            self.window_.toast.say("A checkpoint is made and signed")

    def _failed(self, error: Exception) -> None:
        self._over()
        told = errors.tell(error)
        self.failed.emit(told.title, told.fix)

    def restyle(self) -> None:
        """Take the theme's sizes."""
        self.setMinimumHeight(max(196, theme.px(196)))
        self._title.setFixedHeight(self.attest_button.sizeHint().height())


def _progress(job: jobs.Job) -> Any:
    def tell(done: int, of: int) -> None:
        if job.cancelled:
            raise _Stopped
        job.tell((done, of))

    return tell


def _seconds(left: float) -> str:
    return f"{left / 60:.0f} min" if left > 90 else f"{max(1, round(left))} s"


def _near(at: str) -> str:
    said = times.moment(at)
    return said[:1].lower() + said[1:] if said.startswith(("Today", "Yesterday")) else said


def _short(digest: str) -> str:
    return f"{digest[:16]} … {digest[-8:]}"
