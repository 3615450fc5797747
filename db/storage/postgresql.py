"""A shared newsroom: how SQLAlchemy speaks to PostgreSQL, and what it refuses.

Whoever writes waits for the head of the chain first, so writing transactions follow one another, as
with SQLite; whoever reads sees one moment and waits for nobody.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import Any

from psycopg import Error, ProgrammingError
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.orm import Session

from db.migrations import CHECKS_VERSION, SCHEMA_VERSION
from db.place import hosts_of
from db.refusal import RULES, Refused
from db.storage import lines, trust

#: The oldest server that will do.
OLDEST = 15
#: How whoever writes waits in line.
TURN = "LOCK TABLE turn IN EXCLUSIVE MODE"
SCHEMA = "newsroom"
#: What an address does not say behind its question mark.
_SECRET = frozenset({"password", "sslpassword"})
#: After so many seconds without use a connection is asked whether it lives.
IDLE = 10.0
#: So many connections stay open; where more is asked at once there are more, for that long.
LINES = 3
#: How long a connection may take, and how soon a dead one is noticed, in seconds.
_LIVELY = {
    "connect_timeout": "10", "keepalives_idle": "20", "keepalives_interval": "5",
    "keepalives_count": "3", "tcp_user_timeout": "30000", "application_name": "colophon",
}  # fmt: skip


def address(url: str) -> URL:
    """The address, taken apart. Raises Refused `bad-input`."""
    try:
        found = make_url(_as_one_host(url)).set(drivername="postgresql+psycopg")
        said = _said(found)
    except (ArgumentError, ValueError, UnicodeError):
        found = None
    # A host with an @ in it is the end of a password; the query would be kept and shown.
    if found is None or not found.database or "@" in (found.host or "") or _SECRET & {*found.query}:
        raise Refused(
            "bad-input", "this is no address of a shared newsroom",
            "give postgresql://NAME@HOST/DATABASE; colophon login asks for the password",
        )  # fmt: skip
    wrong = next((f"it says {name} twice" for name, value in said.items()
                  if isinstance(value, tuple)), "")  # fmt: skip
    try:
        make_conninfo(**{name: str(value) for name, value in said.items()})
    except ProgrammingError as error:
        wrong = _short(str(error))
    if wrong:
        raise Refused("bad-input", f"the address of the newsroom is not right: {wrong}",
                      "mend it: postgresql://NAME@HOST/DATABASE?sslmode=verify-full")  # fmt: skip
    return found


def _said(found: URL) -> dict[str, Any]:
    """What the address says, as the driver is told it."""
    dialect: Any = PGDialect_psycopg
    _, said = dialect().create_connect_args(found)
    return {name: value for name, value in said.items() if name != "context"}  # psycopg's own


def _as_one_host(url: str) -> str:
    """Several servers in the place of one (`HOST,HOST`), as `?host=HOST&host=HOST`."""
    several = re.match(r"([a-z0-9+]+://(?:[^@/]*@)?)([^/?@]*,[^/?@]*)(/[^?]*)?(?:\?(.*))?$", url)
    if several is None:
        return url
    beginning, servers, rest, query = several.groups()
    hosts = "&".join(f"host={one}" for one in servers.split(","))
    return f"{beginning}{rest or '/'}?{hosts}{f'&{query}' if query else ''}"


def place(url: str) -> str:
    """The address as it may be shown: without a password."""
    found = address(url)
    hosts = [(f"[{host}]" if ":" in host else host, port) for host, port in hosts_of(url)]
    named = ", ".join(f"{host}:{port}" if port else host for host, port in hosts)
    return f"{found.database} at {named or 'this computer'}"


def engine_of(url: str) -> Engine:
    """How SQLAlchemy speaks to the server."""
    found = address(url)
    engine = create_engine(
        found,
        connect_args={**_besides(found), "options": f"-c search_path={SCHEMA}"},
        pool_size=LINES,
        pool_reset_on_return=None,
        hide_parameters=True,
    )
    _roll_back_on_return(engine)
    _ask_after_idling(engine)
    lines.remember(engine)
    return engine


def _roll_back_on_return(engine: Engine) -> None:
    """As the pool does by itself, which is loud where the connection was cut meanwhile."""

    @event.listens_for(engine, "reset")
    def _returned(connection: Any, record: Any, state: Any) -> None:
        if not (state.transaction_was_reset or connection.closed):
            with suppress(engine.dialect.loaded_dbapi.Error):  # it is cut just now
                connection.rollback()
        if connection.closed:
            record.invalidate()


def _besides(found: URL) -> dict[str, str]:
    """What is asked of the connection besides what the address says."""
    hosts = [host for host, _ in hosts_of(found.render_as_string(hide_password=False))]
    lively = {name: value for name, value in _LIVELY.items() if name not in found.query}
    if len(hosts) > 1 and "target_session_attrs" not in found.query:
        lively["target_session_attrs"] = "read-write"  # of several, the one that is not standing by
    return {**lively, **trust.asked(found.query, hosts)}


def conninfo(engine: Engine) -> str:
    """How a connection beside the engine's own reaches the same newsroom as the same login."""
    return make_conninfo(**{**_said(engine.url), **_besides(engine.url)})


