"""Whom comments call by name, so that the Board can tell them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mention",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("contributor", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"]),
        sa.PrimaryKeyConstraint("seq", "contributor"),
    )
    op.create_index("mention_contributor", "mention", ["contributor", "article"])
    if op.get_context().dialect.name == "sqlite":  # older newsrooms are all on SQLite
        op.execute(
            "INSERT INTO mention (seq, contributor, article, n)"
            " SELECT c.seq, called.value, c.article, c.n FROM comment c"
            " JOIN content t ON t.seq = c.seq AND t.payload IS NOT NULL,"
            " json_each(CAST(t.payload AS TEXT), '$.mentions') AS called"
        )
