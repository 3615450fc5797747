"""The tables of the first newsrooms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "acceptance",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("peer", NUMBER, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("contributor", sa.Text(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("acceptance_article", "acceptance", ["article", "peer"])
    op.create_table(
        "allowed_move",
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("was_published", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("from_state", "to_state", "was_published"),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("dateline", sa.Text(), nullable=False),
        sa.Column("date_line", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=True),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("translation_of", sa.Text(), nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("ai_share", sa.Double(), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("text_seq", NUMBER, nullable=False),
        sa.Column("decided_seq", NUMBER, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("updated", sa.Text(), nullable=False),
        sa.Column("undecided", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft','edit','published','spiked','withdrawn')", name="article_state"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "article_state_updated", "article", ["state", sa.text("updated DESC"), sa.text("id DESC")]
    )
    op.create_index(
        "article_desk_updated",
        "article",
        ["desk", "state", sa.text("updated DESC"), sa.text("id DESC")],
    )
    op.create_index("article_updated", "article", [sa.text("updated DESC"), sa.text("id DESC")])
    op.create_index("article_due", "article", ["state", "due", "id"])
    op.create_table(
        "contributor",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("model_version", sa.Text(), nullable=True),
        sa.Column("answers_to", sa.Text(), nullable=True),
        sa.Column("public_key", sa.Text(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.CheckConstraint(
            "(kind = 'ai') = (answers_to IS NOT NULL AND model IS NOT NULL)",
            name="ai_answers_to_a_person",
        ),
        sa.CheckConstraint(
            "kind IN ('freelancer','reporter','editor','ceo','ai')", name="contributor_kind"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "font",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("peaks", sa.JSON(), nullable=False),
        sa.CheckConstraint("id = 1", name="one_head"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "image",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "issued_text",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("issue", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("from_time", sa.Text(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.CheckConstraint("what IN ('note','label')", name="issued_what"),
        sa.PrimaryKeyConstraint("what", "issue"),
    )
    op.create_table(
        "peer",
        sa.Column("peer", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("contributor", sa.Text(), nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("seq", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("peer"),
    )
    op.create_index("peer_article", "peer", ["article"])
    op.create_table(
        "proposal",
        sa.Column("peer", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("contributor", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("peer"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "snapshot",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("article"),
    )
    op.create_table(
        "state_count",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("count", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("state"),
    )
    op.create_table(
        "text_row",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("peer", NUMBER, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("text_row_peer", "text_row", ["article", "peer", "start"])
    op.create_table(
        "touch",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("contributor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("payload_digest", sa.Text(), nullable=False),
        sa.Column("update_digest", sa.Text(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("touch_subject", "touch", ["subject", "seq"])
    op.create_table(
        "approved",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["article.id"],
        ),
        sa.PrimaryKeyConstraint("article", "part"),
    )
    op.create_table(
        "article_image",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("ai", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article"],
            ["article.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["image.sha256"],
        ),
        sa.PrimaryKeyConstraint("article", "n"),
    )
    op.create_table(
        "content",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("payload_salt", sa.LargeBinary(), nullable=True),
        sa.Column("update", sa.LargeBinary(), nullable=True),
        sa.Column("update_salt", sa.LargeBinary(), nullable=True),
        sa.Column("erased_by", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["seq"],
            ["touch.seq"],
        ),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "sign_off",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("examined", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("needs_agree", sa.Boolean(), nullable=False),
        sa.Column("meets_exception", sa.Boolean(), nullable=False),
        sa.Column("why_not", sa.JSON(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["article.id"],
        ),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("sign_off_article", "sign_off", ["article", "seq"])
    op.create_table(
        "version",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("note_issue", sa.Integer(), nullable=False),
        sa.Column("label_issue", sa.Integer(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["article.id"],
        ),
        sa.PrimaryKeyConstraint("article", "number"),
    )
    op.create_table(
        "writer",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("contributor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["article.id"],
        ),
        sa.PrimaryKeyConstraint("article", "contributor"),
    )
    op.create_table(
        "agreement",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("sign_off", NUMBER, nullable=False),
        sa.Column("contributor", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_off"],
            ["sign_off.seq"],
        ),
        sa.PrimaryKeyConstraint("seq"),
    )
