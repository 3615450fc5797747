"""Who has ended opens nothing, and who changes is in another group at once."""

from __future__ import annotations

import psycopg
import pytest

from db.acts.register import bring_back, change_contributor, end_contributor


def test_who_has_ended_opens_nothing_not_even_with_a_session_that_is_open(house):
    fay = house.raw("Fay")
    assert fay.execute("SELECT count(*) FROM article").fetchone() == (0,)
    end_contributor(house["Cleo"], "Cleo", "Fay")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        fay.execute("SELECT count(*) FROM newsroom.article")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        fay.execute("SELECT newsroom.lock_head()")
    fay.close()
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        house.raw("Fay")
    bring_back(house["Cleo"], "Cleo", "Fay")
    with house.raw("Fay") as again:
        assert again.execute("SELECT my_kind()").fetchone() == ("freelancer",)


def test_who_becomes_an_editor_is_in_the_editors_group_at_once(house):
    with house.raw("Rhea") as rhea:
        ask = (
            "SELECT pg_has_role(session_user, current_database() || '_editor', 'MEMBER'), my_kind()"
        )
        assert rhea.execute(ask).fetchone() == (False, "reporter")
        change_contributor(house["Cleo"], "Cleo", "Rhea", kind="editor")
        assert rhea.execute(ask).fetchone() == (True, "editor")
        change_contributor(house["Cleo"], "Cleo", "Rhea", kind="freelancer")
        assert rhea.execute(ask).fetchone() == (False, "freelancer")
