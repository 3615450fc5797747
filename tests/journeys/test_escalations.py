"""The CEO hears a matter on screen: locked before the first hearing, confirmed after it."""

from __future__ import annotations

from db import reading as articles
from db.acts.matters.opening import Complaint, open_matter
from db.matters import reading
from db.newsroom import open_newsroom


def test_a_matter_is_heard_and_confirmed(open_window, newsroom, tmp_path):
    room = open_newsroom(newsroom)
    _, ref = open_matter(room, "Rhea", Complaint("legal", "Who wrote this piece?", by="A Reader"))
    room.close()
    hands = open_window(newsroom, "Cleo")
    hands.wait(lambda: hands.sees("place-ceo") and hands.find("place-ceo").isEnabled())
    hands.window.open_ceo("escalations")
    hands.wait(lambda: hands.sees("matter-title"))
    assert not hands.find("confirm-person").isEnabled() and hands.find("confirm-ai").isEnabled()
    hands.click("act-to-acknowledged")
    hands.click("form-go")
    hands.wait(lambda: hands.sees("act-to-assessed") and not hands.sees("act-to-acknowledged"))
    hands.click("act-plan")
    hands.type("field-place", "Room 1")
    hands.click("form-go")
    hands.wait(lambda: hands.sees("act-held"))
    hands.click("act-held")
    minutes = tmp_path / "minutes.txt"
    minutes.write_text("They met.")
    hands.type("field-attendees", "Cleo, A Reader")
    hands.find("field-minutes").show_path(str(minutes))
    hands.click("form-go")
    hands.wait(lambda: hands.sees("confirm-both") and hands.find("confirm-both").isEnabled())
    hands.click("confirm-both")
    hands.type("field-reasons", "Seen in the record.")
    hands.click("form-go")
    hands.wait(lambda: hands.sees("confirmed"))
    room = open_newsroom(newsroom)
    with room.read() as session:
        matter = reading.whole(session, "Cleo", ref)
        assert articles.contributors(session)
    room.close()
    assert matter.confirmation.made_by == "both" and matter.hearings[0].held
