"""Connections that are encrypted, to a server that proves who it is: and what happens where it
does not. Whoever cannot come in is told why in a sentence, and no password was sent."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pg_server
import psycopg
import pytest
from certificates import NAME, Authority, Certificate, another_host
from doors import InFront, Itself, with_tls
from house import PASSWORD, House
from waiting import wait

from db import reading
from db.acts.coming_in import come_in
from db.acts.writing import new_article, write_text
from db.bureau.bureau import Bureau
from db.bureau.courier import Courier
from db.bureau.writing import BureauSession
from db.newsroom import open_newsroom, shared_newsroom
from db.refusal import Refused
from db.storage import passwords, postgresql
from db.storage.listening import Listener

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@dataclass
class Way:
    """A newsroom behind a door, and what the door can show."""

    house: House
    door: InFront | Itself
    authority: Path
    right: Certificate
    elsewhere: Certificate
    expired: Certificate
    foreign: Certificate
    foreign_authority: Path

    def url(self, name: str = "Rhea", host: str = "127.0.0.1", **said: str) -> str:
        """The address for somebody, without a password."""
        query = "&".join(f"{key}={quote(value, safe='')}" for key, value in said.items())
        login = self.house.login(name)
        return f"postgresql://{login}@{host}:{self.door.port}/{self.house.database}?{query}"

    def safe(self, name: str = "Rhea", authority: Path | None = None) -> str:
        """The address that wants everything proved by the newsroom's own authority."""
        return self.url(name, sslmode="verify-full", sslrootcert=str(authority or self.authority))


