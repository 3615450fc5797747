"""Every way to break a rule that `sql_forging.py` knows is refused, and changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from string import Template

import psycopg
import pytest
import sql_forging
import sql_forging_rows
from sql_forging import Forgery

from db.acts import deciding, moving, signing
from db.acts.matters import claims, hearings, holding
from db.acts.matters.opening import Complaint, open_matter
from db.acts.publishing import publish
from db.acts.settings import change_setting
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.doctor import examine

ALL = [*sql_forging.FORGERIES, *sql_forging_rows.FORGERIES]


@dataclass
class Scene:
    """A newsroom at work, and the words that the forgeries name its things by."""

    house: object
    words: dict[str, object]
    connections: dict[str, psycopg.Connection]
    before: str

    def raw(self, who: str) -> psycopg.Connection:
        if who not in self.connections:
            self.connections[who] = self.house.raw(who)
            self.connections[who].autocommit = False
        return self.connections[who]

    def drop(self, who: str) -> None:
        self.connections.pop(who).close()


def piece(house, by: str, to: str) -> str:
    """A piece of somebody's, brought as far as `to`."""
    article = str(new_article(house[by], by, f"Headline {to}").article)
    write_text(house[by], by, article, "Here – ", part="dateline")
    write_text(house[by], by, article, f"{by} wrote this.")
    if to == "draft":
        return article
    moving.submit(house[by], by, article)
    if to == "edit":
        return article
    deciding.accept(house["Edda"], "Edda", article)
    signing.sign_off(house["Edda"], "Edda", article, examined="a", facts="b", responsible="Edda",
                     ticked="all")  # fmt: skip
    if to == "published":
        publish(house["Edda"], "Edda", article)
    return article


def fingerprint(admin: psycopg.Connection) -> str:
    """All rows of all tables, all roles and what they may, and large objects, as one hash."""
    tables = admin.execute(
        "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'newsroom'::regnamespace ORDER BY 1"
    ).fetchall()
    parts = [
        f"SELECT string_agg(t::text, '|' ORDER BY t::text) FROM newsroom.{name} t"
        for (name,) in tables
    ]
    parts += [
        f"SELECT string_agg(t::text, '|' ORDER BY t::text) FROM pg_catalog.{name} t"
        for name in ("pg_trigger", "pg_policy", "pg_namespace", "pg_largeobject_metadata")
    ]  # fmt: skip
    # Roles are the whole server's: those of other newsrooms are not looked at.
    ours = "rolname !~ 'newsroom_[0-9]' OR rolname ~ (current_database() || '(?![0-9])')"
    parts.append(f"SELECT string_agg(t::text, '|' ORDER BY t.oid) FROM pg_authid t WHERE {ours}")
    parts.append("SELECT string_agg(m.member || ' ' || m.roleid, '|' ORDER BY m.member, m.roleid)"
                 f" FROM pg_auth_members m JOIN pg_authid t ON t.oid = m.member WHERE {ours}")  # fmt: skip
    parts.append("SELECT string_agg(p.oid || coalesce(p.proacl::text, '') || p.prosrc, '|' ORDER BY p.oid)"
                 " FROM pg_proc p WHERE p.oid > 16000")  # fmt: skip
    parts.append("SELECT string_agg(relname || coalesce(relacl::text, '') || relrowsecurity, '|' ORDER BY oid)"
                 " FROM pg_class WHERE oid > 16000 AND relnamespace <> 'pg_toast'::regnamespace")  # fmt: skip
    whole = [str(admin.execute(part).fetchone()) for part in parts]
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()


