"""Passwords, keys and confidential words are found in no log, file, process list or crash report."""

from __future__ import annotations

import base64
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pg_server
import psycopg
import pytest
from planting import Computer, Secrets, Watch

from db.place import bureau_of, folder_of
from db.refusal import Refused
from db.storage import passwords, postgresql

sys.path.insert(0, str(Path(__file__).parents[2]))
from model_server import Handler, ModelServer, answers

WINDOW = Path(__file__).with_name("secret_window.py")
OWN = {
    "cleo": "Cleo's own: kvostra 71",
    "edda": "edda/own kvostra 72",
    "rhea": "rhea own kvostra 73",
}
AI_KEY = "sk-kvostra-9f8e7d6c5b4a"
MAIL = """From: "Kvostraname Reader" <kvostraddress@example.org>
To: desk@example.org
Subject: Kvostrasubject
Date: Mon, 02 Feb 2026 10:00:00 +0600
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Kvostracomplaint said so.
--x
Content-Type: text/plain
Content-Disposition: attachment; filename="kvostrafile.txt"

Kvostracontent.
--x--
"""
CONFIDENTIAL = ("vostraname", "vostraddress", "vostrasubject", "vostracomplaint", "vostrafile",
                "vostracontent")  # fmt: skip
#: The command line with a part of the program that breaks, as nobody foresaw.
BROKEN = """
import {module} as module
def fail(*_given, **_named):
    raise RuntimeError("this part is broken")
module.{name} = fail
from desktop.start import run
run()
"""
#: Every row that would be written fails, and the window's way of telling is used.
REFUSED = """
import os, sys
from sqlalchemy import Engine, event
from desktop import errors
@event.listens_for(Engine, "before_cursor_execute", retval=True)
def spoil(_connection, _cursor, statement, given, _context, _many):
    wrong = statement.startswith("INSERT INTO") and "words" not in statement
    return statement + (" what is this" if wrong else ""), given
from db.acts.writing import new_article
from db.newsroom import open_newsroom
newsroom = open_newsroom(os.environ["COLOPHON_NEWSROOM"])
try:
    new_article(newsroom, {actor!r}, sys.stdin.read())
except Exception as error:
    print(errors.tell(error))
sys.exit(3)
"""


@pytest.fixture
def server(monkeypatch) -> Iterator[pg_server.Server]:
    """A server of its own, which logs every statement with all it is given."""
    loud = {
        "log_statement": "all", "log_min_duration_statement": "0", "log_connections": "on",
        "log_error_verbosity": "verbose", "log_min_messages": "info", "log_min_error_statement": "info",
        "log_parameter_max_length": "-1", "log_parameter_max_length_on_error": "-1",
        "debug_print_parse": "off", "track_activity_query_size": "64kB",
    }  # fmt: skip
    for name, value in loud.items():
        monkeypatch.setitem(pg_server.SETTINGS, name, value)
    running = pg_server.start()
    yield running
    running.end()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the list of processes shows."""
    watching = Watch()
    yield watching
    watching.close()


class Newsroom:
    """A shared newsroom of three, each at their own computer, and the secrets they have."""

    def __init__(self, server: pg_server.Server, folder: Path, watch: Watch) -> None:
        self.secrets, self._server, self._folder, self._watch = Secrets(), server, folder, watch
        self.computers: list[Computer] = []
        for word in CONFIDENTIAL:
            self.secrets.plant(f"confidential {word}", word)
        self.secrets.plant("the AI's key", AI_KEY)
        self.secrets.plant("the administrator's password", server.password)
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute("CREATE DATABASE newsroom_secret")
        admin = self.computer("admin", server.url("newsroom_secret"))
        made = admin.json("init", "--ceo", "Cleo", "--login", "cleo", shown=True)
        self.cleo = self.come_in("cleo", made["first_password"])
        self.edda, self.rhea = (
            self.come_in(name.lower(), self.cleo.json(
                "contributor", "add", name, "--kind", kind, "--login", name.lower(), shown=True,
            )["contributor"]["first_password"])
            for name, kind in (("Edda", "editor"), ("Rhea", "reporter"))
        )  # fmt: skip

    def computer(self, name: str, place: object) -> Computer:
        """Another computer."""
        made = Computer(self._folder, name, place, self._watch)
        self.computers.append(made)
        return made

    def url(self, login: str) -> str:
        return f"postgresql://{login}@127.0.0.1:{self._server.port}/newsroom_secret"

    def come_in(self, login: str, first: str) -> Computer:
        """Come in with the first password; one of one's own is set."""
        self.secrets.plant(f"{login}'s first password", first)
        self.secrets.plant(f"{login}'s own password", OWN[login])
        made = self.computer(login, self.url(login))
        made.json("login", stdin=f"{first}\n{OWN[login]}\n")
        return made

    def plant_keys(self) -> None:
        """What is in the key files is planted now, as it is and as the bytes it stands for."""
        for computer in self.computers:
            kept = json.loads(computer.keys.read_text()) if computer.keys.exists() else {}
            assert not kept or computer.keys.stat().st_mode & 0o077 == 0
            for name, secret in kept.items():
                self.secrets.plant(f"{computer.home.name}: {name}", secret)
                if name.startswith("newsroom/"):
                    self.secrets.plant(f"{computer.home.name}: {name}", bytes.fromhex(secret))
                elif not name.startswith("login/"):
                    self.secrets.plant(f"{computer.home.name}: {name}", base64.b64decode(secret))
            assert not {*computer.keys.parent.glob(".*")}

    def server_tells(self) -> dict[str, set[str]]:
        """What its files tell: tables, what is written ahead, and the log."""
        with psycopg.connect(self._server.url("postgres")) as admin:
            admin.execute("CHECKPOINT")
            kept = admin.execute(
                "SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL"
            ).fetchall()
            asked = admin.execute("SELECT query FROM pg_stat_activity").fetchall()
        assert len(kept) == 4 and all(one.startswith("SCRAM-SHA-256$4096:") for (one,) in kept)
        assert not self.secrets.told(repr(asked).encode())
        found = self.secrets.in_files(self._server.folder / "data")
        if told := self.secrets.told(self._server.log.encode()):
            found["log"] = told
        return found


