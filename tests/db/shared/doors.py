"""Two ways to a newsroom by TLS: in front of a server that speaks none, and a server that does.

Each shows the certificate it is told to show, or none, and knows how often somebody tried to come
in by name: what came before that was no password.
"""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import struct
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pg_server
import psycopg
from certificates import Certificate
from waiting import wait

_SSL_REQUEST = struct.pack("!II", 8, 80877103)
_GSS_REQUEST = struct.pack("!II", 8, 80877104)


class InFront:
    """Speaks TLS with who comes, and forwards what they say in plain."""

    def __init__(self, server: pg_server.Server) -> None:
        self.server = server
        self._shown: ssl.SSLContext | None = None
        self.tried = 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._lines: list[socket.socket] = []
        self._serving = threading.Thread(target=self._serve, daemon=True)
        self._serving.start()

    def show(self, certificate: Certificate | None) -> None:
        """Show this certificate from now on; None offers no TLS."""
        self._shown = None
        if certificate is not None:
            self._shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._shown.load_cert_chain(certificate.file, certificate.key)

    def close(self) -> None:
        for line in (self._door, *self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._serving.join(10)

    def _serve(self) -> None:
        meeting: list[threading.Thread] = []
        with suppress(OSError), self._door:
            while True:
                came, _ = self._door.accept()
                meeting.append(threading.Thread(target=self._meet, args=(came,), daemon=True))
                meeting[-1].start()
        for one in meeting:
            one.join(10)

    def _meet(self, came: socket.socket) -> None:
        with suppress(OSError):
            first = came.recv(8)
            while first in (_SSL_REQUEST, _GSS_REQUEST):
                wrap = first == _SSL_REQUEST and self._shown is not None
                came.sendall(b"S" if wrap else b"N")
                if wrap:
                    assert self._shown is not None
                    came = self._shown.wrap_socket(came, server_side=True)
                first = came.recv(8)
            if first:
                self.tried += 1
                self._forward(came, first)
        with suppress(OSError):
            came.close()

    def _forward(self, came: socket.socket, first: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self.server.port)) as there:
            self._lines += [came, there]
            there.sendall(first)
            back = threading.Thread(target=_carry, args=(there, came), daemon=True)
            back.start()
            _carry(came, there)
            back.join()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while words := one.recv(65536):
            other.sendall(words)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def with_tls() -> Path | None:
    """The binaries of a PostgreSQL on this computer that speaks TLS; None where there is none."""
    found = [
        *Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        *Path("/usr").glob("pgsql-*/bin/postgres"),
    ]
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve())
    for binary in sorted(found, reverse=True):
        asked = subprocess.run([binary.with_name("pg_config"), "--configure"], capture_output=True,
                               text=True) if binary.with_name("pg_config").exists() else None  # fmt: skip
        if asked is not None and re.search(r"--with-(openssl|ssl=)", asked.stdout):
            return binary.parent
    return None


class Itself:
    """A server that speaks TLS by itself."""

    def __init__(self, server: pg_server.Server) -> None:
        self.server, self.port = server, server.port
        self._say("ALTER SYSTEM SET log_connections = on")

    @property
    def tried(self) -> int:
        words = r"connection authenticated: identity=|password authentication failed"
        return len([line for line in re.findall(rf"(?:{words}).*", self.server.log)
                    if pg_server.SUPERUSER not in line])  # fmt: skip

    def show(self, certificate: Certificate | None) -> None:
        """Show this certificate from now on; None offers no TLS."""
        if certificate is not None:
            for file, name in ((certificate.file, "server.crt"), (certificate.key, "server.key")):
                kept = self.server.folder / "data" / name
                shutil.copyfile(file, kept)
                kept.chmod(0o600)
                owner = (self.server.folder / "data").stat()
                shutil.chown(kept, owner.st_uid, owner.st_gid)
        self._say(f"ALTER SYSTEM SET ssl = {'off' if certificate is None else 'on'}")
        wait(lambda: self._shows(certificate))

    def _shows(self, certificate: Certificate | None) -> bool:
        """Whether who comes now is shown it: the server takes a new one in a moment later."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(_SSL_REQUEST)
            if line.recv(1) != b"S":
                return certificate is None
            if certificate is None:
                return False
            anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
            with anybody.wrap_socket(line) as wrapped:
                shown = wrapped.getpeercert(binary_form=True)
        return shown == ssl.PEM_cert_to_DER_cert(certificate.file.read_text())

    def _say(self, statement: str) -> None:
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as admin:
            admin.execute(statement)
            admin.execute("SELECT pg_reload_conf()")

    def close(self) -> None:
        self.server.end()
