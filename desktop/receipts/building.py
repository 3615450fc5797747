"""A finished file's receipt: what it is, from which publication, signed by whoever exported it."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.acts.exporting import Signer
from db.ledger.chain import newsroom_id, payload_of
from db.ledger.digest import canonical
from db.models.newsroom import IssuedText
from db.models.record import Version
from db.models.touch import Touch
from db.refusal import Refused
from desktop.exporters.finished import FinishedPiece

#: What follows a finished file's whole name.
ENDING = ".colophon.json"
KIND = "colophon-receipt/1"


def path_of(file: Path) -> Path:
    """Where a finished file's receipt lies."""
    return file.with_name(file.name + ENDING)


def source_of(session: Session, piece: FinishedPiece) -> dict[str, Any]:
    """What the receipts of all formats of a piece share."""
    return {
        "kind": KIND,
        "newsroom": newsroom_id(session),
        "article": piece.article,
        "version": piece.version,
        "text_sha256": piece.text_sha256,
        "note": _issued(session, "note", piece.note_issue),
        "label": _issued(session, "label", piece.label_issue) if piece.label_issue else None,
        "publication": publication(session, piece.article, piece.version),
    }


def _issued(session: Session, what: str, issue: int) -> dict[str, Any]:
    row = session.get_one(IssuedText, (what, issue))
    return {"issue": issue, "language": row.language, "sha256": row.sha256, "text": row.text}


def publication(session: Session, article: str, number: int) -> dict[str, Any] | None:
    """A version's touch: the bytes that were hashed, its signature, the ledger before it."""
    version = session.get(Version, (article, number))
    if version is None:
        return None
    touch = session.scalars(select(Touch).where(Touch.seq == version.seq)).one()
    payload = payload_of(session, version.seq)
    return {
        "seq": touch.seq,
        "at": touch.at,
        "leaf": base64.b64encode(touch.leaf).decode(),
        "hash": touch.hash.hex(),
        "public_key": payload["public_key"],
        "signature": payload["signature"],
        "checkpoint": payload["checkpoint"],
    }


def write(source: dict[str, Any], signer: Signer, file: Path, fmt: str, sha256: str) -> Path:
    """Write a file's receipt beside it, whole or not at all; where it lies."""
    receipt = signer.sign({**source, "file": {"name": file.name, "format": fmt, "sha256": sha256}})
    path = path_of(file)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        with temporary.open("xb") as out:
            out.write(canonical(receipt))
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise Refused(
            "bad-input", f"{path} cannot be written: {error.strerror}", "choose another folder"
        ) from None
    finally:
        temporary.unlink(missing_ok=True)
    return path
