"""Checking finished files against their receipts, their newsroom, or a key one trusts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.ledger import keys
from db.ledger.chain import newsroom_id
from db.ledger.digest import canonical
from db.models.contributor import Contributor
from db.newsroom import Newsroom
from db.refusal import Refused
from desktop.exporters import check
from desktop.finishing import finished_piece, version_piece
from desktop.receipts import building

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class VerifiedFile:
    """What a file is, by its receipt, and what is wrong with it: a sentence each."""

    path: Path
    article: str | None
    version: int | None
    note_issue: int | None
    origin: str
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def trusted_keys(file: Path) -> list[str]:
    """The public keys in a file: base64 Ed25519 keys one a line, or PEM. Raises Refused."""
    try:
        text = file.read_text("utf-8")
        if "BEGIN PUBLIC KEY" in text:
            key = load_pem_public_key(text.encode())
            if not isinstance(key, Ed25519PublicKey):
                raise ValueError("not Ed25519")
            return [base64.b64encode(key.public_bytes_raw()).decode()]
        lines = [line.strip() for line in text.splitlines()]
        found = [line for line in lines if line and not line.startswith("#")]
        for line in found:
            Ed25519PublicKey.from_public_bytes(base64.b64decode(line, validate=True))
    except OSError as error:
        raise Refused(
            "not-found", f"{file} cannot be read: {error.strerror}", "give a key file"
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        found = []
    if not found:
        raise Refused(
            "bad-input", f"{file} holds no Ed25519 public key",
            "one base64 key a line, as `colophon contributor show` prints them, or PEM",
        )  # fmt: skip
    return found


def verify_file(
    path: Path, newsroom: Newsroom | None, trust: Sequence[str] = (), *, expected: bool = False
) -> VerifiedFile:
    """Check one finished file. `expected` says that it must be of exactly this newsroom."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return _unknown(path, f"the file cannot be read: {error.strerror}")
    receipt_path = building.path_of(path)
    try:
        raw = receipt_path.read_bytes()
    except OSError:
        return _unknown(path, f"its receipt {receipt_path.name} is not beside it")
    receipt = _read(raw)
    if isinstance(receipt, str):
        return _unknown(path, receipt)
    problems = _against_receipt(path, data, receipt)
    origin = "unchecked"
    if trust:
        if receipt["public_key"] in trust:
            origin = "trusted key"
        else:
            problems.append("its receipt is signed with another key than the trusted one")
    if newsroom is not None:
        with newsroom.read() as session:
            known = newsroom_id(session) == receipt["newsroom"]
            if known:
                problems += _against_newsroom(session, data, receipt)
                origin = "newsroom" if not trust else origin
            elif expected:
                problems.append("its receipt is of another newsroom")
    if problems:
        origin = "unchecked"
    return VerifiedFile(
        path, receipt["article"], receipt["version"], receipt["note"]["issue"], origin,
        tuple(problems),
    )  # fmt: skip


def _unknown(path: Path, problem: str) -> VerifiedFile:
    return VerifiedFile(path, None, None, None, "unchecked", (problem,))


def _read(raw: bytes) -> dict[str, Any] | str:
    """The receipt, or what is wrong with it."""
    try:
        found = json.loads(raw)
        if canonical(found) != raw:
            return "its receipt is altered: it is not canonical JSON"
    except (ValueError, TypeError, RecursionError):
        return "its receipt is altered: it cannot be read"
    shape: dict[str, type | tuple[type, ...]] = {
        "kind": str, "newsroom": str, "article": str, "version": int, "text_sha256": str,
        "note": dict, "label": (dict, type(None)), "publication": (dict, type(None)),
        "file": dict, "exported_by": str, "public_key": str, "signature": str,
    }  # fmt: skip
    whole = isinstance(found, dict) and found.keys() == shape.keys()
    if not whole or any(not isinstance(found[key], kind) for key, kind in shape.items()):
        return "its receipt is altered: fields are missing or strange"
    issued = [found["note"], *([found["label"]] if found["label"] else [])]
    if any({"issue", "language", "sha256", "text"} != set(each) for each in issued):
        return "its receipt is altered: the note or label is not whole"
    return dict(found)


def _against_receipt(path: Path, data: bytes, receipt: dict[str, Any]) -> list[str]:
    problems = []
    bare = {key: value for key, value in receipt.items() if key != "signature"}
    if not keys.holds(receipt["public_key"], receipt["signature"], canonical(bare)):
        problems.append("its receipt is altered: the signature does not hold")
    if receipt["kind"] != building.KIND:
        problems.append("its receipt is of another kind")
    if hashlib.sha256(data).hexdigest() != receipt["file"].get("sha256"):
        problems.append("the file is not the one its receipt names: bytes are changed")
    if receipt["file"].get("name") != path.name:
        problems.append(f"the receipt is for {receipt['file'].get('name')}, not for this file")
    for what in ("note", "label"):
        issued = receipt[what]
        if issued and hashlib.sha256(str(issued["text"]).encode()).hexdigest() != issued["sha256"]:
            problems.append(f"the {what} in its receipt is altered")
    fmt = str(receipt["file"].get("format"))
    try:
        text = _SPACE.sub("", check.reads_back(data, fmt))
    except (check.Unreadable, KeyError, ImportError) as why:
        return [*problems, f"the file cannot be read back: {why}"]
    if not text.endswith(_SPACE.sub("", str(receipt["note"]["text"]))):
        problems.append("the reader note is missing at its end")
    if receipt["label"] and _SPACE.sub("", str(receipt["label"]["text"])) not in text:
        problems.append("the AI label is missing")
    return problems


def _against_newsroom(session: Session, data: bytes, receipt: dict[str, Any]) -> list[str]:
    article, version = receipt["article"], receipt["version"]
    try:
        piece = (
            version_piece(session, article, version)
            if version
            else finished_piece(session, article, draft=True)
        )
    except Refused as refused:
        return [f"this newsroom has no such piece: {refused}"] if version else []
    problems = []
    if version:
        if building.publication(session, article, version) != receipt["publication"]:
            problems.append("its publication is not the one in the newsroom's ledger")
        if piece.text_sha256 != receipt["text_sha256"]:
            problems.append("its text is not the one the newsroom published")
        problems += check.problems(piece, data, str(receipt["file"].get("format")))
    known = session.scalar(
        select(Contributor.id).where(Contributor.public_key == receipt["public_key"])
    )
    if known is None:
        problems.append("whoever signed its receipt is not in the newsroom's register")
    return problems