def _ask_after_idling(engine: Engine) -> None:
    """A connection that was idle is asked whether it still lives: after a server's restart, or a
    laptop's sleep, work goes on with a new one. One that was just used is not asked, for that
    would cost each act a round trip."""

    @event.listens_for(engine, "checkin")
    def _used(_connection: object, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _asked(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("used", time.monotonic()) < IDLE:
            return
        try:
            alive = engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            alive = False
        if not alive:
            raise DisconnectionError


def reading(engine: Engine) -> Engine:
    """For a session that sees one moment and writes nothing."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """For a session that writes."""
    return engine.execution_options(isolation_level="READ COMMITTED")


def begin(session: Session) -> None:
    """Wait until nobody else writes: in line first, which keeps no old row in sight."""
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            driver.execute(TURN)
            driver.execute("SELECT lock_head()")
    except Error as error:
        if driver.broken:
            connection.invalidate()
        raise DBAPIError("SELECT lock_head()", None, error) from error


def meet(engine: Engine) -> None:
    """Ask whether there is a newsroom of this release, and bring an older one up to date. Raises
    Refused."""
    url = engine.url.render_as_string(hide_password=False)
    try:
        with reading(engine).connect() as connection:
            version = version_of(connection)
            checks = checks_of(connection)
            checked(connection)
    except DBAPIError as error:
        engine.dispose()
        raise refused(error) from None
    except Refused:
        engine.dispose()
        raise
    if version is None:
        engine.dispose()
        raise Refused(
            "not-found", f"there is no newsroom in {place(url)}", "make one: colophon init"
        )
    if version > SCHEMA_VERSION or checks > CHECKS_VERSION:
        engine.dispose()
        raise Refused("bad-input", f"{place(url)} was made by a newer Colophon", "update Colophon")
    if (version, checks) < (SCHEMA_VERSION, CHECKS_VERSION):
        from db.storage.founding import bring_up_to_date

        bring_up_to_date(url, engine, version)


def version_of(connection: Connection) -> int | None:
    """The version of the tables; None where there is no newsroom."""
    there = text("SELECT to_regclass('newsroom.release') IS NOT NULL")
    if not connection.execute(there).scalar():
        return None
    return int(connection.execute(text("SELECT version FROM newsroom.release")).scalar_one())


def checks_of(connection: Connection) -> int:
    """The version of the functions, triggers and rights; 0 of those made before it was kept."""
    said = text("SELECT obj_description(to_regnamespace('newsroom'), 'pg_namespace')")
    found = re.fullmatch(r"checks (\d{1,9})", connection.execute(said).scalar() or "")
    return int(found[1]) if found else 0


def checked(connection: Connection) -> None:
    """Raises Refused where the server is too old."""
    found = int((connection.dialect.server_version_info or (0,))[0])
    if found < OLDEST:
        raise Refused(
            "bad-input", f"the server is PostgreSQL {found}, and a newsroom needs {OLDEST}",
            "ask the server's administrator to upgrade it",
        )  # fmt: skip


def refused(error: Exception) -> Exception:
    """What the server or the network refused, as Refused; else the error itself."""
    origin = getattr(error, "orig", error)
    state = getattr(origin, "sqlstate", None)
    diagnosis = getattr(origin, "diag", None)
    message = str(getattr(diagnosis, "message_primary", None) or origin or error)
    rule, _, rest = message.partition(": ")
    if state == "23514" and rule in RULES:
        return Refused(rule, f"the newsroom refused this: {rest}", "see `colophon checks`")
    if state == "42501":
        rule = "confidential" if "row-level security" in message else "who-may"
        return Refused(
            rule, f"the newsroom's database does not let this login do this ({message})",
            "ask the CEO",
        )  # fmt: skip
    if state in ("42P01", "3F000"):
        return Refused("who-may", "this login opens nothing in the newsroom", "ask the CEO")
    if state in ("55P03", "57014", "40001", "40P01"):
        return Refused("conflict", "somebody else is writing to the newsroom", "try again")
    if state == "53300":
        return Refused("offline", "the newsroom's server takes no more connections", "try again")
    if state is not None and state[:2] == "53":
        return Refused("offline", f"the newsroom's server has no room left: {_short(message)}",
                       "tell its administrator; nothing was changed")  # fmt: skip
    if state == "25006" or "during recovery" in message:
        return Refused("offline", "the newsroom's server is a standby that only reads", "try again")
    if "session is read-only" in message:
        return Refused("offline", "none of the newsroom's servers takes what is written: those that"
                       " answer are standbys that only read", "try again")  # fmt: skip
    if state in (None, "28000") and (found := trust.refused(message)) is not None:
        return found
    if "no password supplied" in message:
        return Refused("who-may", "this computer keeps no password for the newsroom's server",
                       "come in first: colophon login")  # fmt: skip
    if state in ("28P01", "28000") or "authentication failed" in message:
        return Refused(
            "who-may", "the newsroom's server does not know this name with this password",
            "give the name and password that the CEO gave you",
        )  # fmt: skip
    if state in ("57P01", "57P02", "57P03"):
        return Refused(
            "offline", "the newsroom's server is stopping or starting", "try again later"
        )
    if (state is None and type(origin).__name__ == "OperationalError") or _ended(state):
        return Refused(
            "offline", f"the newsroom's server is away: {_short(message)}", "try again later"
        )
    return error


def _ended(state: str | None) -> bool:
    """Whether the server says by this code that it ended the connection: after a time in which
    nothing was said, for one."""
    return state is not None and (state[:2] == "08" or state[:3] == "57P" or state == "25P03")


def _short(message: str) -> str:
    """The first reason that a long message of the network gives."""
    first = message.strip().splitlines()[0] if message.strip() else "no answer"
    return re.sub(r"^(?:connection failed: |\[Errno -?\d+\] )+", "", first)