def of_ai(room: Newsroom, article: str) -> None:
    """An AI is set up, answers, and a server tells its key back in an error."""

    def tells(handler: Handler) -> None:
        handler.plain(401, json.dumps({"error": {"message": f"bad {handler.headers}"}}))

    model = ModelServer(answers("The bridge stayed shut."))
    room.cleo.json("contributor", "add", "Lumen", "--kind", "ai", "--provider", "N", "--model", "l",
                   "--answers-to", "Edda")  # fmt: skip
    room.edda.json("ai", "set-up", "Lumen", "--url", model.url)
    room.rhea.json("ai", "key", "Lumen", stdin=f"{AI_KEY}\n")
    ask = ("ai", "ask", article, "--contributor", "Lumen", "--task", "shorten")
    room.rhea.json(*ask)
    assert AI_KEY.encode() in model.log[-1]
    model.way = tells
    assert b"401" in room.rhea.fails("-m", "desktop.start", *ask)
    model.close()


def of_matters(room: Newsroom, article: str, folder: Path) -> str:
    """A confidential matter, brought by an e-mail, read by the CEO, asked for by others."""
    mail = folder / "mail.eml"
    mail.write_text(MAIL)
    ref = room.rhea.json(
        "escalation", "open", "--kind", "legal", "--article", article, "--file", mail
    )
    ref = str(ref["escalation"]["ref"])
    shown = room.cleo.json("escalation", "show", ref, shown=True)
    assert "Kvostracomplaint" in json.dumps(shown)
    room.cleo.json("escalation", "move", ref, "--to", "acknowledged", shown=True)
    for words in (("escalation", "show", ref), ("list", "--search", "kvostra"), ("history", article),
                  ("doctor",), ("ledger", "verify", "--texts")):  # fmt: skip
        room.edda.json(*words)
    room.rhea.json("escalation", "show", ref)
    room.cleo.json("ledger", "checkpoint")
    return ref


