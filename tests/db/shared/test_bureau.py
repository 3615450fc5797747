"""Writing goes on without the newsroom: kept here, sent in order and once, and nothing lost."""

from __future__ import annotations

import threading

import pytest
from bureau_desk import authors, sound, text

from db import reading
from db.acts import moving
from db.acts.deciding import accept
from db.acts.redacting import redact
from db.acts.register import end_contributor
from db.acts.writing import assign, new_article, write_text
from db.board import board_page
from db.bureau.bureau import OPENED, Bureau
from db.bureau.listing import list_what_waits
from db.bureau.outbox import Letter
from db.bureau.rescuing import into_new_draft
from db.bureau.writing import BureauSession
from db.manuscript.store import load
from db.refusal import Refused


@pytest.fixture
def article(house) -> str:
    made = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    write_text(house["Rhea"], "Rhea", made, "The bridge is shut.\n\nনদী শান্ত।")
    return made


def test_words_are_kept_here_and_arrive_in_order_and_once(house, desk, article):
    rhea = desk("Rhea")
    rhea.keep(article)
    for n in range(5):
        rhea.write(article, 0, f"{n} ")
    assert rhea.bureau.waiting() == (5, 0) and "4" not in text(house["Edda"], article)
    rhea.meets()
    assert text(house["Edda"], article).startswith("4 3 2 1 0 The bridge")
    assert rhea.bureau.waiting() == (0, 0)
    rhea.meets()
    assert text(house["Edda"], article).count("4 ") == 1
    sound(house)


def test_what_waited_when_the_computer_crashed_is_there_at_the_next_start(house, desk, article):
    rhea = desk("Rhea")
    rhea.keep(article)
    rhea.write(article, 0, "Typed before the crash. ")
    rhea.starts_again()
    assert rhea.bureau.ready
    assert rhea.on(article).text("body").startswith("Typed before the crash. The bridge")
    rhea.write(article, 0, "And after. ")
    rhea.meets()
    assert text(house["Edda"], article).startswith("And after. Typed before the crash. The")
    assert authors(house["Edda"], article)[0][1] == "Rhea"
    sound(house)


def test_both_write_apart_and_read_the_same_in_the_end(house, desk, article):
    rhea, edda = desk("Rhea"), desk("Edda")
    for one in (rhea, edda):
        one.keep(article)
    rhea.write(article, 4, "long ")
    edda.write(article, 0, "Today: ")
    edda.write(article, len("Today: The bridge is"), " still")
    for _ in range(2):
        rhea.meets()
        edda.meets()
    words = "Today: The long bridge is still shut.\n\nনদী শান্ত।"
    assert text(house["Cleo"], article) == words
    assert rhea.on(article).text("body") == edda.on(article).text("body") == words
    assert [said for said, who, _ in authors(house["Cleo"], article) if who == "Edda"] == [
        "Today: ", " still",
    ]  # fmt: skip
    sound(house)


def test_a_kept_piece_is_read_without_the_newsroom_and_others_say_so(house, desk, article):
    other = str(new_article(house["Rhea"], "Rhea", "Another").article)
    rhea = desk("Rhea")
    rhea.keep(article)
    with rhea.bureau.read() as session:
        assert [card.headline for card in board_page(session).rows] == ["Bridge"]
        assert reading.text_at(session, article).startswith("The bridge")
        assert not board_page(session, search="bridge").rows
    list_what_waits(rhea.bureau)
    with rhea.bureau.read() as session:
        assert [card.id for card in board_page(session, search="নদী").rows] == [article]
    with pytest.raises(Refused) as found:
        rhea.on(other)
    assert found.value.refusal.rule == "offline"


def test_a_piece_begun_away_is_a_draft_of_its_writer(house, desk):
    rhea = desk("Rhea")
    made = rhea.bureau.begin_piece("en")
    rhea.write(made, 0, "Storm", part="headline")
    rhea.write(made, 0, "It came at night.")
    list_what_waits(rhea.bureau)
    with rhea.bureau.read() as session:
        assert [(c.headline, c.words) for c in board_page(session, search="night").rows] == [
            ("Storm", 4)
        ]
    rhea.starts_again()
    rhea.write(made, 0, "Nobody slept. ")
    rhea.meets()
    with house["Edda"].read() as session:
        card = next(card for card in board_page(session).rows if card.id == made)
        assert (card.headline, card.state) == ("Storm", "draft")
    assert text(house["Edda"], made) == "Nobody slept. It came at night."
    sound(house)


