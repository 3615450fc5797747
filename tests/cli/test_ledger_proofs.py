"""Checkpoints and proofs on the command line; a proof is checked by the script alone."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "resources" / "checking" / "check_record.py"


def checked(desk, name: str, *more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), name, *more], capture_output=True, cwd=desk.folder
    )
    assert done.stderr == b"", done.stderr.decode()
    return done.returncode, done.stdout.decode()


def test_a_checkpoint_is_signed_and_recorded(desk):
    before = desk.json("ledger", "verify")
    made = desk.json("ledger", "checkpoint", actor="Fay")
    assert made["ok"] and (made["first_bad"], made["why"]) == (None, "")
    origin, size, _root, chain, _, signed = made["checkpoint"].rstrip("\n").split("\n")
    assert (int(size), chain) == (made["touches"], f"chain {made['head']}")
    assert signed.startswith(f"— {origin} ") and made["vkey"].startswith(f"{origin}+")
    after = desk.json("ledger", "verify")
    assert after["ok"] and after["touches"] == made["seq"] == made["touches"] + 1
    assert made["touches"] == before["touches"] + 1  # Fay's key was named first
    plain = desk.run("ledger", "checkpoint", actor="Fay")
    assert plain.status == 0 and plain.out.startswith(f"{origin}\n{made['seq']}\n")
    assert desk.json("doctor")["problems"] == []


def test_a_proof_to_a_file_and_to_the_screen(published):
    desk, article = published
    told = desk.json("history", article)["touches"]
    made = desk.json("ledger", "proof", article, "--to", "proof.json", actor="Cleo")
    assert made["ok"] and made["proved"] == len(told) and "proof" not in made
    assert made["file"] == str(desk.folder / "proof.json")
    key = desk.json("contributor", "show", "Cleo")["contributor"]["public_key"]
    assert checked(desk, "proof.json", "--key", key)[0] == 0
    document = json.loads((desk.folder / "proof.json").read_bytes())
    assert [entry["leaf"]["seq"] for entry in document["touches"]] == [t["seq"] for t in told]
    desk.json("ledger", "proof", article, "--to", "proof.json.gz", actor="Cleo")
    assert checked(desk, "proof.json.gz", "--key", key)[0] == 0
    packed = (desk.folder / "proof.json.gz").read_bytes()
    assert gzip.decompress(packed).startswith(b'{"checkpoint":')
    plain = desk.run("ledger", "proof", article[:-2], actor="Cleo")
    (desk.folder / "plain.json").write_text(plain.out, "utf-8")
    assert plain.status == 0 and checked(desk, "plain.json", "--key", key)[0] == 0
    seq = told[3]["seq"]
    made = desk.json("ledger", "proof", article, "--leave-out", seq, "--updates", actor="Rhea")
    assert made["file"] is None and made["proof"]["touches"][3].keys() == {"leaf", "absent"}
    assert any("update" in entry for entry in made["proof"]["touches"])
    (desk.folder / "json.json").write_text(json.dumps(made["proof"], indent=1))
    assert checked(desk, "json.json")[0] == 0
    made = desk.json("ledger", "proof", article, "--no-contents", actor="Rhea")
    assert not any("payload" in entry for entry in made["proof"]["touches"])
    assert desk.json("ledger", "verify")["ok"]


def test_wrong_words_about_proofs_leave_nothing_behind(published):
    desk, article = published
    (desk.folder / "there").write_text("mine")
    before = sorted(os.listdir(desk.folder))
    for words, rule in (
        ([article, "--to", "there"], "conflict"), ([article, "--to", "."], "conflict"),
        ([article, "--to", "nowhere/p"], "bad-input"), ([article, "--to", "/proc/p"], "bad-input"),
        ([article, "--to", "x" * 300], "bad-input"), ([article, "--to", "a\udcffb/p"], "bad-input"),
        (["nothing"], "not-found"), ([""], "not-found"), (["\udcff"], "bad-input"),
        (["Cleo"], "confidential"),
    ):  # fmt: skip
        assert desk.refused("ledger", "proof", *words, actor="Edda") == rule, words
    assert desk.refused("ledger", "proof", article, actor="Lumen") == "who-may"
    no_keyring = {
        "COLOPHON_KEYS": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }  # fmt: skip
    for words in (["checkpoint"], ["proof", article, "--to", "p.json"]):
        done = desk.run("ledger", *words, "--json", actor="Edda", **no_keyring)
        assert done.rule == "no-key"
    done = desk.run("ledger", "proof", article, "--leave-out", "many", "--json")
    assert done.status == 2
    assert sorted(os.listdir(desk.folder)) == before
    assert (desk.folder / "there").read_text() == "mine"


def test_a_ledger_that_does_not_hold_is_neither_signed_nor_proved(published):
    desk, article = published
    raw = sqlite3.connect(desk.path, isolation_level=None)
    raw.execute("DROP TRIGGER touch_no_update")
    raw.execute("UPDATE touch SET at = 'never' WHERE subject = ?", (article,))
    first = raw.execute("SELECT min(seq) FROM touch WHERE subject = ?", (article,)).fetchone()[0]
    raw.close()
    for words in (["checkpoint"], ["proof", article, "--to", "p.json"]):
        done = desk.run("ledger", *words, "--json", actor="Edda")
        assert (done.status, done.json["ok"], done.json["first_bad"]) == (1, False, first)
        assert done.json["why"] and done.json["checkpoint"] is None
    assert not (desk.folder / "p.json").exists()
    done = desk.run("ledger", "proof", article, actor="Edda")
    assert done.status == 1 and f"touch {first}" in done.out
