"""The administrator: who is no superuser makes a newsroom all the same; who alters one is noticed by
the next desktop."""

from __future__ import annotations

import psycopg
import pytest
from house import House

from db.acts.register import end_contributor
from db.acts.writing import new_article, write_text
from db.bureau.bureau import Bureau
from db.bureau.history import HistoryLost
from db.ledger.audit import schema_differs, verify
from db.ledger.doctor import examine
from db.refusal import Refused


def test_who_may_make_roles_can_make_a_newsroom(server, database):
    name = database.rpartition("/")[2]
    role = f"adm_{name}"
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN CREATEROLE PASSWORD 'adm'")
        admin.execute(f"ALTER DATABASE {name} OWNER TO {role}")
    house = House(server, server.url(name, role, "adm")).found()
    new_article(house["Rhea"], "Rhea", "Bridge")
    end_contributor(house["Cleo"], "Cleo", "Fay")
    with house["Rhea"].read() as session:
        assert schema_differs(session) == ""
    assert verify(house["Cleo"]).ok and examine(house["Cleo"]) == []
    house.close()


QUIET = "SET search_path = newsroom; SET session_replication_role = replica; "
LAST = "(SELECT max(seq) FROM touch)"
#: What an administrator may try, each after the desktop saw the newsroom last.
ALTERATIONS = {
    "another word in a touch": "UPDATE content SET payload = convert_to(replace(convert_from(payload,"
    " 'UTF8'), '\"peer\"', '\"peer\" '), 'UTF8') WHERE seq = {text}",
    "another update": 'UPDATE content SET "update" = "update" || \'\\x00\'::bytea WHERE seq = {text}',
    "another author": "UPDATE touch SET contributor = (SELECT id FROM contributor WHERE name = 'Edda')"
    " WHERE seq = {text}",
    "another time, and its leaf": "UPDATE touch SET at = replace(at, '20', '19'), leaf = convert_to("
    "replace(convert_from(leaf, 'UTF8'), '\"at\":\"20', '\"at\":\"19'), 'UTF8') WHERE seq = {text}",
    "another hash": "UPDATE touch SET hash = sha256(hash) WHERE seq = {text}",
    "the end taken away": f"DELETE FROM content WHERE seq = {LAST}; DELETE FROM touch WHERE seq = {LAST}",
}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_what_the_administrator_alters_is_noticed_by_the_next_desktop(house, tmp_path, what):
    article = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    write_text(house["Rhea"], "Rhea", article, "The bridge is shut.")
    old, new = Bureau(tmp_path / "old"), Bureau(tmp_path / "new")
    old.come_in(house["Edda"])
    old.keep(house["Edda"], article)
    old.exchange(house["Edda"])
    with psycopg.connect(house.url, autocommit=True) as admin:
        admin.execute(QUIET)
        (text,) = admin.execute("SELECT max(seq) FROM touch WHERE kind = 'text'").fetchone()
        admin.execute(ALTERATIONS[what].format(text=text))
    new.come_in(house["Edda"])
    noticed = []
    for look in (lambda: old.exchange(house["Edda"]), lambda: new.keep(house["Edda"], article)):
        try:
            look()
        except Refused as refused:
            noticed.append(refused.refusal)
    assert noticed and all(one.rule == "append-only" for one in noticed), what
    assert not verify(house["Cleo"]).ok
    for one in (old, new):
        one.close()


def test_a_chain_that_was_made_anew_from_the_middle_is_noticed_by_whoever_saw_it(house, tmp_path):
    article = str(new_article(house["Rhea"], "Rhea", "Bridge").article)
    write_text(house["Rhea"], "Rhea", article, "The bridge is shut.")
    seen = Bureau(tmp_path / "seen")
    seen.come_in(house["Edda"])
    seen.exchange(house["Edda"])
    with psycopg.connect(house.url, autocommit=True) as admin:
        admin.execute(QUIET)
        admin.execute(
            "DO $$ DECLARE t touch%ROWTYPE; before bytea; made bytea; BEGIN"
            " SELECT hash INTO before FROM touch WHERE seq = 2;"
            " FOR t IN SELECT * FROM touch WHERE seq > 2 ORDER BY seq LOOP"
            "  made := convert_to(replace(convert_from(t.leaf, 'UTF8'), ':\"20', ':\"21'), 'UTF8');"
            "  before := sha256(before || sha256('\\x00'::bytea || made));"
            "  UPDATE touch SET leaf = made, at = overlay(at PLACING '21' FROM 1), hash = before"
            "   WHERE seq = t.seq;"
            " END LOOP; UPDATE head SET hash = sha256('x'::bytea) WHERE false; END $$"
        )
    with pytest.raises(HistoryLost):
        seen.exchange(house["Edda"])
    seen.close()
