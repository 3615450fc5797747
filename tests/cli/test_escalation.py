"""Escalations on the command line: the whole way of a matter, as its contract says."""

from __future__ import annotations

import pytest

TEXT = "The mayor took the money. The bridge stayed closed."
EML = b"""From: Sample Reader <reader@example.org>
To: desk@example.org
Subject: =?utf-8?q?Wrong_about_me?=
Date: Mon, 02 Feb 2026 10:00:00 +0600
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

I never took any money.
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename="../../receipt.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--x--
"""
FIELDS = {"ref", "kind", "state", "article", "version", "words", "hold", "received", "due",
          "hearings", "claims", "confirmation", "outcome"}  # fmt: skip


def a_piece(shell) -> str:
    shell.json("init", "--ceo", "Cleo")
    for name, kind in (("Edda", "editor"), ("Rhea", "reporter")):
        shell.json("contributor", "add", name, "--kind", kind, actor="Cleo")
    made = shell.json("new", "--headline", "Bridge", actor="Rhea")["article"]["id"]
    shell.json("write", made, "-", actor="Rhea", stdin=TEXT)
    return str(made)


@pytest.fixture
def _with_a_piece(once):
    return once(a_piece)


@pytest.fixture
def shell(_with_a_piece):
    """A newsroom of three with a piece."""
    return _with_a_piece[0]


@pytest.fixture
def article(_with_a_piece) -> str:
    return _with_a_piece[1]


def test_a_matter_goes_its_whole_way(shell, article):
    mail = shell.folder / "complaint.eml"
    mail.write_bytes(EML)
    start = TEXT.index("took the money")
    opened = shell.json(
        "escalation", "open", "--kind", "legal", "--article", article,
        "--words", f"{start}:14", "--file", mail, actor="Edda",
    )  # fmt: skip
    ref = opened["escalation"]["ref"]
    assert opened == {"escalation": {"ref": "E-0001", "state": "received"}}

    def ceo(*words):
        return shell.json("escalation", *words, actor="Cleo").get("escalation")

    matter = ceo("show", ref)
    assert matter.keys() >= FIELDS
    assert matter["received"] == "2026-02-02T04:00:00.000Z" and matter["kind"] == "legal"
    assert matter["complaint"] == "Wrong about me\n\nI never took any money."
    assert matter["words"]["text"] == "took the money"
    assert matter["complainant"] == {"name": "Sample Reader", "contact": "reader@example.org"}
    claim = ("claim", ref, "--of", "person", "--by", "Sample Reader", "--statement", "A person.")
    first = shell.run("escalation", *claim, "--json", actor="Cleo")
    assert first.json["escalation"]["claims"][0]["premature"] is True and first.status == 0
    assert "first hearing" in first.err
    confirm = ("escalation", "confirm", ref, "--made-by", "both", "--reasons", "So it is.")
    assert shell.run(*confirm, "--json", actor="Cleo").rule == "first-hearing"
    assert shell.run(*confirm, "--json", actor="Edda").rule == "who-may"
    ceo("hearing", ref, "--on", "2026-03-01T10:00Z", "--place", "Room 1")
    minutes = shell.folder / "minutes.txt"
    minutes.write_text("They met.")
    ceo("hearing", ref, "1", "--held", "--attendees", "Cleo,Sample Reader", "--minutes", minutes)
    assert ceo(*claim)["claims"][1]["premature"] is False
    assert shell.run(*confirm, "--json", actor="Edda").rule == "who-may"
    assert ceo(*confirm[1:])["confirmation"]["made_by"] == "both"
    found = shell.json("escalation", "evidence", ref, actor="Cleo")["evidence"]
    assert [(r["start"], r["length"], r["contributor"]) for r in found["runs"]] == [
        (start, 14, "Rhea")
    ]  # fmt: skip
    assert [file["name"] for file in found["files"]] == ["complaint.eml", "receipt.pdf"]
    assert ceo("hold", ref, "on")["hold"] is True
    assert shell.json("show", article, actor="Rhea")["holds"] == [ref]
    ceo("hold", ref, "off")
    assert ceo("decide", ref, "--finding", "upheld", "--reasons", "R", "--remedy", "correction")[
        "outcome"
    ]["remedy"] == "correction"  # fmt: skip
    assert ceo("appeal", ref, "--reason", "More.")["state"] == "appeal"
    assert ceo("close", ref)["state"] == "closed"
    assert shell.run("escalation", "evidence", ref, "--json", actor="Rhea").rule == "confidential"
    assert [e["ref"] for e in shell.json("escalation", "list", actor="Cleo")["escalations"]] == [
        ref
    ]
    assert shell.json("escalation", "list", actor="Edda")["escalations"] == [
        {"ref": ref, "state": "closed"}
    ]
    assert shell.json("escalation", "list", actor="Rhea")["escalations"] == []
    assert shell.json("doctor")["ok"] and shell.json("ledger", "verify")["ok"]
    assert b"never took any money" not in shell.path.read_bytes()


def test_wrong_words_are_refused_in_a_sentence(shell, article):
    def rule(*words, actor="Cleo"):
        return shell.run("escalation", *words, "--json", actor=actor).rule

    assert rule("open", "--kind", "odd", "--complaint", "x") == "bad-input"
    assert rule("open", "--kind", "legal", "--complaint", "   ") == "bad-input"
    assert rule("open", "--kind", "legal", "--complaint", "x", "--words", "0:1") == "bad-input"
    assert (
        rule("open", "--kind", "legal", "--complaint", "x", "--article", "nothing") == "not-found"
    )
    assert rule("open", "--kind", "legal", "--complaint", "x", "--article", article, "--words",
                "40:400") == "bad-input"  # fmt: skip
    assert rule("open", "--kind", "legal", "--complaint", "x", "--article", article, "--version",
                "1") == "not-found"  # fmt: skip
    assert rule("open", "--kind", "staff", "--complaint", "x", "--about", "Cleo") == "who-may"
    assert rule("show", "E-0009") == "not-found"
    shell.json("escalation", "open", "--kind", "staff", "--complaint", "x", actor="Rhea")
    assert rule("move", "E-1", "--to", "remedy") == "states"
    assert rule("move", "E-1", "--to", "decided") == "states"
    assert rule("move", "E-1", "--to", "acknowledged", actor="Rhea") == "who-may"
    assert rule("hearing", "E-1", "--on", "tomorrow", "--place", "x") == "bad-input"
    assert rule("hearing", "E-1", "--place", "x") == "bad-input"
    assert rule("hearing", "E-1", "4", "--held") == "bad-input"
    assert rule("close", "E-1") == "bad-input"
    assert rule("hold", "E-1", "on") == "bad-input"
    assert shell.json("escalation", "list", actor="Cleo")["escalations"]
