"""An administrator who is no superuser makes a newsroom all the same, in a database of their own."""

from __future__ import annotations

import psycopg
from house import House

from db.acts.register import end_contributor
from db.acts.writing import new_article
from db.ledger.audit import schema_differs, verify
from db.ledger.doctor import examine


def test_who_may_make_roles_can_make_a_newsroom(server, database):
    name = database.rpartition("/")[2]
    role = f"adm_{name}"
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN CREATEROLE PASSWORD 'adm'")
        admin.execute(f"ALTER DATABASE {name} OWNER TO {role}")
    house = House(server, server.url(name, role, "adm"))
    new_article(house["Rhea"], "Rhea", "Bridge")
    end_contributor(house["Cleo"], "Cleo", "Fay")
    with house["Rhea"].read() as session:
        assert schema_differs(session) == ""
    assert verify(house["Cleo"]).ok and examine(house["Cleo"]) == []
    house.close()
