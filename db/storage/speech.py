"""Which database is spoken to, for the few acts that say a thing differently to each."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import column, func, select, table
from sqlalchemy.orm import Session

from db.storage.asking import ask


def is_postgresql(session: Session) -> bool:
    """Whether the session is one of a shared newsroom."""
    return session.get_bind().dialect.name == "postgresql"


def speaker(session: Session) -> str | None:
    """The contributor (an id) whose login this is; None where it is nobody's."""
    found: str | None = session.execute(select(func.me())).scalar_one()
    return found


def append_touch(
    session: Session, touch: str, subject: str, contributor: str, kind: str, at: str,
    payload: bytes, payload_salt: bytes, update: bytes | None, update_salt: bytes | None,
) -> int:  # fmt: skip
    """Let the database add a touch of whoever it knows to be speaking; the touch's number."""
    called = func.append_touch(
        touch, subject, contributor, kind, at, payload, payload_salt, update, update_salt
    )
    return int(session.execute(select(called)).scalar_one())


def rewrite_content(
    session: Session, touch: int, ordered: int, payload: bytes | None, payload_salt: bytes | None,
    update: bytes | None, update_salt: bytes | None,
) -> None:  # fmt: skip
    """Let the database rewrite what a touch says, as the touch `ordered` says; None stays."""
    session.execute(
        select(func.rewrite_content(touch, ordered, payload, payload_salt, update, update_salt))
    )


def matters(session: Session) -> int:
    """How many matters there are, also those that whoever asks does not see."""
    return int(session.execute(select(func.matters())).scalar_one())


def matter_state(session: Session, ref: str) -> str | None:
    """The state of a matter, which anybody may know who knows its number; None of none."""
    found: str | None = session.execute(select(func.matter_state(ref))).scalar_one()
    return found


def confidential_touches(session: Session) -> frozenset[int]:
    """The touches whose content is there, and not for whoever asks."""
    if not is_postgresql(session):
        return frozenset()
    return frozenset(session.execute(select(func.confidential_touches())).scalars())


def verifier(session: Session, login: str, password: str) -> str:
    """What SCRAM makes of a password, here: the password itself never leaves this computer."""
    driver = session.connection().connection.driver_connection
    assert driver is not None
    made = driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return str(made.decode())


def change_password(session: Session, password: str) -> None:
    """Give the login that speaks another password."""
    from psycopg import sql

    login = str(session.execute(select(func.session_user())).scalar_one())
    driver = session.connection().connection.driver_connection
    assert driver is not None
    made = sql.Literal(verifier(session, login, password))
    driver.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), made))


def login_of(session: Session, contributor: str) -> str | None:
    """The login that speaks for somebody, as far as it is shown to whoever asks."""
    login = table("login", column("role"), column("contributor"))
    return session.scalar(select(login.c.role).where(login.c.contributor == contributor))


def give_login(session: Session, contributor: str, login: str, verifier: str) -> None:
    """Make a login of the database for a person."""
    session.execute(select(func.give_login(contributor, login, verifier)))


def say_here(session: Session, words: str) -> int:
    """Tell every desktop that listens where one is; by which connection. The transaction is over
    then."""
    told = select(func.pg_notify("here", words), func.pg_backend_pid().label("connection"))
    return int(ask(session, [told])[0][0]["connection"])


def speakers_of(session: Session, connections: Collection[int]) -> dict[int, str]:
    """The contributors (ids) who speak by some connections; none of those that are nobody's."""
    known = select(*(func.speaker_of(one).label(f"c{one}") for one in connections))
    (found,) = ask(session, [known])[0]
    return {one: found[f"c{one}"] for one in connections if found[f"c{one}"]}
