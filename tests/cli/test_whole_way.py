"""The real article from import to a published piece, and what a script may rely on."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from desktop.exporters import check
from tests.cli.conftest import Shell

SEED = Path(__file__).parents[2] / "resources" / "sample" / "seed-article.txt"
FORMATS = "html,md,txt,docx,pdf"


@pytest.fixture(autouse=True)
def _started_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shell, "fresh", True)


def test_the_demo_takes_the_real_article_all_the_way(shell):
    done = shell.json("demo", "--to", shell.folder / "out")
    assert done["ledger"]["ok"]
    assert {file["format"] for file in done["files"]} == set(FORMATS.split(","))
    note = SEED.read_text("utf-8").split("\n\n")[-1]
    for file in done["files"]:
        assert Path(file["path"]).is_absolute()
        data = Path(file["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file["sha256"]
        assert Path(file["receipt"]).is_file()
        text = "".join(check.reads_back(data, file["format"]).split())
        assert text.endswith("".join(note.split()))
        places = [
            text.find("".join(words.split()))
            for words in ("Saturday, August 23, 2025", "Japan’s Ishiba Hosts",
                          "Tokyo, August 23, 2025 –", "Share This Post", "শেয়ার করুন", "Author:",
                          "Note For Readers:")
        ]  # fmt: skip
        assert places == sorted(places) and places[0] >= 0
    files = [file["path"] for file in done["files"]]
    newsroom = shell.folder / "out" / "newsroom.colophon"
    found = shell.json("verify", *files, "--newsroom", newsroom)["files"]
    assert all(file["ok"] and file["origin"] == "newsroom" for file in found)
    assert shell.json("ledger", "verify", "--texts", "--newsroom", newsroom)["ok"]


def test_the_article_alone_comes_back_with_every_character(published):
    shell, article = published
    files = shell.json("export", article, "--format", "txt,md", "--to", "out", actor="Edda")[
        "files"
    ]
    seed = SEED.read_text("utf-8")
    by_format = {file["format"]: Path(file["path"]).read_text("utf-8") for file in files}
    assert by_format["txt"].rstrip("\n") == seed.rstrip("\n")
    again = shell.json("import", next(f["path"] for f in files if f["format"] == "md"), actor="Fay")
    twin = again["articles"][0]["id"]
    for part in ("date_line", "headline", "dateline", "body", "share_line"):
        first = shell.json("text", article, "--part", part)["text"]
        assert shell.json("text", twin, "--part", part)["text"] == first
        assert first in seed
    assert again["articles"][0]["warnings"] == []


def test_the_same_version_gives_the_same_bytes(published):
    shell, article = published
    first, second = (
        shell.json("export", article, "--format", FORMATS, "--to", folder, actor="Edda", TZ=zone)
        for folder, zone in (("one", "Asia/Dhaka"), ("two", "America/New_York"))
    )
    assert [f["sha256"] for f in first["files"]] == [f["sha256"] for f in second["files"]]


def test_one_json_document_and_exit_statuses(desk):
    assert desk.run("list", "--json").json == {"articles": [], "next": None}
    missing = desk.run("show", "nothing", "--json")
    assert missing.status == 1
    assert set(missing.json["error"]) == {"rule", "message", "fix"}
    assert missing.json["error"]["rule"] == "not-found"
    assert missing.err == ""
    plain = desk.run("show", "nothing")
    assert plain.status == 1 and plain.out == "" and len(plain.err.splitlines()) == 1
    assert desk.run("show").status == 2
    assert desk.run("no-such-command").status == 2
    assert desk.run("--version").out.startswith("colophon ")


def test_global_options_stand_anywhere(desk):
    article = desk.json("new", "--headline", "Anywhere", "--as", "Rhea")["article"]["id"]
    assert desk.run("--json", "show", article).json["id"] == article
    assert desk.run("show", "--json", article).json["id"] == article
    assert desk.run("show", article, "--newsroom", desk.path, "--json").json["id"] == article


def test_an_id_may_be_shortened_until_it_is_ambiguous(desk):
    one = desk.json("new", "--headline", "Twin story", actor="Rhea")["article"]["id"]
    assert desk.json("show", one[:6])["id"] == one
    desk.json("new", "--headline", "Twin story", actor="Rhea")
    assert desk.refused("show", "twin") == "not-found"


def test_write_who_text_and_history_agree(desk):
    article = desk.json("new", "--headline", "H", actor="Rhea")["article"]["id"]
    said = desk.json("write", article, "-", actor="Rhea", stdin="One two three.")
    assert (said["inserted"], said["deleted"]) == (14, 0)
    desk.json("write", article, "-", "--author", "Lumen", actor="Rhea",
              stdin="One two and a half three.")  # fmt: skip
    desk.json("write", article, "-", "--origin", "pasted", "--source", "A letter", actor="Rhea",
              stdin="One two and a half three. শেয়ার 😀")  # fmt: skip
    who = desk.json("who", article)
    text = desk.json("text", article)["text"]
    assert [run["start"] for run in who["runs"]] == [
        sum(r["length"] for r in who["runs"][:n]) for n in range(len(who["runs"]))
    ]
    assert sum(run["length"] for run in who["runs"]) == len(text)
    ai = next(run for run in who["runs"] if run["kind"] == "ai")
    assert "and a half" in text[ai["start"] : ai["start"] + ai["length"]]
    assert (ai["contributor"], ai["origin"]) == ("Lumen", "generated")
    pasted = who["runs"][-1]
    assert pasted["origin"] == "pasted" and "😀" in text[pasted["start"] :]
    assert abs(sum(who["shares"].values()) - 1) < 1e-4
    touches = desk.json("history", article)["touches"]
    assert [t["kind"] for t in touches] == ["article.made", "text", "text", "text", "text"]
    assert desk.json("text", article, "--at", said["seq"])["text"] == "One two three."
    assert desk.json("who", article, "--at", said["seq"])["runs"][0]["contributor"] == "Rhea"


def test_import_names_a_bad_file_and_takes_the_good_ones(desk):
    bad = desk.folder / "bad.docx"
    bad.write_bytes(b"not a document")
    done = desk.run("import", SEED, bad, "--json", actor="Fay")
    assert done.status == 1
    assert len(done.json["articles"]) == 1
    assert [Path(f["file"]).name for f in done.json["failed"]] == ["bad.docx"]
    piece = done.json["articles"][0]
    assert piece["headline"].startswith("Japan’s Ishiba")
    assert piece["date_line"] == "Saturday, August 23, 2025"
    assert piece["dateline"].startswith("Tokyo, August 23, 2025")
    assert piece["state"] == "draft" and piece["warnings"] == []


def test_list_pages_and_searches(desk):
    ids = [
        desk.json("new", "--headline", f"Number {n} of many", actor="Rhea")["article"]["id"]
        for n in range(5)
    ]
    first = desk.json("list", "--limit", 2)
    second = desk.json("list", "--limit", 2, "--after", first["next"])
    third = desk.json("list", "--limit", 2, "--after", second["next"])
    found = [a["id"] for page in (first, second, third) for a in page["articles"]]
    assert found == ids[::-1] and third["next"] is None
    assert [a["id"] for a in desk.json("list", "--search", "number 3")["articles"]] == [ids[3]]
    assert desk.json("list", "--search", "'\"*()^")["articles"] == []
    assert desk.refused("list", "--state", "lost") == "bad-input"
    assert desk.refused("list", "--after", "???") == "bad-input"


def test_backup_and_restore(published):
    shell, article = published
    shell.json("backup", "copy.colophon")
    assert shell.refused("backup", "copy.colophon") == "conflict"
    shell.json("write", shell.json("new", actor="Rhea")["article"]["id"], "-", actor="Rhea",
               stdin="Later.")  # fmt: skip
    assert shell.refused("restore", "copy.colophon") == "conflict"
    shell.json("restore", "copy.colophon", "--replace")
    assert [a["id"] for a in shell.json("list")["articles"]] == [article]
    assert shell.json("ledger", "verify")["ok"]
    assert shell.json("doctor")["problems"] == []
    broken = shell.folder / "broken.colophon"
    data = bytearray((shell.folder / "copy.colophon").read_bytes())
    data[data.find(b'"text_sha256":"') + 20] ^= 1  # a digit in the sign-off's touch
    broken.write_bytes(data)
    assert shell.refused("restore", broken, "--replace") in ("append-only", "bad-input")
    assert shell.json("show", article)["state"] == "published"


def test_settings_contributors_note_and_label(desk):
    assert desk.json("settings")["settings"]["name"] == "Test"
    assert desk.json("settings", "desks", "City,World", actor="Cleo")["settings"] == {
        "desks": ["City", "World"]
    }
    assert desk.refused("settings", "name", "Mine", actor="Rhea") == "who-may"
    assert desk.refused("settings", "colour", "red", actor="Cleo") == "bad-input"
    listed = desk.json("contributor", "list")["contributors"]
    assert {p["kind"] for p in listed} == {"ceo", "editor", "reporter", "freelancer", "ai"}
    assert all("email" not in p for p in listed)
    desk.json("contributor", "change", "Fay", "--email", "fay@example.org", actor="Cleo")
    own = desk.json("contributor", "show", "Fay", actor="Fay")["contributor"]
    other = desk.json("contributor", "show", "Fay", actor="Edda")["contributor"]
    assert own["email"] == "fay@example.org" and other["email"] is None
    note = desk.json("note", "show")["note"]
    assert set(note) == {"issue", "language", "text", "sha256", "from"}
    (desk.folder / "note.txt").write_text("পাঠকদের জন্য\n", "utf-8")
    assert desk.refused("note", "issue", "--file", "note.txt", "--language", "bn",
                        actor="Edda") == "who-may"  # fmt: skip
    issued = desk.json("note", "issue", "--file", "note.txt", "--language", "bn", actor="Cleo")
    assert issued["note"]["language"] == "bn"
    assert len(desk.json("note", "history")["notes"]) == 2
    (desk.folder / "label.txt").write_text("40 % of this is AI", "utf-8")
    assert desk.refused("label", "issue", "--file", "label.txt", "--language", "en",
                        actor="Cleo") == "no-human-claim"  # fmt: skip


def test_a_receipt_is_signed_and_names_its_publication(published):
    shell, article = published
    file = shell.json("export", article, "--format", "html", "--to", "out", actor="Edda")["files"][
        0
    ]
    receipt = json.loads(Path(file["receipt"]).read_bytes())
    assert receipt["article"] == article and receipt["version"] == 1
    assert receipt["file"]["sha256"] == file["sha256"]
    key = shell.json("contributor", "show", "Edda")["contributor"]["public_key"]
    (shell.folder / "key").write_text(key)
    other = shell.json("contributor", "show", "Cleo")["contributor"]["public_key"]
    (shell.folder / "other").write_text(other)
    away = {"COLOPHON_NEWSROOM": ""}
    alone = shell.json("verify", file["path"], **away)["files"][0]
    assert alone["origin"] == "unchecked" and alone["ok"]
    trusted = shell.json("verify", file["path"], "--trust", "key", **away)["files"][0]
    assert trusted["origin"] == "trusted key"
    done = shell.run("verify", file["path"], "--trust", "other", "--json", **away)
    assert done.status == 1 and not done.json["files"][0]["ok"]
