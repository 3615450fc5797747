"""Pictures are changes to decide: those that stood in a piece count as approved; joined entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPROVED = sa.table(
    "approved",
    sa.column("article", sa.Text()),
    sa.column("part", sa.Text()),
    sa.column("text", sa.Text()),
    sa.column("spans", sa.JSON()),
)


def upgrade() -> None:
    _pictures()
    op.create_table(
        "joined_entry",
        sa.Column("contributor", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["contributor"], ["contributor.id"]),
        sa.ForeignKeyConstraint(["person"], ["contributor.id"]),
        sa.PrimaryKeyConstraint("contributor"),
    )


def _pictures() -> None:
    #: as `db.rules.pictures` writes it
    flags = {None: "not said", 0: "no", 1: "yes"}
    rows = op.get_bind().execute(sa.text("SELECT article, n, sha256, ai FROM article_image")).all()
    stand = [
        {
            "article": row.article,
            "part": f"image:{row.n}",
            "text": f"{row.sha256}, AI: {flags[row.ai]}",
            "spans": [],
        }
        for row in rows
    ]
    if stand:
        op.bulk_insert(APPROVED, stand)
