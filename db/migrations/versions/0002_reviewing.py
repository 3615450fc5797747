"""Whether the sample is here, answered by an index and no longer by reading every article."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    here = sa.text("sample = 1")
    op.create_index(
        "article_sample", "article", ["id"], sqlite_where=here, postgresql_where=sa.text("sample")
    )
