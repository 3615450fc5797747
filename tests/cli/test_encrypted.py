"""An encrypted newsroom on the command line: made, used, its key lost and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import SEED, Shell


@pytest.fixture
def locked(tmp_path: Path) -> tuple[Shell, dict[str, str], str]:
    """A shell with an encrypted newsroom, where its keys are, and its recovery code."""
    room = tmp_path / "room"
    room.mkdir()
    shell = Shell(room)
    keys = {"COLOPHON_KEYS": f"file:{tmp_path / 'keys.json'}"}
    made = shell.json("init", "--encrypted", "--ceo", "Cleo", **keys)
    assert made["newsroom"] == str(shell.path) and made["ceo"] == "Cleo"
    return shell, keys, made["recovery_code"]


def test_everything_is_done_as_in_a_plain_one(locked, tmp_path):
    shell, keys, code = locked
    assert shell.json("newsroom-key", "recovery-code", **keys) == {"code": code}
    article = shell.json("import", SEED, **keys)["articles"][0]["id"]
    assert shell.json("list", "--search", "Ishiba", **keys)["articles"][0]["id"] == article
    assert shell.json("doctor", **keys)["ok"] and shell.json("doctor", "--rebuild", **keys)["ok"]
    assert shell.json("ledger", "verify", "--texts", **keys)["ok"]
    assert shell.json("backup", tmp_path / "copy.colophon", **keys)["ok"]
    shell.json("restore", tmp_path / "copy.colophon", "--replace", **keys)
    assert shell.json("list", **keys)["articles"][0]["id"] == article
    for file in (*shell.folder.iterdir(), tmp_path / "copy.colophon"):
        stored = file.read_bytes()
        assert b"Ishiba" not in stored and b"SQLite format 3" not in stored, file


def test_a_lost_key_is_typed_again(locked):
    shell, keys, code = locked
    Path(keys["COLOPHON_KEYS"].removeprefix("file:")).unlink()
    told = shell.run("list", **keys)
    assert told.status == 1 and told.out == "" and told.err.count("\n") == 1
    assert "is encrypted, and this computer does not hold its key (no-key)" in told.err
    assert f"colophon newsroom-key recover --newsroom {shell.path}" in told.err
    other = Shell(shell.folder.parent)
    wrong = other.json("init", "--encrypted", COLOPHON_NEWSROOM="room/other.colophon")[
        "recovery_code"
    ]
    for typed in ("", "no code at all", wrong):
        assert (
            shell.run("newsroom-key", "recover", "--json", stdin=typed, **keys).rule == "bad-input"
        )
    assert shell.refused("list", **keys) == "no-key"
    recovered = shell.json("newsroom-key", "recover", stdin=f"{code.lower()}\n", **keys)
    assert recovered == {"recovered": True}
    assert shell.json("list", **keys)["articles"] == []


def test_where_no_keyring_is_none_is_made(shell):
    none = {"COLOPHON_KEYS": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    told = shell.run("init", "--encrypted", **none)
    assert told.status == 1 and told.err.count("\n") == 1
    assert "needs a place for its key, and this computer has no keyring (no-key)" in told.err
    assert not shell.path.exists()


def test_a_plain_newsroom_has_no_code(desk):
    assert desk.refused("newsroom-key", "recovery-code") == "bad-input"
    assert desk.run("newsroom-key", "recover", "--json", stdin="AAAA").rule == "bad-input"
    shared = {"COLOPHON_NEWSROOM": "postgresql://cleo@localhost/daily"}
    assert desk.refused("init", "--encrypted", **shared) == "bad-input"
    assert desk.refused("newsroom-key", "recovery-code", **shared) == "bad-input"
