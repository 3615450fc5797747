"""Words on the command line that fit nothing: one sentence, the right status, nothing left behind."""

from __future__ import annotations

import os

HALF = "\udcff"  # a byte that is not UTF-8, as the system hands it over


def test_wrong_usage_is_a_document_too(shell):
    for words in (["list", "--limit", "many"], ["history", "x", "--html"]):
        done = shell.run(*words, "--json")
        assert done.status == 2 and done.json["error"]["rule"] == "bad-input"
        assert "Error: " in done.err
    done = shell.run("show")
    assert (done.status, done.out) == (2, "")


def test_numbers_and_bytes_beyond_reason(desk):
    article = desk.json("new", "--headline", "H", actor="Rhea")["article"]["id"]
    for words in (
        ["list", "--limit", 10**20], ["image", article, "²", "--alt", "x"],
        ["who", article, "--part", "alt:²"], ["show", HALF], ["set", article, "--desk", HALF],
        ["write", article, "-", "--origin", "restored"], ["list", "--after", "W1tdLFtdXQ=="],
        ["import", "x.txt", "--language", "!"],
    ):  # fmt: skip
        done = desk.run(*words, "--json", actor="Edda", stdin="x")
        assert done.rule == "bad-input", words
        assert "failed" not in done.json["error"]["message"]


def test_the_last_line_of_a_file_ends_and_the_headline_does_not(desk):
    article = desk.json("new", actor="Rhea")["article"]["id"]
    desk.json("write", article, "-", "--part", "headline", actor="Rhea", stdin="A headline\n")
    assert desk.json("text", article, "--part", "headline")["text"] == "A headline"


def test_backups_that_cannot_be_written_or_read(desk):
    assert desk.refused("backup", "nowhere/copy.colophon") == "not-found"
    desk.json("backup", "copy.colophon")
    done = desk.run("restore", "keys.json", "--newsroom", "new.colophon", "--json")
    assert "keys.json cannot be read as a newsroom" in done.json["error"]["message"]
    assert desk.refused("restore", "copy.colophon", "--newsroom", "postgresql://x/y") == "bad-input"
    url = f"sqlite:///{desk.folder / 'new.colophon'}"
    desk.json("restore", "copy.colophon", "--newsroom", url)
    assert (desk.folder / "new.colophon").is_file()
    assert {name for name in os.listdir(desk.folder) if ":" in name} == set()


def test_an_export_that_is_refused_leaves_nothing(published):
    desk, article = published
    export = ("export", article, "--format", "txt,md", "--to")
    no_keyring = {
        "COLOPHON_KEYS": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }  # fmt: skip
    assert desk.run(*export, "out", "--json", actor="Fay", **no_keyring).rule == "no-key"
    assert list((desk.folder / "out").iterdir()) == []
    for folder in (desk.path, "/proc/nowhere"):
        assert desk.refused(*export, folder, actor="Edda") == "bad-input"
    taken = desk.folder / "taken" / f"{article}-v1.md"
    taken.mkdir(parents=True)
    assert desk.refused(*export, "taken", actor="Edda") == "bad-input"
    assert list(taken.parent.iterdir()) == [taken]


def test_key_files_that_are_none(published):
    desk, article = published
    (desk.folder / "list.json").write_text("[]")
    (desk.folder / "list.json").chmod(0o600)
    for where in ("list.json", ".", "/proc/none"):
        done = desk.run("export", article, "--format", "txt", "--to", "out", "--json", actor="Egon",
                        COLOPHON_KEYS=f"file:{where}")  # fmt: skip
        assert done.rule == "no-key", where


def test_while_a_piece_is_corrected_only_its_version_leaves(published):
    desk, article = published
    desk.json("correct", article, actor="Edda")
    export = ("export", article, "--format", "txt", "--to", "out")
    assert desk.refused(*export, "--draft", actor="Edda") == "states"
    assert desk.json(*export, actor="Edda")["files"][0]["path"].endswith("-v1.txt")


def test_a_damaged_newsroom_is_named(desk):
    """The first page holds; what is behind it does not."""
    data = bytearray(desk.path.read_bytes())
    for page in range(2, len(data) // 4096):
        at = page * 4096
        if data[at] in (2, 5, 10, 13):  # a page of a tree, not of free space
            data[at + 8 : at + 200] = os.urandom(192)
    desk.path.write_bytes(data)
    for words in (["list"], ["doctor"], ["ledger", "verify"]):
        done = desk.run(*words, "--json", actor="Rhea")
        assert done.status == 1 and "failed" not in done.out, (words, done.out, done.err)


def test_a_receipt_stands_for_its_file_and_trust_is_for_whole_ones(published):
    desk, article = published
    file = desk.json("export", article, "--format", "txt", "--to", "out", actor="Edda")["files"][0]
    people = desk.json("contributor", "list")["contributors"]
    key = next(person["public_key"] for person in people if person["name"] == "Edda")
    (desk.folder / "key").write_text(key)
    verify = ("verify", file["receipt"], file["path"], "--trust", "key")
    found = desk.json(*verify)["files"]
    assert [(f["path"], f["origin"]) for f in found] == [(file["path"], "trusted key")]
    with open(file["path"], "ab") as out:
        out.write(b" ")
    done = desk.run(*verify, "/", "--json")
    assert done.status == 1
    assert [(f["ok"], f["origin"]) for f in done.json["files"]] == [(False, "unchecked")] * 2