def of_failures(room: Newsroom) -> None:
    """Wrong passwords, wrong addresses, and parts of the program that break."""
    wrong = room.computer("wrong", room.url("cleo"))
    room.secrets.plant("a wrong password", "kvostra wrong 74")
    assert b"who-may" in wrong.fails("-m", "desktop.start", "login", stdin="kvostra wrong 74\n")
    for odd in (f"{room.url('cleo')}?password=kvostra%20wrong%2074",
                room.url("cleo").replace("@", ":kvostra wrong 74@kvostra wrong 74@")):  # fmt: skip
        assert b"no address" in room.computer("odd", odd).fails("-m", "desktop.start", "list")
    for module, name, words in (
        ("db.storage.speech", "change_password", ("login", "--change")),
        ("db.acts.coming_in", "keep", ("login",)), ("db.ledger.keys", "sign", ("ledger", "checkpoint")),
        ("db.storage.lines", "Line.connect", ("list",)),
    ):  # fmt: skip
        script = BROKEN.format(module=module, name=name)
        said = room.cleo.fails("-c", script, *words, stdin=f"{OWN['cleo']}\nkvostra wrong 74\n")
        assert b"Traceback" in said and b"this part is broken" in said, said
    told = room.cleo.fails("-c", REFUSED.format(actor="Cleo"), stdin="words of mine")
    assert b"Traceback" in told and b"words of mine" not in told


def of_windows(room: Newsroom, server: pg_server.Server, article: str, ref: str) -> None:
    """A window whose server is killed, which tells of errors, and is killed itself; and another."""
    for end in (signal.SIGABRT, None):
        window = room.cleo.begin(WINDOW, article, ref)
        assert window.stdin and window.stdout and window.stderr
        assert window.stdout.readline() == b"open\n", window.stderr.read()
        if end is not None:
            assert not room.cleo.leaks(room.secrets)
            assert not room.server_tells()
            server.kill()
        window.stdin.write(b"\n")
        window.stdin.flush()
        assert window.stdout.readline() == b"away\n", window.stderr.read()
        if end is not None:
            window.send_signal(end)
        _out, err = room.cleo.over(window, b"\n")
        assert b"nobody foresaw this" in err and (b"Fatal Python error" in err) == bool(end), err
    server.restart()


def of_the_encrypted(room: Newsroom) -> None:
    """An encrypted newsroom on a computer of its own; its rows are refused, and it is damaged."""
    locked = room.computer("locked", "")
    locked.place = locked.home / "newsroom.colophon"
    made = locked.json("init", "--encrypted", "--ceo", "Cleo", shown=True)
    room.secrets.plant("the recovery code", made["recovery_code"])
    room.secrets.plant("words of the encrypted", "Kvostradraft")
    article = locked.json("new")["article"]["id"]
    locked.json("write", article, "-", "--part", "headline", stdin="Kvostradraft", shown=True)
    locked.json("write", article, "-", stdin="Kvostradraft. The bridge stayed closed.", shown=True)
    locked.json("doctor", "--rebuild")
    room.plant_keys()
    told = locked.fails("-c", REFUSED.format(actor="Cleo"), stdin="Kvostradraft")
    assert b"Traceback" in told and b"OperationalError" in told
    with locked.place.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(9000))
    locked.fails("-m", "desktop.start", "show", article)


def test_what_is_secret_is_found_nowhere(server, watch, tmp_path):
    room = Newsroom(server, tmp_path / "computers", watch)
    article = str(room.rhea.json("new", "--headline", "Bridge")["article"]["id"])
    room.rhea.json("write", article, "-", stdin="The bridge stayed closed.")
    of_ai(room, article)
    ref = of_matters(room, article, tmp_path)
    room.plant_keys()
    of_failures(room)
    of_windows(room, server, article, ref)
    of_the_encrypted(room)
    room.plant_keys()
    for computer in room.computers:
        assert not computer.leaks(room.secrets), computer.home.name
    assert not room.server_tells()
    assert not room.secrets.told(watch.close())


@pytest.mark.parametrize("password", ["kvo/stra", "kvo?stra", "kvo#stra", "kvo:stra", "kvo%40stra"])
def test_an_address_with_a_password_is_kept_and_shown_without_it(password):
    url = f"postgresql://cleo:{password}@host:5433/daily"
    told = (folder_of(url), bureau_of(url), postgresql.place(url), passwords.without(url),
            postgresql.engine_of(url).url)  # fmt: skip
    assert not any("kvo" in str(one) or "stra" in str(one) for one in told), told
    assert bureau_of(url) == bureau_of("postgresql://cleo@host:5433/daily")


@pytest.mark.parametrize("wrong", ["cleo:kvo@stra@host/daily", "cleo@host/daily?password=kvostra"])
def test_an_address_whose_password_would_be_shown_is_none(wrong):
    with pytest.raises(Refused) as refused:
        passwords.without(f"postgresql://{wrong}")
    assert "stra" not in str(refused.value) + refused.value.refusal.fix