@pytest.fixture(scope="module")
def scene(one_house) -> Iterator[Scene]:
    house = one_house
    change_setting(house["Cleo"], "Cleo", "alternate", "Egon")
    words: dict[str, object] = {
        to: piece(house, "Rhea", to) for to in ("draft", "edit", "signed", "published")
    }
    words["egons"] = piece(house, "Egon", "draft")
    write_text(house["Rhea"], "Rhea", words["edit"], "Rhea wrote this, and more.")  # proposed
    eddas = piece(house, "Edda", "draft")
    _, words["E1"] = open_matter(
        house["Rhea"], "Rhea", Complaint("legal", "Not so.", article=str(words["edit"]))
    )
    _, words["E2"] = open_matter(
        house["Edda"], "Edda", Complaint("staff", "Secret.", about=["Cleo"])
    )
    hearings.plan_hearing(house["Cleo"], "Cleo", str(words["E1"]), "2096-01-01T10:00Z", "Room")
    claims.make_claim(house["Rhea"], "Rhea", str(words["E1"]), "person", "A", "B")
    holding.set_hold(house["Cleo"], "Cleo", str(words["E1"]), True)
    admin = house.raw()
    words |= {
        name.lower(): i for i, name in admin.execute("SELECT id, name FROM contributor").fetchall()
    }
    words |= {f"{name.lower()}_login": house.login(name) for name in ("Rhea", "Edda", "Cleo")}
    words["newsroom"] = admin.execute(
        "SELECT value #>> '{}' FROM setting WHERE key = 'id'"
    ).fetchone()[0]
    words["db"] = house.database
    words |= {
        f"db_{name}": f"{house.database}_{name}" for name in ("owner", "registrar", "editor", "ceo")
    }
    for name, article in (
        ("own_peer", words["draft"]),
        ("peer_elsewhere", words["edit"]),
        ("eddas_peer", eddas),
    ):
        (words[name],) = admin.execute(
            "SELECT min(peer) FROM peer WHERE article = %s", [article]
        ).fetchone()
    made = Scene(house, words, {}, fingerprint(admin))
    yield made
    for connection in made.connections.values():
        connection.close()
    assert fingerprint(admin) == made.before
    admin.close()
    assert verify(house["Cleo"], texts=True).ok
    assert examine(house["Cleo"]) == []


def test_there_are_enough_and_no_two_are_one():
    assert len({(one.who, one.name) for one in ALL}) == len(ALL) >= 60


@pytest.mark.parametrize("forgery", ALL, ids=lambda one: f"{one.who}: {one.name}")
def test_it_is_refused_and_changes_nothing(scene: Scene, forgery: Forgery):
    raw = scene.raw(forgery.who)
    found = ""
    try:
        for statement in forgery.statements:
            raw.execute(Template(statement).substitute(scene.words).encode())
        if forgery.refused:
            raw.rollback()
        else:
            raw.commit() if len(forgery.statements) == 1 else raw.rollback()
    except psycopg.Error as error:
        found = str(error)
        raw.rollback()
    if forgery.refused:
        assert forgery.refused in found, found or "it was done"
    else:
        assert found == ""
    raw.execute("RESET ALL")
    raw.execute("SET search_path = newsroom")
    raw.commit()
    with scene.house.raw() as admin:
        assert fingerprint(admin) == scene.before


@pytest.mark.parametrize("who", ["Fay", "Edda", "Egon", "Rhea", "Cleo"])
def test_nobody_sees_the_rows_of_a_matter_but_its_parties(scene: Scene, who: str):
    seen = {"Fay": (), "Edda": ("E2",), "Egon": ("E2",), "Rhea": ("E1",), "Cleo": ("E1",)}[who]
    wanted = {scene.words[ref] for ref in seen}
    raw = scene.raw(who)
    for query in (
        "SELECT ref FROM matter", "SELECT matter FROM claim", "SELECT matter FROM hearing",
        "SELECT t.subject FROM touch t JOIN content c USING (seq) WHERE t.subject LIKE 'E-%'",
        "SELECT subject FROM seal",
    ):  # fmt: skip
        assert {ref for (ref,) in raw.execute(query).fetchall()} <= wanted, query
    # What is not theirs is not looked at: a condition that fails on it is never asked.
    hidden = "SELECT count(*) FROM matter WHERE ref <> ALL (%s) AND 1 / (length(ref) - 6) = 1"
    assert raw.execute(hidden, [list(wanted)]).fetchone() == (0,)
    opened = raw.execute("SELECT count(*) FROM seal WHERE reader <> me()").fetchone()[0]
    assert opened == 0 or wanted
    raw.rollback()
