"""Work off the GUI's thread: a pure function goes in, its result or its error comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

_running: set[Job] = set()


class Job(QObject):
    """One piece of work under way; the work may look at `cancelled` and `tell` how far it is."""

    told = Signal(object)
    _done = Signal(object)
    _failed = Signal(object)

    def __init__(
        self,
        work: Callable[[Job], Any],
        done: Callable[[Any], object] | None,
        failed: Callable[[Exception], object] | None,
    ) -> None:
        super().__init__()
        self.cancelled = False
        self._work, self._on_done, self._on_failed = work, done, failed
        self._done.connect(self._finish)
        self._failed.connect(self._fail)

    def cancel(self) -> None:
        """Ask the work to stop; nothing is called back any more."""
        self.cancelled = True

    def tell(self, what: object) -> None:
        """Called by the work: say how far it is."""
        if not self.cancelled:
            self.told.emit(what)

    def work(self) -> None:
        """Do the work, in whatever thread this is."""
        try:
            result = self._work(self)
        except Exception as error:
            self._failed.emit(error)
        else:
            self._done.emit(result)

    @Slot(object)
    def _finish(self, result: Any) -> None:
        _running.discard(self)
        if not self.cancelled and self._on_done is not None:
            self._on_done(result)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        _running.discard(self)
        if self.cancelled:
            return
        if self._on_failed is None:
            raise error
        self._on_failed(error)


class _Runnable(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job

    def run(self) -> None:
        self.job.work()


def run(
    work: Callable[[Job], Any],
    done: Callable[[Any], object] | None = None,
    failed: Callable[[Exception], object] | None = None,
    told: Callable[[Any], object] | None = None,
) -> Job:
    """Start `work` in the pool; `done` or `failed` is called in the GUI's thread."""
    job = Job(work, done, failed)
    if told is not None:
        job.told.connect(told)
    _running.add(job)
    QThreadPool.globalInstance().start(_Runnable(job))
    return job


def wait_for_all(milliseconds: int = 10_000) -> None:
    """Forget what is under way, and wait until its threads are through."""
    for job in list(_running):
        job.cancel()
    QThreadPool.globalInstance().waitForDone(milliseconds)
    _running.clear()
