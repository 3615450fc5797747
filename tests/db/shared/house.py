"""A staffed shared newsroom, with a login for each person; made once, and copied for each test."""

from __future__ import annotations

import pg_server
import psycopg

from db.acts.founding import make_newsroom
from db.acts.joining import arrive, give_login
from db.acts.register import add_contributor
from db.ledger import keys
from db.newsroom import Newsroom, open_newsroom

PASSWORD = "correct horse battery"
STAFF = {"Edda": "editor", "Egon": "editor", "Rhea": "reporter", "Fay": "freelancer"}


class House:
    """A staffed shared newsroom with a login for each person: `house["Rhea"]` is Rhea's own desktop,
    which comes in when it is first asked for."""

    def __init__(self, server: pg_server.Server, url: str) -> None:
        self.server, self.url = server, url
        self.database = url.rpartition("/")[2]
        self._open: dict[str, Newsroom] = {}

    def found(self) -> House:
        """Make it in an empty database: Cleo (CEO), Edda and Egon, Rhea, Fay, and the AI Lumen."""
        made = make_newsroom(self.url, name="Test", ceo="Cleo")
        for name, kind in STAFF.items():
            add_contributor(made, "Cleo", name, kind)
        add_contributor(made, "Cleo", "Lumen", "ai", provider="Northlight", model="lumen",
                        answers_to="Edda")  # fmt: skip
        for name in (*STAFF, "Cleo"):
            give_login(made, "Cleo", name, self.login(name), PASSWORD)
        made.close()
        for name in ("Cleo", *STAFF):
            arrive(self[name])
        return self

    def login(self, name: str) -> str:
        return f"{name.lower()}.{self.database}"

    def url_of(self, name: str) -> str:
        """The address with which somebody comes in."""
        return self.server.url(self.database, self.login(name), PASSWORD.replace(" ", "%20"))

    def __getitem__(self, name: str) -> Newsroom:
        if name not in self._open:
            self._open[name] = open_newsroom(self.url_of(name))
        return self._open[name]

    def raw(self, name: str | None = None) -> psycopg.Connection:
        """A plain SQL connection of somebody, or of the administrator."""
        url = self.url if name is None else self.url_of(name)
        return psycopg.connect(url, autocommit=True, options="-c search_path=newsroom")

    def back_up(self) -> None:
        """Keep a copy of the newsroom as it is; everybody is cut off for a moment."""
        self._administer(
            f"DROP DATABASE IF EXISTS {self.database}_copy",
            f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS false",  # who comes back is refused
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            f" WHERE datname = '{self.database}'",
            f"CREATE DATABASE {self.database}_copy TEMPLATE {self.database}",
            f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS true",
        )

    def put_back(self) -> None:
        """The copy in the newsroom's place: what came after it is lost."""
        self._administer(
            f"DROP DATABASE {self.database} WITH (FORCE)",
            f"CREATE DATABASE {self.database} TEMPLATE {self.database}_copy",
        )

    def _administer(self, *statements: str) -> None:
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as admin:
            for statement in statements:
                admin.execute(statement)

    def move(self, server: pg_server.Server) -> None:
        """It is on another server from now on."""
        self.close()
        self.server, self.url = server, server.url(self.database)

    def close(self) -> None:
        while self._open:
            self._open.popitem()[1].close()


class Mould:
    """A newsroom made once, of which each test gets a copy under the same name, with everything in
    it as it was. The server's roles are not in it: once a test changed them it is spoilt."""

    def __init__(self, server: pg_server.Server, name: str) -> None:
        self._server, self._name = server, name
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
            House(server, server.url(name)).found().close()
            self._keys = dict(keys._memory)
            self._rights = self._rights_now(admin)
            self._roles = self._roles_now(admin)
            admin.execute(f"ALTER DATABASE {name} RENAME TO {name}_mould")

    @property
    def spoilt(self) -> bool:
        """Whether its roles are others than those it was made with."""
        with psycopg.connect(self._server.url("postgres"), autocommit=True) as admin:
            return self._roles_now(admin) != self._roles

    def cast(self) -> tuple[House, dict[str, str]]:
        """A copy, and the keys that its people keep on their computers."""
        with psycopg.connect(self._server.url("postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {self._name} TEMPLATE {self._name}_mould")
            admin.execute(f"REVOKE ALL ON DATABASE {self._name} FROM PUBLIC")
            admin.execute(f"GRANT CONNECT ON DATABASE {self._name} TO {self._name}_person")
            assert self._rights_now(admin) == self._rights
        return House(self._server, self._server.url(self._name)), dict(self._keys)

    def _rights_now(self, admin: psycopg.Connection) -> object:
        """What the database itself says of who may come in, and how: a copy has nothing of it."""
        return admin.execute(
            "SELECT datacl::text, datconnlimit, datallowconn, datdba FROM pg_database"
            " WHERE datname = %s",
            [self._name],
        ).fetchall()

    def _roles_now(self, admin: psycopg.Connection) -> object:
        """All that the server knows of the newsroom's roles, passwords too, and of who is in them."""
        ours = f"rolname ~ '{self._name}(?![0-9])'"
        return [admin.execute(statement).fetchall() for statement in (
            f"SELECT t::text FROM pg_authid t WHERE {ours} ORDER BY 1",
            "SELECT t::text FROM pg_auth_members t WHERE roleid IN"
            f" (SELECT oid FROM pg_authid WHERE {ours}) ORDER BY 1",
            "SELECT t::text FROM pg_db_role_setting t WHERE setrole IN"
            f" (SELECT oid FROM pg_authid WHERE {ours}) ORDER BY 1",
        )]  # fmt: skip
