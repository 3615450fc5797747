"""An encrypted newsroom: its words are in no file, and nothing opens it but its key."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from db import reading
from db.acts.founding import make_newsroom
from db.acts.recovering import newsroom_code, use_newsroom_code
from db.acts.writing import new_article, write_text
from db.first_look import first_look
from db.ledger import keys
from db.ledger.audit import verify
from db.ledger.copying import backup, restore
from db.ledger.doctor import examine
from db.newsroom import newsroom_exists, open_newsroom, scrub
from db.place import is_encrypted
from db.recovery_code import spelled
from db.refusal import Refused
from db.storage import sqlite
from db.storage.sqlcipher import connect, key_of

ROOT = Path(__file__).parents[3]
WORDS = "Zebulon Quarrystone of Nine Elms took the night ferry."
BENGALI = "ঢাকায় বৃষ্টি"
#: What any SQLite file of a newsroom shows to whoever opens it in an editor.
CLEAR = ("SQLite format 3", "CREATE TABLE", "article_text", "Rhea", "Quarrystone",
         "Ferries", BENGALI)  # fmt: skip


def refused(act, *args, **named) -> Refused:
    with pytest.raises(Refused) as found:
        act(*args, **named)
    return found.value


def kept_key(path: Path) -> str:
    (name,) = [name for name in keys._memory if name.startswith("newsroom/")]
    assert name == f"newsroom/{path.read_bytes()[:16].hex()}"
    return keys._memory[name]


def lose_key() -> None:
    for name in [name for name in keys._memory if name.startswith("newsroom/")]:
        del keys._memory[name]


@pytest.fixture
def article(room) -> str:
    made = str(new_article(room, "Rhea", "Ferries").article)
    write_text(room, "Rhea", made, f"{WORDS} {BENGALI}")
    return made


def clear_in(folder: Path, *more: str) -> list[tuple[str, str]]:
    """Which clear words stand in which files, as UTF-8 or UTF-16."""
    found = []
    for file in folder.rglob("*"):
        stored = file.read_bytes() if file.is_file() else b""
        for word in (*CLEAR, *more):
            if word.encode() in stored or word.encode("utf-16-le") in stored:
                found.append((file.name, word))
    return found


def test_no_word_of_it_stands_in_any_file(room, article, tmp_path):
    key = kept_key(room.path)
    assert {file.name for file in tmp_path.iterdir()} == {
        "newsroom.colophon", "newsroom.colophon-wal", "newsroom.colophon-shm",
    }  # fmt: skip
    assert clear_in(tmp_path, key) == []
    with room.read() as session:
        (found,) = reading.board_page(session, search="quarrystone").rows
    assert found.id == article
    assert backup(room, tmp_path / "backup.colophon").ok
    assert clear_in(tmp_path, key) == []
    write_text(room, "Rhea", article, "Other words. " * 2000)
    assert scrub(room)
    assert examine(room) == [] and verify(room, texts=True).ok
    room.close()
    assert clear_in(tmp_path, key) == []
    assert bytes.fromhex(key) not in b"".join(f.read_bytes() for f in tmp_path.iterdir())


def test_the_same_words_are_found_in_a_plain_newsroom(tmp_path):
    room = make_newsroom(tmp_path / "plain.colophon", ceo="Rhea")
    write_text(room, "Rhea", str(new_article(room, "Rhea", "Ferries").article), WORDS + BENGALI)
    room.close()
    assert {word for _file, word in clear_in(tmp_path)} == set(CLEAR)


def test_what_is_sorted_or_rewritten_is_kept_in_memory_meanwhile(room, article):
    connection = connect(room.path, key_of(room.path))
    assert connection.execute("PRAGMA temp_store").fetchone() == (2,)
    connection.close()


def test_a_restored_backup_opens_with_the_same_key(room, article, tmp_path):
    salt = room.path.read_bytes()[:16]
    copy = tmp_path / "backup.colophon"
    backup(room, copy)
    assert copy.read_bytes()[:16] == salt
    write_text(room, "Rhea", article, "Later words.")
    room.close()
    assert restore(copy, room.path, replace=True).ok
    assert room.path.read_bytes()[:16] == salt
    again = open_newsroom(room.path)
    with again.read() as session:
        assert reading.text_at(session, article) == f"{WORDS} {BENGALI}"
    again.close()


def test_without_its_key_it_says_so_and_the_recovery_code_brings_it_back(room, article, tmp_path):
    code = newsroom_code(room.path)
    backup(room, tmp_path / "backup.colophon")
    room.close()
    before = room.path.read_bytes()
    lose_key()
    error = refused(open_newsroom, room.path)
    assert error.refusal.rule == "no-key"
    assert "is encrypted, and this computer does not hold its key" in str(error)
    assert "recovery code" in error.refusal.fix
    error = refused(restore, tmp_path / "backup.colophon", tmp_path / "n.colophon", replace=False)
    assert error.refusal.rule == "no-key" and "backup.colophon is encrypted" in str(error)
    assert str(tmp_path / "backup.colophon") in error.refusal.fix
    assert refused(newsroom_code, room.path).refusal.rule == "no-key"
    for wrong in (
        "",
        "ABCD",
        spelled(os.urandom(32)),
        code[:-1] + ("A" if code[-1] != "A" else "B"),
    ):
        assert refused(use_newsroom_code, room.path, wrong).refusal.rule == "bad-input"
    assert not [name for name in keys._memory if name.startswith("newsroom/")]
    assert room.path.read_bytes() == before
    use_newsroom_code(room.path, f"  {code.lower().replace('-', ' ')}\n")
    again = open_newsroom(room.path)
    with again.read() as session:
        assert reading.text_at(session, article).startswith(WORDS)
    again.close()
    assert restore(tmp_path / "backup.colophon", tmp_path / "n.colophon", replace=False).ok


def test_a_key_of_another_newsroom_opens_nothing(room, article):
    kept_key(room.path)
    (name,) = [name for name in keys._memory if name.startswith("newsroom/")]
    room.close()
    keys._memory[name] = os.urandom(32).hex()
    error = refused(open_newsroom, room.path)
    assert error.refusal.rule == "bad-input" and "key does not open it" in str(error)
    for damaged in ("words", "abcd", ""):
        keys._memory[name] = damaged
        assert refused(open_newsroom, room.path).refusal.rule == "no-key"


def test_no_error_and_no_repr_holds_the_key(room, article):
    key = kept_key(room.path)
    assert key not in repr(key_of(room.path)) + repr(room._reading) + repr(room._reading.pool)
    told = []
    with pytest.raises(Exception) as found, room.read() as session:
        session.connection().exec_driver_sql("SELECT nothing FROM nowhere")
    told += traceback.format_exception(found.value)
    (name,) = [name for name in keys._memory if name.startswith("newsroom/")]
    room.close()
    keys._memory[name] = other = os.urandom(32).hex()
    told += traceback.format_exception(refused(open_newsroom, room.path))
    assert key not in "".join(told) and other not in "".join(told)


def test_torn_or_damaged_it_is_refused_in_words(room, article, tmp_path):
    room.close()
    whole = room.path.read_bytes()
    torn = tmp_path / "torn.colophon"
    for length in (0, 10, 4095):
        torn.write_bytes(whole[:length])
        rule = refused(open_newsroom, torn).refusal.rule
        assert rule == ("bad-input" if length else "not-found")
        assert newsroom_exists(torn) == bool(length)
    torn.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    assert "key does not open it" in str(refused(open_newsroom, torn))
    torn.write_bytes(whole[:16384])
    shutil.copyfile(torn, tmp_path / "half.colophon")
    error = refused(restore, tmp_path / "half.colophon", tmp_path / "n.colophon", replace=False)
    assert error.refusal.rule == "bad-input" and "nothing was replaced" in error.refusal.fix
    assert not (tmp_path / "n.colophon").exists()


def test_what_is_no_newsroom_is_not_taken_for_an_encrypted_one(tmp_path):
    file = tmp_path / "words"
    file.write_text("no database " * 1000)
    assert (
        not is_encrypted(file) and not is_encrypted(tmp_path) and not is_encrypted(tmp_path / "n")
    )
    error = refused(open_newsroom, file)
    assert error.refusal.rule == "bad-input" and "cannot be read as a newsroom" in str(error)


def test_a_first_look_leaves_its_log_alone(room, article):
    log = Path(f"{room.path}-wal")
    held = log.read_bytes()
    assert held and first_look(room.path, (None,), 5) is None
    assert log.read_bytes() == held


def test_without_a_place_for_keys_none_is_made(tmp_path, monkeypatch):
    path = tmp_path / "made" / "newsroom.colophon"
    monkeypatch.setenv("COLOPHON_KEYS", f"file:{tmp_path}")
    error = refused(make_newsroom, path, encrypted=True, without_key=True)
    assert error.refusal.rule == "no-key" and "place for its key" in str(error)
    assert not path.exists()


def test_a_key_file_beside_it_is_no_place_for_its_key(tmp_path, monkeypatch):
    monkeypatch.setenv("COLOPHON_KEYS", f"file:{tmp_path / 'keys.json'}")
    error = refused(make_newsroom, tmp_path / "newsroom.colophon", encrypted=True)
    assert error.refusal.rule == "no-key" and "lock nothing" in str(error)
    assert list(tmp_path.iterdir()) == []


def test_a_plain_backup_does_not_take_an_encrypted_ones_place_unsaid(room, tmp_path):
    plain = make_newsroom(tmp_path / "plain.colophon")
    plain.close()
    error = refused(restore, plain.path, room.path, replace=True)
    assert error.refusal.rule == "conflict" and "the backup is not" in str(error)
    assert is_encrypted(room.path)
    backup(room, tmp_path / "backup.colophon")
    assert restore(tmp_path / "backup.colophon", plain.path, replace=True).ok
    assert is_encrypted(plain.path)


def test_one_that_cannot_be_made_leaves_no_key_behind(tmp_path, monkeypatch):
    def fail(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("db.acts.founding.first_issues", fail)
    with pytest.raises(KeyboardInterrupt):
        make_newsroom(tmp_path / "n.colophon", encrypted=True)
    assert list(tmp_path.iterdir()) == []
    assert not [name for name in keys._memory if name.startswith("newsroom/")]


def test_a_plain_newsroom_knows_nothing_of_it(tmp_path):
    script = (
        "import sys; from pathlib import Path\n"
        "from db.acts.founding import make_newsroom\n"
        "from db.newsroom import open_newsroom, copy_to, scrub\n"
        "from db import reading\n"
        f"path = Path({str(tmp_path / 'plain.colophon')!r})\n"
        "make_newsroom(path).close(); room = open_newsroom(path)\n"
        "copy_to(room, path.with_name('copy')); scrub(room); room.close()\n"
        "assert path.read_bytes().startswith(b'SQLite format 3')\n"
        "sys.exit(any(name.startswith('sqlcipher3') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == 0


def test_a_full_index_and_schema_are_the_same(room):
    from db.ledger.audit import schema_differs

    with room.read() as session:
        assert schema_differs(session) == ""
    assert sqlite.exists(room.path)
