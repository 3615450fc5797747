"""How figures are taken: repeated, sorted, told as a ratio of two in the same run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Figure:
    """`ours` against `theirs`, seconds each; `wanted` is what the design asks for."""

    what: str
    ours: float
    against: str
    theirs: float
    wanted: str

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.theirs else None


def took(work: Callable[[], object]) -> float:
    """Seconds of one go."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best(work: Callable[[], object], times: int = 5) -> float:
    """The fastest of several goes: what the work itself costs."""
    return min(took(work) for _ in range(times))


def percentile(times: list[float], share: float = 0.95) -> float:
    """The time that `share` of the goes stay under."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def said(seconds: float) -> str:
    """Seconds for people."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.1f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.0f} µs"


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = ["| what | here | against | ratio | wanted |", "|---|---|---|---|---|"]
    for f in figures:
        against = f"{f.against}: {said(f.theirs)}" if f.theirs else f.against
        ratio = f"{f.ratio:.2f}" if f.ratio is not None else "–"
        rows.append(f"| {f.what} | {said(f.ours)} | {against} | {ratio} | {f.wanted} |")
    return "\n".join(rows)


def write(figures: list[Figure], file: Path) -> None:
    """Keep the figures as JSON."""
    rows = [{**asdict(f), "ratio": f.ratio} for f in figures]
    file.write_text(json.dumps(rows, indent=1), "utf-8")
