"""A shared newsroom finds what a newsroom's file finds, in the same order."""

from __future__ import annotations

import pytest

from db import reading
from db.acts.writing import new_article, write_text
from db.search import query_of
from db.storage.postgresql_search import bare, matches

TEXTS = (
    ("Bridge reopens", "The bridge reopened on Monday, the mayor said."),
    ("Café in Dhaka", "A café owner's naïve plan: cafés for everyone. ÉCOLE."),
    ("সেতু খুলেছে", "প্রধানমন্ত্রী শেখ হাসিনা সেতুটি উদ্বোধন করেন। বাংলাদেশের মানুষ খুশি।"),
    ("বাংলাদেশ", "বাংলাদেশ ক্রিকেট দল জিতেছে। ক্ষমতা ও দুর্নীতি।"),
    ("東京の橋", "東京で新しい橋が開通した。日本の首相が話した。"),
    ("Quotes", "It's a 'quoted' \"word\" & a | pipe ! \\ back <-> slash: 12,000 people."),
    ("Ελλάδα", "Η Ελλάδα και η γέφυρα. Straße und Brücke. İstanbul."),
)
ASKED = (
    "bridge", "bri", "BRIDGE mayor", "bridge cafe", "cafe", "café", "cafés", "naive", "ecole", "École",
    "সেতু", "সেতুটি", "বাংলাদেশ", "বাংলাদেশের মানুষ", "বাংলা", "ক্ষমতা", "ক্রিকেট জিতেছে", "হাসিনা ",
    "東京", "橋", "日本の首相", "東", "it's", "quoted word", "'; DROP TABLE indexed; --", "a | b", "!",
    "<->", "12,000", "12", "γέφυρα", "ελλαδα", "strasse", "straße", "brucke", "istanbul", "nothing",
    "people:*", "& |", "\\",
)  # fmt: skip


def filled(newsroom) -> dict[str, str]:
    """The texts by the ids of their articles."""
    out = {}
    for headline, words in TEXTS:
        article = str(new_article(newsroom, "Rhea", headline).article)
        write_text(newsroom, "Rhea", article, words)
        out[article] = headline
    return out


def found(newsroom, names: dict[str, str], asked: str) -> list[str]:
    with newsroom.read() as session:
        return [names[card.id] for card in reading.board_page(session, search=asked).rows]


def test_both_find_the_same_in_the_same_order(house, room):
    shared, file = house["Rhea"], room
    in_shared, in_file = filled(shared), filled(file)
    for asked in ASKED:
        assert found(shared, in_shared, asked) == found(file, in_file, asked), asked
    first = next(iter(in_shared))
    assert found(shared, in_shared, "rhea")[-1] == TEXTS[0][0]
    write_text(shared, "Rhea", first, "The bridge reopened on Monday; all said so.")
    assert found(shared, in_shared, "rhea")[0] == TEXTS[0][0]
    assert found(shared, in_shared, "mayor") == []


def test_a_page_goes_on_where_it_ended(house):
    newsroom = house["Rhea"]
    for n in range(7):
        new_article(newsroom, "Rhea", f"Common word {n}")
    with newsroom.read() as session:
        one = reading.board_page(session, search="common", limit=3)
        two = reading.board_page(session, search="common", limit=3, after=one.next)
        three = reading.board_page(session, search="common", limit=3, after=two.next)
    heads = [card.headline for page in (one, two, three) for card in page.rows]
    assert heads == [f"Common word {n}" for n in range(6, -1, -1)] and three.next is None


@pytest.mark.parametrize("sizes", [(1, 2, 20, 3), (2, 4, 2, 6), (4, 3200, 20, 20_000)])
def test_common_and_rare_words_are_found_alike(house, monkeypatch, sizes):
    for name, size in zip(("_NEAR", "_AT_FIRST", "_COMMON", "_AT_MOST"), sizes, strict=True):
        monkeypatch.setattr(f"db.storage.postgresql_search.{name}", size)
    newsroom = house["Rhea"]
    made = {}
    for n in range(12):
        words = f"all{' half' * (n % 2)}{' third' * (n % 3 == 0)}{' once' * (n == 4)} No{n}"
        made[str(new_article(newsroom, "Rhea", words).article)] = words
    with newsroom.read() as session:
        for asked in ("all", "half", "thir", "once", "all once", "nothing", "half third"):
            held = [words for words in reversed(made.values()) if set(asked.split()) <= {*words.split()}
                    or any(word.startswith(asked) for word in words.split())]  # fmt: skip
            for limit in (1, 2, 5, 20):
                query, before, out = query_of(asked) or "", None, []
                while found := matches(session, query, before, limit):
                    assert len(found) <= limit
                    out += [made[article] for _, article in found]
                    before = found[-1][0]
                assert out == held, (asked, limit)


def test_only_latin_letters_lose_their_marks():
    assert bare("café ñandú বাংলা গুণ ё й ά") == "cafe nandu বাংলা গুণ ё й ά"
