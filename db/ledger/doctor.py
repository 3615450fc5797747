"""The doctor: every row that lists and rules look at, made again from the touches and compared.

Rows are kept for speed; the touches are the truth. What differs is named, and `rebuild` writes
what the touches say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, delete, exists, func, insert, select, text
from sqlalchemy.orm import Session

from db.ledger.audit import schema_differs
from db.ledger.chain import payload_of
from db.ledger.refolding import Fold, Rows
from db.ledger.refolding_matters import KINDS, MATTER_TABLES
from db.manuscript.manuscript import Manuscript
from db.manuscript.store import load
from db.models import Base
from db.models.article import Article, Snapshot
from db.models.matter import Seal, SealedFile
from db.models.newsroom import StateCount
from db.models.touch import Content, Touch
from db.newsroom import Newsroom, make_triggers
from db.private_records import KINDS as PRIVATE
from db.refusal import Refused

#: The tables that follow from the touches, in an order in which foreign keys allow to fill them.
TABLES = (
    "contributor", "joined_entry", "setting", "issued_text", "font", "article", "writer", "peer", "text_row",
    "approved", "proposal", "sign_off", "agreement", "acceptance", "version", "article_image",
    "comment", "mention", "off_record", *MATTER_TABLES,
)  # fmt: skip
#: What a row holds that no touch says: bytes are checked by their hash, numbers are the table's.
_NOT_SAID = {"font": {"bytes"}, "acceptance": {"id"}}
MOST_NAMED = 200


def examine(newsroom: Newsroom, *, rebuild: bool = False) -> list[str]:
    """What does not agree with the touches, a sentence each; with `rebuild`, mended at once."""
    if rebuild and newsroom.shared:
        raise Refused(
            "who-may", "nobody writes a shared newsroom's rows past its rules",
            "ask the server's administrator to put back what differs",
        )  # fmt: skip
    with newsroom.write() if rebuild else newsroom.read() as session:
        odd = schema_differs(session)
        fold = Fold(session)
        expected = fold.run()
        problems = [f"the database's own checks were altered: {odd}"] if odd else []
        problems += fold.untrue
        differing = []
        for name in TABLES:
            found = list(_compare(session, name, expected[name]))
            if found:
                differing.append(name)
            problems += found
        problems += _counts(session, expected["article"])
        problems += _pictures(session)
        problems += _sealed(session)
        problems += _caches(session, fold)
        if rebuild:
            _rebuild(session, expected, differing)
    return problems[:MOST_NAMED]


def require_agreement(session: Session, article: str) -> Manuscript:
    """The article's text, read from its touches alone. Raises Refused where the article's rows, or
    those of the newsroom as a whole, do not follow from the touches: somebody wrote past the
    program."""
    fold = Fold(session)
    expected = fold.run_article(article)
    holds = [row for row in expected["hold"] if row["article"] == article]
    for name in (*(one for one in TABLES if one not in MATTER_TABLES), "hold"):
        rows = holds if name == "hold" else expected[name]
        for problem in _compare(session, name, rows, article):
            raise Refused(
                "gate", f"the newsroom's rows do not follow from its record: {problem}",
                "ask who has written to the file, then: colophon doctor --rebuild",
            )  # fmt: skip
    return fold.pieces[article].manuscript


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _keys(name: str) -> list[str]:
    if name == "acceptance":
        return ["article", "peer", "counter", "length", "contributor", "seq"]
    return [column.name for column in _table(name).primary_key]


def _compare(
    session: Session, name: str, expected: Rows, article: str | None = None
) -> Iterable[str]:
    """How a table differs from what the touches say; with `article`, that article's rows of it."""
    table, keys = _table(name), _keys(name)
    left_out = _NOT_SAID.get(name, set())
    columns = [column for column in table.columns if column.name not in left_out]
    wanted = {tuple(row[key] for key in keys): row for row in expected}
    query = select(*columns)
    if article is not None and (name == "article" or "article" in table.columns):
        query = query.where(table.columns["id" if name == "article" else "article"] == article)
    for found in session.execute(query).mappings():
        key = tuple(found[k] for k in keys)
        row = wanted.pop(key, None)
        if row is None:
            yield f"{name} {_said(key)}: no touch says that it is there"
            continue
        for column in columns:
            if found[column.name] != row.get(column.name):
                yield (
                    f"{name} {_said(key)}: {column.name} is {_short(found[column.name])}, "
                    f"the touches say {_short(row.get(column.name))}"
                )
    for key in wanted:
        yield f"{name} {_said(key)}: the touches say that it is there, and it is not"


