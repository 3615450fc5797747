"""Whom a connection to a shared newsroom trusts: TLS, certificates, and how a password is asked for.

The driver's own library looks for the system's authorities where nobody keeps any, so they are
named to it by their file.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import platformdirs

from db.place import LOCAL
from db.refusal import Refused

#: Said by an address that asks for the authorities that this computer trusts anyway.
SYSTEM = "system"
#: No server is told a password, or what can be made into it: only SCRAM is answered.
_ASKED_BY = "!password,!md5"
#: Where systems keep their authorities, in one file.
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
)  # fmt: skip


def asked(said: Mapping[str, Any], hosts: Iterable[str]) -> dict[str, str]:
    """What is asked of the servers besides what their address says: that they prove who they are,
    unless they are on this computer or the address says otherwise."""
    found: dict[str, str] = {} if "require_auth" in said else {"require_auth": _ASKED_BY}
    mode = said.get("sslmode") or os.environ.get("PGSSLMODE")
    authority = said.get("sslrootcert") or ""
    if mode is None:
        if not authority and all(map(_is_here, _reached(said, hosts))):
            return found
        mode = found["sslmode"] = "verify-full"
    if mode == "verify-full" and (authority == SYSTEM or not (authority or _own_authority())):
        found["sslrootcert"] = _system()
    return found


def _reached(said: Mapping[str, Any], hosts: Iterable[str]) -> list[str]:
    """The servers that are gone to: those that the address names, else the environment."""
    named = [*hosts] or [os.environ.get("PGHOST", "")]
    numbers = str(said.get("hostaddr") or os.environ.get("PGHOSTADDR", ""))
    service = said.get("service") or os.environ.get("PGSERVICE", "")
    return [one for one in (*named, *numbers.split(","), service) if one]


def _is_here(host: str) -> bool:
    return host in LOCAL or host.startswith(("/", "@"))


def _own_authority() -> bool:
    """Whether the library finds an authority by itself, as every program on PostgreSQL does."""
    return bool(os.environ.get("PGSSLROOTCERT")) or _home().exists()


def _home() -> Path:
    if os.name == "nt":
        return Path(os.environ.get("APPDATA", "")) / "postgresql" / "root.crt"
    return Path.home() / ".postgresql" / "root.crt"


def _system() -> str:
    """A file with the authorities that this computer trusts."""
    own = os.environ.get("SSL_CERT_FILE")
    known = (own, ssl.get_default_verify_paths().cafile, *_BUNDLES)
    file = next((one for one in known if one and Path(one).is_file()), None)
    return file or _written()


def _written() -> str:
    """The same on a system that keeps them in no file (Windows), written into one."""
    trusted = ssl.create_default_context().get_ca_certs(binary_form=True)
    if not trusted:
        return SYSTEM
    file = Path(platformdirs.user_data_dir("colophon", appauthor=False)) / "authorities.pem"
    words = "".join(map(ssl.DER_cert_to_PEM_cert, trusted))
    try:
        if not file.exists() or file.read_text("ascii") != words:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(words, "ascii")
    except (OSError, UnicodeDecodeError):
        return SYSTEM
    return str(file)


_CHOOSE = "name the file that the server's administrator gave you, or the system's authorities"
_ASK_WHOM = "ask the server's administrator; no password was sent"
#: What the library says, the sentence for it, and the way to mend it.
_SENTENCES = (
    (r'root certificate file "(.*?)" does not exist',
     "the file of the certificate authority is not there: {0}", _CHOOSE),
    (r'could not read root certificate file "(.*?)"',
     "the file of the certificate authority holds no certificate: {0}", _CHOOSE),
    (r"could not load system root certificate",
     "this computer keeps no certificate authorities of its own",
     "name the file that the server's administrator gave you: ?sslrootcert=FILE"),
    (r'server certificate for (".*?")(?: \(and .*?\))? does not match host name "(.*?)"',
     "the server's certificate is for {0}, not for {1}",
     "give the server's name as its certificate has it; no password was sent"),
    (r"certificate has expired", "the server's certificate has expired", _ASK_WHOM),
    (r"certificate verify failed",
     "the server's certificate has expired, or is of no authority that is trusted here",
     "name the authority's file if the administrator gave you one, else tell them; no password was"
     " sent"),
    (r"server does not support SSL",
     "the server offers no encrypted connection, and none but that is used", _ASK_WHOM),
    (r"authentication method requirement .* failed",
     "the server wants the password in a way that would give it away",
     "ask the server's administrator for SCRAM; no password was sent"),
    (r"no pg_hba\.conf entry for .*no encryption",
     "the server takes encrypted connections only", "add ?sslmode=verify-full to the address"),
    (r"no pg_hba\.conf entry for",
     "the server takes no connection of this name from this computer",
     "ask the server's administrator"),
    (r'weak sslmode "(.*?)"',
     "the system's authorities prove nothing with sslmode={0}", "write sslmode=verify-full"),
    (r'invalid (\w+) value: "(.*?)"',
     "the address says {0}={1}, and there is no such thing", "mend the address, or leave it out"),
    (r'invalid integer value "(.*?)" for connection option "(.*?)"',
     "the address says {1}={0}, which is no number", "mend the address, or leave it out"),
    (r"bad value for (\w+): '(.*?)'",
     "the address says {0}={1}, which is no number", "mend the address, or leave it out"),
    (r'invalid port number: "(.*?)"',
     "the address says port {0}, and there is no such port", "mend the address"),
    (r"(SSL (?:error|SYSCALL error)[^\n]*)",
     "no encrypted connection to the server could be made ({0})", _ASK_WHOM),
)  # fmt: skip


def refused(message: str) -> Refused | None:
    """What stands between this computer and a server that proves who it is, as one sentence."""
    for pattern, sentence, fix in _SENTENCES:
        found = re.search(pattern, message)
        if found:
            return Refused("bad-input", sentence.format(*found.groups()), fix)
    return None
