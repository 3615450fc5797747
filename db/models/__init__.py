"""The tables: one noun a file."""

from db.models import (
    article,
    comment,
    contributor,
    matter,
    newsroom,
    off_record,
    record,
    touch,
)
from db.models.base import Base

__all__ = [
    "Base", "article", "comment", "contributor", "matter", "newsroom", "off_record", "record",
    "touch",
]  # fmt: skip