def test_words_that_come_too_late_are_proposals(house, desk, article):
    rhea = desk("Rhea")
    rhea.keep(article)
    rhea.write(article, 0, "Too late. ")
    moving.submit(house["Rhea"], "Rhea", article)
    rhea.meets()
    rhea.write(article, 0, "And again. ")
    rhea.meets()
    assert text(house["Edda"], article).startswith("The bridge")
    with house["Edda"].read() as session:
        offered = [
            one for one in reading.changes(session, article).changes if one.proposal == "Rhea"
        ]
        assert any("Too late." in one.inserted for one in offered)
    accept(house["Edda"], "Edda", article, keys=[one.key for one in offered])
    rhea.meets()
    assert text(house["Edda"], article).startswith("And again. Too late. The bridge")
    assert rhea.on(article).text("body") == text(house["Edda"], article)
    sound(house)


def test_words_for_a_piece_that_is_no_longer_theirs_are_set_aside_and_become_a_draft(
    house, desk, article
):
    fay = desk("Fay")
    assign(house["Edda"], "Edda", article, "Fay")
    fay.keep(article)
    fay.write(article, 4, "old ")
    number = fay.on(article).paste("body", 0, 0, "PASTED ", None)
    fay.on(article).flush()
    fay.on(article).name_source(number, "a leaflet")
    assign(house["Edda"], "Edda", article, "Egon")
    fay.meets()
    waits, aside = fay.bureau.waiting()
    assert waits == 0 and aside >= 2
    assert text(house["Edda"], article).startswith("The bridge")
    assert fay.on(article).text("body").startswith("The bridge")
    made = str(into_new_draft(fay.newsroom, "Fay", fay.bureau, article).article)
    assert fay.bureau.waiting() == (0, 0)
    assert text(house["Edda"], made) == "PASTED The old bridge is shut.\n\nনদী শান্ত।"
    assert authors(house["Edda"], made) == [
        ("PASTED ", "Fay", "pasted"), ("The ", "Rhea", "typed"), ("old ", "Fay", "typed"),
        ("bridge is shut.\n\nনদী শান্ত।", "Rhea", "typed"),
    ]  # fmt: skip
    sound(house)


def test_whoever_has_ended_sends_nothing_and_loses_nothing(house, desk, article):
    rhea = desk("Rhea")
    rhea.keep(article)
    rhea.write(article, 0, "Last words. ")
    end_contributor(house["Cleo"], "Cleo", "Rhea")
    with pytest.raises(Refused):
        rhea.meets()
    assert rhea.bureau.waiting() == (1, 0)
    rhea.starts_again()
    assert rhea.on(article).text("body").startswith("Last words.")


def test_two_windows_send_the_same_outbox_and_every_row_arrives_once(house, desk, article):
    rhea = desk("Rhea")
    rhea.keep(article)
    for n in range(30):
        rhea.write(article, 0, f"{n} ")
    other = Bureau(rhea.folder)
    failed: list[BaseException] = []

    def send(bureau: Bureau) -> None:
        try:
            bureau.exchange(rhea.newsroom)
        except BaseException as error:
            failed.append(error)

    both = [threading.Thread(target=send, args=(one,)) for one in (rhea.bureau, other)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    other.close()
    assert failed == []
    assert text(house["Edda"], article).startswith(" ".join(map(str, range(29, -1, -1))) + " The")
    sound(house)


def test_a_window_beside_sees_what_the_other_wrote(house, desk, article):
    rhea = desk("Rhea")
    rhea.keep(article)
    rhea.write(article, 0, "One. ")
    other = BureauSession.open_in(rhea.bureau, article)
    rhea.write(article, 0, "Two. ")
    other.splice("body", 0, 0, "Three. ")
    other.flush()
    rhea.meets()
    other.refresh()
    assert other.text("body") == rhea.on(article).text("body") == text(house["Edda"], article)
    assert "One. " in other.text("body") and "Two. " in other.text("body")
    sound(house)


def test_copied_words_bring_the_piece_they_are_from(house, desk, article):
    edda = desk("Edda")
    edda.keep(article)
    second = str(new_article(house["Edda"], "Edda", "Second").article)
    edda.keep(second)
    clipboard = edda.on(article).copy("body", 0, 10)
    edda.on(second).paste("body", 0, 0, "The bridge", clipboard)
    edda.on(second).flush()
    edda.meets()
    assert authors(house["Edda"], second) == [("The bridge", "Rhea", "typed")]
    egon = desk("Egon")
    egon.keep(second)
    with egon.bureau.read() as session:
        assert load(session, second).text("body") == "The bridge"
        assert not load(session, second, cached=False).refused
    assert egon.on(second).runs("body")[0].contributor == "Rhea"


def test_what_was_erased_goes_from_what_is_kept(house, desk, article):
    rhea = desk("Rhea")
    rhea.keep(article)
    rhea.bureau.pin(article, True)
    moving.spike(house["Edda"], "Edda", article, "not news")
    redact(house["Cleo"], "Cleo", article, "body", 4, 6, "a court's order")
    rhea.meets()
    with rhea.bureau.read() as session:
        assert "bridge" not in load(session, article, cached=False).text("body")
    files = list(rhea.folder.glob("kept.sqlite*"))
    assert files and not any(b"bridge is shut" in file.read_bytes() for file in files)
    assert rhea.bureau.pinned() == {article}


def test_old_pieces_are_let_go_and_pinned_ones_stay(house, desk, article):
    edda = desk("Edda")
    edda.keep(article)
    edda.bureau.pin(article, True)
    made = [str(new_article(house["Edda"], "Edda", f"No {n}").article) for n in range(OPENED + 2)]
    for one in made:
        edda.keep(one)
    assert edda.bureau.newest(article) and edda.bureau.pinned() == {article}
    assert not edda.bureau.newest(made[0]) and edda.bureau.newest(made[-1])


def test_a_clock_that_is_wrong_loses_nothing(house, desk, article):
    rhea = desk("Rhea")
    rhea.keep(article)
    rhea.write(article, 0, "Now. ")
    (letter,) = rhea.bureau.outbox.waiting(rhea.bureau.me)
    rhea.bureau.outbox.take_out([letter.id])
    late = Letter(letter.id, letter.article, letter.kind, letter.payload, letter.update_bytes,
                  letter.peers, "2041-01-01T00:00:00.000Z")  # fmt: skip
    rhea.bureau.post([late])
    rhea.meets()
    assert text(house["Edda"], article).startswith("Now. ")
    sound(house)


def test_a_copy_that_is_spoilt_is_made_anew_and_what_waits_is_untouched(house, desk, article):
    rhea = desk("Rhea")
    rhea.keep(article)
    rhea.write(article, 0, "Kept. ")
    rhea.bureau.close()
    (rhea.folder / "kept.sqlite").write_bytes(b"rubbish" * 1000)
    for end in ("-wal", "-shm"):
        (rhea.folder / f"kept.sqlite{end}").unlink(missing_ok=True)
    rhea.starts_again()
    assert not rhea.bureau.ready
    rhea.bureau.come_in(rhea.newsroom)
    rhea.keep(article)
    assert rhea.on(article).text("body").startswith("Kept. The bridge")
    rhea.meets()
    assert text(house["Edda"], article).startswith("Kept. The bridge")


def test_however_many_pieces_wait_no_line_to_the_server_stays_taken(house, desk):
    rhea = desk("Rhea")
    pieces = [str(new_article(house["Rhea"], "Rhea", f"Piece {n}").article) for n in range(20)]
    for piece in pieces:
        rhea.keep(piece)
        rhea.write(piece, 0, "Written away. ")
    rhea.meets()
    assert rhea.bureau.waiting() == (0, 0)
    with house.raw() as admin:
        held = admin.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND state <> 'idle'",
            [house.login("Rhea")],
        ).fetchone()
    assert held == (0,)
    sound(house)
