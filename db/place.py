"""Where a newsroom lies."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote

import platformdirs

from db.refusal import Refused

#: The name of what is kept of a shared newsroom, in its folder.
COPY = "kept.sqlite"
#: Where words never leave the computer, the server need not prove who it is.
LOCAL = ("localhost", "127.0.0.1", "::1")
_PLAIN = b"SQLite format 3\0"
#: How many bytes of salt an encrypted newsroom's file begins with.
SALT = len(_PLAIN)
_PAGE = 4096
#: Scheme, login and password of an address: a password may hold anything but @.
_LOGIN = re.compile(r"^[a-z0-9+]+://(?:([^:@/]*)(?::[^@]*)?@)?")


def default_path() -> Path:
    """The newsroom of this computer: in the platform's data folder."""
    return Path(platformdirs.user_data_dir("colophon", appauthor=False)) / "newsroom.colophon"


def is_shared(path: str | Path) -> bool:
    """Whether this is the address of a shared newsroom."""
    return str(path).startswith(("postgresql://", "postgres://"))


def hosts_of(path: str | Path) -> list[tuple[str, str]]:
    """The servers that an address names, each with its port ("" where none is named): several
    where another takes over when one fails. Empty where it names none."""
    rest = _LOGIN.sub("", str(path))
    before, _, query = rest.partition("?")
    said = parse_qs(query)
    named = [(unquote(one[0] or one[1]), one[2]) for one in _HOST.findall(before.partition("/")[0])]
    also = [one for words in said.get("host", ()) for one in words.split(",")]
    ports = [one for words in said.get("port", ()) for one in words.split(",")]
    for n, host in enumerate(also):
        name, _, port = host.rpartition(":") if re.search(r"[^:]:\d+$", host) else (host, "", "")
        named.append((name.strip("[]"), port or (ports[min(n, len(ports) - 1)] if ports else "")))
    return named


#: One server of several, with or without brackets and port.
_HOST = re.compile(r"(?:\[([^]]*)\]|([^,:\[\]]+))(?::(\d*))?")


def folder_of(path: str | Path) -> Path:
    """Where this computer keeps what it needs for a shared newsroom: in the same place in whatever
    order its servers are named."""
    where = re.sub(r"\?.*$", "", _LOGIN.sub("", str(path)))
    servers = hosts_of(path)
    if len(servers) > 1 or not where.partition("/")[0]:
        together = ",".join(sorted(f"{host}:{port}" if port else host for host, port in servers))
        where = f"{together}/{where.partition('/')[2]}"
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", where) or "newsroom"
    return Path(platformdirs.user_data_dir("colophon", appauthor=False)) / "shared" / name


def bureau_of(path: str | Path) -> Path:
    """Where this computer keeps what a login needs when the shared newsroom is away."""
    login = _LOGIN.match(str(path))
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", (login and login[1]) or "")
    return folder_of(path) / f"login-{name}"


def file_of(path: str | Path) -> Path:
    """The newsroom's file, from a path or an `sqlite:///` address. Raises Refused for others."""
    name = str(path)
    if re.match(r"^[a-z]+\+?[a-z0-9]*://", name):
        if name.startswith("sqlite:///"):
            return Path(name.removeprefix("sqlite:///")).expanduser().absolute()
        raise Refused(
            "bad-input",
            f"this needs a newsroom that is a file on this computer, not {name.split(':')[0]}:…",
            "give a path",
        )
    return Path(name).expanduser().absolute()


def is_encrypted(file: Path) -> bool:
    """Whether a newsroom's file is encrypted: its first page is there, and looks like nothing.

    Of 4,096 random bytes nearly all 256 values are there; a torn or foreign file has fewer.
    """
    try:
        with file.open("rb") as opened:
            page = opened.read(_PAGE)
    except OSError:
        return False
    return len(page) == _PAGE and not page.startswith(_PLAIN) and len(set(page)) > 240
