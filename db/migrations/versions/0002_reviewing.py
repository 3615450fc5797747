"""Comments, what is off the record; and whether the sample is here is answered by an index, not by reading every article."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    here = sa.text("sample = 1")
    op.create_index(
        "article_sample", "article", ["id"], sqlite_where=here, postgresql_where=sa.text("sample")
    )
    op.create_table(
        "comment",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("reply", sa.Boolean(), nullable=False),
        sa.Column("resolved", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["article"], ["article.id"]),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("comment_article", "comment", ["article", "n"])
    op.create_table(
        "off_record",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("peer", NUMBER, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"]),
        sa.PrimaryKeyConstraint("seq", "n"),
    )
    op.create_index("off_record_peer", "off_record", ["peer"])
