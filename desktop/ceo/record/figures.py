"""Figures as charts and tables show them: bars with words, and rows for a file. No widget here."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.shares import percent

if TYPE_CHECKING:
    from db.counting import Published, Share, SignOffs, Stay, Touches
    from db.counting_matters import Age, Kept

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
STATES = {"draft": "in draft", "edit": "in edit", "published": "out", "spiked": "spiked",
          "withdrawn": "withdrawn"}  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One bar: its letter below, `value` high, the top `hollow` of it unfilled; what it reads as.

    `big` stands large, `under` below it.
    """

    label: str
    value: float
    big: str
    under: str
    hollow: float = 0.0
    now: bool = False


@dataclass(frozen=True)
class Figure:
    """A chart and its table. `unit` follows the numbers of the scale; `whole` keeps them whole."""

    bars: tuple[Bar, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    unit: str = ""
    whole: bool = True
    empty: str = "Nothing yet."
    key: str = ""  # what a hollow top means
    least: float = 0.0  # the scale reaches at least so high
    standing: Bar | None = None  # what is read while no bar is; else the last bar

    @property
    def something(self) -> bool:
        """Whether any bar is above nothing."""
        return any(bar.value for bar in self.bars)

    @property
    def read(self) -> Bar | None:
        """What is read while no bar is pointed at."""
        return self.standing or (self.bars[-1] if self.bars else None)


def month_name(month: str) -> str:
    """`2026-03` as `March 2026`."""
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def label_of(month: str, many: bool) -> str:
    """A month's letter; among many, the year under each January only."""
    if many:
        return month[:4] if month.endswith("-01") else ""
    return MONTHS[int(month[5:7]) - 1][0]


def this_month() -> str:
    """The month it is, in UTC."""
    return f"{datetime.now(UTC):%Y-%m}"


@dataclass
class Span:
    """The months that are shown, in order; the last is the one that goes on."""

    months: list[str] = field(default_factory=list)

    def bars(self, make: Callable[[str], tuple[float, float, str, str]]) -> tuple[Bar, ...]:
        """A bar for each month: `make` gives value, hollow part, large words and those below."""
        many = len(self.months) > 18
        out = []
        for month in self.months:
            value, hollow, big, under = make(month)
            out.append(Bar(label_of(month, many), value, big, under, hollow,
                           month == self.months[-1]))  # fmt: skip
        return tuple(out)

    def when(self, month: str, so_far: str = "so far in {}", then: str = "in {}") -> str:
        """`so far in November`, or `in March 2025`."""
        if self.months and month == self.months[-1]:
            return so_far.format(MONTHS[int(month[5:7]) - 1])
        return then.format(month_name(month))


def count(number: int, one: str, many: str = "") -> str:
    """`1 piece`, `2 pieces`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def pieces(span: Span, found: Sequence[Published]) -> Figure:
    """Pieces published by month; the table by desk too."""
    of: defaultdict[str, int] = defaultdict(int)
    again: defaultdict[str, int] = defaultdict(int)
    for row in found:
        of[row.month] += row.pieces
        again[row.month] += row.corrections

    def make(month: str) -> tuple[float, float, str, str]:
        more = f", {count(again[month], 'correction')}" if again[month] else ""
        return of[month], 0, f"{of[month]:,}", span.when(month) + more

    rows = tuple(
        (row.month, row.desk or "–", str(row.pieces), str(row.corrections))
        for row in reversed(found)
    )
    return Figure(span.bars(make), ("Month", "Desk", "Pieces", "Corrections"), rows,
                  empty="Nothing was published in these months.")  # fmt: skip


def ai_share(span: Span, found: Sequence[Share]) -> Figure:
    """The AI's share of the published words by month, in per cent."""
    of = {row.month: row for row in found}

    def make(month: str) -> tuple[float, float, str, str]:
        row = of.get(month)
        if row is None or not row.words:
            return 0, 0, "–", span.when(month, "nothing out yet in {}", "nothing out in {}")
        name = MONTHS[int(month[5:7]) - 1]
        return row.share * 100, 0, percent(row.share), f"of {name}’s {row.words:,} words"

    rows = tuple(
        (row.month, str(row.words), f"{row.ai_words:.0f}", f"{row.share * 100:.1f}")
        for row in reversed(found)
    )
    return Figure(span.bars(make), ("Month", "Words", "By AI", "Per cent"), rows, " %", whole=False,
                  empty="No word of an AI was published in these months.")  # fmt: skip


def hours(value: float) -> str:
    """Hours as people say them."""
    if value >= 48:
        return f"{value / 24:.1f} days"
    return f"{value:.1f} h" if value >= 1 else f"{value * 60:.0f} min"


def time_in(span: Span, found: Sequence[Stay], state: str) -> Figure:
    """The median hours in one state; the table tells all states, and the longest."""
    of = {row.month: row for row in found if row.state == state}

    def make(month: str) -> tuple[float, float, str, str]:
        row = of.get(month)
        if row is None:
            return 0, 0, "–", span.when(month, "no piece moved on yet in {}", "none moved on in {}")
        under = f"median of {count(row.number, 'piece')} that left it {span.when(month, 'in {}')}; "
        under += f"longest {hours(row.longest)}"
        return row.median, 0, hours(row.median), under

    rows = tuple(
        (row.month, row.state, str(row.number), f"{row.median:.1f}", f"{row.longest:.1f}")
        for row in reversed(found)
    )
    return Figure(span.bars(make), ("Month", "State", "Left it", "Median hours", "Longest hours"),
                  rows, " h", whole=False, empty=f"No piece that was {STATES[state]} moved on.",
                  least=1.0)  # fmt: skip


def signed(span: Span, found: Sequence[SignOffs]) -> Figure:
    """Sign-offs made by month, the voided ones hollow."""
    of = {row.month: row for row in found}

    def make(month: str) -> tuple[float, float, str, str]:
        row = of.get(month)
        if row is None:
            return 0, 0, "0", span.when(month)
        void = f", {row.voided:,} voided later" if row.voided else ""
        return row.made, row.voided, f"{row.made:,}", span.when(month) + void

    rows = tuple((row.month, str(row.made), str(row.voided)) for row in reversed(found))
    return Figure(span.bars(make), ("Month", "Made", "Voided"), rows, key="voided by a later touch",
                  empty="Nothing was signed off in these months.")  # fmt: skip


def kept(span: Span, found: Sequence[Kept]) -> Figure:
    """Deadlines of escalations by month, the missed ones hollow."""
    of = {row.month: row for row in found}

    def make(month: str) -> tuple[float, float, str, str]:
        row = of.get(month)
        if row is None:
            return 0, 0, "–", span.when(month, "none fell due yet in {}", "none fell due in {}")
        due = row.kept + row.missed
        return due, row.missed, f"{row.kept:,} of {due:,}", f"kept {span.when(month)}"

    rows = tuple((row.month, str(row.kept), str(row.missed)) for row in reversed(found))
    return Figure(span.bars(make), ("Month", "Kept", "Missed"), rows, key="late, or not at all",
                  empty="No deadline fell due in these months.")  # fmt: skip


def written(span: Span, found: Sequence[Touches]) -> Figure:
    """Touches by month."""
    of = {row.month: row.number for row in found}

    def make(month: str) -> tuple[float, float, str, str]:
        return of.get(month, 0), 0, f"{of.get(month, 0):,}", span.when(month)

    rows = tuple((row.month, str(row.number)) for row in reversed(found))
    return Figure(span.bars(make), ("Month", "Touches"), rows, empty="No touch in these months.")


def ages(found: Sequence[Age]) -> Figure:
    """Open escalations by age; read without choosing, all of them."""
    every = sum(age.number for age in found)
    bars = []
    rows = []
    for age in found:
        days = f"{age.first}–{age.last}" if age.last is not None else f"over {age.first - 1}"
        bars.append(Bar(days, age.number, f"{age.number:,}", f"open for {days} days"))
        rows.append((days, str(age.number)))
    return Figure(tuple(bars), ("Days open", "Escalations"), tuple(rows),
                  empty="No escalation is open.", standing=Bar("", 0, f"{every:,}", "open now"))  # fmt: skip


def top_of(most: float, whole: bool) -> float:
    """The scale's upper end: the next of 1, 2, 4, 5, 10 … whose half can be said too."""
    if most <= 0:
        return 1.0
    step = 10.0**-6
    while step * 10 < most:
        step *= 10
    steps = [step * n for n in (1, 2, 4, 5, 6, 8, 10, 20)]
    return next(n for n in steps if n >= most * 0.9999 and (not whole or n >= 2))


def said(value: float, unit: str) -> str:
    """A number of the scale."""
    number = f"{value:,.0f}" if abs(value - round(value)) < 0.005 else f"{value:g}"
    return number + unit


def _cell(value: str) -> str:
    """What a spreadsheet would take for a formula is text."""
    return f"'{value}" if value[:1] in ("=", "+", "@", "\t", "\r") else value


def save(figure: Figure, file: Path) -> None:
    """Write a figure's table as CSV; whole, or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            rows: Any = csv.writer(out)
            rows.writerow(figure.head)
            rows.writerows([_cell(cell) for cell in row] for row in figure.rows)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
