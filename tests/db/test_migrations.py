"""Newsrooms of older Colophons open whole; the migrations end where the models are."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from db import reading
from db.ledger.audit import schema_differs, verify
from db.ledger.doctor import examine
from db.migrations import SCHEMA_VERSION
from db.migrations.running import revisions, run
from db.models import Base
from db.newsroom import open_newsroom
from db.refusal import Refused

OLD = sorted((Path(__file__).parent / "newsrooms").glob("version-*.colophon.gz"))


@pytest.fixture(params=OLD, ids=lambda path: path.name.split(".")[0])
def old(request, tmp_path: Path) -> Path:
    file = tmp_path / "old.colophon"
    with gzip.open(request.param) as packed, file.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    return file


def version_of(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def shape(engine) -> dict[str, object]:
    seen = inspect(engine)
    tables = [t for t in seen.get_table_names() if t in Base.metadata.tables]
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)],
            seen.get_pk_constraint(table)["constrained_columns"],
            sorted(c["sqltext"] for c in seen.get_check_constraints(table)),
            sorted(str(k["referred_table"]) for k in seen.get_foreign_keys(table)),
        )
        for table in tables
    }


def test_all_migrations_make_what_the_models_say():
    migrated, modelled = create_engine("sqlite://"), create_engine("sqlite://")
    with migrated.begin() as connection:
        run(connection, 0)
    Base.metadata.create_all(modelled)
    assert shape(migrated) == shape(modelled)
    assert int(revisions(0)[-1].revision) == SCHEMA_VERSION


def test_an_old_newsroom_opens_with_all_it_had(old):
    before = old.read_bytes()
    version = version_of(old)
    newsroom = open_newsroom(old)
    assert version_of(old) == SCHEMA_VERSION
    with newsroom.read() as session:
        assert schema_differs(session) == ""
        headlines = {card.headline for card in reading.board_page(session).rows}
        assert "Japan’s Ishiba Hosts South Korea’s Lee Ahead of Trump Summit" in headlines
    assert verify(newsroom, texts=True).ok
    assert examine(newsroom) == []
    newsroom.close()
    kept = old.with_name(f"old.colophon.version-{version}")
    assert version_of(kept) == version
    assert len(kept.read_bytes()) == len(before)
    open_newsroom(old).close()


def test_a_migration_that_fails_changes_nothing(old):
    version = version_of(old)
    with sqlite3.connect(old) as connection:  # what the newest migration needs
        connection.execute("ALTER TABLE article_image RENAME COLUMN ai TO elsewhere")
    with pytest.raises(Refused, match="cannot be brought up to date"):
        open_newsroom(old)
    assert version_of(old) == version
    with sqlite3.connect(old) as connection:
        triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        assert connection.execute(triggers).fetchone()[0]
        connection.execute("ALTER TABLE article_image RENAME COLUMN elsewhere TO ai")
    open_newsroom(old).close()
    assert version_of(old) == SCHEMA_VERSION
