"""Figures as bars, tables and files."""

from __future__ import annotations

import csv

import pytest

from db.counting import Published, Share, SignOffs, Stay, Touches
from db.counting_matters import Age, Kept
from desktop.ceo.record import figures
from desktop.ceo.record.figures import Span

YEAR = Span(["2026-01", "2026-02", "2026-03"])


@pytest.mark.parametrize(
    ("most", "whole", "top"),
    [(0, True, 1), (1, True, 2), (74, True, 80), (81, True, 100), (100, True, 100),
     (101, True, 200), (0.3, False, 0.4), (27.9, False, 40), (3.3, False, 4), (2, True, 2)],
)  # fmt: skip
def test_the_scale_ends_at_a_round_number(most, whole, top):
    assert figures.top_of(most, whole) == pytest.approx(top)


def test_pieces_are_added_over_desks():
    found = [Published("2026-01", "Tokyo", 2, 1), Published("2026-03", None, 3, 0),
             Published("2026-03", "Tokyo", 1, 2)]  # fmt: skip
    figure = figures.pieces(YEAR, found)
    assert [bar.value for bar in figure.bars] == [2, 0, 4]
    assert figure.read.under == "so far in March, 2 corrections"
    assert figure.bars[0].under == "in January 2026, 1 correction"
    assert [bar.label for bar in figure.bars] == ["J", "F", "M"]
    assert figure.rows[0] == ("2026-03", "Tokyo", "1", "2")
    assert figure.rows[1][1] == "–"


def test_shares_are_per_cent():
    figure = figures.ai_share(YEAR, [Share("2026-03", 1000, 214.0)])
    assert (figure.read.big, figure.read.under) == ("21 %", "of March’s 1,000 words")
    assert figure.bars[0].big == "–"
    assert figure.rows == (("2026-03", "1000", "214", "21.4"),)


def test_hollow_tops_are_what_did_not_last():
    assert figures.signed(YEAR, [SignOffs("2026-03", 5, 2)]).read.hollow == 2
    kept = figures.kept(YEAR, [Kept("2026-03", 3, 1)])
    assert (kept.read.value, kept.read.hollow, kept.read.big) == (4, 1, "3 of 4")


def test_time_in_one_state_and_touches():
    stays = [Stay("2026-03", "draft", 2, 3.5, 60.0), Stay("2026-03", "edit", 1, 0.5, 0.5)]
    draft = figures.time_in(YEAR, stays, "draft")
    assert draft.read.big == "3.5 h" and "longest 2.5 days" in draft.read.under
    assert figures.time_in(YEAR, stays, "edit").read.big == "30 min"
    assert len(draft.rows) == 2
    assert figures.written(YEAR, [Touches("2026-02", 1234)]).bars[1].big == "1,234"


def test_ages_read_as_a_whole_until_one_is_pointed_at():
    figure = figures.ages([Age(0, 7, 2), Age(8, 28, 0), Age(29, 90, 1), Age(91, None, 1)])
    assert (figure.read.big, figure.read.under) == ("4", "open now")
    assert [bar.label for bar in figure.bars] == ["0–7", "8–28", "29–90", "over 90"]
    assert not figures.ages([Age(0, 7, 0)]).something


def test_a_file_holds_the_table_and_no_formula(tmp_path):
    file = tmp_path / "x.csv"
    found = [Published("2026-01", "=HYPERLINK(1)", 2, 1)]
    figures.save(figures.pieces(YEAR, found), file)
    with file.open(newline="", encoding="utf-8") as rows:
        assert list(csv.reader(rows)) == [
            ["Month", "Desk", "Pieces", "Corrections"],
            ["2026-01", "'=HYPERLINK(1)", "2", "1"],
        ]
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]
