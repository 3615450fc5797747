"""A staffed shared newsroom, with a login for each person."""

from __future__ import annotations

import pg_server
import psycopg

from db.acts.founding import make_newsroom
from db.acts.joining import arrive, give_login
from db.acts.register import add_contributor
from db.newsroom import Newsroom, open_newsroom

PASSWORD = "correct horse battery"
STAFF = {"Edda": "editor", "Egon": "editor", "Rhea": "reporter", "Fay": "freelancer"}


class House:
    """A shared newsroom with a login for each person: `house["Rhea"]` is Rhea's own desktop."""

    def __init__(self, server: pg_server.Server, url: str) -> None:
        self.server, self.url = server, url
        self.database = url.rpartition("/")[2]
        self._open: dict[str, Newsroom] = {}
        made = make_newsroom(url, name="Test", ceo="Cleo")
        for name, kind in STAFF.items():
            add_contributor(made, "Cleo", name, kind)
        add_contributor(made, "Cleo", "Lumen", "ai", provider="Northlight", model="lumen",
                        answers_to="Edda")  # fmt: skip
        for name in (*STAFF, "Cleo"):
            give_login(made, "Cleo", name, self.login(name), PASSWORD)
        made.close()
        for name in ("Cleo", *STAFF):
            arrive(self[name])

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
