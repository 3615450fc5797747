"""Work off the GUI's thread: a pure function goes in, its result or its error comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal, Slot

_running: set[Job] = set()
#: Work that waits for a server far away must not keep other work from beginning.
AT_ONCE = 6


class Job:
    """One piece of work under way; the work may look at `cancelled` and `tell` how far it is.

    No QObject, and what it calls back is let go in the GUI's thread: a worker that held the last
    reference to either would destroy it in the wrong thread.
    """

    def __init__(
        self,
        work: Callable[[Job], Any],
        done: Callable[[Any], object] | None,
        failed: Callable[[Exception], object] | None,
        told: Callable[[Any], object] | None,
    ) -> None:
        self.cancelled = False
        self._work: Callable[[Job], Any] | None = work
        self._on_done, self._on_failed, self._on_told = done, failed, told

    def cancel(self) -> None:
        """Ask the work to stop; nothing is called back any more."""
        self.cancelled = True

    def tell(self, what: object) -> None:
        """Called by the work: say how far it is."""
        if not self.cancelled:
            _relay().told.emit(self, what)

    def work(self) -> None:
        """Do the work, in whatever thread this is."""
        assert self._work is not None
        try:
            result = self._work(self)
        except Exception as error:
            _relay().failed.emit(self, error)
        else:
            _relay().done.emit(self, result)

    def finish(self, result: Any) -> None:
        """The work is through, said in the GUI's thread."""
        done = self._on_done
        self._let_go()
        if not self.cancelled and done is not None:
            done(result)

    def fail(self, error: Exception) -> None:
        """The work did not succeed, said in the GUI's thread."""
        failed = self._on_failed
        self._let_go()
        if self.cancelled:
            return
        if failed is None:
            raise error
        failed(error)

    def hear(self, what: object) -> None:
        """How far the work is, said in the GUI's thread."""
        if not self.cancelled and self._on_told is not None:
            self._on_told(what)

    def _let_go(self) -> None:
        _running.discard(self)
        self._work = self._on_done = self._on_failed = self._on_told = None


class _Relay(QObject):
    """Lives in the GUI's thread, and hears there what workers say."""

    done = Signal(object, object)
    failed = Signal(object, object)
    told = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.done.connect(self._done)
        self.failed.connect(self._failed)
        self.told.connect(self._told)

    @Slot(object, object)
    def _done(self, job: Job, result: Any) -> None:
        job.finish(result)

    @Slot(object, object)
    def _failed(self, job: Job, error: Exception) -> None:
        job.fail(error)

    @Slot(object, object)
    def _told(self, job: Job, what: object) -> None:
        job.hear(what)


_heard: list[_Relay] = []


def _relay() -> _Relay:
    return _heard[0]


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
    if not _heard:
        relay = _Relay()
        app = QCoreApplication.instance()
        if app is not None:
            relay.moveToThread(app.thread())
        _heard.append(relay)
        pool = QThreadPool.globalInstance()
        pool.setMaxThreadCount(max(AT_ONCE, pool.maxThreadCount()))
    job = Job(work, done, failed, told)
    _running.add(job)
    QThreadPool.globalInstance().start(_Runnable(job))
    return job


def wait_for_all(milliseconds: int = 10_000) -> None:
    """Forget what is under way, and wait until its threads are through."""
    for job in list(_running):
        job.cancel()
    QThreadPool.globalInstance().waitForDone(milliseconds)
    _running.clear()