@pytest.fixture(scope="module", params=["in front of the server", "the server itself"])
def way(request, server, tmp_path_factory) -> Iterator[Way]:
    folder = tmp_path_factory.mktemp("certificates")
    ours, theirs = Authority(folder, "ours"), Authority(folder, "theirs")
    door: InFront | Itself
    if request.param == "the server itself":
        binaries = with_tls()
        if binaries is None:
            pytest.skip("no PostgreSQL that speaks TLS is installed here; the wheel's does not")
        try:
            door = Itself(pg_server.start(binaries=binaries))
        except pg_server.NoServer as why:
            pytest.skip(str(why))
    else:
        door = InFront(server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLOPHON_KEYS", "memory")
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        with psycopg.connect(door.server.url("postgres"), autocommit=True) as admin:
            admin.execute("CREATE DATABASE newsroom_tls")
        house = House(door.server, door.server.url("newsroom_tls")).found()
        yield Way(
            house, door, ours.file, ours.sign("right"), ours.sign("elsewhere", another_host()),
            ours.sign("expired", days=-1), theirs.sign("foreign"), theirs.file,
        )  # fmt: skip
        house.close()
        if isinstance(door, InFront):
            with psycopg.connect(door.server.url("postgres"), autocommit=True) as admin:
                admin.execute("DROP DATABASE newsroom_tls WITH (FORCE)")
    door.close()


@pytest.fixture(autouse=True)
def _nobody_elses_trust(monkeypatch, tmp_path) -> None:
    """What this computer's own user trusts is none of the tests' business."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("PGSSLMODE", "PGSSLROOTCERT", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)


def encrypted(newsroom) -> bool:
    with newsroom.read() as session:
        driver = session.connection().connection.driver_connection
        return bool(driver.pgconn.ssl_in_use)


def test_one_comes_in_writes_and_hears_through_tls(way, tmp_path, monkeypatch):
    monkeypatch.setattr("db.bureau.courier.CALM", 60.0)  # what arrives was heard of
    way.door.show(way.right)
    before = way.door.tried
    came = come_in(way.safe(), PASSWORD)
    assert way.door.tried > before
    assert came.name == "Rhea" and PASSWORD not in came.url
    newsroom = open_newsroom(came.url)  # the password is in the keyring now
    assert encrypted(newsroom)
    article = str(new_article(newsroom, "Rhea", "Bridge").article)
    heard: list[int | None] = []
    listener = newsroom.listen(heard.append)
    wait(lambda: listener.live)
    write_text(way.house["Rhea"], "Rhea", article, "Shut.")
    wait(lambda: any(heard))
    bureau = Bureau(tmp_path / "bureau")
    bureau.come_in(newsroom)
    bureau.keep(newsroom, article)
    lines: list[object] = []
    courier = Courier(bureau, newsroom, lines.append)
    newsroom.listen(lambda _newest: courier.go())
    writing = BureauSession.open_in(bureau, article)
    writing.splice("body", 0, 0, "Still ")
    writing.flush()
    wait(lambda: bureau.waiting() == (0, 0) and courier.away is None)
    with way.house["Edda"].read() as session:
        assert reading.text_at(session, article) == "Still Shut."
    courier.close()
    newsroom.close()
    bureau.close()
    passwords.keep(came.url, "forgotten")


class Trying(Listener):
    """A listener that says when it tried to come in and got no further."""

    def __init__(self, *how) -> None:
        self.failed = threading.Event()
        super().__init__(*how)

    def _listen(self, server: bytes) -> None:
        try:
            super()._listen(server)
        finally:
            self.failed.set()


def why(way: Way, url: str) -> str:
    """Why nobody comes in: told in one sentence, with nothing kept and nothing sent."""
    before = way.door.tried
    with pytest.raises(Refused) as found:
        come_in(url, "first line of the password")
    refusal = found.value.refusal
    assert refusal.fix and "\n" not in refusal.message and "Traceback" not in refusal.message
    assert refusal.rule == "bad-input"
    assert passwords.with_password(url) == url, "a password was kept"
    # The listener goes the same way, and gets no further.
    newsroom = shared_newsroom(passwords.named(url, PASSWORD))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.storage.listening.Listener", Trying)
        listener = newsroom.listen(lambda _newest: None)
    assert listener.failed.wait(10) and not listener.live
    newsroom.close()
    assert way.door.tried == before, "somebody tried to come in by name"
    return refusal.message


def test_a_server_that_does_not_prove_who_it_is_gets_no_password(way):
    other = way.url("Edda", sslmode="verify-full", sslrootcert=str(way.authority))
    way.door.show(way.foreign)
    assert "no authority that is trusted here" in why(way, other)
    way.door.show(way.elsewhere)
    assert why(way, other) == (
        'the server\'s certificate is for "elsewhere.example.org", not for 127.0.0.1'
    )
    way.door.show(way.expired)
    assert "expired" in why(way, other)
    way.door.show(None)
    assert "no encrypted connection" in why(way, other)
    way.door.show(way.right)
    assert "no authority that" in why(way, way.safe("Edda", way.foreign_authority))


def test_an_authority_that_is_no_authority_is_named(way, tmp_path):
    way.door.show(way.right)
    missing, empty = tmp_path / "missing.pem", tmp_path / "empty.pem"
    empty.write_text("no certificate")
    assert str(missing) in why(way, way.safe("Edda", missing))
    assert str(empty) in why(way, way.safe("Edda", empty))
    assert str(tmp_path) in why(way, way.safe("Edda", tmp_path))


def test_a_server_elsewhere_must_prove_who_it_is_unless_the_address_says_otherwise(
    way, monkeypatch
):
    there = {"host": NAME, "hostaddr": "127.0.0.1"}
    way.door.show(None)
    assert "no encrypted connection" in why(way, way.url("Egon", **there))
    way.door.show(way.foreign)
    assert "no authority" in why(way, way.url("Egon", **there))
    way.door.show(way.right)
    for said in ({}, {"sslrootcert": "system"}, {"sslmode": "verify-full"}):
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        assert "no authority" in why(way, way.url("Egon", **there, **said))
        monkeypatch.setenv("SSL_CERT_FILE", str(way.authority))  # the computer trusts it, too
        newsroom = open_newsroom(passwords.named(way.url("Egon", **there, **said), PASSWORD))
        assert encrypted(newsroom)
        newsroom.close()
    monkeypatch.delenv("SSL_CERT_FILE")
    only_file = way.url("Egon", **there, sslrootcert=str(way.authority))
    come_in(only_file, PASSWORD)
    way.door.show(None)
    newsroom = open_newsroom(passwords.named(way.url("Egon", **there, sslmode="disable"), PASSWORD))
    assert not encrypted(newsroom)
    newsroom.close()


def test_what_is_wrong_in_an_address_is_one_sentence(way):
    way.door.show(way.right)
    said = {
        "sslmode=verify-ful": "sslmode=verify-ful", "sslmodee=require": "sslmodee",
        "connect_timeout=soon": "connect_timeout", "target_session_attrs=best": "best",
        "sslmode=require&sslrootcert=system": "sslmode=require", "sslmode=a&sslmode=b": "twice",
    }  # fmt: skip
    for words, named in said.items():
        url = f"{way.url('Edda').partition('?')[0]}?{words}"
        with pytest.raises(Refused) as found:
            come_in(url, PASSWORD)
        refusal = found.value.refusal
        assert refusal.rule == "bad-input" and named in refusal.message, refusal
        assert "\n" not in refusal.message


def test_a_server_that_asks_for_the_password_itself_does_not_get_it():
    """As somebody does who stands between, where nothing has to be proved."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _ = door.accept()
            while line.recv(8)[4:] in (b"\x04\xd2\x16\x2f", b"\x04\xd2\x16\x30"):
                line.sendall(b"N")
            line.recv(4096)
            line.sendall(b"R\0\0\0\x08\0\0\0\x03")
            heard.append(line.recv(4096))
            line.close()

        serving = threading.Thread(target=serve, daemon=True)
        serving.start()
        with pytest.raises(Refused, match="give it away") as found:
            come_in(f"postgresql://edda@127.0.0.1:{door.getsockname()[1]}/newsroom", PASSWORD)
        serving.join(10)
    assert found.value.refusal.rule == "bad-input" and heard == [b""]


def test_a_server_that_takes_encrypted_connections_only_says_so(way):
    if not isinstance(way.door, Itself):
        pytest.skip("a server that speaks no TLS cannot ask for it")
    way.door.show(way.right)
    rules = way.house.server.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("hostssl all all all scram-sha-256\nlocal all all scram-sha-256\n")
    try:
        way.door._say("SELECT 1")
        wait(lambda: _refused_plain(way))
        come_in(way.safe("Edda"), PASSWORD)
    finally:
        rules.write_text(before)
        way.door._say("SELECT 1")


def _refused_plain(way: Way) -> bool:
    plain = passwords.named(way.url("Edda", sslmode="disable"), PASSWORD)
    engine = postgresql.engine_of(plain)
    try:
        postgresql.meet(engine)
    except Refused as refused:
        assert refused.refusal.message == "the server takes encrypted connections only"
        return True
    finally:
        engine.dispose()
    return False


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_page_to_join_by_says_what_is_wrong_and_takes_an_authority_of_ones_own(
    qtbot, way, monkeypatch
):
    from desktop.app import make_application
    from desktop.joining import JoinPage, QFileDialog

    make_application()
    way.door.show(way.right)
    page = JoinPage()
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.server.setText(f"127.0.0.1:{way.door.port}")
    page.newsroom.setText(way.house.database)
    page.login.setText(way.house.login("Fay"))
    page.password.setText(PASSWORD)

    def choose(file: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        page.certificate.click()

    choose(way.foreign_authority)
    page.go.click()
    qtbot.waitUntil(page.error.isVisible, timeout=10_000)
    choose(way.authority)
    with qtbot.waitSignal(page.came, timeout=10_000) as came:
        page.go.click()
    assert came.args[0].name == "Fay" and "verify-full" in came.args[0].url
    assert not page.error.isVisible()


def test_the_app_and_the_command_line_ask_for_proof_by_themselves():
    from desktop.joining import address_of

    said = address_of("newsroom.example.org", "desk", "rhea")
    assert said.endswith("?sslmode=verify-full&sslrootcert=system")
    assert "sslmode" not in address_of("127.0.0.1:5433", "desk", "rhea")
    own = address_of("127.0.0.1:5433", "desk", "rhea", "/media/a b/ca.pem")
    assert own.endswith("?sslmode=verify-full&sslrootcert=/media/a%20b/ca.pem")
    assert address_of("::1", "desk", "rhea") == "postgresql://rhea@[::1]/desk"
    two = address_of("one.example.org, two.example.org:5433", "desk", "rhea")
    asked = psycopg.conninfo.conninfo_to_dict(postgresql.conninfo(postgresql.engine_of(two)))
    assert (asked["host"], asked["port"]) == ("one.example.org,two.example.org", ",5433")
    assert (asked["sslmode"], asked["target_session_attrs"]) == ("verify-full", "read-write")
