"""Whom comments call by name, so that the Board can tell them; escalations; counting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


#: As `db.rules.matter_moves` was then.
MOVES = {
    "received": ("acknowledged", "assessed", "decided", "closed"),
    "acknowledged": ("assessed", "decided", "closed"),
    "assessed": ("investigation", "hearing", "decided", "closed"),
    "investigation": ("hearing", "decided", "closed"),
    "hearing": ("investigation", "decided"),
    "decided": ("remedy", "appeal", "closed"),
    "remedy": ("appeal", "closed"),
    "appeal": ("investigation", "hearing", "decided", "closed"),
    "closed": ("appeal",),
}


def upgrade() -> None:
    _mentions()
    _matters()
    _seals()
    _rules()
    _counting()


def _counting() -> None:
    op.create_index("touch_kind", "touch", ["kind", "at"])
    op.create_index("touch_contributor", "touch", ["contributor", "kind", "at"])


def _mentions() -> None:
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


def _matters() -> None:
    op.create_table(
        "matter",
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("updated", sa.Text(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("ref"),
    )
    newest = [sa.text("updated DESC"), sa.text("ref DESC")]
    op.create_index("matter_state_updated", "matter", ["state", *newest])
    op.create_index("matter_updated", "matter", newest)
    op.create_index("matter_due", "matter", ["due", "ref"])
    moves = op.create_table(
        "matter_move",
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("from_state", "to_state"),
    )
    every = [(source, target) for source, targets in MOVES.items() for target in targets]
    op.bulk_insert(moves, [{"from_state": s, "to_state": t} for s, t in every])


def _seals() -> None:
    op.create_table(
        "seal",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["touch.seq"]),
        sa.PrimaryKeyConstraint("seq", "reader"),
    )
    op.create_index("seal_reader", "seal", ["reader", "subject"])
    op.create_table(
        "sealed_file",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["touch.seq"]),
        sa.PrimaryKeyConstraint("seq", "n"),
    )


def _rules() -> None:
    op.create_table(
        "hearing",
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on_time", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.CheckConstraint("state IN ('planned','held')", name="hearing_state"),
        sa.ForeignKeyConstraint(["matter"], ["matter.ref"]),
        sa.PrimaryKeyConstraint("matter", "n"),
    )
    op.create_table(
        "claim",
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("premature", sa.Boolean(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["matter"], ["matter.ref"]),
        sa.PrimaryKeyConstraint("matter", "n"),
    )
    op.create_table(
        "confirmation",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("of_person", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["matter"], ["matter.ref"]),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "hold",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("stops_publication", sa.Boolean(), nullable=False),
        sa.Column("lifted", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["matter"], ["matter.ref"]),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("hold_article", "hold", ["article"])
