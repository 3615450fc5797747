"""Several questions to a shared newsroom's server in one round trip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session


def ask(session: Session, questions: Sequence[Select[Any]]) -> list[list[dict[str, Any]]]:
    """Put several questions to the newsroom's server in one round trip; the rows of each.

    The session's transaction is over then, also without a round trip of its own.
    """
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    compiled = [
        question.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
        for question in questions
    ]
    try:
        with driver.pipeline():
            cursors = [driver.execute(str(one), one.params) for one in compiled]
            driver.commit()
            found = [cursor.fetchall() for cursor in cursors]
    except connection.dialect.loaded_dbapi.Error as error:
        from db.storage import postgresql

        connection.invalidate()
        raise postgresql.refused(error) from error
    names = [[str(column.key) for column in question.selected_columns] for question in questions]
    return [
        [dict(zip(keys, row, strict=True)) for row in rows]
        for keys, rows in zip(names, found, strict=True)
    ]
