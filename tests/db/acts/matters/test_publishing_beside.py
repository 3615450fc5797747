"""Pieces are published while matters are open; a hold that was made away with is found out."""

from __future__ import annotations

import sqlite3

import pytest

from db.acts import deciding, moving, signing
from db.acts.matters.holding import set_hold
from db.acts.matters.opening import Complaint, open_matter
from db.acts.publishing import publish
from db.acts.writing import new_article, write_text
from db.newsroom import open_newsroom
from db.refusal import Refused


def ready(room, headline: str) -> str:
    made = str(new_article(room, "Rhea", headline).article)
    write_text(room, "Rhea", made, "Here – ", part="dateline")
    write_text(room, "Rhea", made, "Rhea wrote this.")
    moving.submit(room, "Rhea", made)
    deciding.accept(room, "Edda", made)
    signing.sign_off(room, "Edda", made, examined="a", facts="b", responsible="Edda", ticked="all")
    return made


def test_a_matter_about_one_piece_stops_no_other_and_a_lifted_hold_nothing(room):
    held, other = ready(room, "Held"), ready(room, "Other")
    ref = open_matter(room, "Rhea", Complaint("legal", "No.", article=held))[1]
    open_matter(room, "Fay", Complaint("staff", "My byline."))
    set_hold(room, "Cleo", ref, True)
    assert publish(room, "Edda", other).state == "published"
    with pytest.raises(Refused, match="holds"):
        publish(room, "Edda", held)
    set_hold(room, "Cleo", ref, False)
    assert publish(room, "Edda", held).state == "published"


def test_a_hold_whose_row_was_taken_away_still_stops_the_publication(room):
    held = ready(room, "Held")
    ref = open_matter(room, "Rhea", Complaint("legal", "No.", article=held))[1]
    set_hold(room, "Cleo", ref, True)
    with sqlite3.connect(room.path) as raw:
        raw.execute("DROP TRIGGER hold_no_delete")
        raw.execute("DELETE FROM hold")
    again = open_newsroom(room.path)
    with pytest.raises(Refused, match="do not follow from its record: hold"):
        publish(again, "Edda", held)
    again.close()
