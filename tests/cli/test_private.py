"""Private records, a person's own data, joined entries and the recovery code, as commands."""

from __future__ import annotations

import json
import sqlite3

import pytest

SECRETS = {
    "legal-name": "Rhea Quellmark-Ostrander", "bylines": "R. Ray, Rhea Ray", "contact": "+880-2-771-QX",
    "contract-from": "2026-01-01", "contract-to": "2027-01-01", "rate": "0.31 a word, quarterly",
    "identity-how": "passport seen in person", "identity-on": "2026-01-02",
    "conflicts": "her brother sits in the harbour office", "declaration": "No AI without saying so",
    "declared-on": "2026-02-28", "notes": "Late twice in the spring; speak to her",
}  # fmt: skip


def hired(shell) -> None:
    shell.json("init", "--ceo", "Cleo")
    for name, kind in (("Edda", "editor"), ("Rhea", "reporter"), ("R. Ray", "freelancer")):
        shell.json("contributor", "add", name, "--kind", kind, actor="Cleo")
    shell.json("contributor", "add", "Lumen", "--kind", "ai", "--provider", "Northlight", "--model",
               "lumen", "--answers-to", "Edda", actor="Cleo")  # fmt: skip
    paper = shell.folder / "contract.pdf"
    paper.write_bytes(b"%PDF-1.4 the whole contract in words")
    options = [word for k, v in SECRETS.items() for word in (f"--{k}", v)]
    shell.json("contributor", "record", "Rhea", *options, "--contract", paper, actor="Cleo")


@pytest.fixture
def staff(once):
    """A newsroom of five whose CEO keeps a record of Rhea."""
    return once(hired)[0]


def test_a_record_is_kept_for_the_ceo_and_the_person_and_for_nobody_else(staff):
    found = staff.json("contributor", "record", "Rhea", actor="Cleo")["contributor"]["record"]
    for name, value in SECRETS.items():
        assert found[name.replace("-", "_")] == value
    assert found["contract"] == "contract.pdf" and found["declaration_due"] == "2027-02-28"
    own = staff.json("contributor", "record", "Rhea", actor="Rhea")["contributor"]["record"]
    assert own["legal_name"] == SECRETS["legal-name"] and own["notes"] is None
    back = staff.folder / "back.pdf"
    staff.json("contributor", "record", "Rhea", "--contract-to-file", back, actor="Rhea")
    assert back.read_bytes().endswith(b"contract in words")
    for other in ("Edda", "R. Ray"):
        for words in (("record", "Rhea"), ("data", "Rhea", "--to", staff.folder / "x.json")):
            refused = staff.run("--json", "contributor", *words, actor=other).json
            assert refused["error"]["rule"] == "confidential"
            assert not any(value in json.dumps(refused) for value in SECRETS.values())
        refused = staff.run(
            "--json", "contributor", "record", "Rhea", "--rate", "9", actor=other
        ).json
        assert refused["error"]["rule"] == "who-may"
    assert staff.run("--json", "contributor", "record", "Rhea", "--rate", "9", actor="Rhea").json
    assert not (staff.folder / "x.json").exists()
    raw = b"".join(file.read_bytes() for file in staff.folder.glob("*.colophon*"))
    for name, value in SECRETS.items():
        if "on" not in name.split("-") and not value[:4].isdecimal():
            assert value.encode() not in raw, name
    assert staff.json("ledger", "verify")["ok"] and staff.json("doctor")["ok"]


def test_an_empty_value_takes_a_field_away_and_wrong_ones_are_refused(staff):
    staff.json("contributor", "record", "Rhea", "--rate", "", actor="Cleo")
    found = staff.json("contributor", "record", "Rhea", actor="Cleo")["contributor"]["record"]
    assert "rate" not in found and found["conflicts"]
    assert [change["fields"] for change in found["changes"]][-1] == {"rate": ""}
    for words in (
        ("--contract-to", "2025-01-01"), ("--identity-on", "yesterday"), ("--purpose", "shortening"),
    ):  # fmt: skip
        refused = staff.run("--json", "contributor", "record", "Rhea", *words, actor="Cleo").json
        assert refused["error"]["rule"] == "bad-input"
    staff.json("contributor", "record", "Lumen", "--purpose", "shortening", "--used-from",
               "2026-05-01", actor="Cleo")  # fmt: skip
    refused = staff.run(
        "--json", "contributor", "record", "Lumen", "--rate", "1", actor="Cleo"
    ).json
    assert refused["error"]["rule"] == "bad-input"


def test_a_person_takes_their_own_data_with_them(staff):
    staff.json("new", "--headline", "Bridge", actor="Rhea")
    file = staff.folder / "rhea.json"
    staff.json("contributor", "data", "Rhea", "--to", file, actor="Rhea")
    found = json.loads(file.read_text())
    assert found["record"]["legal_name"] == SECRETS["legal-name"]
    assert [touch["kind"] for touch in found["touches"]][-2:] == ["article.made", "text"]
    assert SECRETS["notes"] not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    again = staff.run("--json", "contributor", "data", "Rhea", "--to", file, actor="Rhea").json
    assert again["error"]["rule"] == "conflict"


