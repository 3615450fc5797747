"""Certificates for the tests: an authority, and what it or another signed for a server."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

#: What a server is called in the tests where it is not to be taken for this computer.
NAME = "newsroom.example.org"
_HERE = [
    x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost"), x509.DNSName(NAME),
]  # fmt: skip
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Certificate:
    """The files of a certificate and its key."""

    file: Path
    key: Path


class Authority:
    """Whoever trusts `file` trusts what this one signs."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, _name(name)
        self._key = ec.generate_private_key(ec.SECP256R1())
        own = _begun(self._name, self._name, self._key, 3650 * _DAY)
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(_pem(own.sign(self._key, hashes.SHA256())))

    def sign(self, name: str, names: list[x509.GeneralName] | None = None,
             days: float = 30) -> Certificate:  # fmt: skip
        """A server's certificate; one that ends `days` from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _begun(_name(name), self._name, key, days * _DAY)
        made = made.add_extension(x509.SubjectAlternativeName(names or _HERE), critical=False)
        found = Certificate(self._folder / f"{name}.crt", self._folder / f"{name}.key")
        found.file.write_bytes(_pem(made.sign(self._key, hashes.SHA256())))
        found.key.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                              serialization.NoEncryption())
        )  # fmt: skip
        found.key.chmod(0o600)
        return found


def another_host() -> list[x509.GeneralName]:
    """The names of a server that is not the one asked for."""
    return [x509.DNSName("elsewhere.example.org")]


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, until: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 3650 * _DAY)
        .not_valid_after(now + until)
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
