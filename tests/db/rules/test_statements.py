"""The checkable statements of a text: each once, whole, and with what it is about."""

from __future__ import annotations

from db.rules.statements import find


def told(text: str) -> list[tuple[str, str]]:
    return [(s.kind, s.text) for s in find(text)]


def test_a_figure_comes_with_its_sentence_and_no_other():
    text = "The ferry was up for repairs for 14 days. The first boat left with 120 people."
    assert told(text) == [
        ("figure", "The ferry was up for repairs for 14 days."),
        ("figure", "The first boat left with 120 people."),
    ]


def test_a_date_is_one_statement():
    assert told("It sank on August 23, 2025.") == [("date", "It sank on August 23, 2025.")]
    assert [s.kind for s in find("২৫ নভেম্বর ২০২৬ তারিখে ৩ জন")] == ["date", "figure"]


def test_a_name_ends_with_its_sentence_but_not_with_an_abbreviation():
    names = [words for kind, words in told("He left East Asia. The U.S. President Donald Trump"
             " met Dr. Abdul Karim.") if kind == "name"]  # fmt: skip
    assert names == ["East Asia", "U.S. President Donald Trump", "Dr. Abdul Karim"]


def test_digits_of_every_script_and_quotations_count():
    kinds = [s.kind for s in find("ঢাকায় ২৫ জন। He said “we agreed” and «rien du tout» to ١٢ men.")]
    assert kinds == ["figure", "quotation", "quotation", "figure"]


def test_numbers_go_up_in_reading_order():
    found = find("Two of 30 came. “Only two,” said Abdul Karim on 5 May 2026.")
    assert [s.n for s in found] == list(range(1, len(found) + 1))
    assert [s.start for s in found] == sorted(s.start for s in found)


def test_a_figure_comes_with_its_whole_sentence_however_far_it_stands_in_it():
    text = ("It rained. According to the harbour office, which counts them every evening at the "
            "northern gate, some 40 boats lay idle. “Nothing moves.”")  # fmt: skip
    said = text[len("It rained. ") : text.index(" “")]
    assert ("figure", said) in told(text)
    assert told("He said: “Bring 3 more of the 12.” Then 14 days passed.")[-1][1] == (
        "Then 14 days passed."
    )


def test_a_long_sentence_is_cut_between_words_and_shows_where():
    text = "The office says that " + "word " * 60 + "some 40 boats lay idle " + "word " * 60 + "."
    (words,) = (words for kind, words in told(text) if "40" in words)
    assert words.startswith("…word ") and words.endswith("word…") and " 40 boats lay idle " in words
    figures = [words for _, words in told("ঢাকায় " + "সংবাদ " * 60 + "২৫ জন")]
    assert figures[0].startswith("…সংবাদ ") and figures[0].endswith("২৫ জন")