def test_what_is_erased_of_a_record_is_gone_for_everybody(staff):
    staff.json("erase", "Rhea", "--what", "legal_name", "--what", "contract", "--what", "notes",
               "--reason", "she asked for it", actor="Cleo")  # fmt: skip
    for actor in ("Cleo", "Rhea"):
        found = staff.json("contributor", "record", "Rhea", actor=actor)["contributor"]["record"]
        assert "legal_name" not in found and not found["contract"] and not found["notes"]
        assert found["conflicts"] == SECRETS["conflicts"]
    gone = staff.run("--json", "contributor", "record", "Rhea", "--contract-to-file",
                      staff.folder / "gone.pdf", actor="Cleo").json  # fmt: skip
    assert gone["error"]["rule"] == "not-found"
    assert staff.json("ledger", "verify")["ok"] and staff.json("doctor")["ok"]


def test_the_office_takes_the_records_along_and_leaves_them(staff):
    staff.json(
        "contributor", "record", "Cleo", "--contact", "home", "--notes", "mine", actor="Cleo"
    )
    staff.json("contributor", "change", "Edda", "--kind", "ceo", actor="Cleo")
    found = staff.json("contributor", "record", "Rhea", actor="Edda")["contributor"]["record"]
    assert found["notes"] == SECRETS["notes"]
    staff.json("contributor", "change", "Cleo", "--kind", "editor", actor="Edda")
    refused = staff.run("--json", "contributor", "record", "Rhea", actor="Cleo").json
    assert refused["error"]["rule"] == "confidential"
    own = staff.json("contributor", "record", "Cleo", actor="Cleo")["contributor"]["record"]
    assert own["contact"] == "home" and own["notes"] is None
    assert staff.json("doctor")["ok"]


def test_two_entries_of_one_person_are_joined_and_count_as_one(staff):
    made = staff.json("new", "--headline", "Bridge", actor="R. Ray")["article"]["id"]
    staff.json("write", made, "-", actor="R. Ray", stdin="Words by the other name.")
    before = staff.json("who", made)
    refused = staff.run(
        "--json", "contributor", "join", "R. Ray", "--into", "Edda", actor="Edda"
    ).json
    assert refused["error"]["rule"] == "who-may"
    staff.json("contributor", "join", "R. Ray", "--into", "Edda", actor="Cleo")
    assert staff.json("who", made) == before
    assert staff.json("contributor", "show", "R. Ray")["contributor"]["active"] is False
    staff.json("submit", made, actor="Edda")
    staff.json("accept", made, actor="Edda")
    staff.json("sign-off", made, "--examined", "a", "--facts", "b", "--responsible", "Edda",
               "--ticked", "all", actor="Edda")  # fmt: skip
    unmet = {c["check"] for c in staff.json("checks", made)["checks"] if not c["met"]}
    assert "agree" in unmet  # whose words they are under another name vouches for nothing
    for words in (("R. Ray", "--into", "Cleo"), ("Edda", "--into", "Edda"),
                  ("Lumen", "--into", "Edda"), ("Cleo", "--into", "Edda")):  # fmt: skip
        assert staff.run("--json", "contributor", "join", *words, actor="Cleo").json["error"]
    assert staff.json("doctor")["ok"] and staff.json("ledger", "verify", "--texts")["ok"]
    with sqlite3.connect(staff.folder / "newsroom.colophon") as raw:
        for statement in (
            'INSERT INTO joined_entry SELECT id, (SELECT id FROM contributor LIMIT 1), 1 FROM'
            " contributor WHERE name = 'Rhea'",
            "DELETE FROM joined_entry", 'UPDATE joined_entry SET person = contributor',
        ):  # fmt: skip
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)


def test_a_recovery_code_is_shown_once_and_brings_the_key_back(staff):
    code = staff.json("key", "recovery-code", actor="Cleo")["code"]
    again = staff.run("--json", "key", "recovery-code", actor="Cleo").json
    assert again["error"]["rule"] == "conflict" and code not in json.dumps(again)
    (staff.folder / "keys.json").unlink()
    lost = staff.run("--json", "contributor", "record", "Rhea", actor="Cleo").json
    assert lost["error"]["rule"] == "no-key"
    wrong = staff.run("--json", "key", "recover", "-", actor="Cleo", stdin=code[:-2] + "AA").json
    assert wrong["error"]["rule"] == "bad-input"
    assert staff.json("key", "recover", "-", actor="Cleo", stdin=code.lower()) == {
        "recovered": True
    }
    found = staff.json("contributor", "record", "Rhea", actor="Cleo")["contributor"]["record"]
    assert found["rate"] == SECRETS["rate"]
    assert staff.json("doctor")["ok"]
