"""A piece goes out and comes back in files, as commands."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_a_piece_goes_out_is_written_in_and_comes_back(desk, tmp_path):
    made = desk.json("new", "--headline", "Bridge", actor="Fay")["article"]["id"]
    desk.json("write", made, "-", actor="Fay", stdin="The bridge stayed closed.")
    file, back = desk.folder / "bridge.colophon-piece", desk.folder / "back.colophon-piece"
    sent = desk.json("handover", made, "--to", file, "--for", "Fay", actor="Edda")
    assert sent["article"] == made and file.stat().st_mode & 0o077 == 0
    again = desk.run("--json", "handover", made, "--to", file, actor="Edda")
    assert again.rule == "conflict"
    away = Shell(tmp_path / "away")
    away.folder.mkdir()
    away.json("init", "--name", "Fay at home", "--ceo", "Fay")
    taken = away.json("take", file, actor="Fay")
    assert (taken["article"]["id"], taken["rows"], taken["proposed"]) == (made, 2, 0)
    assert away.json("who", made)["runs"][0]["contributor"] == "Fay (Test)"
    away.json("write", made, "-", actor="Fay", stdin="The bridge stayed closed. So said Fay.")
    away.json("handover", made, "--to", back, actor="Fay")
    desk.json("submit", made, actor="Fay")
    taken = desk.json("take", back, actor="Edda")
    assert (taken["rows"], taken["proposed"]) == (1, 1)
    (change,) = [c for c in desk.json("changes", made)["changes"] if "Fay" in c["inserted"]]
    assert change["contributor"] == "Fay"
    assert desk.json("take", back, actor="Edda")["rows"] == 0
    assert desk.json("ledger", "verify", "--texts")["ok"] and desk.json("doctor")["ok"]
    assert away.json("ledger", "verify", "--texts")["ok"] and away.json("doctor")["ok"]


def test_what_is_no_handover_file_is_refused(desk):
    for name, content in (("x.colophon-piece", b"nothing"), ("y", b"\x1f\x8b\x08")):
        (desk.folder / name).write_bytes(content)
        assert desk.refused("take", desk.folder / name, actor="Edda") == "bad-input"
    assert desk.refused("take", desk.folder / "none", actor="Edda") == "not-found"
