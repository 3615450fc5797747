"""A piece goes out in a file, is written in elsewhere, and comes back with every author right."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db import reading
from db.acts import deciding, moving, picturing, sourcing, withholding
from db.acts.editing import EditingSession
from db.acts.founding import make_newsroom
from db.acts.handing_over import hand_over
from db.acts.register import add_contributor
from db.acts.taking import take
from db.acts.writing import assign, new_article, write_text
from db.handover import unpack
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.newsroom import Newsroom
from db.off_record import off_record
from db.refusal import Refused
from tests.db.acts.test_corrections import picture

TEXT = "Rhea wrote this. সেতু বন্ধ ছিল। \U0001f309"


@pytest.fixture
def away(tmp_path: Path):
    """Fay's own newsroom, with the same model as at home."""
    made = make_newsroom(tmp_path / "fay.colophon", name="Fay at home", ceo="Fay")
    add_contributor(made, "Fay", "My Lumen", "ai", provider="Northlight", model="lumen",
                    answers_to="Fay")  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def article(room) -> str:
    """A draft of Rhea's and Fay's at home."""
    made = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", made, TEXT)
    assign(room, "Edda", made, "Fay")
    return made


def body(room: Newsroom, article: str) -> str:
    with room.read() as session:
        return reading.text_at(session, article)


def authors(room: Newsroom, article: str) -> list[tuple[str, str, str]]:
    text = body(room, article)
    with room.read() as session:
        return [
            (text[r.start : r.start + r.length], r.contributor, r.origin)
            for r in reading.who(session, article)
        ]


def sound(*rooms: Newsroom) -> None:
    for room in rooms:
        assert verify(room, texts=True).ok
        assert examine(room) == []


def out(room: Newsroom, article: str) -> bytes:
    return hand_over(room, "Edda", article, "Fay")[1]


def test_it_goes_out_with_every_author_and_comes_back_as_theirs(room, away, article):
    sent = out(room, article)
    taken = take(away, "Fay", sent)
    assert (taken.rows, taken.proposed, taken.changes.state) == (2, 0, "draft")
    assert authors(away, article) == authors(room, article)
    there = body(away, article).replace("this", "that with Fay")
    write_text(away, "Fay", article, there)
    write_text(away, "Fay", article, there + " And Lumen added.", author="My Lumen")
    back = hand_over(away, "Fay", article)[1]
    taken = take(room, "Edda", back)
    assert (taken.rows, taken.proposed) == (2, 0)
    assert body(room, article) == body(away, article)
    assert {(w, who) for w, who, _o in authors(room, article)} >= {
        ("that with Fay", "Fay"), (" And Lumen added.", "Lumen")
    }  # fmt: skip
    sound(room, away)


def test_what_comes_back_to_a_piece_in_edit_waits_as_one_writers_proposals(room, away, article):
    sent = out(room, article)
    take(away, "Fay", sent)
    text = body(away, article)
    write_text(away, "Fay", article, "Fay begins. " + text)
    write_text(away, "Fay", article, "Fay begins. Lumen goes on. " + text, author="My Lumen")
    write_text(away, "Fay", article, "Fay begins. Lumen goes on, says Fay. " + text)
    moving.submit(room, "Rhea", article)
    deciding.accept(room, "Edda", article)
    write_text(room, "Egon", article, text + " Egon ends.")
    deciding.accept(room, "Edda", article)
    taken = take(room, "Edda", hand_over(away, "Fay", article)[1])
    assert (taken.rows, taken.proposed) == (3, 3)
    assert body(room, article) == text + " Egon ends."
    deciding.accept(room, "Edda", article)
    assert body(room, article) == f"Fay begins. Lumen goes on, says Fay. {text} Egon ends."
    assert [(w.strip(), who) for w, who, _o in authors(room, article)][:4] == [
        ("Fay begins.", "Fay"), ("Lumen goes on", "Lumen"), (", says Fay", "Fay"), (".", "Lumen")
    ]  # fmt: skip
    sound(room, away)


def test_taking_it_twice_changes_nothing(room, away, article):
    sent = out(room, article)
    take(away, "Fay", sent)
    write_text(away, "Fay", article, body(away, article) + " More.")
    back = hand_over(away, "Fay", article)[1]
    take(room, "Edda", back)
    before = (body(room, article), verify(room).head)
    assert take(room, "Edda", back).rows == 0
    assert take(away, "Fay", sent).rows == 0
    assert (body(room, article), verify(room).head) == before
    write_text(away, "Fay", article, body(away, article) + " Still more.")
    assert take(room, "Edda", hand_over(away, "Fay", article)[1]).rows == 1
    assert body(room, article).endswith("More. Still more.")
    sound(room, away)


def rule(act, *args) -> str:
    with pytest.raises(Refused) as found:
        act(*args)
    return found.value.refusal.rule


def test_an_altered_file_is_refused_and_nothing_is_taken(room, away, article):
    sent = out(room, article)
    whole = json.loads(gzip.decompress(sent))
    for change in (
        lambda w: (
            w["peers"].update({k: [v[0], "typed", None] for k, v in w["peers"].items()})
            or w.update(headline="Another")
        ),
        lambda w: w["rows"].pop(),
        lambda w: w.update(home=["x", "y"]),
        lambda w: w.update(format="other"),
        lambda w: w.update(rows=3),
    ):
        altered = json.loads(json.dumps(whole))
        change(altered)
        assert rule(take, away, "Fay", gzip.compress(json.dumps(altered).encode())) == "bad-input"
    for broken in (b"", sent[:-9], b"\x1f\x8b" + b"x" * 40, b"{}", gzip.compress(b"[1]")):
        assert rule(take, away, "Fay", broken) == "bad-input"
    with away.read() as session:
        assert not reading.board_page(session).rows
    sound(away)


