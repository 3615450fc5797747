"""The changes shown turn the approved text into the present one, whole words at a time."""

from __future__ import annotations

import random

import regex

from db.manuscript import spans as spanning
from db.manuscript.changes import apply, changes, edits_of
from db.manuscript.diff import is_boundary
from db.manuscript.manuscript import Manuscript
from db.manuscript.pen import Pen
from db.manuscript.rows import Known

CASES = 10_000
_WORDS = ("the", "night", "ferries", "ran", "again", "colour", "বাংলাদেশের", "সংবাদ", "ক্ষমতা", "👨‍👩‍👧‍👦",
          "🇧🇩🇯🇵", "日本語の記事", "e\u0301te\u0301", "العربية", "1,200", "percent.", "\n\n", "\n")  # fmt: skip
_GRAPHEME = regex.compile(r"\X")


class Piece:
    """A manuscript that several write in, and what an editor approved of it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.manuscript = Manuscript(Known("a"))
        self.pens = [Pen(self.manuscript, f"w{n}", f"w{n}", "typed") for n in range(4)]
        self.approved: dict[str, tuple[str, list[spanning.Span]]] = {}
        self.seq = 0

    def save(self, pen: Pen) -> None:
        """Put down what a pen wrote as one row, as a touch does."""
        row = pen.row()
        if row is not None:
            self.seq += 1
            payload, _ = row
            names = ("peer", "start", "end")
            self.manuscript.rows.append((self.seq, *(payload[name] for name in names)))

    def write(self, times: int) -> None:
        for _ in range(times):
            pen = self.random.choice(self.pens)
            text = self.manuscript.text("body")
            at = self.random.randint(0, len(text))
            act = self.random.random()
            if act < 0.5 or not text:
                words = " ".join(self.random.choices(_WORDS, k=self.random.randint(1, 9)))
                pen.splice("body", at, 0, words)
            elif act < 0.75:
                pen.splice("body", at, min(len(text) - at, self.random.choice((1, 2, 9, 40))), "")
            else:
                self._move(pen, text, at)
            self.save(pen)

    def _move(self, pen: Pen, text: str, at: int) -> None:
        length = min(len(text) - at, self.random.choice((5, 30, 90)))
        if not length:
            return
        words = text[at : at + length]
        sources = self.manuscript.sources_of(
            spanning.cut(self.manuscript.spans("body"), at, length)
        )
        pen.splice("body", at, length, "")
        to = self.random.randint(0, len(text) - length)
        pen.splice("body", to, 0, words, sources)

    def approve_some(self) -> None:
        found = self.changes()
        chosen = [c for c in found if self.random.random() < 0.5]
        chosen += [found[c.move - 1] for c in chosen if c.move]
        apply(self.approved, edits_of(dict.fromkeys(chosen)))

    def changes(self):
        return changes(self.manuscript, self.approved)


def check(piece: Piece) -> None:
    before, spans = piece.approved.get("body", ("", []))
    now = piece.manuscript.text("body")
    found = piece.changes()
    out, old_at, new_at = [], 0, 0
    for n, change in enumerate(found, 1):
        assert change.n == n
        same = change.start - new_at
        out.append(before[old_at : old_at + same])
        old_at += same
        assert before[old_at : old_at + len(change.deleted)] == change.deleted
        out.append(change.inserted)
        assert change.old == old_at
        old_at += len(change.deleted)
        new_at = change.start + change.length
        assert is_boundary(now, change.start) and is_boundary(now, change.start + change.length)
        assert is_boundary(before, change.old)
        assert is_boundary(before, change.old + len(change.deleted))
        assert change.contributor.startswith("w"), change
        if change.move:
            other = found[change.move - 1]
            assert other.move == n
            assert (change.inserted or change.deleted) == (other.deleted or other.inserted)
    out.append(before[old_at:])
    assert "".join(out) == now
    after = {"body": (before, list(spans))}
    apply(after, edits_of(found))
    assert after["body"][0] == now
    sources = piece.manuscript.sources_of
    assert sources(after["body"][1]) == sources(piece.manuscript.spans("body"))


def test_the_changes_turn_the_approved_text_into_the_present_one(share):
    for seed in range(share(CASES)):
        piece = Piece(seed)
        for _ in range(piece.random.randint(1, 4)):
            piece.write(piece.random.randint(1, 6))
            check(piece)
            piece.approve_some()
            check(piece)


def test_boundaries_are_those_of_graphemes_outside_words():
    text = "a👨‍👩‍👧‍👦b 🇧🇩🇯🇵 e\u0301 ক্ষ\r\n"
    starts = {m.start() for m in _GRAPHEME.finditer(text)} | {len(text)}
    assert {n for n in range(len(text) + 1) if is_boundary(text, n)} <= starts


def written(*acts: tuple[int, int, int, str]) -> Piece:
    """A piece after (writer, position, removed, inserted) each; all before the last approved."""
    piece = Piece(0)
    for n, (who, at, removed, words) in enumerate(acts):
        if n == len(acts) - 1:
            piece.approved = {"body": (piece.manuscript.text("body"),
                                       list(piece.manuscript.spans("body")))}  # fmt: skip
        piece.pens[who].splice("body", at, removed, words)
        piece.save(piece.pens[who])
    return piece


def test_a_letter_taken_out_of_a_word_changes_the_word():
    piece = written((0, 0, 0, "The colour of it"), (1, 8, 1, ""))
    (change,) = piece.changes()
    assert (change.deleted, change.inserted, change.contributor) == ("colour", "color", "w1")


def test_a_mark_changed_in_bengali_changes_the_word():
    piece = written((0, 0, 0, "আজ সংবাদ ভালো"), (2, 6, 1, "ি"))
    (change,) = piece.changes()
    assert (change.deleted, change.inserted, change.contributor) == ("সংবাদ", "সংবিদ", "w2")


def test_a_first_draft_is_told_by_author_and_paragraph():
    piece = Piece(0)
    piece.pens[0].splice("body", 0, 0, "First one.\n\nSecond one.\n\nThird one.")
    piece.pens[3].splice("body", 12, 0, "Between them. ")
    for pen in piece.pens:
        piece.save(pen)
    told = [(c.inserted, c.contributor) for c in piece.changes()]
    assert told == [
        ("First one.\n\n", "w0"), ("Between them. ", "w3"), ("Second one.\n\n", "w0"),
        ("Third one.", "w0"),
    ]  # fmt: skip


def test_an_added_paragraph_is_one_change_with_its_line_break():
    piece = written((0, 0, 0, "First one."), (1, 10, 0, "\n\nAdded one.\n\nAnd one more."))
    assert [c.inserted for c in piece.changes()] == ["\n\nAdded one.", "\n\nAnd one more."]
    piece = written((0, 0, 0, "First one."), (1, 0, 0, "Added one.\n\n"))
    assert [c.inserted for c in piece.changes()] == ["Added one.\n\n"]


def test_a_line_break_goes_with_the_words_after_it_whoever_made_it():
    piece = written((0, 0, 0, "First one."), (1, 10, 0, "\n\n"))
    piece.pens[2].splice("body", 12, 0, "Added one.")
    piece.save(piece.pens[2])
    (change,) = piece.changes()
    assert (change.inserted, change.contributor) == ("\n\nAdded one.", "w2")
    assert [run.contributor for run in piece.manuscript.authors_of(change.spans)] == ["w1", "w2"]


def test_a_word_of_two_is_whose_most_of_its_new_letters_are():
    piece = written((0, 0, 0, "He saw ferries."), (1, 7, 7, "sx"))
    piece.pens[2].splice("body", 8, 1, "hips")
    piece.save(piece.pens[2])
    assert [(c.inserted, c.contributor) for c in piece.changes()][-1] == ("ships", "w2")


def test_letters_that_one_person_added_in_several_places_count_together():
    piece = written((0, 0, 0, "He saw ships."), (1, 9, 0, "abc"))
    piece.pens[2].splice("body", 9, 0, "xy")
    piece.pens[2].splice("body", 14, 0, "zz")
    piece.save(piece.pens[2])
    (change,) = piece.changes()
    assert (change.deleted, change.inserted) == ("ships", "shxyabczzips")
    assert change.contributor == "w2"


def test_a_moved_paragraph_is_one_move_by_who_moved_it():
    piece = Piece(0)
    text = (
        "The first paragraph is here.\n\nThe second paragraph follows it.\n\nAnd a third one ends."
    )
    piece.pens[0].splice("body", 0, 0, text)
    piece.save(piece.pens[0])
    piece.approved = {"body": (text, list(piece.manuscript.spans("body")))}
    moved = text[: text.index("The second")]
    sources = piece.manuscript.sources_of(
        spanning.cut(piece.manuscript.spans("body"), 0, len(moved))
    )
    piece.pens[1].splice("body", 0, len(moved), "")
    piece.pens[1].splice("body", text.index("And") - len(moved), 0, moved, sources)
    piece.save(piece.pens[1])
    gone, came = piece.changes()
    assert (gone.deleted, gone.move, gone.contributor) == (moved, 2, "w1")
    assert (came.inserted, came.move, came.contributor) == (moved, 1, "w1")


def test_who_deleted_is_told_apart_from_who_wrote_in_its_place():
    piece = Piece(0)
    piece.pens[0].splice("body", 0, 0, "One sentence. Another sentence.")
    piece.save(piece.pens[0])
    piece.approved = {"body": (piece.manuscript.text("body"), list(piece.manuscript.spans("body")))}
    piece.pens[1].splice("body", 0, 14, "")
    piece.save(piece.pens[1])
    piece.pens[2].splice("body", 0, 0, "New words. ")
    piece.save(piece.pens[2])
    told = [(c.deleted, c.inserted, c.contributor) for c in piece.changes()]
    assert told == [("One sentence. ", "", "w1"), ("", "New words. ", "w2")]
