"""Confidential words nobody can mistake, put into every field that a matter has; and finding them
again, in whatever form a file or an answer holds them."""

from __future__ import annotations

import base64
import contextlib
import io
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import pypdf
import typer

from db.acts.matters.handling import Document
from db.acts.matters.moving import write_to
from db.newsroom import open_newsroom
from desktop.cli.app import parser_of, run

STEM = "kvostra"
BODY = "The mayor took the money. The bridge stayed closed. Nobody asked the ferrymen why."
MAIL = """From: "{name} {bengali}" <{address}@example.org>
To: desk@example.org
Subject: {subject}
Date: Mon, 02 Feb 2026 10:00:00 +0600
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{complaint} {bengali}
--x
Content-Type: text/plain
Content-Disposition: attachment; filename="{attached}.txt"

{content}
--x--
"""


@dataclass
class Planted:
    """The secret words of each matter (1 for E-0001), by number."""

    words: dict[int, list[str]] = field(default_factory=dict)

    def word(self, matter: int) -> str:
        """A new secret word of a matter."""
        known = self.words.setdefault(matter, [])
        known.append(f"{STEM}{matter}x{len(known):02}")
        return known[-1]

    def bengali(self, matter: int) -> str:
        """The one in another script."""
        return f"গোপনকথা{chr(0x09E6 + matter)}"


def told(data: bytes) -> set[int]:
    """Which matters' words stand in these bytes, whatever they are written or packed as."""
    return {
        n for form in _unpacked(data) for n, known in _FORMS.items()
        if any(one in form for one in known)
    }  # fmt: skip


