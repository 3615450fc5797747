"""The tables: one noun a file."""

from db.models import article, contributor, newsroom, record, touch
from db.models.base import Base

__all__ = ["Base", "article", "contributor", "newsroom", "record", "touch"]
