"""A byte changed anywhere is named: in a touch, in a finished file, in a receipt."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from db.acts import deciding, moving, signing
from db.acts.editing import EditingSession
from db.acts.publishing import publish
from db.acts.writing import new_article, write_text
from db.ledger.audit import verify
from db.ledger.copying import backup
from db.ledger.doctor import examine
from db.newsroom import open_newsroom
from desktop.finishing import export_files
from desktop.receipts.verifying import verify_file

MUTATIONS = 500
FORMATS = ["html", "md", "txt", "docx", "pdf"]


def published(room) -> str:
    """A published piece with words of a person and of an AI."""
    article = str(new_article(room, "Rhea", "A headline").article)
    write_text(room, "Rhea", article, "Here – ", part="dateline")
    write_text(room, "Rhea", article, "Rhea wrote this.")
    write_text(room, "Rhea", article, "Rhea wrote this. শেয়ার Lumen wrote that.", author="Lumen")
    session = EditingSession.open(room, "Rhea", article)
    session.splice("body", 0, 0, "Typed. ")
    session.close()
    moving.submit(room, "Rhea", article)
    deciding.accept(room, "Edda", article)
    signing.sign_off(room, "Edda", article, examined="all", facts="all", responsible="Edda",
                     ticked="all", exception=False)  # fmt: skip
    publish(room, "Edda", article)
    return article


@pytest.fixture
def finished(room, tmp_path) -> tuple[Path, list[Path]]:
    """A copy of a newsroom with a published piece, and the piece's finished files."""
    article = published(room)
    files = export_files(room, "Edda", [article], FORMATS, tmp_path / "out")
    copy = tmp_path / "copy.colophon"
    backup(room, copy)
    return copy, [file.path for file in files]