def _forms(matter: int) -> list[bytes]:
    out: list[bytes] = []
    for word in (f"{STEM}{matter}x", Planted().bengali(matter)):
        raw = word.encode()
        out += [raw, raw.upper(), word.encode("utf-16-le"), word.encode("utf-16-be"),
                raw.hex().encode(), word.encode("ascii", "backslashreplace")]  # fmt: skip
        for shift in range(3):  # base64 of it, whatever stands around
            whole = base64.b64encode(bytes(shift) + raw)
            out.append(whole[(0, 2, 3)[shift] : (shift + len(raw)) * 8 // 6])
    return out


_FORMS = {matter: _forms(matter) for matter in range(1, 7)}


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from _unpacked(packed.read(name))
    elif data.startswith(b"%PDF"):
        yield " ".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages
        ).encode()
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
            with contextlib.suppress(zlib.error):
                yield from _unpacked(zlib.decompressobj().decompress(stream))


@dataclass
class Said:
    """What a command ended with and printed."""

    status: int
    out: bytes
    err: bytes


class Inside:
    """The command line in this process, its words parsed by a parser that is made once: what a
    start costs is not what is tried here."""

    parser = typer.main.get_command(parser_of([]))

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "newsroom.colophon"
        (folder / "tmp").mkdir(exist_ok=True)
        self.env = {
            "HOME": str(folder), "TMPDIR": str(folder / "tmp"),
            "COLOPHON_NEWSROOM": str(self.path), "COLOPHON_KEYS": f"file:{folder / 'keys.json'}",
            "COLOPHON_CONFIG": str(folder / "config"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }  # fmt: skip

    def run(self, *words: object, actor: str | None = None, stdin: bytes = b"") -> Said:
        """Run `colophon` with some words."""
        out, err, given = (io.TextIOWrapper(io.BytesIO(b), "utf-8") for b in (b"", b"", stdin))
        argv = ["colophon", *(["--as", actor] if actor else []), *map(str, words)]
        with (
            mock.patch.dict(os.environ, self.env), mock.patch("tempfile.tempdir", None),
            mock.patch("desktop.cli.app.parser_of", lambda _words: self.parser),
            mock.patch.multiple(sys, argv=argv, stdout=out, stderr=err, stdin=given),
            contextlib.chdir(self.folder),
        ):  # fmt: skip
            try:
                run()
                status = 0
            except SystemExit as end:
                status = int(end.code or 0)
            out.flush(), err.flush()
        return Said(status, out.buffer.getvalue(), err.buffer.getvalue())  # type: ignore[attr-defined]

    def do(self, *words: object, actor: str, stdin: bytes = b"") -> bytes:
        """What a command printed as JSON; it must not fail."""
        done = self.run(*words, "--json", actor=actor, stdin=stdin)
        assert done.status == 0, (words, done)
        return done.out

    def file(self, name: str, content: str) -> str:
        """A file of the CEO's or whoever raises a matter: kept apart, in `private`."""
        path = self.folder / "private" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
        return str(path)


def plant(shell: Inside, article: str) -> Planted:
    """Raise and handle matters 1 to 6: legal, editorial, staff, privacy, one about the CEO, and one
    that the CEO hands to the alternate."""
    found = Planted()
    _legal(shell, article, found)
    for ref, kind, raiser, more in (
        (2, "editorial", "Edda", ()), (3, "staff", "Fay", ("--about", "Edda")),
        (4, "privacy", "Rhea", ()), (5, "staff", "Rhea", ("--about", "Cleo")), (6, "legal", "Edda", ()),
    ):  # fmt: skip
        raised(shell, found, ref, kind, raiser, more)
    for ref, reader in ((2, "Cleo"), (5, "Egon")):
        _handled(shell, found, ref, reader)
    shell.do("escalation", "recuse", "E-6", "--reason", found.word(6), actor="Cleo")
    shell.do("escalation", "evidence", "E-6", "--add",
             shell.file(f"{found.word(6)}.txt", found.word(6)), "--note", found.word(6), actor="Egon")  # fmt: skip
    return found


def raised(
    shell: Inside, found: Planted, ref: int, kind: str, raiser: str, more: tuple[str, ...]
) -> None:
    """Somebody raises a matter, every field of it filled, and Fay makes a claim."""

    def word() -> str:
        return found.word(ref)

    shell.do(
        "escalation", "open", "--kind", kind, "--complaint", f"{word()} {found.bengali(ref)}",
        "--by", word(), "--contact", f"{word()}@example.org", "--standing", word(), "--clauses",
        word(), "--remedy", word(), "--file", shell.file(f"{word()}.txt", word()), *more,
        actor=raiser,
    )  # fmt: skip
    shell.do("escalation", "claim", f"E-{ref}", "--of", "ai", "--by", word(), "--statement", word(),
             actor="Fay")  # fmt: skip


def _handled(shell: Inside, found: Planted, ref: int, reader: str) -> None:
    def do(command: str, *words: str) -> None:
        shell.do("escalation", command, f"E-{ref}", *words, actor=reader)

    do("move", "--to", "acknowledged", "--reason", found.word(ref))
    do("close", "--reason", found.word(ref))


def _legal(shell: Inside, article: str, found: Planted) -> None:
    def word() -> str:
        return found.word(1)

    def do(command: str, *words: object) -> bytes:
        return shell.do("escalation", command, "E-1", *words, actor="Cleo")

    names = ("name", "address", "subject", "complaint", "attached", "content")
    mail = MAIL.format(**{name: word() for name in names}, bengali=found.bengali(1))
    shell.do("escalation", "open", "--kind", "legal", "--article", article, "--words", "4:20",
             "--file", shell.file(f"{word()}.eml", mail), actor="Rhea")  # fmt: skip
    do("change", "--standing", word(), "--clauses", word(), "--remedy", word())
    do("move", "--to", "acknowledged", "--reason", word())
    do("move", "--to", "assessed", "--reason", word())
    do("hold", "on", "--reason", word())
    do("claim", "--of", "person", "--by", word(), "--statement", word())
    do("hearing", "--on", "2026-03-01T10:00Z", "--place", word(), "--notice", word(),
       "--materials", shell.file(f"{word()}.txt", word()))  # fmt: skip
    do("hearing", "1", "--adjourned", "--to", "2026-03-02T10:00Z", "--reason", word())
    do("hearing", "1", "--held", "--attendees", f"Cleo,{word()}", "--statements", word(),
       "--result", word(), "--minutes", shell.file(f"{word()}.txt", word()))  # fmt: skip
    do("claim", "--of", "person", "--by", word(), "--statement", word())
    do("evidence", "--add", shell.file(f"{word()}.txt", word()), "--note", word())
    shas = re.findall(rb'"sha256": "([0-9a-f]{64})"', do("evidence"))
    do("evidence", "--disclose", shas[-1].decode(), "--to", word())
    do("confirm", "--made-by", "both", "--reasons", word())
    do("letter", "--to", shell.folder / "private")
    with mock.patch.dict(os.environ, shell.env):
        newsroom = open_newsroom(shell.path)
        write_to(newsroom, "Cleo", "E-1", "in", word(), word(),
                 (Document(f"{word()}.txt", word().encode()),))  # fmt: skip
        newsroom.close()
    do("hold", "off", "--reason", word())
    do("decide", "--finding", word(), "--reasons", word(), "--remedy", word())
    do("appeal", "--reason", word())
    do("close", "--reason", word())
