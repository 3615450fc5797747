"""Measure everything: `python3 -m benchmarks`, from the program's own environment.

Prints a Markdown table and writes `benchmarks/results.json`; `--readme` puts the table into the
README's last section. `--small` takes a tenth of the sizes.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from benchmarks import (
    answering,
    away,
    back_at_once,
    counting,
    distance,
    many,
    matters,
    recording,
    records,
    together,
    typing,
    windows,
)
from benchmarks.measuring import Figure, said, table, write

ROOT = Path(__file__).parents[1]
HEADING = "## Benchmarks"


def main() -> None:
    """Run every measurement, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--readme", action="store_true")
    wanted = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    part = 10 if wanted.small else 1
    figures: list[Figure] = []
    for name, run in (
        ("windows", windows.run), ("typing", typing.run),
        ("authorship", lambda: records.authorship(260_000)),
        ("answering", answering.run),
        ("exports", records.exports),
        ("ledger", lambda: records.ledger(1_000_000 // part)),
        ("lists", lambda: records.lists(1_000_000 // part)),
        ("matters", lambda: matters.run(20_000 // part, 260_000 // part)),
        ("together", lambda: together.run(200 // part)),
        ("recording", recording.run),
        ("distance", lambda: distance.run(20 // part)),
        ("away", away.run),
        ("back at once", lambda: back_at_once.run(500 // part)),
        ("many", lambda: many.run(1_000_000 // part)),
        ("counting", lambda: counting.run(2_000_000 // part, 20_000 // part, 5_000 // part)),
    ):  # fmt: skip
        print(f"{name} …", flush=True)
        found = run()
        for figure in found:
            print(f"  {figure.what}: {said(figure.ours)}", flush=True)
        figures += found
        write(figures, ROOT / "benchmarks" / "results.json")
    print(table(figures))
    if wanted.readme:
        readme = ROOT / "README.md"
        before = readme.read_text("utf-8").partition(HEADING)[0].rstrip()
        said_ = "Made by `.venv/bin/python -m benchmarks --readme`; ratios are of two things in one run."
        readme.write_text(f"{before}\n\n{HEADING}\n\n{said_}\n\n{table(figures)}\n", "utf-8")


if __name__ == "__main__":
    main()
