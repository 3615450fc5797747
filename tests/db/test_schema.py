"""A fresh newsroom holds exactly the schema that is committed; every table has its model."""

from __future__ import annotations

from db.ledger.audit import SCHEMA, schema_differs
from db.models import Base
from db.newsroom import schema_of


def test_the_committed_schema_is_what_a_newsroom_holds(room):
    with room.read() as session:
        assert schema_of(session).strip() == SCHEMA.read_text("utf-8").strip()
        assert schema_differs(session) == ""


def test_every_model_is_in_the_schema():
    schema = SCHEMA.read_text("utf-8")
    assert all(f"-- table {name}" in schema for name in Base.metadata.tables)
