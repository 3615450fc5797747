"""Work beside the window comes back in the GUI's thread, or not at all."""

from __future__ import annotations

import threading

from desktop import jobs


def test_results_come_back_in_the_gui_thread(qtbot):
    seen = []
    jobs.run(
        lambda _job: threading.current_thread(),
        lambda worker: seen.append((worker, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    worker, here = seen[0]
    assert worker is not threading.main_thread()
    assert here is threading.main_thread()


def test_errors_come_back_too(qtbot):
    seen = []

    def work(_job):
        raise ValueError("no")

    jobs.run(work, seen.append, lambda error: seen.append(str(error)))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["no"]


def test_a_cancelled_job_calls_nothing_back(qtbot):
    go, seen = threading.Event(), []

    def work(job):
        go.wait(5)
        return "late"

    job = jobs.run(work, seen.append)
    job.cancel()
    go.set()
    jobs.wait_for_all()
    done = []
    jobs.run(lambda _job: 1, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert seen == []


def test_progress_is_told(qtbot):
    told, done = [], []

    def work(job):
        for n in range(3):
            job.tell(n)
        return "end"

    jobs.run(work, done.append, told=told.append)
    qtbot.waitUntil(lambda: bool(done))
    assert told == [0, 1, 2]


def test_what_a_job_holds_is_let_go_in_the_gui_thread(qtbot):
    gone: list[threading.Thread] = []

    class Held:
        def __del__(self) -> None:
            gone.append(threading.current_thread())

    def start() -> None:
        held = Held()
        jobs.run(lambda _job, held=held: 1, lambda _result, held=held: None)

    for _ in range(200):
        start()
    qtbot.waitUntil(lambda: len(gone) == 200)
    assert set(gone) == {threading.main_thread()}


def test_work_that_waits_for_a_server_keeps_other_work_from_nothing(qtbot):
    go, seen = threading.Event(), []
    for _ in range(jobs.AT_ONCE - 1):
        jobs.run(lambda _job: go.wait(10))
    jobs.run(lambda _job: "soon", seen.append)
    qtbot.waitUntil(lambda: seen == ["soon"])
    go.set()
    jobs.wait_for_all()