def _said(key: tuple[Any, ...]) -> str:
    return " ".join(str(part) for part in key)


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 60 else f"{words[:57]}…"


def _counts(session: Session, articles: Rows) -> list[str]:
    wanted: dict[str, int] = {}
    for row in articles:
        wanted[row["state"]] = wanted.get(row["state"], 0) + 1
    kept = {r.state: r.number for r in session.execute(
        select(StateCount.state, StateCount.count.label("number"))) if r.number}  # fmt: skip
    return [
        f"state_count {state}: {kept.get(state, 0)} are counted, there are {wanted.get(state, 0)}"
        for state in sorted(wanted.keys() | kept.keys())
        if wanted.get(state, 0) != kept.get(state, 0)
    ]


def _pictures(session: Session) -> list[str]:
    out = []
    for table in ("image", "font"):
        rows = session.execute(text(f"SELECT sha256, bytes FROM {table}"))
        for sha256, data in rows:
            if hashlib.sha256(data).hexdigest() != sha256:
                out.append(f"{table} {sha256[:12]}: its bytes are not those that were hashed")
    return out


def _sealed(session: Session) -> Iterable[str]:
    """What is sealed can be opened by somebody, and documents are those that were hashed."""
    nobody = (
        select(Touch.seq)
        .join(Content, Content.seq == Touch.seq)
        .where(Touch.kind.in_((KINDS | PRIVATE) - {"matter.opened"}), Content.payload.is_not(None))
        .where(~exists().where(Seal.seq == Touch.seq))
    )
    for seq in session.scalars(nobody):
        yield f"touch {seq}: what it says in secret is sealed to nobody"
    for file in session.scalars(select(SealedFile).execution_options(yield_per=20)):
        if file.content is not None and hashlib.sha256(file.content).hexdigest() != file.sha256:
            yield f"sealed_file {file.seq} {file.n}: its bytes are not those that were hashed"
        if file.sha256 not in payload_of(session, file.seq).get("files", []):
            yield f"sealed_file {file.seq} {file.n}: its touch names another document"


def _caches(session: Session, fold: Fold) -> Iterable[str]:
    """Texts read with the help of a snapshot must be those that the touches alone make."""
    for article in session.scalars(select(Snapshot.article).order_by(Snapshot.article)).all():
        piece = fold.pieces.get(article)
        if piece is None or not same_text(load(session, article), piece.manuscript):
            yield f"snapshot {article}: it is not the text that the touches make"


def same_text(one: Manuscript, other: Manuscript) -> bool:
    """Whether two manuscripts have the same words by the same hands."""

    def hands(text: Manuscript, part: str) -> list[tuple[object, ...]]:
        return [
            (run.length, run.contributor, run.brought_by, run.origin, run.source)
            for run in text.authors(part)
        ]

    return one.texts() == other.texts() and all(
        hands(one, part) == hands(other, part) for part in one.parts()
    )


def _rebuild(session: Session, expected: dict[str, Rows], differing: list[str]) -> None:
    """Write what the touches say: the triggers are put aside for it, and made again."""
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (trigger,) in names.fetchall():
        connection.exec_driver_sql(f'DROP TRIGGER "{trigger}"')
    for name in differing:
        fonts = {}
        if name == "font":
            fonts = {r[0]: r[1] for r in session.execute(text("SELECT sha256, bytes FROM font"))}
        session.execute(delete(_table(name)))
        for row in expected[name]:
            values = {**row, "bytes": fonts.get(row["sha256"], b"")} if name == "font" else row
            session.execute(insert(_table(name)).values(**values))
    session.execute(delete(StateCount))
    for state, count in session.execute(
        select(Article.state, func.count()).group_by(Article.state)
    ).all():
        session.execute(insert(StateCount).values(state=state, count=count))
    session.execute(text("DELETE FROM snapshot"))
    make_triggers(connection)
