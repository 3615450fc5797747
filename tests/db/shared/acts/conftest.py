"""A shared newsroom in which every act speaks by the login of who acts."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from db.acts import acting
from db.ledger import chain
from db.ledger.audit import verify
from db.ledger.doctor import examine
from db.newsroom import Newsroom, open_newsroom
from db.storage import speech


@pytest.fixture
def room(house, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    """Opened by the administrator; each transaction goes on as the login of its actor."""
    real = acting.person
    known = text("SELECT role FROM newsroom.login WHERE contributor = :c")

    def speak_as(session, contributor):
        login = session.execute(known, {"c": contributor}).scalar()
        if login is not None:
            session.execute(text(f'SET LOCAL SESSION AUTHORIZATION "{login}"'))

    def person(session, name):
        found = real(session, name)
        speak_as(session, found.id)
        return found

    def append_touch(session, touch, subject, contributor, *more):
        if session.execute(text("SELECT me()")).scalar() is None:  # nobody was named before
            speak_as(session, contributor)
        return speech.append_touch(session, touch, subject, contributor, *more)

    monkeypatch.setattr(chain, "append_touch", append_touch)
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("db.") and vars(module).get("person") is real:
            monkeypatch.setattr(module, "person", person)
    newsroom = open_newsroom(house.url)
    yield newsroom
    newsroom.close()
    assert verify(house["Cleo"], texts=True).why == ""
    assert examine(house["Cleo"]) == []
