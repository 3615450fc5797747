"""An answer becomes changes of just the words that were sent; what was withheld stays."""

from __future__ import annotations

import random

import pytest

from db.acts.asking import Edit
from db.refusal import Refused
from db.rules.off_record import Secret, on_record
from db.sendable import Sendable, Stretch
from desktop.ai import proposal, tasks

WORDS = ["ships", "came", "on", "Saturday", "জাহাজ", "শনিবার", "🙂", "ক্ষ", "mère,", "of", "a", "\n\n"]


def sent(text: str, off: list[tuple[int, int]] | None = None, part: str = "body") -> Sendable:
    stretches = tuple(Stretch(a, text[a:b]) for a, b in on_record(len(text), off or []))
    return Sendable("id", 1, "en", {part: stretches}, {part: len(text)}, 0, Secret())


def applied(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.start + edit.removed :]
    return text


def test_changed_words_are_changes_of_their_own_and_phrases_stay_together():
    text = "He came on Saturday with dozens of ships. They stayed for a week."
    answer = "He came on Sunday with dozens of ships. They left at once."
    assert proposal.changes(sent(text), "body", answer) == [
        Edit("body", 11, 8, "Sunday"), Edit("body", 47, 17, "left at once"),
    ]  # fmt: skip


def test_white_space_around_an_answer_changes_nothing():
    assert proposal.changes(sent("\n One line.\n\n"), "body", "One line.\n") == []


def test_random_answers_are_reached_exactly_and_withheld_words_stay():
    for seed in range(400):
        rng = random.Random(seed)
        words = [rng.choice(WORDS) for _ in range(rng.randint(3, 40))]
        text = " ".join(words)
        low = len(" ".join(words[: len(words) // 3]))
        high = len(" ".join(words[: len(words) // 2]))
        off = [(low, high - low)] if high > low and rng.random() < 0.7 else []
        given = sent(text, off)
        visible = given.text("body")
        new = visible.split(" ")
        for _ in range(rng.randint(0, 6)):
            at = rng.randrange(len(new) + 1)
            new[at : at + rng.randint(0, 3)] = [rng.choice(WORDS) for _ in range(rng.randint(0, 3))]
        answer = " ".join(new).strip()
        edits = proposal.changes(given, "body", answer)
        for edit in edits:  # nothing of what was withheld is in any change
            assert all(edit.start + edit.removed <= a or edit.start >= a + n for a, n in off), seed
        marked = list(text)
        for a, n in off:
            marked[a : a + n] = ["\x01"] * n
        after = applied("".join(marked), edits)
        assert after.count("\x01") == sum(n for _a, n in off), seed
        assert after.replace("\x01", "").strip() == answer, seed


def test_headline_ideas_are_plain_and_differ():
    given = sent("Fleet", part="headline")
    answer = '1. "A fleet arrives"\n- A fleet arrives\n* **Ships**\n\nFleet\n'
    assert [e.text for e in proposal.headlines(given, answer)] == ["A fleet arrives", "Ships"]
    assert proposal.headlines(given, answer)[0] == Edit("headline", 0, 5, "A fleet arrives")
    with pytest.raises(Refused, match="holds no headline"):
        proposal.headlines(given, "\n\n")


def two(headline="Fleet", body="Ships came.") -> Sendable:
    parts = {"headline": (Stretch(0, headline),), "body": (Stretch(0, body),)}
    return Sendable("id", 1, "en", parts, {}, 0, Secret())


def test_translated_parts_are_just_those_that_were_sent():
    found = proposal.parts(two(), "=== headline ===\nFlotte\n\n=== body ===\nSchiffe\n\nkamen.\n")
    assert found == {"headline": "Flotte", "body": "Schiffe\n\nkamen."}
    for answer in (
        "Flotte\nSchiffe kamen.", "Here it is:\n=== headline ===\nF\n=== body ===\nS",
        "=== headline ===\nF\n=== body ===\n", "=== headline ===\nF\nG\n=== body ===\nS",
        "=== headline ===\nF\n=== body ===\nS\n=== notice ===\nN",
        "=== body ===\nS\n=== headline ===\nF",
    ):  # fmt: skip
        with pytest.raises(Refused):
            proposal.parts(two(), answer)


def test_doubts_are_a_list_and_none_is_none():
    assert proposal.doubts("- “dozens”: who counted?\n2) The date.\n\n") == [
        "“dozens”: who counted?", "The date.",
    ]  # fmt: skip
    assert proposal.doubts("NONE.") == []


def test_every_template_is_whole_and_ones_own_stands_in_its_place(tmp_path, monkeypatch):
    assert [task.name for task in tasks.tasks()] == list(tasks.ORDER)
    monkeypatch.setenv("COLOPHON_CONFIG", str(tmp_path))
    own = tmp_path / "ai"
    own.mkdir()
    (own / "shorten.txt").write_text("title: Halve\nsends: part\nanswer: text\n---\nHalve it. {x}")
    (own / "tone.txt").write_text("title: Tone\nsends: body\nanswer: doubts\n---\nIn {language}:")
    assert tasks.task("shorten").title == "Halve"
    assert tasks.task("shorten").prompt("en", "") == "Halve it. {x}"
    assert tasks.task("tone").prompt("bn", "") == "In bn:"
    for bad in ("no dashes", "title: T\n---\nx", "title: T\nsends: body\nanswer: song\n---\nx",
                "title: T\nsends: soul\nanswer: text\n---\nx",
                "title: T\nsends: body, headline\nanswer: text\n---\nx",
                "title: T\nsends: part\nanswer: text\nneeds: money\n---\nx"):  # fmt: skip
        (own / "tone.txt").write_text(bad)
        with pytest.raises(Refused, match="the template"):
            tasks.tasks()
    with pytest.raises(Refused, match="there is no task"):
        (own / "tone.txt").unlink()
        tasks.task("sing")
