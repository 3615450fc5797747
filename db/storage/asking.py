"""Several questions to a shared newsroom's server in one round trip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


def ask(session: Session, questions: Sequence[Select[Any]]) -> list[list[dict[str, Any]]]:
    """Put several questions to the newsroom's server in one round trip; the rows of each, as of one
    moment. Of a session that has asked nothing else; its transaction is over then.
    """
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    compiled = [
        question.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
        for question in questions
    ]
    try:
        # The driver's own beginning and end would each wait for an answer.
        driver.autocommit = True
        with driver.pipeline():
            driver.execute(_BEGIN)
            # In bytes as they are: as text each would be two letters on the line.
            cursors = [driver.cursor(binary=True) for _ in compiled]
            for cursor, one in zip(cursors, compiled, strict=True):
                cursor.execute(str(one), one.params)
            driver.execute("COMMIT")
        found = [cursor.fetchall() for cursor in cursors]
        driver.autocommit = False
    except connection.dialect.loaded_dbapi.Error as error:
        connection.invalidate()
        raise DBAPIError(None, None, error) from error
    names = [[str(column.key) for column in question.selected_columns] for question in questions]
    return [
        [dict(zip(keys, row, strict=True)) for row in rows]
        for keys, rows in zip(names, found, strict=True)
    ]
