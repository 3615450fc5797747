"""The record: how the ledger stands, what was taken out of it, and what it adds up to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop import jobs
from desktop.ceo.above import above
from desktop.ceo.record import figures
from desktop.ceo.record.card import FigureCard
from desktop.ceo.record.figures import Figure, Span
from desktop.ceo.record.ledger import Ledger
from desktop.ceo.record.lists import Lines, erasure_line
from desktop.components.choice import Choice
from desktop.components.feedback import ErrorBar
from desktop.components.fields import Select
from desktop.components.label import Ground, Label, Line
from desktop.theme import theme

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

STATES = [("draft", "Draft", ""), ("edit", "Edit", ""), ("published", "Out", "")]
#: How long the record keeps still before the figures are counted again.
QUIET_MS = 2500


class Record(QWidget):
    """One page that scrolls; every figure is read beside the window, by itself."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.setObjectName("record")
        self.window_ = window
        self.context = window.context
        self.error = ErrorBar("record-error")
        self.ledger = Ledger(window)
        self.ledger.failed.connect(lambda title, fix: self.error.tell(title, fix))
        self.range = Choice([("year", "12 months", ""), ("all", "All", "")], look="segment",
                            prefix="record-range", spoken="Which months")  # fmt: skip
        self.desk = Select("record-desk")
        self.desk.setAccessibleName("Desk")
        self.note = Label("Months in UTC", "meta", "text3", lines=1)
        self.cards = {
            "pieces": FigureCard("pieces", "Pieces by month", self._save, edges="br"),
            "ai": FigureCard("ai", "AI share by month", self._save, dotted=True),
            "time": FigureCard("time", "Time in a state", self._save, edges="br", parts=STATES),
            "signed": FigureCard("signed", "Sign-offs by month", self._save),
            "ages": FigureCard("ages", "Open escalations by age", self._save, edges="br"),
            "kept": FigureCard("kept", "Deadlines kept", self._save),
            "touches": FigureCard("touches", "Touches by month", self._save),
        }
        self.lines = Lines("erasures", "Nothing was taken out of the record.")
        self._read: dict[str, Any] = {}  # what was read last, by figure
        self._shares: dict[int, Any] = {}  # of versions read from their touches, by touch
        self._asked = 0
        self._job: jobs.Job | None = None
        self._texts_wait = False  # until the figures are counted
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(QUIET_MS)
        self._later.timeout.connect(self.refresh)
        self._build()
        self.range.chosen.connect(lambda _key: self.refresh())
        self.desk.activated.connect(lambda _n: self.refresh())
        parts = self.cards["time"].parts
        assert parts is not None
        parts.chosen.connect(lambda _key: self._show("time"))
        self.cards["ai"].stop.clicked.connect(self._stop_or_read_on)
        self.context.changed.connect(self._changed)

    def _build(self) -> None:
        body = Ground("surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(0)
        column.addWidget(self.ledger)
        bar = QHBoxLayout()
        bar.setContentsMargins(24, 14, 24, 14)
        bar.setSpacing(12)
        bar.addWidget(self.range)
        bar.addWidget(self.desk)
        bar.addStretch(1)
        bar.addWidget(self.note)
        column.addLayout(bar)
        column.addWidget(Line())
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        column.addLayout(self._grid)
        column.addSpacing(18)
        under = QVBoxLayout()
        under.setContentsMargins(24, 0, 24, 0)
        under.setSpacing(8)
        under.addWidget(Label("Taken out of the record", "bold", lines=1))
        under.addWidget(Label("The touch stays with its digest; what it said is gone.", "meta",
                              "text2"))  # fmt: skip
        under.addWidget(self.lines)
        column.addLayout(under)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("The record")
        self.area.setWidget(body)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(above(self.error))
        around.addWidget(self.area, 1)
        self._columns = 0
        self._arrange(2)

    def _arrange(self, columns: int) -> None:
        """Two cards beside each other, or one where letters are large."""
        if columns == self._columns:
            return
        self._columns = columns
        for card in self.cards.values():
            self._grid.removeWidget(card)
        for n, card in enumerate(self.cards.values()):
            last = n == len(self.cards) - 1
            card.edges = "b" if columns == 1 or n % 2 or last else "br"
            wide = columns if last else 1
            self._grid.addWidget(card, n // columns, n % columns, 1, wide)
        for n in range(2):
            self._grid.setColumnStretch(n, 1 if n < columns else 0)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= theme.px(880) else 1)

    # Reading

    def enter(self) -> None:
        """Called when the page is opened."""
        self._fill_desks()
        self.refresh()
        self.area.setFocus()

    def leave(self) -> None:
        """Called when another page is opened: texts are read no further."""
        self._later.stop()
        self._stop_reading()

    def _fill_desks(self) -> None:
        chosen = self.desk.currentData()
        self.desk.clear()
        self.desk.addItem("All desks", None)
        for desk in self.context.desks:
            self.desk.addItem(desk, desk)
        self.desk.setCurrentIndex(max(0, self.desk.findData(chosen)))

    def _changed(self, _changes: object) -> None:
        if self.isVisible():
            self._later.start()

    @property
    def since(self) -> str | None:
        """The first month shown; None for all."""
        if self.range.current == "all":
            return None
        from db.counting import months_before

        return months_before(figures.this_month(), 12)

    def refresh(self) -> None:
        """Read what is so now."""
        if self.window_.ceo_sees() != "all":
            return
        self._asked += 1
        asked, acting = self._asked, self.context.acting
        since, desk = self.since, self.desk.currentData()
        now = f"{figures.this_month()}"

        def of_record(session: Any) -> Any:
            from db import standing

            return (standing.end(session), standing.checkpoints(session),
                    standing.erasures(session, acting))  # fmt: skip

        def counted(name: str, *more: Any) -> Any:
            def work(session: Any) -> Any:
                from db import counting

                return getattr(counting, name)(session, since, *more)

            return work

        def ages(session: Any) -> Any:
            from db import counting_matters, terms

            return counting_matters.open_matters(session, acting, terms.now())

        def kept(session: Any) -> Any:
            from db import counting_matters, terms

            return counting_matters.deadlines_kept(session, acting, since, terms.now())

        self._now = now
        self._stop_reading()
        self._texts_wait = True
        self._read_next(asked, [
            ("record", of_record), ("pieces", counted("published", desk)),
            ("ai", counted("shares", desk)), ("time", counted("stays", desk)),
            ("signed", counted("sign_offs", desk)), ("ages", ages), ("kept", kept),
            ("touches", counted("touches")),
        ])  # fmt: skip

    def _read_next(self, asked: int, wanted: list[tuple[str, Any]]) -> None:
        """One after the other: several threads that count would leave the window none of Python."""
        if asked != self._asked:
            return
        if not wanted:
            if self._texts_wait:
                self._read_texts()
            return
        (key, work), *others = wanted

        def done(found: Any) -> None:
            self._take(asked, key, found)
            self._read_next(asked, others)

        self.context.read(work, done, self._failed, here=False)

    def _failed(self, error: Exception) -> None:
        from desktop import errors

        told = errors.tell(error)
        self.error.tell(
            told.title, told.fix, "the record is as it was", do=self.refresh, rule=told.rule
        )

    def _take(self, asked: int, key: str, found: Any) -> None:
        if asked != self._asked:
            return
        if key == "record":
            end, checkpoints, erasures = found
            if len(erasures) != len(self._read.get("erasures", erasures)):
                self._shares.clear()  # words that were redacted are counted anew
            self._read["erasures"] = erasures
            self.ledger.show_end(end, checkpoints)
            self.lines.show_lines([erasure_line(one) for one in erasures])
            return
        self._read[key] = found
        self._show(key)
        if key == "ai":
            self._tell_texts()

    # Showing

    def _span(self, months: list[str]) -> Span:
        from db.counting import months as every

        first = self.since or min(months, default=self._now)
        return Span(every(min(first, self._now), self._now))

    def _show(self, key: str) -> None:
        found = self._read.get(key)
        if found is None:
            return
        self.cards[key].show_figure(self._figure(key, found))

    def _figure(self, key: str, found: Any) -> Figure:
        if key == "ages":
            return figures.ages(found)
        if key == "ai":
            from db.counting import together

            found = together([*found.months, *self._known(found)])
        span = self._span([row.month for row in found])
        if key == "time":
            parts = self.cards["time"].parts
            assert parts is not None
            return figures.time_in(span, found, parts.current)
        make: Any = {"pieces": figures.pieces, "ai": figures.ai_share, "signed": figures.signed,
                     "kept": figures.kept, "touches": figures.written}[key]  # fmt: skip
        figure: Figure = make(span, found)
        return figure

    # Corrected texts are read from their touches, one after the other

    def _known(self, found: Any) -> list[Any]:
        return [self._shares[one.seq] for one in found.waiting if one.seq in self._shares]

    def _tell_texts(self) -> None:
        found = self._read["ai"]
        known = len(self._known(found))
        reading = self._job is not None or self._texts_wait
        self.cards["ai"].tell(known, len(found.waiting), reading)

    def _read_texts(self) -> None:
        self._stop_reading()
        found, newsroom = self._read["ai"], self.context.newsroom
        waiting = [one for one in found.waiting if one.seq not in self._shares]
        self._tell_texts()
        if not waiting or newsroom is None:
            return

        def work(job: jobs.Job) -> None:
            from db.counting import share_of

            for one in waiting:
                if job.cancelled:
                    return
                with newsroom.read() as session:
                    job.tell((one.seq, share_of(session, one)))

        def told(what: tuple[int, Any]) -> None:
            seq, share = what
            self._shares[seq] = share
            self._tell_texts()

        def done(_nothing: object) -> None:
            self._job = None
            self._show("ai")
            self._tell_texts()

        self._job = jobs.run(work, done, self._failed, told)
        self._tell_texts()

    def _stop_reading(self) -> None:
        self._texts_wait = False
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._show("ai")
        if "ai" in self._read:
            self._tell_texts()

    def _stop_or_read_on(self) -> None:
        if self._job is not None or self._texts_wait:
            self._stop_reading()
        else:
            self._read_texts()

    # Files

    def _save(self, card: FigureCard) -> None:
        folder = self.window_.preferences.text("export-folder", str(Path.home()))
        name, _ = QFileDialog.getSaveFileName(
            self, f"Save “{card.title}”", str(Path(folder) / f"{card.key}.csv"), "CSV (*.csv)"
        )
        if not name:
            return
        file, figure = Path(name), card.figure
        self.window_.preferences.keep("export-folder", str(file.parent))

        def failed(error: Exception) -> None:
            why = getattr(error, "strerror", None) or str(error)
            self.error.tell(f"{file.name} was not written: {why}", "Choose another folder.",
                            "what was there before is as it was", do=lambda: self._save(card))  # fmt: skip

        jobs.run(lambda _job: figures.save(figure, file),
                 lambda _n: self.window_.toast.say(f"{file.name} is saved"), failed)  # fmt: skip