def test_a_foreign_file_is_refused(room, away, article, tmp_path):
    sent = out(room, article)
    assert rule(take, room, "Edda", sent) == "conflict"  # one's own file, not an answer to it
    take(away, "Fay", sent)
    other = make_newsroom(tmp_path / "other.colophon", name="Other", ceo="Zed")
    assert rule(hand_over, away, "Fay", article, "Fay") == "bad-input"
    mine = str(new_article(other, "Zed", "Elsewhere").article)
    write_text(other, "Zed", mine, "Zed's.")
    foreign = hand_over(other, "Zed", mine)[1]
    assert rule(take, room, "Edda", foreign) == "who-may"  # only the CEO adds Zed to the register
    assert take(room, "Cleo", foreign).rows == 2
    assert authors(room, mine) == [("Zed's.", "Zed", "typed")]
    # Somebody else's newsroom took the same file, and answers as if it were Fay's.
    take(other, "Zed", sent)
    write_text(other, "Zed", article, "Zed's words.")
    write_text(away, "Fay", article, body(away, article) + " Fay's.")
    take(room, "Edda", hand_over(away, "Fay", article)[1])
    forged = hand_over(other, "Zed", article)[1]
    found = unpack(forged).said
    assert found.for_whom == unpack(sent).said.for_whom
    sound(room, away, other)
    other.close()


def test_an_ai_that_the_home_does_not_know_is_named_and_nothing_comes_in(room, away, article):
    add_contributor(away, "Fay", "Other Model", "ai", provider="Far", model="m1", answers_to="Fay")
    take(away, "Fay", out(room, article))
    text = body(away, article)
    write_text(away, "Fay", article, text + " Made far away.", author="Other Model")
    back = hand_over(away, "Fay", article)[1]
    with pytest.raises(Refused, match=r"Other Model \(Far m1\) wrote in it"):
        take(room, "Edda", back)
    assert body(room, article) == text
    add_contributor(room, "Cleo", "Far One", "ai", provider="Far", model="m1", answers_to="Edda")
    take(room, "Edda", back)
    assert authors(room, article)[-1] == (" Made far away.", "Far One", "generated")
    sound(room, away)


def test_pictures_pastes_and_what_is_off_the_record_go_along(room, away, article):
    picturing.add_image(room, "Rhea", article, picture(1))
    picturing.describe_image(room, "Rhea", article, 1, alt="A bridge", credit="R", ai=True)
    write_text(room, "Rhea", article, TEXT + " Pasted secret.", origin="pasted", source="a wire")
    withholding.mark_off_record(room, "Rhea", article, len(TEXT) + 8, 6)
    take(away, "Fay", out(room, article))
    with away.read() as session:
        image = reading.article(session, article).images[0]
        assert (image.ai, image.alt) == (True, "A bridge")
        assert [passage.text for passage in off_record(session, article)] == ["secret"]
        run = next(r for r in reading.who(session, article) if r.origin == "pasted")
        assert run.source == "a wire"
    peer = run.peer
    sourcing.name_source(away, "Fay", article, peer, "an AI", "My Lumen")
    sound(room, away)


def test_who_may_hand_over_and_take(room, away, article):
    for actor in ("Lumen",):
        assert rule(hand_over, room, actor, article) == "who-may"
    add_contributor(room, "Cleo", "Stranger", "reporter")
    assert rule(hand_over, room, "Stranger", article) == "who-may"
    assert hand_over(room, "Rhea", article)[1]  # a writer's own piece, for themselves
    sent = out(room, article)
    take(away, "Fay", sent)
    write_text(away, "Fay", article, body(away, article) + " X")
    back = hand_over(away, "Fay", article)[1]
    assert rule(take, room, "Stranger", back) == "who-may"
    assert take(room, "Rhea", back).rows == 1


WORDS = st.text(alphabet="aবে\u0301\U0001f600", min_size=1, max_size=8)


@settings(max_examples=10, deadline=None, phases=[Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(st.tuples(st.sampled_from("hfa"), WORDS, st.integers(0, 40)), max_size=8))
def test_whatever_is_written_on_both_sides_merges_with_every_author_right(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("both")
    from tests.conftest import staffed

    home = staffed(folder / "home.colophon")
    away = make_newsroom(folder / "away.colophon", name="Away", ceo="Fay")
    add_contributor(away, "Fay", "L", "ai", provider="Northlight", model="lumen", answers_to="Fay")
    article = str(new_article(home, "Fay", "H").article)
    write_text(home, "Fay", article, "0123456789" * 3)
    take(away, "Fay", out(home, article))
    wrote = {"h": ("Egon", ""), "f": ("Fay", ""), "a": ("Lumen", "")}
    for who, words, at in steps:
        where = home if who == "h" else away
        if who == "a":
            write_text(away, "Fay", article, body(away, article) + f" {words}", author="L")
            words = f" {words}"
        else:
            writing = EditingSession.open(where, "Egon" if who == "h" else "Fay", article)
            place = min(at, len(body(where, article).encode("utf-16-le")) // 2)
            writing.splice("body", place, 0, words)
            writing.close()
        name, known = wrote[who]
        wrote[who] = (name, known + words)
    take(home, "Edda", hand_over(away, "Fay", article)[1])
    counted: dict[str, int] = {}
    for words, who, _origin in authors(home, article):
        counted[who] = counted.get(who, 0) + len(words)
    for name, words in wrote.values():
        extra = 30 if name == "Fay" else 0
        assert counted.get(name, 0) == len(words) + extra
    sound(home, away)
    home.close()
    away.close()