class Mutator:
    """Changes a newsroom's file behind the program's back."""

    def __init__(self, copy: Path, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.copy, self.target = copy, folder / "mutated.colophon"

    def fresh(self) -> None:
        shutil.copy(self.copy, self.target)

    def in_file(self) -> str:
        """A byte of what a touch holds, changed in the file itself."""
        raw = sqlite3.connect(self.copy)
        table, column = self.random.choice(
            [("touch", "leaf"), ("touch", "hash"), ("touch", "payload_digest"), ("touch", "id"),
             ("content", "payload"), ("content", "payload_salt"), ("content", '"update"')]
        )  # fmt: skip
        rows = raw.execute(
            f"SELECT seq, CAST({column} AS BLOB) FROM {table} WHERE {column} IS NOT NULL"
        ).fetchall()
        raw.close()
        seq, value = self.random.choice(rows)
        data = bytearray(self.target.read_bytes())
        # Long values are spread over pages; a piece of them stands whole somewhere.
        start = self.random.randrange(max(1, len(value) - 12))
        piece = bytes(value[start : start + 12])
        place = data.find(piece)
        if place < 0 or data.find(piece, place + 1) >= 0:
            return self.in_file()  # not a place of its own
        data[place + self.random.randrange(len(piece))] ^= self.random.randrange(1, 256)
        self.target.write_bytes(data)
        return f"{table}.{column} of touch {seq}, in the file"

    def in_sql(self) -> str:
        """A value changed with SQL, the database's own checks put aside and made again."""
        raw = sqlite3.connect(self.target, isolation_level=None)
        triggers = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            raw.execute(f'DROP TRIGGER "{name}"')
        said = self._change(raw)
        for _, sql in triggers:
            raw.execute(sql)
        raw.close()
        return said

    def _change(self, raw: sqlite3.Connection) -> str:
        last = raw.execute("SELECT seq FROM head").fetchone()[0]
        seq = self.random.randrange(1, last + 1)
        what = self.random.choice(("touch", "touch", "content", "swap", "delete", "append", "head"))
        if what == "touch":
            column = self.random.choice(
                ("id", "subject", "contributor", "kind", "at", "payload_digest", "leaf", "hash")
            )
            self._mutate(raw, "touch", column, seq)
            return f"touch.{column} of touch {seq}"
        if what == "content":
            column = self.random.choice(("payload", "payload_salt", "update_salt", '"update"'))
            self._mutate(raw, "content", column, seq)
            return f"content.{column} of touch {seq}"
        if what == "swap":
            other = seq % last + 1
            raw.execute("UPDATE touch SET seq = -1 WHERE seq = ?", (seq,))
            raw.execute("UPDATE touch SET seq = ? WHERE seq = ?", (seq, other))
            raw.execute("UPDATE touch SET seq = ? WHERE seq = -1", (other,))
            return f"touches {seq} and {other} swapped"
        if what == "delete":
            raw.execute("DELETE FROM content WHERE seq = ?", (seq,))
            if self.random.random() < 0.7:
                raw.execute("DELETE FROM touch WHERE seq = ?", (seq,))
            return f"touch {seq} deleted"
        if what == "append":
            raw.execute(
                "INSERT INTO touch SELECT ?, id || 'x', subject, contributor, kind, at,"
                " payload_digest, update_digest, leaf, hash FROM touch WHERE seq = ?",
                (last + 1, seq),
            )
            return f"touch {seq} said twice"
        raw.execute("UPDATE head SET hash = zeroblob(32)")
        return "the head"

    def _mutate(self, raw: sqlite3.Connection, table: str, column: str, seq: int) -> None:
        value = raw.execute(f"SELECT {column} FROM {table} WHERE seq = ?", (seq,)).fetchone()[0]
        if value is None:
            value = b""
        if isinstance(value, str):
            place = self.random.randrange(len(value))
            letter = "b" if value[place] != "b" else "c"
            value = value[:place] + letter + value[place + 1 :]
        else:
            place = self.random.randrange(len(value) + 1)
            value = value[:place] + bytes([self.random.randrange(256)]) + value[place:]
        raw.execute(f"UPDATE {table} SET {column} = ? WHERE seq = ?", (value, seq))


def test_every_mutation_of_the_ledger_is_named(finished, tmp_path, share):
    copy, _ = finished
    mutator = Mutator(copy, tmp_path, 7)
    missed = []
    for _ in range(share(MUTATIONS)):
        mutator.fresh()
        said = mutator.random.choice((mutator.in_file, mutator.in_sql))()
        newsroom = open_newsroom(mutator.target)
        try:
            found = verify(newsroom)
            if found.ok or not found.why:
                missed.append(said)
        finally:
            newsroom.close()
    assert not missed


def test_every_mutation_of_a_file_or_receipt_is_named(finished, share, tmp_path):
    copy, files = finished
    rng = random.Random(11)
    newsroom = open_newsroom(copy)
    missed = []
    try:
        for path in files:
            assert verify_file(path, newsroom, expected=True).ok
        for n in range(share(MUTATIONS)):
            path = files[n % len(files)]
            receipt = path.with_name(path.name + ".colophon.json")
            victim = rng.choice((path, receipt))
            data = bytearray(victim.read_bytes())
            whole = bytes(data)
            place = rng.randrange(len(data))
            act = rng.choice(("flip", "drop", "add"))
            if act == "flip":
                data[place] ^= rng.randrange(1, 256)
            elif act == "drop":
                del data[place]
            else:
                data.insert(place, rng.randrange(256))
            victim.write_bytes(data)
            # Without the newsroom as well: the receipt alone tells.
            for known in (newsroom, None):
                if verify_file(path, known).ok:
                    missed.append((victim.name, act, place))
            victim.write_bytes(whole)
    finally:
        newsroom.close()
    assert not missed


def test_a_receipt_of_another_file_is_named(finished):
    _, files = finished
    one, other = files[0], files[1]
    receipt = one.with_name(one.name + ".colophon.json")
    shutil.copy(other.with_name(other.name + ".colophon.json"), receipt)
    problems = verify_file(one, None).problems
    assert any("not the one its receipt names" in problem for problem in problems)
    receipt.unlink()
    assert "not beside it" in verify_file(one, None).problems[0]


def test_forged_rows_and_dropped_triggers_are_named(finished, tmp_path):
    copy, _ = finished
    for forge, word in (
        ("UPDATE article SET state = 'draft'", "state"),
        ("UPDATE article SET headline = 'Other'", "headline"),
        ("UPDATE article SET text_sha256 = '00'", "text_sha256"),
        ("UPDATE contributor SET kind = 'ceo' WHERE name = 'Fay'", "kind"),
        ("UPDATE version SET note_issue = 9", "note_issue"),
        ("UPDATE sign_off SET signer = responsible || 'x'", "signer"),
        ("UPDATE issued_text SET text = 'No note'", "text"),
        ("UPDATE peer SET contributor = brought_by", "contributor"),
        ("UPDATE approved SET text = text || 'x'", "text"),
        ("DELETE FROM acceptance", "acceptance"),
        ("DELETE FROM writer", "writer"),
        ("UPDATE setting SET value = '\"X\"' WHERE key = 'name'", "setting"),
        ("UPDATE state_count SET count = 9", "state_count"),
        ("INSERT INTO agreement VALUES (1, 'x', 1, 'y', 'z')", "agreement"),
    ):  # fmt: skip
        target = tmp_path / "forged.colophon"
        shutil.copy(copy, target)
        raw = sqlite3.connect(target, isolation_level=None)
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute(forge)
        raw.close()
        newsroom = open_newsroom(target)
        problems = examine(newsroom)
        assert any("checks were altered" in p for p in problems), forge
        assert any(word in p for p in problems[1:]), (forge, problems)
        assert "trigger" in verify(newsroom).why
        assert examine(newsroom, rebuild=True)
        assert examine(newsroom) == [], forge
        assert verify(newsroom, texts=True).ok
        newsroom.close()
