"""Bring a newsroom made by an older Colophon to today's tables and triggers."""

from __future__ import annotations

from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection


def revisions(after: int) -> list[Script]:
    """The revisions that a newsroom of version `after` lacks, oldest first."""
    script = ScriptDirectory(str(Path(__file__).parent))
    every = reversed(list(script.walk_revisions()))
    return [one for one in every if int(one.revision) > after]


def run(connection: Connection, after: int) -> None:
    """Run them inside the transaction of `connection`; the triggers are made again after it."""
    context = MigrationContext.configure(connection)
    with Operations.context(context):
        for revision in revisions(after):
            revision.module.upgrade()
