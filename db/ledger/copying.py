"""Backup and restore: a copy made while others write, and checked before it replaces anything."""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path

from db.ledger.audit import Progress, Verified, verify
from db.newsroom import Newsroom, copy_to, newsroom_exists, open_newsroom
from db.place import file_of, is_encrypted
from db.refusal import Refused


def backup(newsroom: Newsroom, target: Path, progress: Progress | None = None) -> Verified:
    """Copy the newsroom to a file that is not there yet, and check the copy's ledger."""
    target = target.expanduser().absolute()
    if target.exists():
        raise Refused("conflict", f"{target} is there already", "choose another name")
    if not target.parent.is_dir():
        raise Refused("not-found", f"there is no folder {target.parent}", "make it first")
    temporary = _beside(target)
    try:
        copy_to(newsroom, temporary)
        found = _checked(temporary, progress)
        os.replace(temporary, target)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(target, error) from None
    finally:
        _remove(temporary)
    return found


def restore(
    source: Path, target: str | Path, *, replace: bool, progress: Progress | None = None
) -> Verified:
    """Put a backup in a newsroom's place; its ledger is checked first, and nothing is lost of a
    newsroom that is there unless `replace` says so."""
    source, target = source.expanduser().absolute(), file_of(target)
    if not source.is_file():
        raise Refused("not-found", f"there is no backup at {source}", "give the backup's file")
    if target.exists() and not replace:
        raise Refused("conflict", f"there is a newsroom at {target}", "add --replace to replace it")
    if is_encrypted(target) and not is_encrypted(source):
        raise Refused("conflict", f"{target} is encrypted, and the backup is not",
                      "restore it to another path")  # fmt: skip
    if target.is_dir():
        raise Refused("bad-input", f"{target} is a folder", "name the newsroom's file")
    temporary = _beside(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as old, temporary.open("xb") as new:
            while block := old.read(1 << 20):
                new.write(block)
            new.flush()
            os.fsync(new.fileno())
        found = _checked(temporary, progress, source)
        if target.exists():
            _let_go(target)
        for end in ("-wal", "-shm"):
            Path(f"{target}{end}").unlink(missing_ok=True)
        os.replace(temporary, target)
    except OSError as error:
        raise _unwritable(target, error) from None
    finally:
        _remove(temporary)
    return found


def _checked(file: Path, progress: Progress | None, named: Path | None = None) -> Verified:
    named = named or file
    if not newsroom_exists(file):
        raise Refused("bad-input", f"{named} is empty", "give a newsroom's backup")
    try:
        copy = open_newsroom(file)
    except Refused as refused:
        why = str(refused).replace(str(file), str(named))
        rule, fix = refused.refusal.rule, "use another backup; nothing was replaced"
        if rule == "no-key":  # the backup is good: its newsroom's recovery code opens it
            fix = refused.refusal.fix.replace(str(file), str(named))
        raise Refused(rule, why, fix) from None
    try:
        found = verify(copy, progress=progress)
    finally:
        copy.close()
    if not found.ok:
        where = f" at touch {found.first_bad}" if found.first_bad else ""
        raise Refused(
            "append-only",
            f"the backup's ledger does not hold{where}: {found.why}",
            "use another backup; nothing was replaced",
        )
    return found


def _let_go(target: Path) -> None:
    """Refuse while another program writes to the newsroom that is to be replaced."""
    if newsroom_exists(target):
        try:
            old = open_newsroom(target)
        except Refused:
            return  # a broken file is what a restore is for
        try:
            with old.write():
                pass
        finally:
            old.close()


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")


def _remove(temporary: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{temporary}{end}").unlink(missing_ok=True)


def _unwritable(target: Path, error: Exception) -> Refused:
    why = getattr(error, "strerror", None) or error
    return Refused("bad-input", f"{target} cannot be written: {why}", "choose another")
