"""What all tables share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, LargeBinary, Text
from sqlalchemy.orm import DeclarativeBase

#: SQLite numbers rows by itself only for INTEGER, PostgreSQL wants 64 bits.
Number = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Base of every table."""

    type_annotation_map = {
        str: Text,
        bytes: LargeBinary,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }
