"""Nobody but its reader reads a confidential word: every command, answer, error and file, as each
other kind of contributor, with words planted in every field of every kind of matter."""

from __future__ import annotations

import base64
import io
import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from planted import BODY, STEM, Inside, Planted, plant, raised, told

from db.matters import reading
from db.newsroom import open_newsroom
from db.refusal import Refused

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
#: Each command with words that fit it, tried in this order; `{ref}` is each matter in turn.
WORDS: dict[str, tuple[str, ...]] = {
    "init": ("", "--ceo Somebody --newsroom {new}"),
    "settings": ("", "alternate", "alternate Fay", "name Herald"),
    "new": ("--headline Ferries",),
    "import": ("words.txt", "private/mail.eml", "newsroom.colophon"),
    "list": ("", f"--search {STEM}1x00", f"--search {STEM}", "--search গোপনকথা১", "--state published"),
    "show": ("{article}", "{ref}"),
    "text": ("{article}", "{ref}"),
    "who": ("{article}", "{article} --at 1", "{ref}"),
    "history": ("{article}", "{article} --internal --html {new}.html --pdf {new}.pdf", "{ref}"),
    "assign": ("{draft} --to Fay", "{ref} --to Fay"),
    "image": ("{draft} add picture.png --alt A", "{ref} add picture.png"),
    "set": ("{draft} --desk City", "{ref} --desk City"),
    "write": ("{draft} words.txt", "{article} words.txt", "{ref} words.txt"),
    "changes": ("{draft}", "{article}", "{ref}"),
    "comment": ("{draft} Why?", "{article} Why?", "{ref} Why?"),
    "comments": ("{draft}", "{article}", "{ref}"),
    "resolve": ("{draft} 1", "{ref} 1"),
    "off-record": ("{draft}", "{draft} --at 0:5", "{ref}"),
    "submit": ("{draft}", "{ref}"),
    "accept": ("{draft}", "{ref}"),
    "reject": ("{draft} 1", "{ref}"),
    "statements": ("{draft}", "{article}", "{ref}"),
    "sign-off": ("{draft} --examined a --facts b --responsible Edda --ticked all",
                 "{ref} --examined a --facts b --responsible Edda"),
    "agree": ("{draft}", "{ref}"),
    "checks": ("{draft}", "{article}", "{ref}"),
    "publish": ("{draft}", "{article}", "{ref}"),
    "return": ("{draft} --reason r", "{ref} --reason r"),
    "spike": ("{draft} --reason r", "{ref} --reason r"),
    "revive": ("{draft}", "{ref}"),
    "export": ("{article} --format html,md,txt,docx,pdf --to {new}",
               "{draft} --format html,pdf --to {new} --draft", "{ref} --format txt --to {new}"),
    "verify": ("{finished}", "newsroom.colophon"),
    "correct": ("{article}", "{ref}"),
    "drop-correction": ("{article}", "{ref}"),
    "withdraw": ("{article} --reason r", "{ref} --reason r"),
    "font": ("", "words.txt"),
    "demo": ("--to {new}",),
    "backup": ("{new}",),
    "restore": ("kept.colophon", "kept.colophon --newsroom {new}"),
    "contributor add": ("{word} --kind reporter",),
    "contributor list": ("",),
    "contributor show": ("Cleo", "Fay", "{ref}"),
    "contributor change": ("Fay --byline F", "Cleo --kind editor"),
    "contributor end": ("Gone",),
    "contributor record": ("Fay", "Rhea", "Fay --rate 9 --notes n", "{ref}"),
    "contributor data": ("Fay --to {new}", "Cleo --to {new}"),
    "contributor join": ("Gone --into Rhea",),
    "contributor login": ("Fay",),
    "key recovery-code": ("",),
    "newsroom-key recovery-code": ("",),
    "newsroom-key recover": ("",),
    "key recover": ("words.txt",),
    "login": ("",),
    "move": ("--to {new}",),
    "handover": ("{draft} --to {new}", "{article} --to {new} --for Fay", "{ref} --to {new}"),
    "take": ("words.txt", "private/mail.eml"),
    "note show": ("",),
    "note issue": ("--file words.txt --language en",),
    "note history": ("",),
    "label show": ("",),
    "label issue": ("--file words.txt --language en",),
    "label history": ("",),
    "ai ask": ("{draft} --contributor Lumen --task shorten --show",
               "{article} --contributor Lumen --task headline",
               "{ref} --contributor Lumen --task shorten --show"),
    "ai tasks": ("",),
    "ai list": ("",),
    "ai set-up": ("Lumen --url http://127.0.0.1:9/v1",),
    "ai key": ("Lumen",),
    "ai try": ("Lumen",),
    "escalation open": ("--kind legal --complaint x --article {article}",),
    "escalation list": ("", "--state closed", "--limit 1"),
    "escalation show": ("{ref}",),
    "escalation move": ("{ref} --to acknowledged", "{ref} --to decided"),
    "escalation change": ("{ref} --severity high", "{ref} --by x"),
    "escalation hold": ("{ref} on", "{ref} off"),
    "escalation hearing": ("{ref} --on 2026-03-01 --place x", "{ref} 1 --adjourned --to 2026-03-03",
                           "{ref} 1 --held --attendees x --minutes words.txt"),
    "escalation claim": ("{ref} --of person --by x --statement y",),
    "escalation evidence": ("{ref}", "{ref} --add words.txt", "{ref} --disclose 0 --to x"),
    "escalation confirm": ("{ref} --made-by both --reasons x",),
    "escalation decide": ("{ref} --finding x --reasons y --remedy none",),
    "escalation appeal": ("{ref} --reason x",),
    "escalation letter": ("{ref} --to {new}",),
    "escalation dossier": ("{ref} --to {new}", "{ref} --to {new} --redact name=x"),
    "escalation close": ("{ref} --reason x",),
    "escalation recuse": ("{ref} --reason x",),
    "erase": ("{ref} --what name,complaint --reason r", "Rhea --what email --reason r"),
    "redact": ("{article} --words 0:5 --order o", "{ref} --words 0:5 --order o"),
    "ledger verify": ("", "--texts"),
    "ledger checkpoint": ("",),
    "ledger accept": ("--why w",),
    "ledger proof": ("{article}", "{article} --internal --updates --to {new}", "{ref}",
                     "{ref} --contents --to {new}"),
    "doctor": ("", "--rebuild"),
}  # fmt: skip
#: A whole newsroom of its own, or long: once is enough.
ONCE = {"demo"}
#: Commands that a matter's number belongs to; others are told one, and refuse it.
OF_MATTERS = ("escalation", "erase", "ledger proof")
REFS = [f"E-000{n}" for n in range(1, 7)]
OF_CEO, OF_ALTERNATE = {1, 2, 3, 4}, {5, 6}


def commands(group: Any, before: str = "") -> Iterator[str]:
    """Every command that the program has."""
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from commands(one, f"{before}{name} ")
        else:
            yield before + name


def test_every_command_is_tried():
    assert set(commands(Inside.parser)) == WORDS.keys()


@pytest.fixture(scope="module")
def _made(tmp_path_factory) -> tuple[Path, Planted, str, str]:
    shell = Inside(tmp_path_factory.mktemp("planted"))
    cleo = {"actor": "Cleo"}
    shell.do("init", "--ceo", "Cleo", **cleo)
    for name, kind in (("Edda", "editor"), ("Egon", "editor"), ("Rhea", "reporter"),
                       ("Fay", "freelancer"), ("Gone", "reporter")):  # fmt: skip
        shell.do("contributor", "add", name, "--kind", kind, **cleo)
    shell.do("contributor", "add", "Lumen", "--kind", "ai", "--model", "l", "--answers-to", "Edda",
             **cleo)  # fmt: skip
    shell.do("ai", "set-up", "Lumen", "--url", "http://127.0.0.1:9/v1", **cleo)
    shell.do("settings", "alternate", "Egon", **cleo)
    notes = Path(__file__).parents[2] / "resources" / "reader_notes"
    shell.do("note", "issue", "--file", next(notes.glob("*en*")), "--language", "en", **cleo)
    (shell.folder / "words.txt").write_text("Other words altogether.", "utf-8")
    (shell.folder / "picture.png").write_bytes(PICTURE)
    ids = []
    for headline in ("Bridge", "Ferries"):
        made = json.loads(shell.do("new", "--headline", headline, actor="Rhea"))["article"]["id"]
        shell.do("write", made, "-", "--part", "dateline", actor="Rhea", stdin="Town – ".encode())
        shell.do("write", made, "-", actor="Rhea", stdin=BODY.encode())
        ids.append(made)
    article, draft = ids
    shell.do("submit", article, actor="Rhea")
    shell.do("accept", article, actor="Egon")
    shell.do("sign-off", article, "--examined", "all", "--facts", "all", "--responsible", "Egon",
             "--ticked", "all", actor="Egon")  # fmt: skip
    shell.do("publish", article, actor="Egon")
    found = plant(shell, article)
    shell.do("export", article, "--format", "html", "--to", "finished", actor="Edda")
    shell.do("backup", "kept.colophon", actor="Edda")
    return shell.folder, found, article, draft


@pytest.fixture
def planted(_made, tmp_path) -> tuple[Inside, Planted, str, str]:
    """A newsroom with matters, of one's own; its article and a draft."""
    folder, found, article, draft = _made
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return Inside(tmp_path), found, article, draft


def swept(planted: tuple[Inside, Planted, str, str], actor: str) -> set[int]:
    """Run everything there is as somebody, rightly and wrongly: whose words they got to see."""
    shell, _, article, draft = planted
    finished = next((shell.folder / "finished").glob("*.html"))
    seen: set[int] = set()
    count = 0

    def run(command: str, words: str, **names: str) -> None:
        nonlocal count
        for more in ([], ["--json"])[: 1 if command in ONCE else 2]:
            count += 1
            new = {"new": f"made-{count}", "word": f"Word{count}"}
            filled = words.format(**names, **new) if names else words
            done = shell.run(*command.split(), *shlex.split(filled), *more, actor=actor, stdin=b"x")
            assert b"program itself failed" not in done.out + done.err, (command, filled, done)
            seen.update(told(done.out), told(done.err))

    for command, lines in WORDS.items():
        right = {"article": article, "draft": draft, "finished": str(finished)}
        for line in lines:
            of_matter = command.startswith(OF_MATTERS) and "{ref}" in line
            for ref in REFS if of_matter else REFS[:1]:
                run(command, line, **right, ref=ref)
            if "{" in line and command not in ONCE:
                run(command, line, article="nothing", draft="n", finished="none", ref="E-9999")
        run(command, "--nonsense")
        if command not in ONCE:
            run(command, "")
    return seen | in_files(shell)


def in_files(shell: Inside) -> set[int]:
    """Whose words stand in a file, but for those that whoever raised or handled a matter keeps."""
    seen: set[int] = set()
    for path in shell.folder.rglob("*"):
        if path.is_file() and "private" not in path.relative_to(shell.folder).parts:
            seen |= told(path.read_bytes()) | told(path.name.encode())
    return seen


@pytest.mark.parametrize("actor", ["Fay", "Rhea", "Edda", "Lumen"])
def test_nobody_else_reads_a_word(planted, actor):
    assert swept(planted, actor) == set()


@pytest.mark.parametrize(("actor", "read"), [("Cleo", OF_CEO), ("Egon", OF_ALTERNATE)])
def test_who_reads_some_reads_no_others(planted, actor, read):
    assert swept(planted, actor) == read


def test_the_newsroom_holds_no_word_in_clear(planted):
    shell, found, article, _ = planted
    with mock.patch.dict(os.environ, shell.env):
        newsroom = open_newsroom(shell.path)
        with (
            newsroom.read() as session
        ):  # whoever reads keeps the write-ahead log from being emptied
            reading.show(session, "Cleo", "E-1")
            raised(shell, Planted(), 4, "privacy", "Rhea", ("--article", article))
            assert shell.path.with_name(shell.path.name + "-wal").stat().st_size
            assert in_files(shell) == set()
        newsroom.close()
    raw = sqlite3.connect(shell.path)
    tables = [
        name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    for table in tables:
        for row in raw.execute(f'SELECT * FROM "{table}"'):
            assert not told(repr(row).encode()), table
    raw.close()
    for path in (shell.folder / "private").iterdir():  # what is looked for can be found
        assert told(path.read_bytes()) or "letter" in path.name
    word, packed = found.words[3][0], io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", f"and {word}")
    forms = (word.encode("utf-16-le"), base64.b64encode(f"and {word}".encode()), packed.getvalue(),
             json.dumps("গোপনকথা৩").encode(), word.upper().encode())  # fmt: skip
    assert [told(form) for form in forms] == [{3}] * 5
    assert len(found.words[1]) > 40 and found.words.keys() == OF_CEO | OF_ALTERNATE


def test_its_reader_reads_every_word(planted):
    shell, found, *_ = planted
    with mock.patch.dict(os.environ, shell.env):
        newsroom = open_newsroom(shell.path)
        for reader, other, refs in (("Cleo", "Egon", OF_CEO), ("Egon", "Cleo", OF_ALTERNATE)):
            with newsroom.read() as session:
                for ref in refs:
                    whole = everything(session, reader, f"E-{ref}")
                    assert [word for word in found.words[ref] if word not in whole] == []
                    with pytest.raises(Refused) as refused:
                        reading.whole(session, other, f"E-{ref}")
                    assert refused.value.refusal.rule == "confidential"
                    line = reading.show(session, other, f"E-{ref}")
                    assert isinstance(line, reading.Line) and not line.complaint
        newsroom.close()
    shown = shell.do("escalation", "dossier", "E-1", "--to", "private/dossier", actor="Cleo")
    (_, packed) = json.loads(shown)["files"]
    assert told(Path(packed["path"]).read_bytes()) == {1}


def everything(session: Any, actor: str, ref: str) -> str:
    """A matter as its reader has it, its documents' contents too."""
    matter = reading.whole(session, actor, ref)
    out = [json.dumps(asdict(matter), ensure_ascii=False)]
    files = [*matter.evidence, *(file for letter in matter.letters for file in letter.files)]
    for hearing in matter.hearings:
        files += [*hearing.materials, *([hearing.minutes] if hearing.minutes else [])]
    for file in files:
        content = reading.document(session, actor, ref, file.seq, file.n)
        out.append((content or b"").decode("utf-8", "replace"))
    return "\n".join(out)


def test_whoever_raised_a_matter_sees_its_number_and_state(planted):
    shell = planted[0]
    for actor, ref in (
        ("Rhea", "E-0001"),
        ("Edda", "E-0002"),
        ("Fay", "E-0003"),
        ("Rhea", "E-0005"),
    ):
        shown = json.loads(shell.do("escalation", "show", ref, actor=actor))["escalation"]
        assert shown.keys() == {"ref", "state"} and shown["ref"] == ref
        listed = json.loads(shell.do("escalation", "list", actor=actor))["escalations"]
        assert shown in listed and all(each.keys() == {"ref", "state"} for each in listed)


def test_without_the_key_the_name_of_the_ceo_opens_nothing(planted):
    shell = planted[0]
    (shell.folder / "keys.json").unlink()
    for command, lines in WORDS.items():
        if command.startswith(("escalation", "erase", "ledger", "list")):
            for line in lines:
                words = line.format(ref="E-0001", new="made", article=planted[2])
                done = shell.run(*command.split(), *shlex.split(words), "--json", actor="Cleo")
                assert told(done.out) | told(done.err) == set(), words
    assert in_files(shell) == set()


def test_a_real_process_leaves_no_word_anywhere(planted):
    shell = planted[0]
    for words in (
        "--as Fay escalation show E-1", "--as Rhea escalation list", "--as Edda escalation evidence E-1",
        "--as Lumen escalation show E-1 --json", "--as Rhea escalation show", "--as Edda doctor",
        "--as Edda escalation dossier E-1 --to out", "--as Rhea ledger proof E-1 --contents",
        f"--as Edda list --search {STEM}1x00 --json",
    ):  # fmt: skip
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("COLOPHON_", "XDG_"))}
        own = {**kept, **shell.env, "COLOPHON_DEBUG": "1", "SQLALCHEMY_WARN_20": "1",
               "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONFAULTHANDLER": "1"}  # fmt: skip
        done = subprocess.run([sys.executable, "-X", "dev", "-m", "desktop.start", *words.split()],
                              capture_output=True, env=own, cwd=shell.folder, timeout=120)  # fmt: skip
        assert told(done.stdout) | told(done.stderr) == set(), words
    assert in_files(shell) == set()
